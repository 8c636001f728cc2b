"""What came of tests, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if (
    TYPE_CHECKING
):  # torch takes seconds to import, and the command that grades a class can do without
    from autograder.sandbox.trace import Trace


@dataclass(frozen=True)
class Verdict:
    """What came of one test.

    Attributes:
        name: the test's name.
        hidden: whether students do not have the test.
        passed: whether it holds.
        message: what is wrong, or "".
        explanation: the mistake behind it, where the check could tell; else "".
        finding: the check's short name for the failure, or "".
        trace: what student code did in it; nothing for a doctest.
    """

    name: str
    hidden: bool
    passed: bool
    message: str = ""
    explanation: str = ""
    finding: str = ""
    trace: Trace | None = None


@dataclass(frozen=True)
class Tested:
    """A question whose tests were run.

    Attributes:
        name: the question.
        verdicts: one per test.
        seconds: how long the tests took.
    """

    name: str
    verdicts: tuple[Verdict, ...]
    seconds: float
