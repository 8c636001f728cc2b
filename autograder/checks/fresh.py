"""Fresh random inputs: others for each submission, and the same whenever it is graded again.

Every draw is made from a number that the test chooses and from the session's base seed, so that no
verdict hangs on lucky numbers, and nobody can hand in a table of right results.
"""

import torch
from torch import Tensor

from autograder.checks.session import current


def seed(number: int) -> int:
    """Return the seed that belongs to a test's number, of 32 bits, for code that wants a seed."""
    return (number + 1_000_003 * current().base_seed) % 2**32  # a prime


def generator(number: int) -> torch.Generator:
    """Return a random generator that belongs to a test's number."""
    return torch.Generator().manual_seed(seed(number))


def fresh(number: int, **shapes: tuple[int, ...]) -> dict[str, Tensor]:
    """Draw named tensors from the standard normal distribution, in float64.

    ``number`` chooses the draw; two calls with one number and the same shapes draw the same.
    """
    source = generator(number)
    return {
        name: torch.randn(shape, generator=source, dtype=torch.float64)
        for name, shape in shapes.items()
    }
