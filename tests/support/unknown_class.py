"""A small class with mistakes that no misconception names, graded for real."""

from pathlib import Path

import nbformat

from autograder.release.master import read_master
from autograder.release.views import make_notebook
from tests.support.releases import autograder_zip
from tests.support.repository import run_command
from tests.support.tiny import TinyCourse, tiny_cells

THREE = "three times x"
CUBE = "the cube of x"
RAISES = "refuses numbers below 0"
WRITTEN = {
    "ada": (THREE, 'def double(x):\n    """By ada"""\n    return x + x + x  # ada'),
    "ben": (THREE, "def double(x):\n    return 3 * x"),
    "cem": (THREE, "def triple(x):\n    return x * 3.0\n\ndef double(x):\n    return triple(x)"),
    "dora": (CUBE, "# dora\nimport os\nprint('dora')\ndef double(x):\n    return x ** 3 + 1"),
    "emil": (CUBE, "def double(number):\n    cube = number * number * number\n    return 1 + cube"),
    "fay": (
        RAISES,
        "def double(x):\n    if x < 0:\n        raise ValueError('fay <b>')\n    return 2 * x",
    ),
    "gil": ("", "def double(x):\n    return x + x"),
    "hana": ("", ""),
    "ida": ("", "def double(x):\n    while True:\n        pass"),
}
"""What students write, by name, and which mistake that is; "" for none that can be grouped."""


def write_class(course: TinyCourse, folder: Path) -> None:
    """Write the notebooks of the class."""
    folder.mkdir(parents=True)
    for name, (_, code) in WRITTEN.items():
        notebook = make_notebook(read_master(course.master), student=True)
        place = next(i for i, cell in enumerate(notebook.cells) if "not written" in cell.source)
        if code:
            notebook.cells[place].source = code
        nbformat.write(notebook, folder / f"{name}.ipynb")


def graded_class(folder: Path) -> tuple[TinyCourse, Path]:
    """Return a course, and the output folder of its graded class."""
    course = TinyCourse(folder / "course", tiny_cells())
    course.cells[0].source += "\nlimits: {cell_seconds: 2, question_seconds: 2}"
    archive = autograder_zip(course)
    write_class(course, folder / "class")
    out = folder / "grades"
    done = run_command(folder, "grade", str(archive), str(folder / "class"), "--out", str(out))
    assert done.returncode == 0, done.stderr
    return course, out
