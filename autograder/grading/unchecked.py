"""Questions whose check cell is gone, and the cells that cannot be an answer to them."""

import re
from collections.abc import Mapping, Sequence

from autograder.cell import Cell
from autograder.release_format import GivenCell, digest_of

_CHECK = re.compile(r"""\bcheck\(\s{0,9}["']([\w-]{1,100})["']""")


def unchecked(cells: Sequence[Cell], binds: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the names that answers bind, of the questions that no cell has checked."""
    checked = {name for cell in cells for name in questions_checked(cell)}
    return {question: names for question, names in binds.items() if question not in checked}


def questions_checked(cell: Cell) -> list[str]:
    """Return the questions that a cell checks; a check that is commented out is none."""
    called = [
        name
        for line in cell.source.splitlines()
        if "check(" in line
        for name in _CHECK.findall(line.partition("#")[0])
    ]
    return [*cell.checks, *called]


def unchanged_cells(cells: Sequence[Cell], given: Sequence[GivenCell]) -> list[int]:
    """Return the indices of the code cells that are as the release gave them.

    A cell for an answer is not among them: what stands there may be the answer.
    """
    digests = {cell.digest for cell in given if not cell.answers}
    return [index for index, cell in enumerate(cells) if digest_of(cell.source) in digests]
