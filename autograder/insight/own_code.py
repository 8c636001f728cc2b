"""The code that the author of a submission wrote, question by question."""

import ast
from collections.abc import Iterator, Mapping

from autograder.cell import Cell
from autograder.grading.unchecked import questions_checked, unchanged_cells
from autograder.intake.submission import SubmittedNotebook
from autograder.python_code import plain_python
from autograder.release.code_cells import bound_names
from autograder.release_format import digest_of
from autograder.release_zip import Release

ELSEWHERE = ""
"""The name under which code stands that answers no question with tests."""


def own_code(notebook: SubmittedNotebook, release: Release) -> dict[str, str]:
    """Return what was written into a notebook, by question; cells as the release gave them are out.

    A cell belongs to the question whose answer the release asks for there; any other to the
    question whose answer it binds, and else to the one that is checked next. Code behind all checks
    is ``ELSEWHERE``.

    Returns:
        the cells of each question, in order, with an empty line between them; student text.
    """
    given = {cell.cell_id: cell for cell in release.given}
    blank = {cell.digest for cell in release.given}
    unchanged = set(unchanged_cells(notebook.cells, release.given))
    written: dict[int, str] = {}  # by cell, its question, or "" until one is checked
    for index, (cell, cell_id) in enumerate(_with_ids(notebook)):
        asked = given[cell_id].answers if cell_id in given else ""
        if index not in unchanged and digest_of(cell.source) not in blank and cell.source.strip():
            written[index] = asked or _answered(cell, release.binds)
        for question in questions_checked(cell):
            written = {place: known or question for place, known in written.items()}
    found: dict[str, list[str]] = {}
    for index, question in written.items():
        found.setdefault(question or ELSEWHERE, []).append(notebook.cells[index].source)
    return {question: "\n\n".join(cells) for question, cells in found.items()}


def _with_ids(notebook: SubmittedNotebook) -> Iterator[tuple[Cell, str]]:
    """Yield the code cells with their ids; those that are not run are among the texts alone."""
    texts = iter(text for text in notebook.texts if text.is_code)
    for cell in notebook.cells:
        yield cell, next((text.cell_id for text in texts if text.source == cell.source), "")


def _answered(cell: Cell, binds: Mapping[str, list[str]]) -> str:
    """Return the question whose answer a cell binds, or ""."""
    tree = parsed(cell.source)
    names = bound_names(*tree.body) if tree else set()
    return next((question for question, wanted in binds.items() if names.intersection(wanted)), "")


def parsed(source: str) -> ast.Module | None:
    """Return the syntax tree of a student's cell; None where there is none."""
    try:
        return ast.parse(plain_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # nested without end, too
        return None
