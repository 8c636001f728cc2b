"""Read an nbgrader source notebook: what each of its cells is for, and what it is worth."""

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.errors import NotebookError
from autograder.release.importing.nose import without_nose

_SOLUTION = re.compile(r"#+\s*BEGIN SOLUTION\b")


class Kind(Enum):
    """What a cell of a source notebook is for."""

    PLAIN = "plain"  # shown to students as it is
    LOCKED = "locked"  # the same, and students cannot change it
    ANSWER = "answer"  # code that tests look at
    TEST = "test"  # an autograder test
    MANUAL = "manual"  # an answer that people grade
    TASK = "task"  # a text that asks for cells below it, which people grade


@dataclass(frozen=True)
class SourceCell:
    """A cell with its number in the source notebook (counted from 1)."""

    number: int
    kind: Kind
    cell: NotebookNode
    grade_id: str
    points: float

    @property
    def source(self) -> str:
        """What is written in it; imports of nose, which is no more, are left out."""
        return str(self.cell.source)

    @property
    def is_code(self) -> bool:
        """Whether it is a code cell."""
        return bool(self.cell.cell_type == "code")


@dataclass(frozen=True)
class Note:
    """Something in a source notebook that needs a hand."""

    source: int  # the cell in the source notebook, counted from 1
    master: int  # the cell of the master that came of it, or where it would be
    problem: str


def read_cells(path: Path, notebook: NotebookNode) -> list[SourceCell]:
    """Read the cells of an nbgrader source notebook.

    Raises:
        NotebookError: nbgrader grades nothing in it.
    """
    text = "\n".join(str(cell.source) for cell in notebook.cells)
    cells = [_read_cell(n, cell, text) for n, cell in enumerate(notebook.cells, start=1)]
    if all(cell.kind in (Kind.PLAIN, Kind.LOCKED) for cell in cells):
        raise NotebookError(
            f"{path} is neither a source notebook of nbgrader nor a master of Otter: no cell of it "
            "is an answer, a test or a task; give the notebook below nbgrader's source/ folder"
        )
    return cells


def _read_cell(number: int, cell: NotebookNode, text: str) -> SourceCell:
    settings = cell.metadata.get("nbgrader")
    if not isinstance(settings, dict):
        settings = {}
    if cell.cell_type == "code":
        cell.source = without_nose(str(cell.source), text)
    grade_id = settings.get("grade_id")
    kind = _kind(settings, cell)
    return SourceCell(number, kind, cell, str(grade_id or ""), _points(settings.get("points")))


def _kind(settings: dict[str, Any], cell: NotebookNode) -> Kind:
    """Say what a cell is for; the oldest notebooks lack most of the settings."""
    if settings.get("task"):
        return Kind.TASK
    if settings.get("solution"):
        return Kind.MANUAL if settings.get("grade") else Kind.ANSWER
    if settings.get("grade"):
        return Kind.TEST if cell.cell_type == "code" else Kind.TASK
    if cell.cell_type == "code" and _SOLUTION.search(cell.source) and settings:
        return Kind.ANSWER
    return Kind.LOCKED if settings.get("locked") else Kind.PLAIN


def _points(value: Any) -> float:
    """Read points, which old notebooks have as text; none are 0."""
    try:
        points = float(value or 0)
    except (TypeError, ValueError):
        return 0
    if not 0 <= points < float("inf"):
        return 0
    return int(points) if points.is_integer() else points
