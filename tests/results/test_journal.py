"""The journal: what is kept comes back as it was, and another form of it is not misread."""

import sqlite3
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.gradebook.decisions import AnswerGrade, Decisions
from autograder.release_format import Feedback
from autograder.results.journal import FILE, Journal
from autograder.results.outcome import (
    Answer,
    OtterSettings,
    Outcome,
    QuestionResult,
    Recognised,
    Verdict,
)
from autograder.results.schema import EARLIER
from autograder.sandbox.record import RunRecord, Stop

OUTCOME = Outcome(
    "stopped",
    "stopped in cell 3",
    1.5,
    4.0,
    2.25,
    (
        QuestionResult(
            "q1",
            1.5,
            4.0,
            (Verdict("q1: a", False, True), Verdict("q1: b", True, False, "é\u2028", "why", "f")),
            0.1,
            Recognised("half", "Where is the 2?"),
        ),
    ),
    (Answer("q2", 1.0, "> a\r\n\tb"), Answer("q3", 2.0, "")),
    run=RunRecord(
        ["seccomp"], ["landlock (no)"], {3: "ZeroDivisionError"}, Stop("seconds", 3, "x")
    ),
    feedback=Feedback("tests", "hidden"),
    otter=OtterSettings("after_published", "Public"),
)


def test_an_outcome_comes_back_as_it_was(tmp_path: Path):
    with Journal(tmp_path, "release") as journal:
        journal.add("content", OUTCOME)
    with Journal(tmp_path, "release") as journal:
        assert journal.outcome("content") == OUTCOME
        assert not journal.was_old
    with Journal(tmp_path, "another release") as journal:
        assert journal.outcome("content") is None


def make_old_journal(folder: Path) -> None:
    """Write what the first form of the journal was: results as Gradescope's JSON."""
    database = sqlite3.connect(folder / FILE)
    database.executescript(
        "CREATE TABLE results (content TEXT, release TEXT, outcome TEXT,"
        " PRIMARY KEY (content, release)) WITHOUT ROWID;"
        "CREATE TABLE answers (code TEXT PRIMARY KEY, question TEXT NOT NULL, points REAL,"
        " comment TEXT NOT NULL DEFAULT '') WITHOUT ROWID;"
        "INSERT INTO results VALUES ('content', 'release', '{\"report\": {\"tests\": []}}');"
        "INSERT INTO answers VALUES ('kzrtm-wpdbc', 'q2', 1.5, 'well said');"
    )
    database.close()


def test_results_of_an_older_form_are_forgotten_and_points_of_people_stay(tmp_path: Path):
    make_old_journal(tmp_path)
    before = (tmp_path / FILE).read_bytes()
    with (
        pytest.raises(AutograderError, match="an older version of this package; grade once more"),
        Journal(tmp_path, grader=False),
    ):
        pass
    with sqlite3.connect(tmp_path / FILE) as database:
        assert database.execute("SELECT count(*) FROM results").fetchone() == (1,)
    database.close()
    assert len(before) == (tmp_path / FILE).stat().st_size
    with Journal(tmp_path, "release") as journal:
        assert journal.was_old
        assert journal.outcome("content") is None
        assert journal.answers() == {"kzrtm-wpdbc": "q2"}
        decisions = Decisions(journal)
        grade = AnswerGrade(points=1.5, comment="well said", done=True)
        assert decisions.get("answer", ("kzrtm-wpdbc",)) == grade
        (event,) = decisions.events()
        assert (event.who, event.before, event.after) == (EARLIER, None, grade)
        # the same once more is no event
        assert decisions.decide("ada", [("answer", ("kzrtm-wpdbc",), grade)]) == 0
    with Journal(tmp_path, "release") as journal:
        assert not journal.was_old


def test_a_journal_of_a_newer_version_is_left_alone(tmp_path: Path):
    with Journal(tmp_path, "release") as journal:
        journal.add("content", OUTCOME)
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("PRAGMA user_version = 99")
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(AutograderError, match="newer version"), Journal(tmp_path, "release"):
        pass
    assert (tmp_path / FILE).read_bytes() == before


def test_a_journal_that_is_only_just_begun_is_no_old_one(tmp_path):
    (tmp_path / FILE).touch()
    with (
        pytest.raises(AutograderError, match="is empty: a grading has only just begun there"),
        Journal(tmp_path, grader=False),
    ):
        pass
