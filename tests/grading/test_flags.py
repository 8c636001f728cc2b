"""A flag leaves the points, and reaches the staff: never the student."""

import csv
from pathlib import Path

from autograder.checks import flag
from autograder.gradebook.tables import Gradebook, closing_notes
from autograder.intake.roster import Submission
from autograder.release_zip import read_release
from autograder.report.pages import feedback_page, report_page
from autograder.report.statistics import summarise
from autograder.results.gradescope_json import gradescope_result
from autograder.results.outcome import GRADED, Outcome, QuestionResult, Row, Verdict
from tests.support.answering import release
from tests.support.made_up_class import simple

REASON = "f uses exec: is it by hand?"
FLAGGED = Verdict("q1: it agrees", True, True, flags=(REASON,))
OUTCOME = Outcome(GRADED, "", 2.0, 2.0, 0.1, (QuestionResult("q1", 2.0, 2.0, (FLAGGED, FLAGGED)),))
ROW = Row(Submission("ada", Path("ada")), OUTCOME)


def test_without_a_grader_a_flag_does_nothing():
    flag(REASON)


def test_gradescope_keeps_a_flag_from_students_and_the_points_as_they_are():
    question, flags = gradescope_result(OUTCOME)["tests"]
    assert (question["score"], question["status"]) == (2.0, "passed")
    assert REASON not in question["output"]
    assert (flags["visibility"], flags["output"]) == ("hidden", REASON)
    assert "score" not in flags


def test_the_students_page_says_nothing_of_it_and_shows_the_total():
    page = feedback_page("A", ROW)
    assert REASON not in page
    assert "look at" not in page
    assert "2 of 2" in " ".join(page.split()), "the total is kept back"


def test_the_report_lists_what_was_flagged_once_for_each_reason():
    page = report_page(summarise("A", [ROW, simple("ben", 2.0)]))
    assert page.count(REASON) == 1
    assert "Nothing: no answer was flagged." not in page


def test_the_table_and_the_closing_line_name_who_is_flagged(tmp_path: Path):
    package = read_release(release(tmp_path / "release"))
    Gradebook(tmp_path, package).write_tables([ROW, simple("ben", 2.0)])
    with (tmp_path / "grades.csv").open(newline="", encoding="utf-8-sig") as lines:
        flags = {row["submission"]: row["flags"] for row in csv.DictReader(lines)}
    assert flags == {"ada": f"q1: {REASON}", "ben": ""}
    (note,) = [line for line in closing_notes([ROW], package, tmp_path) if "look at" in line]
    assert note.endswith(": ada")
