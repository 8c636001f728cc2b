"""The folder is the class: a call adds and replaces, and nobody is lost."""

import csv
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from autograder.batch.run import run_batch
from autograder.errors import AutograderError
from autograder.gradebook.members import Members
from autograder.intake.handed_in import unpack_notebook
from autograder.intake.roster import CANVAS, GRADESCOPE, Student, Submission
from autograder.limits import Limits
from autograder.release_zip import Release, read_release
from autograder.results.journal import Member
from autograder.results.outcome import (
    GRADED,
    INVALID,
    Answer,
    Outcome,
    QuestionResult,
    Row,
    UniqueSubmission,
    ungraded,
)
from tests.support.answering import release
from tests.support.tiny import code_notebook

LIMITS = Limits()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(release(tmp_path_factory.mktemp("release")))


def grader(points: dict[str, float], stop_after: int = 1_000):
    """Return what grades by table in place of a sandbox; it may be interrupted."""

    def grade(
        _: Release, work: Sequence[UniqueSubmission], __: Limits
    ) -> Iterator[tuple[UniqueSubmission, Outcome]]:
        for number, unique in enumerate(work):
            if number == stop_after:
                raise KeyboardInterrupt
            score = points.get(unique.submissions[0].name, 2.0)
            question = QuestionResult("q1", score, 2.0)
            text = f"answer of {unique.submissions[0].name}"
            answers = (Answer("q2", 1.0, text),)
            yield unique, Outcome(GRADED, "", score, 2.0, 0.1, (question,), answers)

    return grade


def hand_in(folder: Path, name: str, text: str = "") -> Path:
    path = folder / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code_notebook(f"# {name} {text}"))
    return path


def call(package: Release, paths: Sequence[Path], out: Path, grade=None, limits=LIMITS, **more):
    said: list[str] = []
    executor = grade or grader({})
    run_batch(executor, package, paths, out, limits, lambda _: None, say=said.append, **more)
    return said


