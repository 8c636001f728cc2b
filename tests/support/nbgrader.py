"""Cells as nbgrader's extension marks them."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell


def marked(cell: NotebookNode, grade_id: str, **settings) -> NotebookNode:
    """Return a cell with the metadata of nbgrader."""
    defaults = {"grade": False, "solution": False, "locked": False, "task": False}
    cell.metadata.nbgrader = {
        "schema_version": 3, "grade_id": grade_id, **defaults, **settings
    }  # fmt: skip
    return cell


def answer(source: str, grade_id: str) -> NotebookNode:
    """Return an autograded answer."""
    return marked(new_code_cell(source), grade_id, solution=True)


def checked(source: str, grade_id: str, points: float = 1) -> NotebookNode:
    """Return a cell of tests."""
    return marked(new_code_cell(source), grade_id, grade=True, locked=True, points=points)
