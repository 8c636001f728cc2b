"""What came of tests while they are still being looked at: with what student code did in them."""

from dataclasses import dataclass

from autograder.results.outcome import Verdict
from autograder.sandbox.trace import Trace


class TracedVerdict(Verdict, frozen=True):
    """What came of one test, and what student code did in it; nothing for a doctest."""

    trace: Trace | None = None

    def without_trace(self) -> Verdict:
        """Return what is kept of it."""
        return Verdict(*(getattr(self, name) for name in Verdict.__struct_fields__))


@dataclass(frozen=True)
class Tested:
    """A question whose tests were run."""

    name: str  # the question
    verdicts: tuple[TracedVerdict, ...]  # one per test
    seconds: float  # how long the tests took
