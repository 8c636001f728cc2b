"""Ordinary notebooks get their points, and what was right before a crash stays right."""

import re
from pathlib import Path

import nbformat
import pytest

from tests.support.command import Run, grade
from tests.support.honest import BACKPROP, FORWARD, TOY, TRAIN
from tests.support.ordinary import DRAWING, THINGS, Thing
from tests.support.short import OPENING, check, write_short

SLUG = "a0-pytorch-review"
RIGHT = {"q1": (2, 2), "q2": (0, 4), "q4": (3, 3), "q5": (0, 3)}
"""What notebooks with ordinary things in them are worth."""


@pytest.fixture(scope="module")
def release(built) -> Path:
    return built / "dist" / SLUG


def grade_all(release: Path, sources: dict[str, list[str]], folder: Path, *options: str) -> Run:
    """Write and grade a notebook for each name; return the results by name."""
    blank = release / "student" / f"{SLUG}.ipynb"
    notebooks = [write_short(blank, s, folder / f"{name}.ipynb") for name, s in sources.items()]
    return grade(release / f"{SLUG}-autograder.zip", notebooks, folder / "out", *options)


def cells_of(thing: Thing) -> list[str]:
    """Surround two right answers with an ordinary thing, on whose success they depend."""
    doing = f"{thing.code}\nworked = True"
    forward = FORWARD.replace("    z1 =", f"    {thing.inside}\n    z1 =")
    proof = "assert worked\ndel worked\n"
    cells = [doing, proof + forward, check("q1"), doing, proof + TOY, check("q4"), thing.last]
    return cells if thing.last else cells[:-1]


@pytest.fixture(scope="module")
def ordinary(release, tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("ordinary")
    sources = {thing.name: cells_of(thing) for thing in THINGS}
    return grade_all(release, sources, folder, "--cell-timeout", "20", "--timeout", "60")


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.name.replace(" ", "-"))
def test_an_ordinary_thing_costs_nothing(thing, ordinary):
    graded = ordinary.graded[thing.name]
    assert graded.scores == RIGHT, graded.text
    assert graded.status == "graded", graded.text


def test_a_thread_that_holds_a_lock_of_torch_costs_nothing(release, tmp_path):
    run = grade_all(release, {"draws": cells_of(DRAWING)}, tmp_path, "--cell-timeout", "20")
    graded = run.graded["draws"]
    assert graded.scores == RIGHT, graded.text


def test_a_notebook_in_the_shape_of_the_original_scores_as_with_our_cells(release, tmp_path):
    answers = {"q1-solution": FORWARD, "q2-solution": BACKPROP, "q4-solution": TOY}
    whole = nbformat.read(release / "student" / f"{SLUG}.ipynb", as_version=4)
    for cell in whole.cells:
        cell.source = answers.get(cell.id, cell.source)
    bare = nbformat.from_dict(whole)
    ours = ("setup", "hand-in", "export")
    bare.cells = [c for c in whole.cells if not c.id.startswith("check-") and c.id not in ours]
    bare.metadata = {}
    paths = tmp_path / "whole.ipynb", tmp_path / "bare.ipynb"
    for notebook, path in zip((whole, bare), paths, strict=True):
        nbformat.write(notebook, path)
    run = grade(release / f"{SLUG}-autograder.zip", paths, tmp_path / "out")
    assert run.graded["bare"].scores == run.graded["whole"].scores == RIGHT | {"q2": (4, 4)}


def test_ordinary_notebooks_end_with_status_0_and_a_line_each(ordinary):
    assert ordinary.status == 0, ordinary.terminal
    assert len(ordinary.graded) == len(THINGS)
    for thing in THINGS:
        assert sum(thing.name in line for line in ordinary.terminal.splitlines()) >= 1


def test_installing_a_package_without_a_network_takes_no_time(ordinary):
    assert float(ordinary.graded["pip install"].row["seconds"]) < 20


CELL_SECONDS = "4"
LONGER = f"{CELL_SECONDS} s"
ENDED = "ended the process"
CRASHES = {
    "loops for ever": ("while True:\n    pass", LONGER),
    "sleeps for ever": ("import time\ntime.sleep(10**6)", LONGER),
    "loops and swallows every exception": (
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except BaseException:\n        pass",
        LONGER,
    ),
    "waits for a child for ever": ("!sleep 1000", LONGER),
    "ends its process": ("import os\nos._exit(1)", ENDED),
    "kills its process": ("import os\nos.kill(os.getpid(), 9)", ENDED),
    "crashes in C": ("import ctypes\nctypes.string_at(0)", ENDED),
}
EXIT = "leaves with sys exit"


@pytest.fixture(scope="module")
def crashed(release, tmp_path_factory) -> Run:
    """Return results of notebooks that are right, but end before their last two checks."""
    right = [FORWARD, check("q1"), BACKPROP, check("q2"), TOY]
    rest = [check("q4"), TRAIN, check("q5")]
    crashes = {name: code for name, (code, _) in CRASHES.items()} | {
        EXIT: "import sys\nsys.exit(3)"
    }
    sources = {name: [*right, code, *rest] for name, code in crashes.items()}
    sources["hangs when called"] = [
        "def forward(x):\n    while True:\n        pass",
        *right[1:],
        *rest,
    ]
    folder = tmp_path_factory.mktemp("crashed")
    return grade_all(release, sources, folder, "--cell-timeout", CELL_SECONDS)


@pytest.mark.parametrize("name", CRASHES)
def test_a_crash_keeps_the_points_of_what_was_right_before_it(name, crashed):
    graded = crashed.graded[name]
    scores = graded.scores
    # q4 is defined before the crash and checked behind it: the last state reached counts. A cell
    # that can be interrupted costs only itself, so that q5 may have its points.
    assert scores.pop("q5")[0] in (0, 3)
    assert scores == {"q1": (2, 2), "q2": (4, 4), "q4": (3, 3)}, graded.text
    assert graded.status == "stopped"


@pytest.mark.parametrize("name", CRASHES)
def test_the_message_says_in_which_cell_what_happened(name, crashed):
    text = crashed.graded[name].text
    number = len(OPENING) + 6
    assert re.search(rf"\bcell {number}\b", text, re.IGNORECASE), text
    assert CRASHES[name][1] in text


def test_an_exit_that_is_an_exception_stops_only_its_cell(crashed):
    graded = crashed.graded[EXIT]
    assert graded.scores == {"q1": (2, 2), "q2": (4, 4), "q4": (3, 3), "q5": (3, 3)}, graded.text
    assert graded.status == "graded"


def test_a_function_that_hangs_costs_its_own_question_only(crashed):
    graded = crashed.graded["hangs when called"]
    assert graded.scores == {"q1": (0, 2), "q2": (4, 4), "q4": (3, 3), "q5": (3, 3)}, graded.text


def test_crashes_end_with_status_0_and_no_traceback_of_ours(crashed):
    assert crashed.status == 0, crashed.terminal
    assert "Traceback" not in crashed.terminal
