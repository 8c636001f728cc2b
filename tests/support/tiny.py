"""A small course, whose one assignment has a tested and a manual question."""

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_raw_cell,
    writes,
)

CONFIG = """\
# ASSIGNMENT CONFIG
name: tiny
strict: true
export_cell:
  pdf: false
tests:
  ok_format: false
"""

SOLUTION = '''\
def double(x):
    """Twice x."""
    # BEGIN SOLUTION NO PROMPT
    result = 2 * x
    return result
    # END SOLUTION
    """ # BEGIN PROMPT
    # TODO: return twice x
    raise NotImplementedError("q1: double is not written yet")
    """ # END PROMPT
'''

HIDDEN_TEST = '''\
""" # BEGIN TEST CONFIG
hidden: true
""" # END TEST CONFIG
def test_negative_numbers_are_doubled(double):
    unlikely_number = -21
    assert double(unlikely_number) == 2 * unlikely_number
'''


def tiny_cells() -> list[NotebookNode]:
    """Return the cells of a small master: one tested question, one manual question."""
    return [
        new_raw_cell(CONFIG),
        new_markdown_cell("# A tiny assignment"),
        new_code_cell("import math"),
        new_raw_cell("# BEGIN QUESTION\nname: q1\npoints: 2"),
        new_markdown_cell("**Question 1.** Write `double(x)`."),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell(SOLUTION),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# BEGIN TESTS"),
        new_code_cell("def test_one_is_doubled(double):\n    assert double(1) == 2, 'try 1'"),
        new_code_cell(HIDDEN_TEST),
        new_raw_cell("# END TESTS"),
        new_raw_cell("# END QUESTION"),
        new_raw_cell("# BEGIN QUESTION\nname: q2\nmanual: true\npoints: 1"),
        new_markdown_cell("**Question 2.** Why?"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_markdown_cell("Because doubling is linear. Rubric: one point for linearity."),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# END QUESTION"),
        new_markdown_cell("That is all."),
    ]


@dataclass
class TinyCourse:
    """A course folder with one small assignment, whose cells a test may change."""

    root: Path
    cells: list[NotebookNode]

    @property
    def master(self) -> Path:
        return self.root / "solutions" / "tiny" / "tiny.ipynb"

    @property
    def out(self) -> Path:
        return self.root / "dist"

    def save(self) -> Path:
        """Write the master and return its path."""
        notebook = new_notebook(cells=self.cells)
        notebook.metadata.kernelspec = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        self.master.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, self.master)
        return self.master


def code_notebook(*cells: str) -> str:
    """Return a notebook of code cells; the same cells make the same text."""
    made = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    for index, cell in enumerate(made.cells):
        cell.id = f"cell-{index}"
    return str(writes(made))
