"""What came of an attempt, question by question."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.verify.attempts import Attempt


@dataclass(frozen=True)
class Found:
    """What came of one question of an attempt."""

    score: float  # its points, with the first draw
    maximum: float
    full: dict[int, bool]  # for each base seed it was tested with, whether all tests passed
    hint: str | None = None  # that of the misconception which was recognised
    flags: tuple[str, ...] = ()  # what the staff should look at
    message: str = ""  # what the first failed test said, or why the notebook stopped
    seconds: float = 0.0  # how long the cells took up to there, and the tests with the first draw
    cell_seconds: float = 0.0  # the longest of these cells
    test_seconds: float = 0.0  # these tests


@dataclass(frozen=True)
class GradedAttempt:
    """What came of an attempt."""

    attempt: Attempt
    found: Mapping[str, Found] = field(default_factory=dict)  # by question
    failure: str = ""  # why it could not be graded at all, or ""
    problem: str = ""  # what falls short, once it is judged, or ""
    equivalent: str = ""  # for a mutant that is listed as good, the reason; else ""

    def is_full(self, question: str) -> bool:
        """Say whether a question got all its points."""
        return self.found[question].score == self.found[question].maximum

    @property
    def lost(self) -> list[str]:
        """The questions that did not get all their points."""
        return [question for question in self.found if not self.is_full(question)]

    @property
    def full(self) -> dict[int, bool]:
        """For each base seed, whether the attempt's own question (or all of them) passed."""
        own = [one for question, one in self.found.items() if self.attempt.is_about(question)]
        return {seed: all(one.full[seed] for one in own) for seed in self.attempt.seeds if own}

    @property
    def flags(self) -> list[str]:
        """What the staff should look at."""
        return [flag for one in self.found.values() for flag in one.flags]

    @property
    def message(self) -> str:
        """What the first failed test said, of the attempt's own question before others."""
        ordered = sorted(self.found, key=lambda question: not self.attempt.is_about(question))
        return next((m for question in ordered if (m := self.found[question].message)), "")

    @property
    def seconds(self) -> float:
        """How long its cells and tests took, with the first draw."""
        return max((one.seconds for one in self.found.values()), default=0.0)
