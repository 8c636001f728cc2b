"""A submission's own draws of fresh inputs, which nobody knows before it is handed in."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.cell import Cell
from autograder.release_zip import Release


@dataclass(frozen=True)
class Draws:
    """Base seeds of draws of fresh inputs; see ``TestSession.base_seed``."""

    own: int  # the tests run with this one
    further: tuple[int, ...]  # what fails with it alone is tried with these


def draws_of(release: Release, cells: Sequence[Cell]) -> Draws:
    """Return the draws of a submission: the same whenever the same is handed in.

    They hang on the hidden tests, which students do not have, and on the submission's code: who
    copies right results out of messages changes the numbers by handing in what was copied.
    """
    digest = hashlib.blake2b(digest_size=12)
    for name, content in sorted(release.contents.items()):
        if name.startswith("tests/"):
            digest.update(hashlib.blake2b(content).digest())
    for cell in cells:
        digest.update(hashlib.blake2b(cell.source.encode()).digest())
    numbers = digest.digest()
    own, *further = (int.from_bytes(numbers[i : i + 4], "big") for i in (0, 4, 8))
    return Draws(own, tuple(further))
