"""Short notebooks for A0: its data, then the cells a test is about."""

from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

OPENING = ("setup", "import-torch", "import-matplotlib", "generate-data", "data-and-weights")
"""Cells of the student notebook that its questions build on."""


def check(question: str) -> str:
    """Return the source of a question's check cell."""
    return f'grader.check("{question}")'


def short_notebook(student_notebook: Path, sources: Sequence[str]) -> NotebookNode:
    """Return a notebook of the assignment's opening cells and further code cells."""
    notebook = nbformat.read(student_notebook, as_version=4)
    opening = [cell for cell in notebook.cells if cell.id in OPENING]
    assert len(opening) == len(OPENING)
    notebook.cells = opening + [new_code_cell(source) for source in sources]
    return notebook


def write_short(student_notebook: Path, sources: Sequence[str], path: Path) -> Path:
    """Write such a notebook and return its path."""
    nbformat.write(short_notebook(student_notebook, sources), path)
    return path
