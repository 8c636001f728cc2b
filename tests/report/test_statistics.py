"""The figures of a class, against figures worked out by hand."""

import math

import numpy as np
import pytest
from msgspec.structs import replace

from autograder.release_format import Feedback
from autograder.report.plots import Bin, score_bins, time_bins
from autograder.report.statistics import discrimination, spread, summarise
from autograder.results.outcome import FAILED, GRADED, INVALID, STOPPED, StaffGrade, Verdict
from tests.support.made_up_class import graded, made_up_class, simple, ungraded


def copy_of(row, name):
    return replace(row, identical_to=name)


def test_a_spread_has_the_quartiles_that_one_finds_by_hand():
    found = spread([1, 2, 3, 4, 10])
    assert (found.mean, found.total, found.count) == (4, 20, 5)
    assert (found.least, found.lower, found.median, found.upper, found.most) == (1, 2, 3, 4, 10)
    assert (spread([1, 2]).lower, spread([1, 2]).upper) == (1.25, 1.75)


def test_questions_have_the_shares_that_one_finds_by_hand():
    rows = [simple("a", 2, 2), simple("b", 2, 0), simple("c", 1, 0), simple("d", 0, 0)]
    one, two = summarise("t", rows).questions
    assert (one.name, one.max_score, one.count) == ("q1", 2, 4)
    assert (one.mean, one.full, one.zero, one.difficulty) == (1.25, 0.5, 0.25, 0.625)
    assert (two.mean, two.full, two.zero, two.difficulty) == (0.5, 0.25, 0.75, 0.25)
    # full marks in q1: a, b, whose scores in q2 are 2, 0; the others have 0, 0
    # M1 - M0 = 1, s = sqrt(12) / 4, sqrt(p q) = 1/2
    assert one.discrimination == pytest.approx(2 / math.sqrt(12))


def test_discrimination_is_the_correlation_with_the_score_in_the_other_questions():
    rows = [row for row in made_up_class(200) if row.outcome.status in (GRADED, STOPPED)]
    scores = np.array([[q.score for q in row.outcome.questions] for row in rows])
    maxima = scores.max(axis=0)
    for index, question in enumerate(summarise("t", rows).questions):
        full = scores[:, index] == maxima[index]
        others = np.delete(scores, index, axis=1).sum(axis=1)
        assert question.discrimination == pytest.approx(np.corrcoef(full, others)[0, 1])


@pytest.mark.parametrize(
    ("full", "others"),
    [([True, True], [1, 2]), ([False, False], [1, 2]), ([True, False], [3, 3]), ([True], [1])],
)
def test_discrimination_is_none_where_it_is_undefined(full, others):
    assert discrimination(full, others) is None


def test_a_small_assignment_has_a_bar_for_each_score():
    assert score_bins([0, 3, 3], 4) == tuple(Bin(n, n, c) for n, c in enumerate([1, 0, 0, 2, 0]))
    assert [b.low for b in score_bins([0.5], 1)] == [0, 0.5, 1]


def test_a_large_assignment_has_bars_of_a_round_width_and_the_last_includes_the_maximum():
    bins = score_bins([0, 9.99, 10, 99, 100], 100)
    assert [(b.low, b.high) for b in bins] == [(n, n + 10) for n in range(0, 100, 10)]
    assert [b.count for b in bins] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]


@pytest.mark.parametrize("maximum", [0, 0.3, 1, 7, 12, 13, 37.5, 100, 1000, 12345.6])
def test_no_score_is_lost_and_there_are_never_many_bars(maximum):
    scores = [maximum * share / 17 for share in range(18)] + [maximum + 0.7]
    bins = score_bins(scores, maximum)
    assert sum(b.count for b in bins) == len(scores)
    assert len(bins) <= 13


def test_bars_of_time_grow_and_lose_nothing():
    bins = time_bins([0.0, 0.3, 3.0, 5.0, 301.0])
    assert [b.low for b in bins] == [0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200]
    assert [b.count for b in bins] == [1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1]
    assert bins[-1].high == 500
    assert sum(b.count for b in time_bins([1e9, 2e9, 1.0])) == 3


