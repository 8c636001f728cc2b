"""Mistakes that are made by the same students more often than chance makes it."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograder.results.outcome import SCORED, Row

LEAST = 3
"""Submissions with both mistakes: of fewer nothing is said."""
RATE = 0.05
"""The share of the pairs in the list that may be there by chance."""

Mistake = tuple[str, str]
"""A question, and the label of a misconception."""


@dataclass(frozen=True)
class MistakePair:
    """Two mistakes in different questions."""

    first: Mistake
    second: Mistake
    firsts: int  # submissions with the first
    seconds: int  # and with the second
    count: int  # and with both
    expected: float  # how many would have both if neither had to do with the other
    # the share of pairs that are there by chance if all that tell as much are listed
    false_rate: float

    @property
    def lift(self) -> float:
        """How many times as often as by chance."""
        return self.count / self.expected


def mistake_pairs(rows: Iterable[Row]) -> tuple[MistakePair, ...]:
    """Return the pairs of mistakes that go together; those that chance explains least come first.

    Whether more submissions have both than chance makes is told by the exact test of R. A. Fisher
    (1935), one-sided. Of the pairs that are rare enough by it, so many are listed that one in 20
    is there by chance: Y. Benjamini and Y. Hochberg, Controlling the false discovery rate (1995),
    over all pairs of which at least three submissions could have both. The same notebook counts
    once, as a copy brings all of its mistakes along.
    """
    found = [
        sorted(
            (one.name, one.misconception.label)
            for one in row.outcome.questions
            if one.misconception and not one.passed
        )
        for row in rows
        if row.outcome.status in SCORED and not row.identical_to
    ]
    alone = Counter(mistake for each in found for mistake in each)
    together = Counter(pair for each in found for pair in combinations(each, 2))
    frequent = sorted(mistake for mistake, count in alone.items() if count >= LEAST)
    tests = sum(one[0] != other[0] for one, other in combinations(frequent, 2))
    logs = _log_factorials(len(found))
    tested = sorted(
        (_beyond(logs, alone[one], alone[other], count), one, other)
        for (one, other), count in together.items()
        if count >= LEAST and one[0] != other[0]
    )
    made: list[MistakePair] = []
    rate = 1.0
    for place in range(len(tested), 0, -1):  # the least sure first: rates never fall on the way
        by_chance, one, other = tested[place - 1]
        rate = min(rate, by_chance * tests / place)
        expected = alone[one] * alone[other] / len(found)
        both = together[one, other]
        made.append(MistakePair(one, other, alone[one], alone[other], both, expected, rate))
    return tuple(pair for pair in reversed(made) if pair.false_rate <= RATE)


def _log_factorials(most: int) -> Sequence[float]:
    return [math.lgamma(number + 1) for number in range(most + 1)]


def _beyond(logs: Sequence[float], firsts: int, seconds: int, both: int) -> float:
    """Return how probable it is that so many or more have both if neither tells of the other.

    That is the upper tail of the hypergeometric distribution.

    Args:
        logs: logarithms of the factorials up to that of the number of submissions.
    """
    size = len(logs) - 1

    def ways(of: int, some: int) -> float:
        return logs[of] - logs[some] - logs[of - some]

    least = max(both, firsts + seconds - size)
    total = ways(size, seconds)
    terms = (
        math.exp(ways(firsts, n) + ways(size - firsts, seconds - n) - total)
        for n in range(least, min(firsts, seconds) + 1)
    )
    return min(1.0, math.fsum(terms))
