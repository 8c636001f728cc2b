"""Modules with several inputs and outputs, and with parameters of one shape, or cut otherwise."""

import pytest
import torch
from torch import nn

from autograder.checks import (
    CheckError,
    check_fresh_initialisation,
    check_gradients_reach_parameters,
    check_module,
    fresh,
    generator,
)
from autograder.checks.compare import Tolerance
from autograder.checks.matching import Cut, Traits, cuts, match
from autograder.checks.session import session_with
from tests.support.networks import (
    HEADS,
    WIDTH,
    Attention,
    ByHead,
    Fused,
    FusedUnscaled,
    Maskless,
    OtherNames,
    Torchs,
    Unscaled,
    ValuesFirst,
)

torch.set_num_threads(1)  # with more, a forked child hangs


def batches():
    """Return queries, keys and values, with a mask or without."""
    found = []
    for i, (n, t, s) in enumerate(((3, 5, 4), (1, 2, 3), (2, 4, 4))):
        drawn = fresh(50 + i, q=(n, t, WIDTH), k=(n, s, WIDTH), v=(n, s, WIDTH))
        mask = torch.rand(t, s, generator=generator(70 + i)) > 0.4
        mask[:, 0] = True  # somebody to look at
        found.append((*drawn.values(), mask))
    return [*found[:2], found[2][:3]]


def found_wrong(*args, **options):
    with pytest.raises(CheckError) as caught:
        check_module(*args, **options)
    return caught.value


@pytest.mark.parametrize("base", range(3))
@pytest.mark.parametrize("kind", [Attention, ValuesFirst, OtherNames], ids=lambda k: k.__name__)
def test_equal_layers_are_matched_by_what_they_do(kind, base):
    with session_with(base_seed=base):
        check_module({"M": kind}, "M", Attention, inputs=batches())


@pytest.mark.parametrize("right", [Attention, Fused], ids=lambda k: k.__name__)
@pytest.mark.parametrize("kind", [OtherNames, Fused, ByHead, Torchs], ids=lambda k: k.__name__)
def test_layers_may_be_fused_or_split(kind, right):
    check_module({"M": kind}, "M", right, inputs=batches(), fused=True)


def test_fused_layers_are_another_architecture_where_nothing_is_said_of_them():
    assert found_wrong({"M": Fused}, "M", Attention, inputs=batches()).finding == (
        "wrong architecture"
    )
    check_module({"M": Torchs}, "M", [Attention, Torchs], inputs=batches())


def test_no_one_layout_is_asked_for_where_several_are_right():
    class Biasless(Fused):
        def __init__(self):
            super().__init__()
            self.o = nn.Linear(WIDTH, WIDTH, bias=False)

    for options in ({"fused": True}, {}):
        rights = Attention if options else [Attention, Fused]
        error = found_wrong({"M": Biasless}, "M", rights, inputs=batches(), **options)
        assert error.message.endswith(", or the same layers laid out otherwise")
        assert not error.explanation


def test_heads_may_be_interleaved_in_a_fused_layer():
    class Interleaved(Fused):
        def projected(self, query, key, value):
            parts = [self.kqv(x).unflatten(-1, (HEADS, 3, -1)) for x in (query, key, value)]
            return [part[..., i, :].flatten(2) for i, part in enumerate(parts)]

    check_module({"M": Interleaved}, "M", Fused, inputs=batches(), fused=True)


@pytest.mark.parametrize("kind", [Unscaled, FusedUnscaled], ids=lambda k: k.__name__)
def test_a_known_mistake_is_recognised_in_any_layout(kind):
    error = found_wrong(
        {"M": kind}, "M", Attention, inputs=batches(), fused=True,
        mistakes={"no mask": Maskless, "no scale": Unscaled},
    )  # fmt: skip
    assert error.finding == "no scale"
    assert error.message.startswith("M()(...)[0] with argument 1 of shape (3, 5, 8)")


def test_wrong_modules_take_at_most_three_times_the_passes_of_right_ones():
    def passes(kind, **options):
        seen = []
        hook = nn.modules.module.register_module_forward_hook(lambda m, *_: seen.append(m))
        try:
            check_module({"M": kind}, "M", Attention, inputs=batches(), **options)
        except CheckError:
            assert kind in (Unscaled, Maskless)
        finally:
            hook.remove()
        return len(seen)

    right = passes(ValuesFirst)
    assert max(passes(Unscaled), passes(Maskless)) < 3 * right
    assert max(passes(Unscaled, fused=True), passes(Maskless, fused=True)) < 3 * right


class Recurrent(nn.Module):
    """Token ids, and a state from before, to a dict of scores and the state after."""

    def __init__(self):
        super().__init__()
        self.embedding, self.scores = nn.Embedding(7, 4), nn.Linear(5, 7)
        self.lstm = nn.LSTM(4, 5, num_layers=2, batch_first=True)

    def after(self, ids, state):
        return self.lstm(self.embedding(ids), state)

    def forward(self, ids, state=None):
        y, after = self.after(ids, state)
        return {"scores": self.scores(y), "state": after}


