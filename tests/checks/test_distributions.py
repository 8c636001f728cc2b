"""What is drawn at random is judged by bounds that hold for every number of draws."""

import math

import pytest
import torch
from torch import nn

from autograder.checks import CheckError, check_initialisation, check_sampling

torch.set_num_threads(1)  # the tensors are small

SHAPE, STD = (300, 50), math.sqrt(2 / 50)


def he(weight):
    return nn.init.kaiming_normal_(weight, nonlinearity="relu")


def judge(made, **more):
    options = {"shape": SHAPE, "std": STD, "number": 3, **more}
    check_initialisation({"init": made}, "init", **options)


class Layer(nn.Linear):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        he(self.weight)


def test_right_weights_pass():
    for number in range(8):
        judge(he, number=number)
    judge(lambda weight: [weight.normal_(0, STD)][1:] or None)  # in place, with nothing returned
    judge(lambda n_out, n_in: torch.randn(n_out, n_in) * (2 / n_in) ** 0.5, arguments=SHAPE)
    judge(Layer, arguments=SHAPE[::-1])
    judge(lambda w: nn.init.uniform_(w, 1, 2), mean=1.5, std=12**-0.5, distribution="uniform")


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (lambda w: nn.init.kaiming_normal_(w, mode="fan_out"), "fan in for fan out"),
        (lambda w: nn.init.normal_(w, 0, 2 / 50), "wrong spread"),
        (lambda w: nn.init.normal_(w, 0, 0.9 * STD), "wrong spread"),
        (lambda w: nn.init.normal_(w, 0.06 * STD, STD), "wrong mean"),
        (lambda w: nn.init.kaiming_uniform_(w, nonlinearity="relu"), "wrong distribution"),
        (nn.init.zeros_, "wrong spread"),
        (lambda w: he(w) * math.nan, "not finite"),
        (lambda w: w.T, "wrong shape"),
        (lambda w: 3, "wrong shape"),  # noqa: ARG005
        (lambda w: he(w.copy_(w)) if torch.manual_seed(0) else w, "same weights every time"),
        (lambda w: he(w).sign_().mul_(STD), "wrong distribution"),
    ],
)
def test_wrong_weights_are_named(wrong, finding):
    with pytest.raises(CheckError) as caught:
        judge(wrong)
    assert caught.value.finding == finding


class Two(nn.Module):
    """Two layers of one size, the second with weights of its own, or a copy."""

    def __init__(self, *, copy=False):
        super().__init__()
        self.first, self.second = Layer(*SHAPE[::-1]), Layer(*SHAPE[::-1])
        if copy:
            self.second.load_state_dict(self.first.state_dict())


def test_parameters_of_a_shape_are_taken_together():
    judge(Two, arguments=())
    for made, finding in (
        (lambda: Two(copy=True), "same weights every time"),
        (lambda: nn.Linear(3, 2), "wrong shape"),
    ):
        with pytest.raises(CheckError) as caught:
            judge(made, arguments=())
        assert caught.value.finding == finding


def test_nothing_may_lie_outside_of_a_range():
    def once_outside(weight):
        nn.init.uniform_(weight, 1, 2)[0, 0] = 2.01

    with pytest.raises(CheckError, match=r"from 1 to 2\.01") as caught:
        judge(once_outside, mean=1.5, std=12**-0.5, distribution="uniform")
    assert caught.value.finding == "wrong distribution"


def test_a_distribution_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="'normal' or 'uniform'"):
        judge(he, distribution="cauchy")


LOGITS = torch.tensor([2.0, 1.0, 0.0, -1.0, 0.5])


def chances(logits, temperature, top_k):
    kept = logits.topk(top_k, dim=-1).values[..., -1:]
    return (logits / temperature).masked_fill(logits < kept, -math.inf).softmax(dim=-1)


def sample(logits, temperature, top_k, generator=None):
    p = chances(logits, temperature, top_k)
    return torch.multinomial(p.reshape(-1, p.shape[-1]), 1, generator=generator).reshape(
        logits.shape[:-1]
    )


def scaled(factor):
    return lambda x, t, k, generator=None: sample(x, t * factor, k, generator)


CASES = [
    (LOGITS.repeat(50, 1), 0.7, 5),
    (torch.stack([LOGITS, -LOGITS]).repeat(50, 1), 2.0, 2),
    (LOGITS, 1e-3, 3),
]


def draw(function, **more):
    options = {"number": 5, "draws": 40, "generator": "generator", **more}
    check_sampling({"draw": function}, "draw", chances, CASES, **options)


def test_right_draws_pass():
    for number in range(2):
        draw(sample, number=number)
    draw(lambda *given: sample(*given), generator="")


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (lambda x, t, k, generator=None: sample(x, t, k), "generator ignored"),  # noqa: ARG005
        (lambda x, t, k, generator=None: x.argmax(-1), "same draw every time"),  # noqa: ARG005
        (lambda x, t, k, generator: sample(x, t, 5, generator), "impossible draws"),  # noqa: ARG005
        (lambda x, t, k, generator: sample(x, 1.0, k, generator), "no temperature"),  # noqa: ARG005
        (scaled(0.8), "other distribution"),
        (lambda x, t, k, generator: sample(x, t, k, generator) * 1.0, "not classes"),
        (lambda x, t, k, generator: sample(x, t, k, generator) + 5, "not classes"),
        (
            lambda x, t, k, generator: sample(x, t, k, generator.manual_seed(1)),
            "same draw every time",
        ),
    ],
)
def test_wrong_draws_are_named(wrong, finding):
    known = {"no temperature": lambda x, t, k: chances(x, 1.0, k)}  # noqa: ARG005
    with pytest.raises(CheckError) as caught:
        draw(wrong, mistakes=known)
    assert caught.value.finding == finding
