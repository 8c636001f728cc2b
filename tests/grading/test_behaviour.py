"""What is kept of an answer's behaviour: little, the same for the same, and another for others."""

import msgspec
import numpy as np
import pytest
import torch

from autograder.grading.behaviour import behaviour_of
from autograder.results.behaviour import Behaviour
from autograder.sandbox.trace import Failed, Trace


def behaviour(*values):
    return behaviour_of(Trace(list(values)))


def alike(a, b):
    return a.forms == b.forms and all(
        abs(x - y) <= room
        for one, other in zip(a.parts, b.parts, strict=True)
        for x, y, room in zip(one.numbers, other.numbers, one.room, strict=True)
    )


DRAWN = torch.randn(40, 30, generator=torch.Generator().manual_seed(1))
SAME = [
    (DRAWN, DRAWN * (1 + 1e-5)),
    (DRAWN, DRAWN.unsqueeze(0)),
    (DRAWN, DRAWN.double().numpy()),
    (torch.tensor(2), 2.0),
    (torch.tensor([1.0, float("nan")]), torch.tensor([1.0, float("nan")])),
    ([1, (DRAWN[0], "a")], (1.00001, [DRAWN[0], "a"])),
    ({"a": 1, "b": DRAWN}, {"b": DRAWN, "a": 1}),
]
OTHER = [
    (DRAWN, DRAWN.flip(0)),
    (DRAWN, DRAWN.T),
    (DRAWN, DRAWN + 0.01),
    (DRAWN, DRAWN.roll(1, 1)),
    (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.01])),
    (torch.tensor([1.0, 2.0]), torch.tensor([1.0, float("inf")])),
    (Failed("ValueError", "a"), Failed("TypeError", "a")),
    ("a", "b"),
    ({"a": 1}, {"b": 1}),
    (torch.tensor(1j), 1.0),
    (None, 0),
]


@pytest.mark.parametrize(("first", "second"), SAME, ids=range(len(SAME)))
def test_the_same_up_to_rounding_is_the_same(first, second):
    assert alike(behaviour(first), behaviour(second))


@pytest.mark.parametrize(("first", "second"), OTHER, ids=range(len(OTHER)))
def test_what_differs_is_told_apart(first, second):
    assert not alike(behaviour(first), behaviour(second))


ODD = [
    10**400,
    -(10**400),
    float("nan"),
    [[[[[[1]]]]]],
    torch.empty(0),
    torch.empty(3, 0),
    torch.randn(3, dtype=torch.complex64).conj(),
    torch.full((9,), 1e300, dtype=torch.float64),
    torch.eye(5).to_sparse(),
    torch.empty(3, device="meta"),
    np.array(["a"] * 9),
    np.array([object()]),
    {1, "a"},
    b"\x00",
    object(),
    {1: 2, "a": 3},
    "\ud800",
]


@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_whatever_code_returns_can_be_kept(value):
    found = behaviour(value)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Behaviour) == found


MUCH = [
    DRAWN,
    1.5,
    -1.23456e-300,
    "text",
    None,
    [1.5, "a"],
    torch.ones(2, *[1] * 60),
    Failed("E", ""),
]


@pytest.mark.parametrize("value", MUCH, ids=range(len(MUCH)))
def test_much_is_kept_in_little(value):
    found = behaviour(*[value] * 2_000)
    assert not found.whole
    assert len(msgspec.json.encode(found)) < 4_096
