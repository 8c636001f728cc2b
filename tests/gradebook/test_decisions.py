"""Decisions: typed, checked, and points that follow from them."""

import pytest

from autograder.errors import AutograderError
from autograder.gradebook.decisions import (
    AnswerGrade,
    Apart,
    CellComment,
    Complaint,
    Decisions,
    Override,
    Rubric,
    RubricItem,
    points_of,
)
from autograder.results.answers import code_of
from autograder.results.journal import Journal, Member
from autograder.results.outcome import GRADED, Answer, Outcome

RUBRIC = Rubric((RubricItem("a", "one", 1.0), RubricItem("b", "half", 0.5)))
TAKES = Rubric((RubricItem("a", "no", -1.0), RubricItem("b", "no", -2.5)), 2.0)
EVERY_KIND = [
    ("rubric", ("q2",), RUBRIC),
    ("answer", ("kzrtm-wpdbc",), AnswerGrade(("a",), None, "é\u2028", True, True)),
    ("override", ("ada", "q1"), Override(1.5, "by hand")),
    ("comment", ("ada", "3", "2"), CellComment("why?")),
    ("complaint", ("ada", "1"), Complaint("q1", "but …", "answered", "no")),
    ("apart", ("q2", "kzrtm-wpdbc"), Apart(True)),
]


@pytest.fixture
def decisions(tmp_path):
    with Journal(tmp_path, "release") as journal:
        yield Decisions(journal)


@pytest.mark.parametrize(
    ("grade", "rubric", "most", "points"),
    [
        (AnswerGrade(("a", "b")), RUBRIC, 2, None),
        (AnswerGrade(("a", "b"), done=True), RUBRIC, 2, 1.5),
        (AnswerGrade(("a", "b"), done=True), RUBRIC, 1, 1),
        (AnswerGrade(("gone",), done=True), RUBRIC, 2, 0),
        (AnswerGrade(done=True), TAKES, 2, 2),
        (AnswerGrade(("a",), done=True), TAKES, 2, 1),
        (AnswerGrade(("a", "b"), done=True), TAKES, 2, 0),
        (AnswerGrade(("a",), points=0.25, done=True), RUBRIC, 2, 0.25),
        (AnswerGrade(points=3, done=True), RUBRIC, 2, None),  # it was worth more once
    ],
)
def test_points_follow_from_the_rubric(grade, rubric, most, points):
    assert points_of(grade, rubric, most) == points


def test_every_kind_comes_back_as_it_was(decisions):
    assert decisions.decide("ada", EVERY_KIND) == 1
    for kind, key, value in EVERY_KIND:
        assert decisions.get(kind, key) == value
        assert decisions.all(kind) == {key: value}
    assert [event.after for event in decisions.events()] == [value for *_, value in EVERY_KIND]
    undone = decisions.undo("ben", 1)
    assert undone == 7
    assert all(decisions.all(kind) == {} for kind, *_ in EVERY_KIND)
    assert decisions.last_undoable("ada") is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("grade", ("a",), None), "no decisions of the kind grade"),
        (("rubric", ("q2", "x"), RUBRIC), "no key of a decision of the kind rubric"),
        (("rubric", ("",), RUBRIC), "no key"),
        (("rubric", ("q2",), AnswerGrade()), "AnswerGrade is no decision of the kind rubric"),
        (("answer", ("c",), AnswerGrade(points=float("nan"))), "have to be a number"),
        (("answer", ("c",), AnswerGrade(points=-1.0)), "0 or more"),
        (("override", ("ada", "q1"), Override(float("inf"), "")), "have to be a number"),
        (("rubric", ("q2",), Rubric(RUBRIC.items * 2)), "an id of its own"),
        (("answer", ("c",), AnswerGrade(comment="x" * 20_001)), "longer than 20,000"),
        (("answer", ("c",), AnswerGrade(comment="\ud800")), "halves of characters"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(decisions, change, message):
    with pytest.raises(AutograderError, match=message):
        decisions.decide("ada", [EVERY_KIND[0], change])
    assert decisions.events() == []


def test_the_history_of_a_submission_is_what_is_about_it(tmp_path):
    code = code_of("q2", "since")
    outcome = Outcome(GRADED, "", 1.0, 1.0, 0.1, answers=(Answer("q2", 1.0, "since"),))
    with Journal(tmp_path, "release") as journal:
        journal.add("content", outcome)
        journal.keep([Member("ada", (), "", None, "content", "release")])
        decisions = Decisions(journal)
        mine = [
            ("rubric", ("q2",), RUBRIC),
            ("answer", (code,), AnswerGrade(done=True)),
            ("override", ("ada", "q1"), Override(1.5, "by hand")),
            ("apart", ("q2", code), Apart(True)),
        ]
        others = [
            ("rubric", ("q3",), RUBRIC),
            ("answer", ("other",), AnswerGrade(done=True)),
            ("override", ("ben", "q1"), Override(1.5, "by hand")),
            ("apart", ("q2", "other"), Apart(True)),
        ]
        decisions.decide("cem", [*mine, *others])
        assert [event.key for event in decisions.events(0, "ada")] == [key for _, key, _ in mine]
        assert decisions.events(0, "nobody") == []
        # what is decided about a submission belongs to what was handed in
        assert decisions.get("override", ("ada", "q1")) == Override(1.5, "by hand", "content")