def test_misconceptions_and_first_failures_are_counted_with_an_example():
    first = [Verdict("q1: shape", False, True), Verdict("q1: values", True, False, "differs")]
    second = [Verdict("q1: shape", False, False, "shape"), Verdict("q1: values", True, False)]
    half = ("Half of it", "Where is the 2?")
    rows = [
        graded("a", {"q1": (1.0, 2.0, second, None)}),
        graded("b", {"q1": (1.0, 2.0, first, half)}),
        graded("c", {"q1": (1.0, 2.0, first, half)}),
    ]
    summary = summarise("t", rows)
    (mistake,) = summary.misconceptions
    assert (mistake.question, mistake.label, mistake.hint) == ("q1", *half)
    assert (mistake.count, mistake.example) == (2, "b")
    failures = [(f.label, f.hidden, f.count, f.example) for f in summary.first_failures]
    assert failures == [("values", True, 2, "b"), ("shape", False, 1, "a")]


def test_what_students_do_not_see_yet_counts():
    rows = [simple("a", 1, shown=Feedback(when="hidden")), simple("b", 2)]
    (question,) = summarise("t", rows).questions
    assert (question.name, question.count, question.mean) == ("q1", 2, 1.5)


def test_failures_are_told_apart_by_limit_and_by_message():
    rows = [
        simple("a", 1, stop=("memory_mb", "stopped in cell 3")),
        simple("b", 1, stop=("memory_mb", "stopped in cell 7")),
        simple("c", 1, stop=("", "cell 2 ended the process")),
        ungraded("d", INVALID, "no notebook"),
        ungraded("e", FAILED, "disk full"),
    ]
    summary = summarise("t", rows)
    found = [(f.reason, f.message, f.names) for f in summary.stopped]
    assert found == [
        ("memory_mb", "stopped in cell 3", ("a", "b")),
        ("", "cell 2 ended the process", ("c",)),
    ]
    assert [(f.message, f.names) for f in summary.invalid] == [("no notebook", ("d",))]
    assert [(f.message, f.names) for f in summary.failed] == [("disk full", ("e",))]
    assert summary.statuses == {GRADED: 0, STOPPED: 3, INVALID: 1, FAILED: 1}


def test_submissions_without_a_score_do_not_lower_the_mean():
    summary = summarise("t", [simple("a", 2), ungraded("b", INVALID, "no notebook")])
    assert (summary.scores.mean, summary.scores.count, summary.max_score) == (2, 1, 2)


def test_identical_notebooks_are_grouped_along_chains():
    rows = [simple(name, 1) for name in "abcde"]
    rows[1], rows[2] = copy_of(rows[1], "a"), copy_of(rows[2], "b")
    rows[4] = copy_of(rows[4], "d")
    assert summarise("t", rows).identical == (("a", "b", "c"), ("d", "e"))


def test_the_ten_slowest_come_first_and_all_times_are_added_up():
    rows = [simple(str(n), 1, seconds=float(n)) for n in range(1, 13)]
    summary = summarise("t", rows)
    assert [row.outcome.seconds for row in summary.slowest] == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]
    assert (summary.times.total, summary.times.median) == (78, 6.5)


def test_a_class_of_nobody_has_no_figures():
    summary = summarise("t", [])
    assert summary.scores is None
    assert summary.times is None
    assert (summary.questions, summary.score_bins, summary.time_bins) == ((), (), ())


def test_one_submission_and_equal_ones_have_no_discrimination():
    for rows in ([simple("a", 2, 1)], [simple(n, 2, 1) for n in "abc"]):
        summary = summarise("t", rows)
        assert [q.discrimination for q in summary.questions] == [None, None]
        assert (summary.scores.lower, summary.scores.upper) == (3, 3)


def test_a_class_that_failed_altogether_has_times_only():
    summary = summarise("t", [ungraded(n, FAILED, "disk full") for n in "ab"])
    assert summary.scores is None
    assert summary.questions == ()
    assert summary.times.count == 2


def test_what_people_graded_so_far_does_not_change_how_tests_tell_students_apart():
    rows = [simple("a", 2, 2), simple("b", 2, 0), simple("c", 1, 0), simple("d", 0, 0)]
    without = summarise("t", rows).questions
    for number, points in ((2, 4.0), (3, 1.0)):
        staff = (StaffGrade("q3", "q3", points, 4.0),)
        rows[number] = replace(rows[number], outcome=replace(rows[number].outcome, staff=staff))
    found = summarise("t", rows, waiting=2)
    assert found.questions[:2] == without
    people = found.questions[2]
    assert (people.name, people.manual, people.count, people.mean) == ("q3", True, 2, 2.5)
    assert people.discrimination == pytest.approx(1)  # c has 1 point from the tests, d none
    assert found.waiting == 2
