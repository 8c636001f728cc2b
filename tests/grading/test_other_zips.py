"""Autograder zips of plain Otter Assign are graded by us as Otter grades them."""

import re
from pathlib import Path

import nbformat
import pytest

from tests.support.command import Scores, grade, plain_otter, run_otter
from tests.support.honest import COMMON
from tests.support.numbers_master import ANSWERS, NAME, QUESTIONS, master, write_answer
from tests.support.repository import REPOSITORY

SLUG = "a0-pytorch-review"
FROM_A0 = ("half of the gradient", "tanh for ReLU in ToyModel")


def otter_assign(notebook: Path, out: Path) -> tuple[Path, Path]:
    """Build with plain Otter; return the autograder zip and the student notebook."""
    told = run_otter("assign", "--no-run-tests", str(notebook), str(out))
    archives = list(out.glob("autograder/*.zip"))
    assert len(archives) == 1, told
    return archives[0], out / "student" / notebook.name


@pytest.fixture(scope="module")
def numbers(tmp_path_factory) -> tuple[Path, Path]:
    """Return a zip with OK-format tests and the student notebook that belongs to it."""
    folder = tmp_path_factory.mktemp("numbers")
    nbformat.write(master(), folder / f"{NAME}.ipynb")
    return otter_assign(folder / f"{NAME}.ipynb", folder / "out")


def assert_parity(
    archive: Path, notebooks: dict[str, Path], folder: Path, name: str
) -> dict[str, Scores]:
    """Grade notebooks with ours and with plain Otter, compare, and return the scores."""
    ours = grade(archive, notebooks.values(), folder / "ours")
    assert ours.status == 0, ours.terminal
    by_otter = {
        key: plain_otter(archive, path, folder / "otter" / path.stem, name)
        for key, path in notebooks.items()
    }
    by_us = {key: ours.graded[path.stem].scores for key, path in notebooks.items()}
    assert by_us == by_otter
    return by_us


def test_a_zip_of_otter_assign_with_exception_based_tests(tmp_path):
    source = tmp_path / f"{SLUG}.ipynb"
    master = (REPOSITORY / "solutions" / SLUG / source.name).read_text()
    source.write_text(re.sub(r'^ *"limits: .*\n', "", master, flags=re.MULTILINE))  # ours alone
    archive, student_notebook = otter_assign(source, tmp_path / "out")
    chosen = [honest for honest in COMMON if honest.name in FROM_A0]
    assert len(chosen) == len(FROM_A0)
    notebooks = {h.name: h.write(student_notebook, tmp_path) for h in chosen}
    assert_parity(archive, notebooks, tmp_path, source.name)


def test_a_zip_of_otter_assign_with_doctests(numbers, tmp_path):
    archive, student_notebook = numbers
    notebooks = {
        name: write_answer(student_notebook, answers, tmp_path / f"{name}.ipynb")
        for name, answers in ANSWERS.items()
    }
    scores = assert_parity(archive, notebooks, tmp_path, f"{NAME}.ipynb")
    assert scores["right"].keys() == QUESTIONS.keys()
    assert all(score == maximum > 0 for score, maximum in scores["right"].values()), scores
