"""How far a figure of a class can be from what it would be in many such classes."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_QUANTILE = 1.959963984540054
"""Of the normal distribution: 95 % lie within so many standard deviations of the mean."""
_LEVELS = (2.5, 97.5)
"""Percentiles between which 95 % lie."""
DRAWS = 1_000
"""Classes that are drawn."""
_SEED = 1979
_AT_A_TIME = 2_000_000
"""Places in drawn classes at a time, which bounds the memory."""
_LEAST = 3
"""Submissions below which nothing can be said."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """Where a figure lies with a confidence of 95 %."""

    low: float
    high: float


@dataclass(frozen=True)
class Rate:
    """How many of some did something."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """The share, from 0 to 1; None of nobody."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> Interval | None:
        """Where the share lies that many more would have; None of nobody.

        This is the score interval (p + z^2/2n ± z sqrt(p(1 - p)/n + z^2/4n^2)) / (1 + z^2/n) of
        E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927),
        which holds its 95 % also for few and for shares near 0 and 1.
        """
        if not self.of:
            return None
        n, p, z = self.of, self.count / self.of, _QUANTILE
        middle = p + z * z / (2 * n)
        reach = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        scale = 1 + z * z / n
        return Interval(max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale))


@lru_cache(maxsize=2)
def _weights(size: int) -> Floats:
    """Return how often each submission is in each drawn class, (draws, size); always the same."""
    draw = np.random.default_rng(_SEED)
    made = np.empty((DRAWS, size), dtype=np.float64)
    step = max(1, _AT_A_TIME // size)
    for first in range(0, DRAWS, step):
        count = min(step, DRAWS - first)
        places = draw.integers(0, size, (count, size))
        places += size * np.arange(count)[:, None]
        drawn = np.bincount(places.ravel(), minlength=count * size)
        made[first : first + count] = drawn.reshape(count, size)
    return made


def bootstrap(columns: Floats, figure: Callable[[Floats], Floats]) -> Interval | None:
    """Return where a figure of a class lies: the percentile interval of the bootstrap.

    Submissions are drawn again with replacement, as many as there are, 1,000 times with a fixed
    seed; the interval holds the middle 95 % of the figures of these classes. After B. Efron,
    Bootstrap methods: another look at the jackknife (1979). With few submissions it is too short.

    Args:
        columns: numbers of each submission, (submissions, k).
        figure: returns the figures of classes, (draws,), from the means of the columns in them,
            (draws, k); nan where there is none.

    Returns:
        None for fewer than three submissions, or where most drawn classes have no such figure.
    """
    size = len(columns)
    if size < _LEAST:
        return None
    means = _weights(size) @ columns / size
    figures = figure(means)
    figures = figures[~np.isnan(figures)]
    if 2 * len(figures) < DRAWS:
        return None
    low, high = np.percentile(figures, _LEVELS).tolist()
    return Interval(low, high)
