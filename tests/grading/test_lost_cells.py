"""Notebooks that lost our cells score what their answers deserve."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_raw_cell, writes

from autograder.grading.grade import grade_submission
from autograder.grading.process import GradingProcess
from autograder.release_zip import read_release
from autograder.results.outcome import Outcome
from tests.support.releases import autograder_zip
from tests.support.tiny import TinyCourse, tiny_cells

VALUES = "values = [1, 2]"
"""The answer to q3, which a cell of the release changes later."""
SPOILED = "values.append(3)"
DOUBLE = "def double(x):\n    return 2 * x"
RANDOM = "import random\nrandom.seed(3)\ndef draw():\n    return random.random()"


def _block(name: str, solution: str, *tests: str) -> list:
    return [
        new_raw_cell(f"# BEGIN QUESTION\nname: {name}\npoints: 2"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell(solution),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# BEGIN TESTS"),
        *map(new_code_cell, tests),
        new_raw_cell("# END TESTS"),
        new_raw_cell("# END QUESTION"),
    ]


@pytest.fixture(scope="module")
def process(tmp_path_factory) -> Iterator[GradingProcess]:
    cells = tiny_cells()
    q3 = _block(
        "q3",
        "values = [1, 2]  # SOLUTION",
        "def test_there_are_two(values):\n    assert len(values) == 2, 'there are more'",
    )
    q4 = _block(
        "q4",
        "import random\nrandom.seed(3)\ndef draw():\n    return random.random()  # SOLUTION",
        "def test_the_first_number(draw):\n    assert abs(draw() - 0.23796462709189137) < 1e-9",
        "def test_the_same_once_more(draw):\n    assert 0 <= draw() < 1",
    )
    course = TinyCourse(
        tmp_path_factory.mktemp("lost") / "course",
        [*cells[:-1], *q3, new_code_cell(SPOILED), *q4, cells[-1]],
    )
    with GradingProcess(lambda: read_release(autograder_zip(course))) as process:
        yield process


def grade_cells(process: GradingProcess, path: Path, *cells) -> Outcome:
    made = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    file = path / "tiny.ipynb"
    file.write_text(writes(new_notebook(cells=made)))
    return grade_submission(process, file)


def points(outcome: Outcome) -> dict[str, float]:
    return {question.name: question.score for question in outcome.questions}


ALL = {"q1": 2.0, "q3": 2.0, "q4": 2.0}
SETUP = 'import otter\ngrader = otter.Notebook("tiny.ipynb")'
CHECKS = {name: f'grader.check("{name}")' for name in ALL}


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([DOUBLE, VALUES, SPOILED, RANDOM], id="none-of-our-cells"),
        pytest.param(
            [DOUBLE, CHECKS["q1"], VALUES, CHECKS["q3"], SPOILED, RANDOM, CHECKS["q4"]],
            id="no-set-up-cell",
        ),
        pytest.param([SETUP, DOUBLE, VALUES, SPOILED, RANDOM], id="no-check-cells"),
        pytest.param(
            [SETUP, DOUBLE, VALUES, "# " + CHECKS["q3"], SPOILED, RANDOM], id="commented-out"
        ),
        pytest.param(
            [new_raw_cell(SETUP), DOUBLE, VALUES, new_raw_cell(CHECKS["q3"]), SPOILED, RANDOM],
            id="turned-to-raw",
        ),
        pytest.param([DOUBLE, "values = [1]", "values += [2]", SPOILED, RANDOM], id="in-two-cells"),
        pytest.param(
            [DOUBLE, "values = []", VALUES, "print(values)", SPOILED, RANDOM], id="written-anew"
        ),
        pytest.param([SPOILED, DOUBLE, RANDOM, VALUES], id="answered-at-the-end"),
        pytest.param([DOUBLE + "\n" + VALUES, SPOILED, RANDOM], id="two-answers-in-a-cell"),
    ],
)
def test_right_answers_keep_their_points(process, tmp_path, cells):
    outcome = grade_cells(process, tmp_path, *cells)
    assert points(outcome) == ALL, json.dumps([str(q) for q in outcome.questions])


def test_a_wrong_answer_gains_nothing_by_it(process, tmp_path):
    outcome = grade_cells(process, tmp_path, DOUBLE, "values = [1]", SPOILED, RANDOM)
    assert points(outcome) == ALL | {"q3": 0.0}


def test_the_rest_of_a_cell_counts_when_its_import_fails(process, tmp_path):
    cell = f"import math, seaborn_or_so as sns\nsns.set_theme()\nhalf = math.pi / 2\n{DOUBLE}"
    outcome = grade_cells(process, tmp_path, cell, VALUES, RANDOM)
    assert points(outcome) == ALL
    assert outcome.run is not None
    (error,) = outcome.run.errors.values()
    assert "seaborn_or_so is not installed where this is graded" in error
    assert "the rest of the cell was run without it" in error


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("from google.colab import drive\ndrive.mount('/content')", "Colab alone"),
        ("import torch\ntorch.ones(1).cuda()", "no graphics card"),
        ("import torch\ntorch.ones(1, device='cuda')", "no graphics card"),
        ("open('C:/Users/ada/data.csv')", "handed in with it"),
        ("n = int(input())", "input()"),
    ],
)
def test_what_works_at_home_alone_is_explained(process, tmp_path, cell, advice):
    outcome = grade_cells(process, tmp_path, cell, DOUBLE, VALUES, RANDOM)
    assert points(outcome) == ALL
    assert outcome.run is not None
    assert advice in outcome.run.errors[1]


@pytest.mark.parametrize(
    "cell",
    [
        "import torch\n@torch.compile\ndef double(x):\n    return 2 * x",
        "import torch\n@torch.compile(mode='max-autotune')\ndef double(x):\n    return 2 * x",
        f"import torch\n{DOUBLE}\nnet = torch.compile(torch.nn.Linear(2, 2), fullgraph=True)\n"
        "assert list(net.state_dict()) == ['weight', 'bias']\nnet.compile()\nnet(torch.ones(2))",
        "import torch, warnings\nwarnings.simplefilter('ignore')\n"
        "@torch.jit.script\ndef double(x: int):\n    return 2 * x",
        "import torch\nslope = torch.func.grad(lambda x: x * x)\n"
        "def double(x):\n    return slope(torch.tensor(float(x)))",
    ],
)
def test_compiled_answers_count(process, tmp_path, cell):
    outcome = grade_cells(process, tmp_path, cell, VALUES, RANDOM)
    assert outcome.run is not None
    assert (points(outcome), outcome.run.errors) == (ALL, {})
