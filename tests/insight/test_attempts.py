"""Attempts to full marks, and points day by day, against figures worked out by hand."""

import pytest

from autograder.insight.attempts import attempts_to_full, points_over_time
from autograder.insight.write_hints import hints_page
from autograder.results.attempts import Attempt, Histories, Tried
from tests.support.histories import planted
from tests.support.made_up_class import made_up_class

DAY = 86_400.0
WRONG, HALF, RIGHT = Tried(0.0, False), Tried(1.0, False), Tried(2.0, True)


def student(*tried, question="q1"):
    return tuple(Attempt({question: one}) for one in tried)


def figures(*students):
    (found,) = attempts_to_full(Histories(tuple(students)))
    return found


def test_the_first_full_marks_count():
    found = figures(
        student(RIGHT, WRONG),
        student(WRONG, RIGHT),
        student(WRONG, WRONG, RIGHT, RIGHT),
        student(WRONG, WRONG, WRONG, WRONG, RIGHT),
        student(WRONG, HALF),
    )
    assert (found.question, found.students) == ("q1", 5)
    assert (found.at, found.later, found.never) == ((1, 1, 1), 1, 1)


def test_the_median_is_that_of_kaplan_and_meier():
    # of 6 tries 1 is right, then 1 stops; of 4 second ones 1, then 1 stops; of 2 third ones 1
    # without: 5/6, 5/6 * 3/4 = 0.625, 0.625 / 2 = 0.3125
    found = figures(
        student(RIGHT),
        student(WRONG),
        student(WRONG, RIGHT),
        student(WRONG, WRONG),
        student(WRONG, WRONG, RIGHT),
        student(WRONG, WRONG, WRONG),
    )
    assert found.median == 3
    # by those alone who got there it would be 2
    assert figures(student(RIGHT), student(WRONG), student(WRONG)).median is None
    assert figures(student(RIGHT), student(WRONG)).median == 1


def test_questions_count_from_the_attempt_that_has_them():
    both = (Attempt({"q1": RIGHT}), Attempt({"q1": RIGHT, "q2": WRONG}), Attempt({"q2": RIGHT}))
    one, two = attempts_to_full(Histories((both,)))
    assert (one.question, one.at) == ("q1", (1, 0, 0))
    assert (two.question, two.at, two.students) == ("q2", (0, 1, 0), 1)
    assert attempts_to_full(Histories()) == ()


def timed(*pairs):
    return tuple(Attempt({"q1": Tried(points, False)}, day * DAY) for day, points in pairs)


def test_each_day_ends_with_what_everybody_handed_in_last():
    found = points_over_time(
        Histories((timed((0.1, 1), (0.9, 2), (2.5, 4)), timed((1.2, 0)), timed((2.9, 3))))
    )
    assert [(one.date, one.mean, one.students) for one in found] == [
        ("1970-01-01", 2, 1),
        ("1970-01-02", 1, 2),
        ("1970-01-03", pytest.approx(7 / 3), 3),
    ]


def test_a_long_time_goes_in_steps_to_its_last_day():
    found = points_over_time(Histories((timed((0, 1), (1_000_000, 2)),)))
    assert 50 <= len(found) <= 61
    assert (found[0].mean, found[-1].mean, found[-1].date) == (1, 2, "4707-11-29")


def test_without_times_there_is_no_curve_and_the_page_says_so():
    assert points_over_time(Histories((student(RIGHT),))) == ()
    page = hints_page("t", Histories((student(RIGHT),)), ())
    assert "Nobody knows when these were handed in" in page
    assert "<svg" not in page


def test_the_page_has_all_of_it_and_no_names():
    rows = made_up_class(60)
    page = hints_page("A1 <b>", planted(80), rows)
    for heading in ("After a hint", "Attempts to full marks", "Points over time", "go together"):
        assert heading in page
    assert page.count("<svg") == 1
    assert "<b>" not in page
    assert "<script" not in page
    assert not [row.name for row in rows if row.name in page]
    assert hints_page("t", Histories(), ()).startswith("<!doctype html>")
