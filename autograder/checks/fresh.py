"""Fresh random inputs: others for each submission, and the same whenever it is graded again.

Every draw is made from a number that the test chooses and from the session's base seed, so that no
verdict hangs on lucky numbers, and nobody can hand in a table of right results.
"""

import torch
from torch import Tensor

from autograder.checks.session import current


def seed(number: int) -> int:
    """Return the seed that belongs to a test's number, of 32 bits, for code that wants a seed."""
    session = current()
    if session.drawn is not None:
        session.drawn.append(number)
    return (number + 1_000_003 * session.base_seed) % 2**32  # a prime


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


def fresh_integers(
    number: int, high: int, *, low: int = 0, **shapes: tuple[int, ...]
) -> dict[str, Tensor]:
    """Draw named tensors of integers from ``low`` to ``high`` - 1: classes, tokens, labels."""
    source = generator(number)
    return {
        name: torch.randint(low, high, shape, generator=source) for name, shape in shapes.items()
    }


def fresh_masks(number: int, **shapes: tuple[int, ...]) -> dict[str, Tensor]:
    """Draw named masks, about half of them True, and at least one in each last dimension.

    So that nobody has to attend to nothing: a softmax over no element is NaN.
    """
    source = generator(number)
    masks = {}
    for name, shape in shapes.items():
        mask = torch.rand(shape, generator=source) < 0.5
        first = torch.randint(0, shape[-1], shape[:-1], generator=source).unsqueeze(-1)
        masks[name] = mask.scatter(-1, first, value=True)
    return masks


def fresh_images(number: int, **shapes: tuple[int, ...]) -> dict[str, Tensor]:
    """Draw named tensors of float64 numbers from 0 to 1, such as images of shape (N, C, H, W)."""
    source = generator(number)
    return {
        name: torch.rand(shape, generator=source, dtype=torch.float64)
        for name, shape in shapes.items()
    }


def fresh_sequences(
    number: int, high: int, *, count: int, longest: int, shortest: int = 1
) -> list[Tensor]:
    """Draw ``count`` sequences of integers from 0 to ``high`` - 1, of different lengths.

    The first has ``longest`` elements, the second ``shortest``, the others a length in between.
    """
    source = generator(number)
    lengths = torch.randint(shortest, longest + 1, (count,), generator=source).tolist()
    lengths[:2] = [longest, shortest][:count]
    return [torch.randint(0, high, (length,), generator=source) for length in lengths]


def fresh_texts(
    number: int, count: int, *, alphabet: str = "abc dé,", longest: int = 20
) -> list[str]:
    """Draw ``count`` texts of characters of ``alphabet``; the first one is empty.

    ``longest`` is the number of characters that a text has at most.
    """
    source = generator(number)
    texts = [""]
    while len(texts) < count:
        length = int(torch.randint(1, longest + 1, (1,), generator=source))
        places = torch.randint(0, len(alphabet), (length,), generator=source)
        texts.append("".join(alphabet[i] for i in places.tolist()))
    return texts[:count]
