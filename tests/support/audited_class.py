"""A small class whose tests are too weak for some and too strict for one, graded for real."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.release.master import read_master
from autograder.release.views import make_notebook
from tests.support.releases import autograder_zip
from tests.support.repository import run_command
from tests.support.tiny import CONFIG, TinyCourse

SOLUTION = '''\
import torch


def centred(x: torch.Tensor) -> torch.Tensor:
    """The columns of x without their means: x is (N, D), and so is the result."""
    return x - x.mean(dim=0)  # SOLUTION
'''
WEAK_TEST = '''\
""" # BEGIN TEST CONFIG
hidden: true
""" # END TEST CONFIG
def test_columns_have_the_mean_zero(env):
    from autograder.checks import fresh

    for n in (6, 4):
        found = env["centred"](fresh(7, x=(n, 2))["x"])
        assert bool((found.mean(dim=0).abs() < 1e-6).all()), "the means are not 0"
'''
STRICT_TEST = '''\
""" # BEGIN TEST CONFIG
hidden: true
""" # END TEST CONFIG
def test_centred_is_one_line(env):
    source = next(cell for cell in env.sources if "def centred" in cell)
    assert source.count("return") == 1 and "mean = " not in source, "write it in one line"
'''
WRITTEN = {
    "ada": "def centred(x):\n    return x - x.mean(0)",
    "ben": "def centred(x):\n    return x - x.sum(0) / len(x)",
    "cem": "def centred(x):  # cem\n    return 2 * (x - x.mean(0))",
    "dora": "def centred(x):\n    y = 2 * x\n    return y - y.mean(0)  # dora",
    "emil": "def centred(x):\n    x -= x.mean(0)\n    return x",
    "fay": "def centred(x):\n    mean = x.mean(0)\n    return x - mean",
    "gil": "def centred(x):\n    return x",
    "hana": "",
    "ida": "def centred(x):\n    return x / x if len(x) < 2 else x - x.mean(0)  # <b>",
}
"""What students write, by name. Cem, Dora, Emil and Ida are wrong, and the tests do not see it; Fay
is right, and a test does not let it pass."""


def audited_cells() -> list[nbformat.NotebookNode]:
    """Return the cells of the master."""
    return [
        new_raw_cell(CONFIG),
        new_markdown_cell("# A tiny assignment"),
        new_raw_cell("# BEGIN QUESTION\nname: q1\npoints: 2"),
        new_markdown_cell("**Question 1.** Write `centred(x)`."),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell(SOLUTION),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# BEGIN TESTS"),
        new_code_cell(
            "def test_the_shape_stays(centred):\n    import torch\n\n"
            "    assert tuple(centred(torch.ones(3, 2)).shape) == (3, 2), 'look at the shape'"
        ),
        new_code_cell(WEAK_TEST),
        new_code_cell(STRICT_TEST),
        new_raw_cell("# END TESTS"),
        new_raw_cell("# END QUESTION"),
    ]


ACCEPTED = '''\
"""Right solutions."""

from autograder.checks import accepted


@accepted("q1")
def centred(x):
    """By a matrix"""
    n = len(x)
    return (torch.eye(n, dtype=x.dtype) - torch.full((n, n), 1 / n, dtype=x.dtype)) @ x
'''


def audited_class(folder: Path) -> tuple[TinyCourse, Path]:
    """Return a course, and the output folder of its graded class."""
    course = TinyCourse(folder / "course", audited_cells())
    archive = autograder_zip(course)
    (course.master.parent / "accepted.py").write_text(ACCEPTED, "utf-8")
    handed_in = folder / "class"
    handed_in.mkdir()
    for name, code in WRITTEN.items():
        notebook = make_notebook(read_master(course.master), student=True)
        place = next(i for i, cell in enumerate(notebook.cells) if "def centred" in cell.source)
        if code:
            notebook.cells[place].source = f"import torch\n\n\n{code}"
        nbformat.write(notebook, handed_in / f"{name}.ipynb")
    out = folder / "grades"
    done = run_command(folder, "grade", str(archive), str(handed_in), "--out", str(out))
    assert done.returncode == 0, done.stderr
    return course, out
