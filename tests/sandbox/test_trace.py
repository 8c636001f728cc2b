"""Traces: which pieces of code did the same?"""

import numpy as np
import pytest
import torch

from autograder.sandbox.trace import Failed, Trace


def trace(*entries):
    made = Trace()
    for entry in entries:
        made.add(entry, 0)
    return made


ALIKE = [
    (torch.ones(4), torch.ones(1, 4)),
    (torch.ones(2), torch.ones(2, dtype=torch.float64) * (1 + 1e-6)),
    (np.ones(3), torch.ones(3)),
    ([1, 2.0], (1.0, 2)),
    ({"a": torch.zeros(2)}, {"a": torch.zeros(2)}),
    (torch.tensor([float("nan")]), torch.tensor([float("nan")])),
    (Failed("ValueError", "no"), Failed("ValueError", "no")),
    (object(), object()),
    (None, None),
    ("text", "text"),
]
DIFFERENT = [
    (torch.ones(2, 1), torch.ones(2)),
    (torch.ones(2), torch.tensor([1.0, 1.01])),
    (torch.ones(2), torch.tensor([1.0, float("nan")])),
    (Failed("ValueError", "no"), Failed("ValueError", "yes")),
    (Failed("ValueError", "no"), np.ones(3)),
    (np.ones(3), Failed("ValueError", "no")),
    ({"a": 1}, [1]),
    ({"a": 1}, {"b": 1}),
    ([1], [1, 2]),
    (None, 0),
    ("1", 1),
    (object(), torch.ones(1)),
    (torch.ones(1), torch.ones(1, dtype=torch.complex64)),
]


@pytest.mark.parametrize(("a", "b"), ALIKE)
def test_the_same_up_to_rounding_and_leading_ones_is_alike(a, b):
    assert trace(a).same(trace(b))
    assert trace(b).same(trace(a))


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_anything_else_is_not(a, b):
    assert not trace(a).same(trace(b))
    assert not trace(b).same(trace(a))


def test_a_trace_that_grew_too_large_is_like_no_other():
    large = Trace()
    large.add(torch.ones(1), 1 << 30)
    assert not large.entries
    assert not large.same(large)
