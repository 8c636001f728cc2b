"""What came after hints: planted rates come back, and each pair of attempts counts once."""

import pytest

from autograder.release_format import Feedback
from autograder.report.hints import hint_figures, read_at_once
from autograder.report.pages import hints_section, report_page
from autograder.report.statistics import summarise
from autograder.results.attempts import Attempt, Histories, ReadHint, Tried
from tests.support.histories import HINTS, RATES, planted
from tests.support.made_up_class import graded, simple

HALF = Tried(0.0, False, "Half of it", 1)
HALF_AGAIN = Tried(0.0, False, "Half of it", 2)
OTHER = Tried(0.0, False, "Three times x", 1)
UNKNOWN = Tried(0.0, False)
RIGHT = Tried(2.0, True)


def attempts(*tried):
    return tuple(Attempt({"q1": one} if one else {"q2": RIGHT}) for one in tried)


def counts(*students):
    return {
        (one.label, one.rung): (one.right.count, one.other.count, one.stayed.count, one.last)
        for one in hint_figures(Histories(tuple(attempts(*each) for each in students)))
    }


def planted_rates(figures):
    """Yield what was found of each planted rate, and the rate among those who hand in again."""
    for one in figures:
        *rates, _ = RATES[one.label, one.rung]
        for found, rate in zip((one.right, one.other, one.stayed), rates, strict=True):
            yield found, rate / sum(rates)


def test_planted_rates_are_within_their_intervals():
    figures = hint_figures(planted(students=600))
    assert {(one.label, one.rung) for one in figures} == RATES.keys()
    for found, rate in planted_rates(figures):
        assert found.interval.low <= rate <= found.interval.high
    for one in figures:
        assert one.right.count + one.other.count + one.stayed.count == one.again
        assert {one.right.of, one.other.of, one.stayed.of} == {one.again}
        assert one.hint == HINTS[one.label][one.rung - 1]


def test_intervals_hold_their_confidence_over_many_classes():
    within = [
        found.interval.low <= rate <= found.interval.high
        for seed in range(60)
        for found, rate in planted_rates(hint_figures(planted(students=100, seed=seed)))
    ]
    assert len(within) == 60 * 9
    assert 0.93 <= sum(within) / len(within) <= 0.97


def test_each_attempt_is_told_by_the_next_one():
    found = counts(
        (HALF, RIGHT), (HALF, OTHER, HALF), (HALF, UNKNOWN), (HALF, HALF_AGAIN, HALF_AGAIN), (HALF,)
    )
    assert found == {
        ("Half of it", 1): (1, 2, 1, 2),  # the last are those of the second and of the fifth
        ("Half of it", 2): (0, 0, 1, 1),
        ("Three times x", 1): (0, 1, 0, 0),
    }


def test_a_question_that_the_next_attempt_does_not_have_tells_nothing():
    assert counts((HALF, None)) == {}
    assert counts((HALF, None, RIGHT), (HALF, RIGHT)) == {("Half of it", 1): (1, 0, 0, 0)}


@pytest.mark.parametrize("student", [(), (RIGHT,), (HALF,), (UNKNOWN, RIGHT)])
def test_without_a_second_attempt_after_a_hint_there_are_no_figures(student):
    assert counts(student) == {}
    section = str(hints_section((), True, 10))
    assert "has handed in more than once" in section
    assert "<table" not in section


def test_hints_of_a_mistake_stand_together_the_most_read_first():
    found = hint_figures(
        Histories(
            (attempts(OTHER, RIGHT), attempts(HALF, HALF_AGAIN, RIGHT)),
            (ReadHint("q1", "Half of it", 2, "Twice?"),),
        )
    )
    assert [(one.label, one.rung, one.hint) for one in found] == [
        ("Half of it", 1, ""),
        ("Half of it", 2, "Twice?"),
        ("Three times x", 1, ""),
    ]


@pytest.mark.parametrize(
    ("feedback", "reads"),
    [
        (Feedback(), True),
        (Feedback(show="message"), False),
        (Feedback(when="after_due_date"), False),
        (None, False),
    ],
)
def test_it_is_said_where_students_do_not_read_hints_at_once(feedback, reads):
    assert read_at_once(feedback) is reads
    figures = hint_figures(Histories((attempts(HALF, RIGHT),)))
    assert ("this is what they did without" in hints_section(figures, reads, 10)) is not reads


def test_the_report_has_them_and_escapes_what_they_say():
    label = "<script>alert(1)</script>"
    tried = Tried(0.0, False, label, 2)
    hints = (ReadHint("q1", label, 2, f"{label}?"),)
    histories = Histories((attempts(tried, RIGHT), attempts(tried, tried)), hints)
    page = report_page(summarise("t", [simple("a", 1)], histories=histories))
    assert "Hint 2: &lt;script&gt;alert(1)&lt;/script&gt;?" in page
    assert "<script" not in page
    assert '1 <span class="soft">(50 %)<br>9 to 91 %</span>' in page


def test_the_report_says_which_hint_of_several_was_read():
    one = graded("a", {"q1": (0.0, 2.0, [], ("Half of it", "Where?"))})
    assert "Hint: Where?" in report_page(summarise("t", [one]))
    found = one.outcome.questions[0].misconception
    (mistake,) = summarise("t", [one]).misconceptions
    assert (mistake.rung, found.rung) == (1, 1)
