"""Fresh random inputs: the same for all submissions of a release, others when a release is tested.

Every draw is made from a number that the test chooses and from a base seed. Grading leaves the
base at 0, so that all students are judged alike; verification draws anew with other bases, so that
no verdict hangs on lucky numbers.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

_PRIME = 1_000_003
_base = 0


@contextmanager
def base_seed(base: int) -> Iterator[None]:
    """Draw with another base seed for the length of a ``with`` block."""
    global _base
    before, _base = _base, base
    try:
        yield
    finally:
        _base = before


def seed(number: int) -> int:
    """Return the seed that belongs to a test's number, for code that wants a seed."""
    return number + _PRIME * _base


def generator(number: int) -> torch.Generator:
    """Return a random generator that belongs to a test's number."""
    return torch.Generator().manual_seed(seed(number))


def fresh(number: int, **shapes: tuple[int, ...]) -> dict[str, Tensor]:
    """Draw named tensors from the standard normal distribution, in float64.

    Args:
        number: chooses the draw; two calls with one number and the same shapes draw the same.
        shapes: the shape of each tensor, by its name.
    """
    source = generator(number)
    return {
        name: torch.randn(shape, generator=source, dtype=torch.float64)
        for name, shape in shapes.items()
    }
