"""Wrong solutions of A0 that its misconceptions.py does not list, and what may be said of each.

Each is a right solution with a few pieces of text replaced. What may be said follows from what the
code computes; where it has no simple relation to the right result, nothing may be said.
"""

from tests.support.unlisted.mistake import SOLUTIONS, Mistake
from tests.support.unlisted.q1 import Q1
from tests.support.unlisted.q2 import Q2
from tests.support.unlisted.q4 import Q4

MISTAKES = [*Q1, *Q2, *Q4]

__all__ = ["MISTAKES", "SOLUTIONS", "Mistake"]
