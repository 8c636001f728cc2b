"""Mistakes that go together: planted ones are found, chance is not, and tails are exact."""

import math
import random
from itertools import combinations

import pytest
from msgspec.structs import replace

from autograder.insight.pairs import _beyond, _log_factorials, mistake_pairs
from autograder.results.outcome import INVALID, Verdict
from tests.support.made_up_class import graded, ungraded

FAILED = [Verdict("t", True, False, "differs")]


def student(name, *mistakes):
    """Return a submission with these mistakes, a question and a label each."""
    questions = {
        question: (0.0, 1.0, FAILED, (label, "Why?"))
        for question, label in (one.split(":") for one in mistakes)
    }
    return graded(name, questions)


def chance(size, seed, questions=6, labels=3, share=0.3):
    draw = random.Random(seed)
    return [
        [f"q{q}:{draw.randrange(labels)}" for q in range(questions) if draw.random() < share]
        for _ in range(size)
    ]


def rows(made):
    return [student(f"s{number}", *one) for number, one in enumerate(made)]


def test_a_planted_pair_is_found_and_nothing_else():
    made = chance(200, seed=4)
    for one in made[:25]:
        one[:] = [m for m in one if m[:2] not in ("q1", "q4")] + ["q1:axis", "q4:axis too"]
    (pair,) = mistake_pairs(rows(made))
    assert {pair.first, pair.second} == {("q1", "axis"), ("q4", "axis too")}
    assert (pair.firsts, pair.seconds, pair.count) == (25, 25, 25)
    assert pair.expected == pytest.approx(25 * 25 / 200)
    assert pair.lift == pytest.approx(8)
    assert pair.false_rate < 1e-10


def test_what_chance_makes_is_hardly_ever_listed():
    listed = [bool(mistake_pairs(rows(chance(150, seed)))) for seed in range(40)]
    assert sum(listed) <= 5  # one in 20 is expected at most


def test_tails_are_those_that_counting_gives():
    size, firsts, seconds = 9, 4, 5
    logs = _log_factorials(size)
    drawn = [len(set(one) & set(range(firsts))) for one in combinations(range(size), seconds)]
    for both in range(6):
        counted = sum(one >= both for one in drawn) / len(drawn)
        assert _beyond(logs, firsts, seconds, both) == pytest.approx(counted)
    assert math.isclose(_beyond(logs, firsts, seconds, 0), 1.0)


def test_rates_are_those_of_benjamini_and_hochberg():
    made = [["a:1", "b:1"]] * 6 + [["c:1", "d:1"]] * 5 + [["a:1"]] * 3 + [[]] * 30
    logs = _log_factorials(len(made))
    surest = sorted((_beyond(logs, 9, 6, 6), _beyond(logs, 5, 5, 5)))
    tests = 6  # pairs of four mistakes
    expected = [min(surest[0] * tests, surest[1] * tests / 2), surest[1] * tests / 2]
    assert [one.false_rate for one in mistake_pairs(rows(made))] == pytest.approx(expected)


def test_copies_count_once_and_two_submissions_are_too_few():
    both = ["q1:x", "q2:y"]
    three = rows([both, both, both, *[[]] * 40])
    assert len(mistake_pairs(three)) == 1
    three[1] = replace(three[1], identical_to="s0")
    assert mistake_pairs(three) == ()
    assert mistake_pairs([]) == ()
    assert mistake_pairs([ungraded("a", INVALID, "no notebook")]) == ()


def test_what_is_passed_and_what_is_in_one_question_is_no_pair():
    made = rows([["q1:x", "q2:y"]] * 5 + [[]] * 40)
    for row in made[:5]:
        passed = tuple(
            replace(one, verdicts=(Verdict("t", True, True),)) if one.name == "q2" else one
            for one in row.outcome.questions
        )
        made[made.index(row)] = replace(row, outcome=replace(row.outcome, questions=passed))
    assert mistake_pairs(made) == ()
