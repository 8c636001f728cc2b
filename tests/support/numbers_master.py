"""A small master with doctest-style (OK-format) tests, and answers to it, right and wrong."""

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

NAME = "numbers"
CONFIG = f"# ASSIGNMENT CONFIG\nname: {NAME}\ntests:\n  ok_format: true"
HIDDEN = '""" # BEGIN TEST CONFIG\nhidden: true\n""" # END TEST CONFIG\n'

QUESTIONS: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "q1": (
        "points: 2",
        "mean = 2.5\nname = 'Ann'",
        [
            ("mean", "2.5"),
            ("isinstance(mean, float)", "True"),
            ("name", "'Ann'"),
            (HIDDEN + "name.upper() + '!'", "'ANN!'"),
        ],
    ),
    "q2": (
        "points: [1, 3]",
        "numbers = [3, 1, 2]\nsquares = {n: n * n for n in numbers}",
        [
            ("sorted(numbers)", "[1, 2, 3]"),
            (HIDDEN + "for n in numbers:\n    assert squares[n] == n * n\nlen(squares)", "3"),
        ],
    ),
    "q3": (
        "points: 3",
        "import numpy as np\nvalues = np.arange(4) / 2",
        [
            ("import numpy\nnumpy.allclose(values, [0, 0.5, 1, 1.5])", "True"),
            ("values", "array([0. , 0.5, 1. , 1.5])"),
            (HIDDEN + "total = values.sum()\ntotal.item()", "3.0"),
        ],
    ),
    "q4": (
        "points: 4\nall_or_nothing: true",
        "def double(x):\n    return x * 2",
        [
            ("double(4)", "8"),
            ("double('ab')", "'abab'"),
            (HIDDEN + "import numpy as np\ndouble(np.array([1, 2])).tolist()", "[2, 4]"),
            (HIDDEN + "[double(n) for n in range(3)]", "[0, 2, 4]"),
        ],
    ),
    "q5": (
        "points: 2",
        "def greet(name):\n    print('Hello ' + name)",
        [
            ("greet('Ann')", "Hello Ann"),
            (HIDDEN + "greet('Bo\\nCy')", "Hello Bo\nCy"),
        ],
    ),
}
"""Configuration, solution and tests (source, output) of each question."""

RIGHT = {question: solution for question, (_, solution, _) in QUESTIONS.items()}
ANSWERS: dict[str, dict[str, str]] = {
    "right": RIGHT,
    "blank": {**dict.fromkeys(RIGHT, "..."), "q1": "mean = name = None", "q4": "double = 2"},
    "other types": {
        **RIGHT,
        "q1": "import numpy as np\nmean = np.float64(2.5)\nname = 'Ann'",
        "q2": "numbers = (3, 1, 2)\nsquares = {1: 1, 2: 4, 3: 9.0}",
        "q3": "values = [0, 0.5, 1, 1.5]",
    },
    "half right": {
        **RIGHT,
        "q1": 'mean = 2\nname = "Ann"',
        "q2": "numbers = [3, 1, 2]\nsquares = {n: 2 * n for n in numbers}",
        "q3": "import numpy as np\nvalues = np.arange(4) / 2\nvalues[0] = 1e-12",
        "q4": "def double(x):\n    return 2 * int(x)",
        "q5": "def greet(name):\n    print('Hello Ann')",
    },
    "errors": {
        "q1": "mean = 2.5\nname = undefined",
        "q2": "numbers = [3, 1, 2]\nsquares = dict.fromkeys(numbers)",
        "q3": "import numpy as np\nvalues = np.array([[0, 0.5], [1, 1.5]])",
        "q4": "def double(x):\n    raise ValueError('no')",
        "q5": "def greet(name):\n    return 'Hello ' + name",
    },
    "prints where it should return": {
        **RIGHT,
        "q4": "def double(x):\n    print('doubling')\n    return x * 2",
    },
}


def master() -> NotebookNode:
    """Return the master; the outputs of its tests are the expected values."""
    cells = [new_raw_cell(CONFIG), new_markdown_cell("# Numbers")]
    for name, (config, solution, tests) in QUESTIONS.items():
        cells += [
            new_raw_cell(f"# BEGIN QUESTION\nname: {name}\n{config}"),
            new_markdown_cell(f"Question {name}"),
            new_raw_cell("# BEGIN SOLUTION"),
            new_code_cell(f"# BEGIN SOLUTION NO PROMPT\n{solution}\n# END SOLUTION"),
            new_raw_cell("# END SOLUTION"),
            new_raw_cell("# BEGIN TESTS"),
            *(new_code_cell(source, outputs=[output(text)]) for source, text in tests),
            new_raw_cell("# END TESTS"),
            new_raw_cell("# END QUESTION"),
        ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def output(text: str) -> Any:
    """Return a cell's output as a notebook keeps it."""
    return new_output("execute_result", {"text/plain": text}, execution_count=1)


def write_answer(student_notebook: Path, answers: dict[str, str], path: Path) -> Path:
    """Write a submission with these answers, each followed by its check; return its path."""
    notebook = nbformat.read(student_notebook, as_version=4)
    cells = [next(cell for cell in notebook.cells if "otter.Notebook" in cell.source)]
    for question, source in answers.items():
        cells += [new_code_cell(source), new_code_cell(f'grader.check("{question}")')]
    notebook.cells = cells
    nbformat.write(notebook, path)
    return path
