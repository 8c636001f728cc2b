"""What people decided is brought into rows, which stay as tests left them in the journal."""

import dataclasses
from pathlib import Path

import pytest
from msgspec.structs import replace

from autograder.gradebook.decisions import (
    AnswerGrade,
    Decisions,
    GivenHint,
    Override,
    Rubric,
    RubricItem,
)
from autograder.gradebook.manual import MASTER, ManualGrades
from autograder.gradebook.points import Given
from autograder.intake.roster import Submission
from autograder.release_format import Guide
from autograder.release_zip import Release, read_release
from autograder.results.answers import code_of
from autograder.results.feedback import entries
from autograder.results.gradescope_json import gradescope_result
from autograder.results.journal import Journal
from autograder.results.outcome import (
    GRADED,
    INVALID,
    Answer,
    Outcome,
    QuestionResult,
    Recognised,
    Row,
    Verdict,
)
from tests.support.answering import release

CODE = code_of("q2", "since")
GUIDES = {"q2": Guide("Why?", "- 1: says why\n- 0.5: half of it")}
FIRST = Rubric((RubricItem("r1", "says why", 1.0), RubricItem("r2", "half of it", 0.5)))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(release(tmp_path_factory.mktemp("release")))


@pytest.fixture
def journal(tmp_path: Path):
    with Journal(tmp_path) as opened:
        opened.meet([(CODE, "q2")])
        yield opened


def row(**more) -> Row:
    questions = (QuestionResult("q1", 1.0, 2.0), QuestionResult("q3", 2.0, 2.0))
    answers = (Answer("q2", 1.0, "since"),)
    outcome = replace(Outcome(GRADED, "", 3.0, 4.0, 0.1, questions, answers), **more)
    return Row(Submission("ada", Path("ada")), outcome, content="now")


def merged(journal: Journal, package: Release, given: Row, override: Override) -> Outcome:
    Decisions(journal).decide("dan", [("override", ("ada", "q1"), override)])
    return ManualGrades(journal, package).merge(given).outcome


def test_other_points_take_the_place_of_those_of_tests(journal: Journal, package: Release):
    outcome = merged(journal, package, row(), Override(1.5, "by hand"))
    assert (outcome.score, outcome.questions[0].score, outcome.max_score) == (3.5, 1.5, 4.0)
    assert outcome.questions[0].overridden is not None
    assert outcome.questions[0].overridden.before == 1.0


def test_a_score_that_is_scaled_follows_in_its_scale(journal: Journal, package: Release):
    given = row(score=75.0, max_score=100.0, rescaled=True)
    assert merged(journal, package, given, Override(2.0, "")).score == 100.0


def test_what_could_not_be_graded_can_be_given_points(journal: Journal, package: Release):
    outcome = merged(journal, package, row(status=INVALID, score=0.0), Override(2.0, "on paper"))
    said = list(entries(outcome))
    assert [entry.title for entry in said] == ["Submission", "q1"]
    assert said[1].text.endswith("in place of 1: on paper")
    assert gradescope_result(outcome)["score"] == 1.0


def test_points_for_what_was_handed_in_before_do_not_count(journal: Journal, package: Release):
    outcome = merged(journal, package, row(), Override(1.5, "by hand", "before"))
    assert outcome == row().outcome


def test_the_master_s_rubric_is_decided_until_people_change_or_use_it(
    journal: Journal, package: Release
):
    decisions = Decisions(journal)
    grades = ManualGrades(journal, package)
    grades.begin_rubrics(GUIDES)
    assert decisions.get("rubric", ("q2",)) == FIRST
    assert [event.who for event in decisions.events()] == [MASTER]
    grades.begin_rubrics(GUIDES)
    assert decisions.last() == 1
    grades.begin_rubrics({"q2": Guide("Why?", "- 1: says more")})
    assert decisions.get("rubric", ("q2",)).items[0].text == "says more"
    decisions.decide("dan", [("answer", (CODE,), AnswerGrade(("r1",), done=True))])
    ManualGrades(journal, package).begin_rubrics(GUIDES)
    assert decisions.get("rubric", ("q2",)).items[0].text == "says more"
    decisions.decide("dan", [("answer", (CODE,), None), ("rubric", ("q2",), FIRST)])
    ManualGrades(journal, package).begin_rubrics({"q2": Guide("Why?", "- 1: another")})
    assert decisions.get("rubric", ("q2",)) == FIRST


