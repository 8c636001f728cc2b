"""How an assignment's limits compare with what right answers take, and what they could be."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.limits import Limits
from autograder.verify.attempts import Kind
from autograder.verify.found import GradedAttempt

_TIMES = 20
"""A limit of so many times what the slowest right answer takes leaves room for slow machines."""
_ENOUGH = 3
"""A limit of so many times the suggested one holds a core for long when a notebook loops."""
_TOO_TIGHT = 5
"""A limit below so many times what the slowest right answer takes may stop an honest one."""
_LEAST = {"cell_seconds": 30, "question_seconds": 30, "seconds": 60}
_WHAT = {
    "cell_seconds": "the longest cell",
    "question_seconds": "the longest tests of a question",
    "seconds": "the longest notebook",
}


@dataclass(frozen=True)
class LimitAdvice:
    """One limit, and what right answers take of it."""

    name: str  # as in the master's settings
    limit: float
    took: float  # seconds that the slowest right answer took here
    suggested: int  # a limit that would do

    @property
    def worth_saying(self) -> bool:
        """Whether the limit is much too high, or too low."""
        return self.limit > _ENOUGH * self.suggested or self.limit < _TOO_TIGHT * self.took

    def __str__(self) -> str:
        times = f"{self.limit / self.took:,.0f} times" if self.took >= 0.005 else "far above"
        return (
            f"{self.name}: {self.limit:g} is {times} what {_WHAT[self.name]} of a right answer "
            f"took ({self.took:.2g} s); limits: {{{self.name}: {self.suggested}}} would do"
        )


def advise(limits: Limits, rows: Sequence[GradedAttempt]) -> tuple[LimitAdvice, ...]:
    """Compare limits of time with the solution and the accepted variants."""
    right = [one for one in rows if one.attempt.kind in (Kind.SOLUTION, Kind.ACCEPTED)]
    found = [one for row in right for one in row.found.values()]
    took = {
        "cell_seconds": max((one.cell_seconds for one in found), default=0.0),
        "question_seconds": max((one.test_seconds for one in found), default=0.0),
        "seconds": max((one.seconds for one in found), default=0.0),
    }
    return tuple(
        LimitAdvice(name, getattr(limits, name), seconds, _round_up(seconds, _LEAST[name]))
        for name, seconds in took.items()
    )


def _round_up(seconds: float, least: int) -> int:
    """Return a limit for what takes so many seconds: whole tens of seconds."""
    return max(least, -int(-_TIMES * seconds // 10) * 10)