class Forgets(Recurrent):
    def after(self, ids, state):  # noqa: ARG002
        return super().after(ids, None)


class Turned(Recurrent):
    def after(self, ids, state):
        y, (h, c) = super().after(ids, state)
        return y, (c, h)


class Bare(Recurrent):
    def forward(self, ids, state=None):
        return self.after(ids, state)


def sequences():
    ids = [torch.randint(7, (n, 4), generator=generator(n)) for n in (3, 1, 2)]
    state = tuple(fresh(9, h=(2, 2, 5), c=(2, 2, 5)).values())
    return [ids[0], {"ids": ids[1]}, (ids[2], state)]


def test_token_ids_and_states_of_recurrent_nets_are_compared_part_by_part():
    check_module({"M": Recurrent}, "M", Recurrent, inputs=sequences())
    for wrong, message, explanation in (
        (Forgets, "scores of M()(...) with argument 1 of shape (2, 4)", ""),
        (Turned, "state of M()(...)[0] with x of shape (3, 4)", "in another order"),
        (Bare, "is a tuple of 2; it should be a dict of scores, state", ""),
    ):
        error = found_wrong({"M": wrong}, "M", Recurrent, inputs=sequences())
        assert message in error.message
        assert explanation in error.explanation
        assert "batches" not in error.explanation  # they differ in more than their sizes


def test_gradients_are_followed_through_all_inputs_and_outputs():
    (batch, *_), ids = batches(), sequences()
    check_gradients_reach_parameters({"M": Attention}, "M", inputs=batch)
    check_gradients_reach_parameters({"M": Recurrent}, "M", inputs=ids[2])
    check_gradients_reach_parameters({"M": Recurrent}, "M", inputs={"ids": ids[0]})

    class Cut(Attention):
        def projected(self, query, key, value):
            q, k, v = super().projected(query, key, value)
            return q.detach(), k, v

    with pytest.raises(CheckError) as caught:
        check_gradients_reach_parameters({"M": Cut}, "M", inputs=batch)
    assert caught.value.finding == "parameters without gradient"


def test_normalisations_and_biases_may_begin_at_one_and_zero():
    layer = nn.TransformerEncoderLayer
    check_fresh_initialisation({"M": layer}, "M", arguments=[4, 2, 8])
    for alone in (lambda: nn.BatchNorm1d(3), lambda: nn.ParameterList([torch.zeros(3)])):
        with pytest.raises(CheckError):
            check_fresh_initialisation({"M": alone}, "M")


def test_cuts_give_both_sides_the_same_pieces():
    ours = [(8, 8)] * 4 + [(8,)] * 4
    fused = [(24, 8), (8, 8), (24,), (8,)]
    assert not list(cuts(fused, ours, False))
    first = next(iter(cuts(fused, ours, True)))
    assert first.shapes(fused) == [(8, 8)] * 4 + [(8,)] * 4
    assert next(iter(cuts(ours, ours, True))) == Cut()
    assert not list(cuts([(25, 8)], [(8, 8)] * 3, True))
    assert not list(cuts([()], [(1,)], True))


def test_parts_that_only_pairs_tell_apart_are_matched():
    def run(order):
        def outputs(settings):
            return [[sum(v[order[i]] * v[order[(i + 1) % 4]] for i in range(4))] for v in settings]

        return outputs

    shapes = [(3,)] * 4
    ring = Traits(run([0, 1, 2, 3]), shapes, Cut())
    other = Traits(run([0, 2, 1, 3]), shapes, Cut())
    order = match(other, ring, Tolerance())
    assert order is not None
    values = [torch.randn(3, generator=generator(i)) for i in range(4)]
    (theirs,), (ours,) = (
        run([0, 2, 1, 3])([values])[0],
        run([0, 1, 2, 3])([[values[i] for i in order]])[0],
    )
    torch.testing.assert_close(theirs, ours)


class Transposed(nn.Module):
    """A linear layer that keeps its weight as (inputs, outputs)."""

    def __init__(self):
        super().__init__()
        self.w, self.b = nn.Parameter(torch.randn(3, 5)), nn.Parameter(torch.randn(5))

    def forward(self, x):
        return x @ self.w + self.b


class Pointwise(nn.Module):
    """A linear layer as a convolution of one place."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(3, 5, 1)

    def forward(self, x):
        return self.conv(x[..., None])[..., 0]


def test_each_of_several_architectures_is_right():
    rights = [nn.Linear(3, 5), Transposed, Pointwise]
    inputs = [fresh(n, x=(n, 3))["x"] for n in (4, 1)]
    for kind in (lambda: nn.Linear(3, 5), Transposed, Pointwise):
        check_module({"M": kind}, "M", rights, inputs=inputs)

    class Doubled(Pointwise):
        def forward(self, x):
            return 2 * super().forward(x)

    error = found_wrong({"M": Doubled}, "M", rights, inputs=inputs)
    assert "twice" in error.explanation