def test_a_table_with_the_points_that_items_come_to_leaves_the_items(
    journal: Journal, package: Release
):
    decisions = Decisions(journal)
    grade = AnswerGrade(("r2",), comment="more,\nplease", done=True)
    decisions.decide("dan", [("rubric", ("q2",), FIRST), ("answer", (CODE,), grade)])
    grades = ManualGrades(journal, package)
    grades.give({Path("q2.csv"): {CODE: Given(0.5, "more,\r\nplease ")}})
    assert decisions.get("answer", (CODE,)) == grade
    grades.give({Path("q2.csv"): {CODE: Given(1.0, "more,\nplease")}})
    assert decisions.get("answer", (CODE,)) == AnswerGrade(
        points=1.0, comment="more,\nplease", done=True
    )
    assert decisions.events()[-1].who == "table q2.csv"
    (staff,) = grades.merge(row()).outcome.staff
    assert (staff.score, staff.items) == (1.0, ())


def test_points_of_a_question_that_is_worth_less_now_have_to_be_given_again(
    journal: Journal, package: Release
):
    Decisions(journal).decide("dan", [("answer", (CODE,), AnswerGrade(points=2.0, done=True))])
    assert ManualGrades(journal, package).merge(row()).outcome.staff == ()
    manual = tuple(replace(one, points=2.0) for one in package.manual)
    dearer = dataclasses.replace(package, manual=manual)
    (staff,) = ManualGrades(journal, dearer).merge(row()).outcome.staff
    assert staff.score == 2.0


def test_a_hint_changes_what_is_read_and_no_points(journal, package):
    failed = (Verdict("q1: hidden", True, False, "is wrong"),)
    known = Recognised("known", "known hint")
    questions = (
        QuestionResult("q1", 1.0, 2.0, failed),
        QuestionResult("q3", 0.0, 2.0, failed, misconception=known),
        QuestionResult("q4", 2.0, 2.0, (Verdict("q4: hidden", True, True),)),
    )
    given = row(questions=questions)
    hint = GivenHint("Three times x", "How often?")
    decisions = Decisions(journal)
    action = decisions.decide("dan", [("hint", ("ada", q), hint) for q in ("q1", "q3", "q4")])
    got = ManualGrades(journal, package).merge(given).outcome
    assert got.questions[0].misconception == Recognised("Three times x", "How often?")
    assert got.questions[1:] == questions[1:]
    assert got.score == given.outcome.score
    assert [one.score for one in got.questions] == [one.score for one in questions]
    assert any("Hint: How often?" in one.text for one in entries(got))
    decisions.undo("dan", action)
    assert ManualGrades(journal, package).merge(given) == given


def test_a_hint_belongs_to_what_was_handed_in(journal, package):
    failed = (Verdict("q1: hidden", True, False, "is wrong"),)
    given = row(questions=(QuestionResult("q1", 1.0, 2.0, failed),))
    hint = GivenHint("Three times x", "How often?", "an earlier content")
    Decisions(journal).decide("dan", [("hint", ("ada", "q1"), hint)])
    assert ManualGrades(journal, package).merge(given) == given


@pytest.mark.parametrize(("rung", "read"), [(1, "Where?"), (2, "Why?"), (3, "For 5: 10.")])
def test_a_class_reads_the_hint_that_staff_chose(journal, package, rung, read):
    failed = (Verdict("q1: hidden", True, False, "is wrong"),)
    known = Recognised("known", "Where?", ("Why?", "For 5: 10."))
    alone = Recognised("alone", "Once only.")
    given = row(
        questions=(
            QuestionResult("q1", 1.0, 2.0, failed, misconception=known),
            QuestionResult("q3", 1.0, 2.0, failed, misconception=alone),
            QuestionResult("q4", 2.0, 2.0),
        )
    )
    got = ManualGrades(journal, package, rung).merge(given).outcome
    assert [one.misconception and one.misconception.hint for one in got.questions] == [
        read,
        "Once only.",
        None,
    ]
    assert got.questions[0].misconception.rung == rung
    assert got.score == given.outcome.score
