"""Wrong answers that no misconception names, put together by what they do."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.checks.findings import MISSING, NOT_IMPLEMENTED
from autograder.results.behaviour import Part
from autograder.results.outcome import NOT_RUN, SCORED, QuestionResult, Row, Verdict

_UNWRITTEN = {MISSING, NOT_IMPLEMENTED, NOT_RUN}
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?|\b(nan|inf)\b")
_SHOWN = re.compile(r"^ *(Failed example:|Traceback \(most recent)", re.MULTILINE)
"""What stands in the report of a test that ran in the student process, or is a doctest."""
_DRAWING = re.compile(
    r"(?i)(rand|randn|randint|randperm|normal|uniform|multinomial|bernoulli|exponential|choice|"
    r"sample|shuffle|dropout|linear|bilinear|embedding|conv|lstm|gru|rnn|parameter|attention|"
    r"dataloader|xavier|kaiming)"
)
"""What calls are named that draw random numbers: layers do, too, when they are made."""


@dataclass(frozen=True)
class Wrong:
    """A wrong answer of which nobody knows what is behind it."""

    name: str  # the submission
    content: str  # digest of what was handed in
    question: str
    verdicts: tuple[Verdict, ...]  # of the tests that failed

    @property
    def telling(self) -> tuple[Verdict, ...]:
        """The failed tests by which answers are compared: hidden ones, if there are any."""
        return tuple(one for one in self.verdicts if one.hidden) or self.verdicts

    @property
    def form(self) -> tuple[object, ...]:
        """What answers of one group have in common but for numbers."""
        told = tuple(
            (one.finding, one.behaviour.forms if one.behaviour else without_numbers(one.message))
            for one in self.telling
        )
        return self.question, tuple(one.name for one in self.verdicts), told

    @property
    def words(self) -> tuple[str, ...]:
        """What is said of it but for numbers."""
        return tuple(without_numbers(one.message) for one in self.telling)

    def numbers(self) -> tuple[list[float], list[float]]:
        """Return the numbers by which it is compared, and how far each may be away."""
        numbers: list[float] = []
        room: list[float] = []
        for verdict in self.telling:
            parts = verdict.behaviour.parts if verdict.behaviour else _told(verdict.message)
            for part in parts:
                numbers += part.numbers
                room += part.room
        return numbers, room


@dataclass(frozen=True)
class UnknownGroup:
    """Wrong answers that do the same."""

    question: str
    members: tuple[Wrong, ...]  # by name

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.members)

    @property
    def message(self) -> str:
        """What the first of the tests by which they are compared says of the first of them."""
        return self.members[0].telling[0].message


def _told(message: str) -> tuple[Part, ...]:
    """Return the numbers in a message as if they were returned: a doctest shows what it got."""
    found = (float(match[0]) for match in _NUMBER.finditer(message) if not match[2])
    return tuple(Part("", (number,)) for number in found if math.isfinite(number))


def without_numbers(message: str) -> str:
    """Return a message in which each number is the same sign."""
    return _NUMBER.sub("#", message)


def unknown_answers(rows: Iterable[Row]) -> list[Wrong]:
    """Return the wrong answers of a class that no misconception names, by submission.

    What is not written yet, could not be run, or was ended by a limit is none.
    """
    found = []
    for row in rows:
        if row.outcome.status in SCORED:
            found += [
                Wrong(row.name, row.content, one.name, failed)
                for one in row.outcome.questions
                if (failed := _failures(one))
            ]
    return found


def _failures(question: QuestionResult) -> tuple[Verdict, ...]:
    """Return the failed tests of an answer that holds an unknown mistake; none of any other."""
    failed = tuple(one for one in question.verdicts if not one.passed)
    if question.misconception or any(one.finding in _UNWRITTEN for one in failed):
        return ()
    return failed if all(one.behaviour or _SHOWN.search(one.message) for one in failed) else ()


def group_unknown(wrong: Iterable[Wrong], draws: Callable[[Wrong], bool]) -> list[UnknownGroup]:
    """Put wrong answers together that failed the same tests and did the same, up to rounding.

    Code that draws random numbers does the same but for these; it is told apart by what is said of
    it, where its numbers are nobody else's.

    Args:
        draws: says whether the code of an answer may draw random numbers.

    Returns:
        the groups, the largest first.
    """
    by_form: dict[tuple[object, ...], list[Wrong]] = defaultdict(list)
    for one in wrong:
        by_form[one.form].append(one)
    groups: list[UnknownGroup] = []
    for alike in by_form.values():
        alone: dict[tuple[str, ...], list[Wrong]] = defaultdict(list)
        for members in _same_numbers(alike):
            if len(members) == 1 and len(alike) > 1 and draws(members[0]):
                alone[members[0].words].append(members[0])
            else:
                groups.append(_group(members))
        groups += map(_group, alone.values())
    return sorted(groups, key=lambda one: (-one.count, one.question, one.members[0].name))


def _group(members: Sequence[Wrong]) -> UnknownGroup:
    ordered = sorted(members, key=lambda one: one.name)
    return UnknownGroup(ordered[0].question, tuple(ordered))


def _same_numbers(alike: Sequence[Wrong]) -> list[list[Wrong]]:
    """Put answers together whose numbers are the same up to rounding."""
    by_count: dict[int, list[tuple[Wrong, list[float], list[float]]]] = defaultdict(list)
    for one in alike:
        numbers, room = one.numbers()
        by_count[len(numbers)].append((one, numbers, room))
    found: list[list[Wrong]] = []
    for several in by_count.values():
        table = np.array([each[1] for each in several], dtype=np.float64)
        rooms = np.array([each[2] for each in several], dtype=np.float64)
        left = np.arange(len(several))
        while len(left):
            same = _near(table, left, table[left[0]], rooms[left[0]])
            found.append([several[index][0] for index in left[same]])
            left = left[~same]
    return found


def _near(
    numbers: NDArray[np.float64],
    left: NDArray[np.intp],
    centre: NDArray[np.float64],
    room: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Say which rows are near one of them; the first few columns decide about most."""
    few = 8
    near: NDArray[np.bool_] = np.all(
        np.abs(numbers[left, :few] - centre[:few]) <= room[:few], axis=1
    )
    rest = left[near]
    near[near] = np.all(np.abs(numbers[rest, few:] - centre[few:]) <= room[few:], axis=1)
    return near


def may_draw(called: Iterable[str]) -> bool:
    """Say whether code that makes these calls may draw random numbers."""
    return any(_DRAWING.match(name.removesuffix("_")) for name in called)
