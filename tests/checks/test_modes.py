"""Modules are compared in train mode and in eval mode."""

import pytest
import torch
from torch import nn

from autograder.checks import CheckError, check_module, check_score_at_least, fresh
from autograder.checks.modes import unlike
from autograder.checks.session import session_with
from tests.support.networks import Convolutions, DroppedByHand, Layers, NormsByHand

torch.set_num_threads(1)  # with more, a forked child hangs


def images():
    return [fresh(i, x=(n, 1, 8, 8))["x"] for i, n in enumerate((4, 1, 20))]


@pytest.mark.parametrize("base", range(2))
@pytest.mark.parametrize("kind", [Convolutions, DroppedByHand], ids=lambda k: k.__name__)
def test_right_dropout_passes_however_it_draws(kind, base):
    with session_with(base_seed=base):
        check_module({"M": kind}, "M", Layers, inputs=images())


def test_running_figures_may_be_kept_in_any_way():
    check_module({"M": NormsByHand}, "M", Layers, inputs=images())


def with_rate(rate):
    return type("Net", (Convolutions,), {"rate": rate})


class Unscaled(Convolutions):
    def dropped(self, x):
        return x * (torch.rand_like(x) >= self.rate) if self.training else x


class Always(Convolutions):
    def dropped(self, x):
        return nn.functional.dropout(x, self.rate)


class OfTheBatch(Convolutions):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(3, track_running_stats=False)
        self.norm2 = nn.BatchNorm2d(3, track_running_stats=False)


class OfTheRun(Convolutions):
    def forward(self, x):
        self.norm1.eval(), self.norm2.eval()
        return super().forward(x)


WRONG = {
    "always": (Always, "random in eval mode", "other outputs each time"),
    "never": (with_rate(0.0), "no dropout", "without dropout"),
    "turned": (with_rate(0.6), "other dropout", "kept the share that it should drop"),
    "a half": (with_rate(0.5), "other dropout", "with dropout of 0.5 in place of 0.4"),
    "unscaled": (Unscaled, "other dropout", "did not divide what is left"),
    "batch": (OfTheBatch, "other statistics", "figures of the batch in eval mode"),
    "running": (OfTheRun, "other statistics", "running figures in train mode"),
    "frozen": (
        type("Frozen", (Convolutions,), {"momentum": 0.0}),
        "other running figures",
        "never updated",
    ),
    "momentum": (
        type("Momentum", (Convolutions,), {"momentum": 0.9}),
        "other running figures",
        "kept the share of the old value",
    ),
    "slow": (
        type("Slow", (Convolutions,), {"momentum": 0.05}),
        "other running figures",
        "what it keeps of that for eval mode is not",
    ),
}


@pytest.mark.parametrize("label", WRONG)
def test_a_wrong_mode_is_named(label):
    kind, finding, explanation = WRONG[label]
    with pytest.raises(CheckError) as caught:
        check_module({"M": kind}, "M", Layers, inputs=images())
    assert caught.value.finding == finding, str(caught.value)
    assert explanation in caught.value.explanation


def test_dropout_that_nobody_asked_for_is_found():
    with pytest.raises(CheckError) as caught:
        check_module(
            {"M": lambda: nn.Sequential(nn.Linear(3, 4), nn.Dropout(0.2))}, "M",
            nn.Linear(3, 4), inputs=[fresh(1, x=(6, 3))["x"]],
        )  # fmt: skip
    assert caught.value.finding == "other dropout"
    assert "in train mode" in caught.value.message


def test_dropout_of_whole_channels_is_told_from_that_of_single_numbers():
    inputs = [fresh(1, x=(20, 3, 8, 8))["x"]]
    check_module({"M": lambda: nn.Dropout2d(0.2)}, "M", nn.Dropout2d(0.2), inputs=inputs)
    for wrong, right in ((nn.Dropout, nn.Dropout2d), (nn.Dropout2d, nn.Dropout)):
        with pytest.raises(CheckError) as caught:
            check_module({"M": lambda kind=wrong: kind(0.2)}, "M", right(0.2), inputs=inputs)
        assert "dropped together" in caught.value.message


def test_only_samples_of_other_rates_are_told_apart():
    source = torch.Generator().manual_seed(5)

    def sample(rate, size=200):
        kept = torch.rand(size, 12, generator=source) >= rate
        return [kept[i] / (1 - rate) for i in range(size)]

    assert not any(unlike(sample(p), sample(p)) for p in (0.1, 0.5) for _ in range(100))
    rare = [(sample(0.01, 40), sample(0.01, 40)) for _ in range(50)]
    assert not any(unlike(a, b) or unlike([x[:1] for x in a], [x[:1] for x in b]) for a, b in rare)
    assert all(unlike(sample(0.4), sample(0.5)) for _ in range(20))


class Reversed(Convolutions):
    rate = 0.1

    def __init__(self):
        super().__init__()
        self._modules = dict(reversed(self._modules.items()))


def trained():
    """Return a net that has learned where an image is bright, with its images and classes."""
    with torch.random.fork_rng():
        torch.manual_seed(2)
        y = torch.randint(4, (120,))
        x = 0.3 * torch.randn(120, 1, 8, 8) + 3
        for i, label in enumerate(y.tolist()):
            x[i, :, 4 * (label // 2) :, 4 * (label % 2) :] += 2
        net = Reversed()
        optimizer = torch.optim.Adam(net.parameters(), lr=0.03)
        for _ in range(40):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
    return net, x, y


def test_running_figures_of_a_trained_net_come_along_with_its_weights():
    net, x, y = trained()

    before = {k: v.clone() for k, v in net.state_dict().items()}
    check_score_at_least({"net": net}, "net", Layers, x, y, at_least=0.9)
    assert all(torch.equal(v, before[k]) for k, v in net.state_dict().items())
    assert net.training
    with torch.no_grad():
        net.norm1.running_mean.zero_()
        net.norm2.running_var.fill_(50)
    with pytest.raises(CheckError):
        check_score_at_least({"net": net}, "net", Layers, x, y, at_least=0.9)
