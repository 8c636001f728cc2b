"""Intervals against numbers that are known."""

import math

import numpy as np
import pytest

from autograder.report.intervals import DRAWS, Interval, Rate, bootstrap
from autograder.report.statistics import summarise
from tests.support.made_up_class import made_up_class, simple


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # R. G. Newcombe, Two-sided confidence intervals for the single proportion (1998), table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_a_rate_has_the_interval_of_wilson(count, of, low, high):
    rate = Rate(count, of)
    assert rate.share == count / of
    assert (rate.interval.low, rate.interval.high) == pytest.approx((low, high), abs=5e-5)


def test_a_rate_of_nobody_is_none():
    assert (Rate(0, 0).share, Rate(0, 0).interval) == (None, None)


def test_the_mean_of_many_has_the_interval_of_the_normal_distribution():
    draw = np.random.default_rng(7)
    values = draw.normal(5.0, 2.0, (2_000, 1))
    found = bootstrap(values, lambda means: means[:, 0])
    reach = 1.96 * values.std() / math.sqrt(len(values))
    assert found.low == pytest.approx(values.mean() - reach, abs=0.1 * reach)
    assert found.high == pytest.approx(values.mean() + reach, abs=0.1 * reach)


def test_the_same_class_has_the_same_interval_and_too_few_have_none():
    values = np.arange(9.0)[:, None]
    one, again = (bootstrap(values, lambda means: means[:, 0]) for _ in range(2))
    assert one == again
    assert bootstrap(values[:2], lambda means: means[:, 0]) is None
    assert bootstrap(values, lambda means: np.full(len(means), np.nan)) is None
    assert bootstrap(np.ones((5, 1)), lambda means: means[:, 0]) == Interval(1.0, 1.0)


def test_figures_of_questions_have_intervals_as_drawing_by_hand_makes_them():
    rows = [row for row in made_up_class(60) if row.outcome.status == "graded"]
    scores = np.array([[q.score for q in row.outcome.questions] for row in rows])
    draw = np.random.default_rng(3)
    by_hand = []
    for _ in range(DRAWS):
        drawn = scores[draw.integers(0, len(rows), len(rows))]
        full = drawn[:, 1] == 4.0
        others = np.delete(drawn, 1, axis=1).sum(axis=1)
        by_hand.append((drawn[:, 1].mean() / 4, np.corrcoef(full, others)[0, 1]))
    expected = np.percentile(by_hand, [2.5, 97.5], axis=0).T
    question = summarise("t", rows).questions[1]
    found = (question.difficulty_interval, question.discrimination_interval)
    for (low, high), interval in zip(expected, found, strict=True):
        assert (interval.low, interval.high) == pytest.approx((low, high), abs=0.04)
    assert found[0].low <= question.difficulty <= found[0].high
    assert found[1].low <= question.discrimination <= found[1].high


def test_where_a_figure_is_undefined_so_is_its_interval():
    (question,) = summarise("t", [simple(name, 2) for name in "abc"]).questions
    assert question.discrimination_interval is None
    assert question.difficulty_interval == Interval(1.0, 1.0)
    (alone,) = summarise("t", [simple("a", 2)]).questions
    assert alone.difficulty_interval is None
