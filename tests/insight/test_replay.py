"""A graded class, graded with other tests: what differs is told, and nothing is changed."""

import csv
import hashlib
import subprocess
from pathlib import Path

import pytest

from autograder.insight.replay import Replay, compared
from autograder.insight.replay_page import kinds, replay_page, summary
from autograder.intake.roster import Submission
from autograder.release_zip import Release, read_release
from autograder.results.outcome import (
    FAILED,
    GRADED,
    Outcome,
    Overridden,
    QuestionResult,
    Recognised,
    Row,
    Status,
    Verdict,
)
from tests.support.inside import run_inside
from tests.support.releases import autograder_zip
from tests.support.tiny import HIDDEN_TEST, TinyCourse, code_notebook, tiny_cells

RIGHT = "def double(x):\n    return 2 * x"
POSITIVE = "def double(x):\n    return 2 * abs(x)"
WRONG = "def double(x):\n    return 3 * x"


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return run_inside(*map(str, words))


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def lenient(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a zip without the hidden test."""
    cells = [cell for cell in tiny_cells() if cell.source != HIDDEN_TEST]
    return autograder_zip(TinyCourse(tmp_path_factory.mktemp("lenient"), cells))


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return autograder_zip(TinyCourse(tmp_path_factory.mktemp("strict"), tiny_cells()))


@pytest.fixture(scope="module")
def graded(lenient: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a class that was graded without the hidden test."""
    folder = tmp_path_factory.mktemp("class")
    written = {"ada": RIGHT, "ben": POSITIVE, "cem": WRONG, "dia": POSITIVE}
    for name, code in written.items():
        (folder / f"{name}.ipynb").write_text(code_notebook(code))
    (folder / "eve.ipynb").write_text('{"cells": [')
    done = command("grade", lenient, folder, "--out", folder / "out", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_only_what_differs_is_told_and_the_old_folder_stays(graded, strict, tmp_path):
    before = digests(graded)
    done = command("replay", graded, "--release", strict, "--out", tmp_path / "new")
    assert done.returncode == 0, done.stderr
    assert digests(graded) == before
    assert "2 with another result" in done.stderr
    assert "q1: 0 with more points, 2 with fewer" in done.stderr
    assert "not kept or cannot be read: eve" in done.stderr
    with (tmp_path / "new" / "replay.csv").open(newline="") as table:
        lines = list(csv.DictReader(table))
    assert [(one["submission"], one["before"], one["after"]) for one in lines] == [
        ("ben", "2", "1"),  # the public test gives a point by itself
        ("dia", "2", "1"),
    ]
    assert all(one["message after"] and not one["message before"] for one in lines)
    assert "ben, dia" in (tmp_path / "new" / "replay.html").read_text()


def test_with_the_tests_that_it_was_graded_with_nothing_differs(graded, tmp_path):
    done = command("replay", graded, "--out", tmp_path / "same")
    assert done.returncode == 0, done.stderr
    assert "none with another result" in done.stderr
    assert "Nothing differs." in (tmp_path / "same" / "replay.html").read_text()


@pytest.mark.parametrize("where", [".", "below"])
def test_nothing_is_written_into_the_old_folder(graded, where):
    before = digests(graded)
    done = command("replay", graded, "--out", graded / where)
    assert done.returncode == 2
    assert "which is not changed" in done.stderr
    assert digests(graded) == before


def test_a_folder_without_a_class_is_one_line(tmp_path):
    done = command("replay", tmp_path, "--out", tmp_path.parent / "elsewhere")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "holds no journal.sqlite" in done.stderr


def outcome(*questions: QuestionResult, status: Status = GRADED) -> Outcome:
    score = sum(one.score for one in questions)
    return Outcome(status, "", score, sum(one.max_score for one in questions), 0.0, questions)


def question(score: float, most: float = 2.0, label: str = "", **more) -> QuestionResult:
    verdict = Verdict("test_1", True, score == most, "" if score == most else "it is <b>wrong</b>")
    found = Recognised(label, "think again") if label else None
    return QuestionResult("q1", score, most, (verdict,), misconception=found, **more)


@pytest.fixture(scope="module")
def release(strict: Path) -> Release:
    return read_release(strict)


def difference(release: Release, before: Outcome, after: Outcome) -> Replay:
    row = Row(Submission("ada", Path("ada.ipynb")), before, content="1")
    return compared(release, [(row, after)])


def test_other_weights_are_no_difference_but_are_told(release):
    found = difference(release, outcome(question(2)), outcome(question(3, 3)))
    assert not found.differences
    assert "q1 is worth 3, no longer 2: shares of that are compared" in summary(found)


def test_points_that_people_gave_are_no_difference(release):
    by_people = question(0, overridden=Overridden(2.0, "read by hand"))
    assert not difference(release, outcome(by_people), outcome(question(2))).differences


def test_another_misconception_is_a_difference_without_other_points(release):
    found = difference(release, outcome(question(0)), outcome(question(0, label="no-transpose")))
    (kind,) = kinds(found)
    assert (kind.before.misconception, kind.after.misconception) == ("", "no-transpose")
    assert "1 with another misconception alone" in summary(found)[1]


def test_our_own_failures_are_not_compared_but_named(release):
    found = difference(release, outcome(question(2)), outcome(question(0), status=FAILED))
    assert not found.differences
    assert found.failed == ("ada",)
    assert found.compared == 0


def test_what_code_says_is_escaped_on_the_page(release):
    page = replay_page(difference(release, outcome(question(2)), outcome(question(0))))
    assert "&lt;b&gt;wrong" in page
    assert "<b>wrong" not in page