def table(path: Path) -> dict[str, dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return {line["submission"]: line for line in csv.DictReader(file)}


def test_three_late_notebooks_join_the_class_and_who_is_left_is_marked(package, tmp_path):
    paths = [hand_in(tmp_path, f"student-{number}") for number in range(5)]
    out = tmp_path / "out"
    call(package, paths, out)
    assert {row["in_last_call"] for row in table(out / "grades.csv").values()} == {"yes"}
    call(package, [hand_in(tmp_path, "late"), paths[0]], out)
    rows = table(out / "grades.csv")
    assert sorted(rows) == ["late", *(f"student-{number}" for number in range(5))]
    assert [name for name, row in rows.items() if row["in_last_call"] == "yes"] == [
        "late",
        "student-0",
    ]
    assert json.loads((out / "manual.json").read_text())["questions"][0]["answers"].__len__() == 6
    assert call(package, [], out) == []  # without paths, tables are made anew and marks stay
    assert table(out / "grades.csv") == rows


def test_a_submission_leaves_by_its_name_only(package, tmp_path):
    out = tmp_path / "out"
    call(package, [hand_in(tmp_path, "ada"), hand_in(tmp_path, "ben")], out)
    with pytest.raises(AutograderError, match="no submission named cem to drop"):
        call(package, [], out, drop=["cem"])
    call(package, [], out, drop=["ada"])
    assert list(table(out / "grades.csv")) == ["ben"]
    assert not (out / "results" / "ada.json").exists()
    assert (out / "results" / "ben.json").exists()


def test_who_cannot_be_graded_with_new_limits_keeps_the_earlier_result(package, tmp_path):
    out = tmp_path / "out"
    paths = [hand_in(tmp_path, "ada"), hand_in(tmp_path, "ben")]
    call(package, paths, out)
    said = call(package, paths[:1], out, grader({"ada": 1.0}), Limits(seconds=50))
    rows = table(out / "grades.csv")
    assert [(row["tests"], row["score"]) for row in rows.values()] == [
        ("current", "1"),
        ("earlier", "2"),
    ]
    assert any("1 submission has other points" in line for line in said)
    with (out / "changes.csv").open(newline="") as file:
        assert list(csv.reader(file))[1:] == [
            ["ada", "q1", "2", "1", "new tests or limits"],
            ["ada", "score", "2", "1", "new tests or limits"],
        ]
    assert call(package, paths[:1], out, limits=Limits(seconds=50)) == []
    assert not (out / "changes.csv").exists()


@pytest.mark.parametrize("who", ["ben", "all"])
def test_whoever_was_graded_before_is_graded_again_without_the_path(package, tmp_path, who):
    out = tmp_path / "out"
    paths = [hand_in(tmp_path, name) for name in ("ada", "ben")]
    call(package, paths, out)
    for path in paths:
        path.unlink()
    handed_over: list[tuple[str, str]] = []

    def look(_, work, __):
        for unique in work:
            notebook = unpack_notebook(unique.submissions[0].path.read_bytes())
            handed_over.append((unique.submissions[0].name, notebook.cells[0].source))
            yield unique, ungraded("invalid", "read", package, 0)

    call(package, [], out, look, Limits(seconds=50), regrade=[who])
    found = table(out / "grades.csv")
    assert [row["tests"] for row in found.values()] == [
        "earlier" if who == "ben" else "current",
        "current",
    ]
    assert [row["in_last_call"] for row in found.values()] == ["yes", "yes"]
    names = ["ben"] if who == "ben" else ["ada", "ben"]
    assert handed_over == [(name, f"# {name} ") for name in names]


def test_a_regrading_that_is_stopped_loses_no_result(package, tmp_path):
    out = tmp_path / "out"
    paths = [hand_in(tmp_path, "ada"), hand_in(tmp_path, "ben")]
    call(package, paths, out, grader({"ada": 1.0}))
    with pytest.raises(KeyboardInterrupt):
        call(package, [], out, grader({}, stop_after=1), regrade=["all"])
    assert {name: row["score"] for name, row in table(out / "grades.csv").items()} == {
        "ada": "2",
        "ben": "2",
    }


def test_what_is_not_kept_has_to_be_given_again_to_be_graded_again(package, tmp_path):
    out = tmp_path / "out"
    paths = [hand_in(tmp_path, "ada"), hand_in(tmp_path, "ben")]
    call(package, paths, out)
    with sqlite3.connect(out / "journal.sqlite") as journal:
        journal.execute("DELETE FROM handed_in WHERE name = 'ben'")
    with pytest.raises(AutograderError, match="ben cannot be graded again without the notebook"):
        call(package, paths[:1], out, regrade=["ben"])
    call(package, paths[:1], out, regrade=["all"])
    call(package, paths, out, regrade=["ben"])


def test_a_new_submission_and_points_of_people_are_told_apart(package, tmp_path):
    out = tmp_path / "out"
    paths = [hand_in(tmp_path, "ada"), hand_in(tmp_path, "ben")]
    call(package, paths, out)
    (sheet,) = json.loads((out / "manual.json").read_text())["questions"]
    code = next(one["code"] for one in sheet["answers"] if one["text"] == "answer of ben")
    points = tmp_path / "q2.csv"
    points.write_text(f"answer,points\n{code},0.5\n")
    hand_in(tmp_path, "ada", "again")
    call(package, paths, out, grader({"ada": 0.0}), manual=[points])
    with (out / "changes.csv").open(newline="") as file:
        assert list(csv.reader(file))[1:] == [
            ["ada", "q1", "2", "0", "new submission"],
            ["ada", "score", "2", "0", "new submission"],
            ["ben", "q2", "", "0.5", "points of people"],
            ["ben", "score", "2", "2.5", "points of people"],
        ]
    assert {row["max_score"] for row in table(out / "grades.csv").values()} == {"3"}


def test_an_interrupted_call_leaves_the_rest_of_the_class_as_it_was(package, tmp_path):
    out = tmp_path / "out"
    paths = [hand_in(tmp_path, name) for name in ("ada", "ben", "cem")]
    call(package, paths, out)
    for name in ("ada", "ben", "cem"):
        hand_in(tmp_path, name, "again")
    worse = {"ada": 0.0, "ben": 0.0, "cem": 0.0}
    with pytest.raises(KeyboardInterrupt):
        call(package, paths, out, grader(worse, stop_after=1))
    assert [row["score"] for row in table(out / "grades.csv").values()] == ["0", "2", "2"]
    call(package, paths, out, grader(worse))
    assert [row["score"] for row in table(out / "grades.csv").values()] == ["0", "0", "0"]
    # the stopped call has told nobody to hand out: its change is told again
    assert set(table(out / "changes.csv")) == {"ada", "ben", "cem"}


def test_a_copy_of_a_notebook_from_an_earlier_call_is_known_as_one(package, tmp_path):
    out = tmp_path / "out"
    call(package, [hand_in(tmp_path, "ben")], out)
    copy = tmp_path / "ada.ipynb"
    copy.write_text((tmp_path / "ben.ipynb").read_text())
    call(package, [copy], out)
    rows = table(out / "grades.csv")
    assert (rows["ada"]["identical_to"], rows["ben"]["identical_to"]) == ("ben", "")


def submission(name: str, platform: str, *ids: str) -> Submission:
    return Submission(name, Path(name), tuple(Student(one, one, "", platform) for one in ids))


def known(*found: Submission) -> dict[str, Member]:
    return {one.name: Member(one.name, one.students, "", None, one.name, "old") for one in found}


def rows_of(members: Members) -> list[Row]:
    outcome = ungraded(INVALID, "", None, 0)
    return [Row(one, outcome, content=one.name) for one in members.submissions]


def test_who_hands_in_again_takes_the_earlier_place_whatever_it_is_called():
    there = known(submission("submission_1", GRADESCOPE, "a", "b"), submission("x", GRADESCOPE))
    members = Members(there, [submission("submission_2", GRADESCOPE, "a")], [])
    assert members.replaced(rows_of(members)) == {}  # b has nothing else
    both = [
        submission("submission_2", GRADESCOPE, "a"),
        submission("submission_3", GRADESCOPE, "b"),
    ]
    members = Members(there, both, [])
    assert members.replaced(rows_of(members)) == {"submission_1": "submission_2"}
    assert members.replaced([]) == {}  # a call that was stopped before


def test_the_name_of_somebody_else_is_not_taken():
    there = known(submission("doejane", CANVAS, "1"))
    for _ in range(2):
        members = Members(there, [submission("doejane", CANVAS, "2")], [])
        assert [one.name for one in members.submissions] == ["doejane-2"]
        assert members.replaced(rows_of(members)) == {}
        there |= known(*members.submissions)


def test_a_class_of_thousands_is_put_together_at_once():
    size = 5_000
    there = known(*(submission(f"s{n}", CANVAS, str(n)) for n in range(size)))
    members = Members(there, [submission(f"t{n}", CANVAS, str(n)) for n in range(size)], [])
    assert len(members.replaced(rows_of(members))) == size
