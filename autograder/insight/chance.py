"""How many pairs of a class would be as much alike if everybody had worked alone.

Nearly all pairs of a class have worked alone, so the pairs themselves tell what chance does. Beyond
a high threshold, what is far out falls off exponentially, whatever the rest looks like (Pickands,
Annals of Statistics 3, 1975, with shape 0: amounts are logarithms of how rare things are). The
scale is the distance of two quantiles, of pairs that are neither the most alike, among which the
copies are, nor ordinary.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_CLASS = 30
"""Submissions from which on a class tells by itself what chance does."""
_OUTER, _INNER = 1, 10
"""Times the submissions: the places between which the scale is estimated."""
_LEAST_SCALE = 1.0
"""Below that, chance would be rarer than independent choices make it."""


@dataclass(frozen=True)
class Chance:
    """What chance does in a class."""

    pairs: int  # how many pairs are compared
    scale: float  # how fast pairs become rare: one e-th of them for so much more
    threshold: float  # where the tail begins
    beyond: int  # how many pairs are beyond it
    fitted: bool  # whether the class was large enough to tell

    def expected(self, tells: float) -> float:
        """Return how many pairs that worked alone share so much or more."""
        if tells <= self.threshold:
            return float(self.beyond)
        return self.beyond * math.exp(-(tells - self.threshold) / self.scale)


def chance_of(amounts: Sequence[float], members: int, pairs: int) -> Chance:
    """Return what chance does, from how much pairs share.

    Args:
        amounts: of all pairs that share something worth counting.
        members: how many submissions there are.
        pairs: how many pairs there are, with those that share nothing.
    """
    if members < LEAST_CLASS:
        return Chance(pairs, _LEAST_SCALE, 0.0, pairs, fitted=False)
    ordered = sorted(amounts, reverse=True)
    outer = min(_OUTER * members, pairs)
    inner = min(_INNER * members, pairs)
    ordered += [0.0] * max(0, inner - len(ordered))
    threshold = ordered[outer - 1]
    scale = (threshold - ordered[inner - 1]) / math.log(inner / outer)
    return Chance(pairs, max(_LEAST_SCALE, scale), threshold, outer, fitted=True)
