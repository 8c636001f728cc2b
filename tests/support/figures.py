"""The figures of a notebook, found in its code, and what the texts beside them say."""

import re

from nbformat import NotebookNode

from autograder.release.notebook_page import words_beside

DRAWS = re.compile(r"^(?:plt\.)?show\(", re.MULTILINE)


def words_of_figures(cells: list[NotebookNode]) -> list[str | None]:
    """Return what the text beside each figure says of it; None where there is none."""
    return [
        words_beside(cells, at)
        for at, cell in enumerate(cells)
        if cell.cell_type == "code"
        for _ in DRAWS.findall(cell.source)
    ]
