from datetime import datetime, timezone
from pathlib import Path

import pytest

from autograder.desk.class_table import line_of
from autograder.desk.complaints import read_complaints
from autograder.desk.history import actions_of, sentence, undone_actions
from autograder.errors import AutograderError
from autograder.gradebook.decisions import (
    AnswerGrade,
    Apart,
    CellComment,
    Complaint,
    Event,
    GivenHint,
    Override,
    Rubric,
    RubricItem,
)
from tests.support.made_up_class import simple

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)


def event(kind, key, before, after, number=1, action=None, undoes=None):
    action = number if action is None else action
    return Event(
        number, action, "2026-01-02T03:04:05+00:00", "ada", kind, key, before, after, undoes
    )


ANSWERED = Complaint("", "why", "answered", "so")
ITEM = RubricItem("r1", "says yes", 1.0)


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        (
            event("override", ("ben", "q1"), None, Override(1.5, "a\ntypo")),
            "q1: 1.5 points in place of those of the tests: a typo",
        ),
        (
            event("override", ("ben", "q1"), Override(1, "x"), None),
            "q1: the points of the tests again",
        ),
        (
            event("comment", ("ben", "3", "2"), None, CellComment("hm")),
            "cell 3, line 2: a comment: hm",
        ),
        (
            event("comment", ("ben", "3", ""), CellComment("hm"), None),
            "cell 3: the comment was removed",
        ),
        (event("complaint", ("ben", "x"), None, Complaint("q1", "why")), "complaint about q1: why"),
        (
            event(
                "complaint",
                ("ben", "x"),
                Complaint("", "why"),
                Complaint("", "why", "answered", "so"),
            ),
            "complaint answered: so",
        ),
        (
            event("answer", ("code",), None, AnswerGrade(("r1",), comment="good", done=True)),
            "answer code: with r1; comment: good; graded",
        ),
        (
            event(
                "answer",
                ("code",),
                AnswerGrade(("r1",), done=True),
                AnswerGrade(points=1, done=True),
            ),
            "answer code: 1 point given directly; without r1",
        ),
        (event("rubric", ("q3",), None, Rubric((ITEM,))), "q3: rubric: r1 is new: +1, says yes"),
        (
            event("rubric", ("q3",), Rubric((ITEM,)), Rubric((RubricItem("r1", "says yes", 0.5),))),
            "q3: rubric: r1: +0.5 in place of +1",
        ),
        (
            event("hint", ("ben", "q1"), None, GivenHint("Half of x", "Which way?")),
            "q1: a hint for “Half of x”: Which way?",
        ),
        (event("hint", ("ben", "q1"), GivenHint("a", "b"), None), "q1: without the hint"),
        (event("apart", ("q3", "code"), None, Apart(True)), "answer code: apart from its group"),
    ],
)
def test_a_decision_is_said_in_words(decided, words):
    assert sentence(decided) == words


def test_an_action_that_was_taken_back_stands_again_when_that_is_taken_back():
    events = [event("override", ("ben", "q1"), None, None, number=1)]
    events.append(event("override", ("ben", "q1"), None, None, number=2, undoes=1))
    assert undone_actions(events) == {1}
    events.append(event("override", ("ben", "q1"), None, None, number=3, undoes=2))
    assert undone_actions(events) == {2}


def test_actions_come_in_pages_the_last_first():
    events = [
        event(
            "override", ("ben", f"q{n}"), None, Override(1, "x"), number=n, action=1 + n // 10 * 10
        )
        for n in range(1, 2_050)
    ]
    first, last = actions_of(events, frozenset()), actions_of(events, frozenset(), 99)
    assert (first.pages, len(first.shown), last.page, len(last.shown)) == (3, 100, 3, 5)
    assert first.shown[0].number > first.shown[1].number
    assert (len(first.shown[1].sentences), first.shown[1].more) == (5, 5)


def complaints(text, noted=None):
    known = {
        row.name: line_of(row) for row in (simple("ada", 1, students="Ada Lee"), simple("ben", 2))
    }
    return read_complaints(text.encode(), Path("x.csv"), known, noted or {}, NOW)


def test_complaints_are_found_by_name_and_noted_once():
    text = "submission,complaint\nada,why?\nADA LEE,why?\nben,\nben,no\n"
    found = complaints(text)
    assert [(kind, key[0], value.text) for kind, key, value in found] == [
        ("complaint", "ada", "why?"),
        ("complaint", "ben", "no"),
    ]
    noted = {key: value for _, key, value in found}
    assert complaints(text, noted) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "x.csv is empty"),
        ("a,b\n1,2\n", "x.csv, line 1: this names no columns submission and complaint"),
        ("student,text\nzoe,why\n", "x.csv, line 2: zoe is no submission"),
        ("student,text\n,why\n", "x.csv, line 2: an empty cell is no submission"),
        ('student,text\n"ada', "this is not CSV"),
        (f"student,text\nada,{'x' * 20_001}\n", "x.csv, line 2: this is longer than 20000"),
    ],
)
def test_a_table_of_complaints_that_cannot_be_used_is_refused_whole(text, sentence):
    with pytest.raises(AutograderError, match=sentence):
        complaints(text)
