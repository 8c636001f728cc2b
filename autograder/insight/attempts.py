"""How many attempts it takes to full marks, and how the points of a class grow over time."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import numpy as np

from autograder.results.attempts import Attempt, Histories

SHOWN = ("first", "second", "third")
"""Attempts that are counted one by one; later ones are together."""
_MOST_DAYS = 60
"""Points of a curve: where there are more days, it goes on in steps of several."""
_HALF = 0.5 + 1e-9


@dataclass(frozen=True)
class AttemptFigures:
    """How many attempts it took students to full marks in a question."""

    question: str
    students: int  # who handed it in at all
    at: tuple[int, ...]  # how many had full marks for the first time at each of ``SHOWN``
    later: int  # and at a later one
    never: int  # and who have not had them so far
    # attempts after which half of them have full marks, if those who stopped trying had gone on
    # like the others; None where that does not come to half
    median: int | None


@dataclass(frozen=True)
class Day:
    """How a class stood at the end of a day."""

    date: str  # as ISO 8601 has it, in UTC
    mean: float  # mean points, by tests, of what those had handed in last who had handed in
    students: int  # how many these are


def attempts_to_full(histories: Histories) -> tuple[AttemptFigures, ...]:
    """Return how many attempts it took to full marks, per question, in the order of the notebook.

    The median is that of the estimate of E. L. Kaplan and P. Meier, Nonparametric estimation from
    incomplete observations (1958): of those who have tried k times, the share d_k / n_k has full
    marks for the first time then, and the product of (1 - d_j / n_j) for j up to k is the share
    that still has not. Who never got there counts for as long as he or she tried.
    """
    questions = dict.fromkeys(
        name for attempts in histories.students for one in attempts for name in one.questions
    )
    return tuple(_to_full(name, histories) for name in questions)


def _to_full(question: str, histories: Histories) -> AttemptFigures:
    reached: Counter[int] = Counter()  # students by the attempt at which they had full marks
    tried: Counter[int] = Counter()  # the others, by how often they tried
    for attempts in histories.students:
        full = [one.questions[question].full for one in attempts if question in one.questions]
        if True in full:
            reached[full.index(True) + 1] += 1
        elif full:
            tried[len(full)] += 1
    students = reached.total() + tried.total()
    left, without, median = students, 1.0, None
    for number in range(1, max((*reached, *tried)) + 1):
        without *= 1 - reached[number] / left
        if median is None and without <= _HALF:
            median = number
        left -= reached[number] + tried[number]
    at = tuple(reached[number] for number in range(1, len(SHOWN) + 1))
    later = reached.total() - sum(at)
    return AttemptFigures(question, students, at, later, tried.total(), median)


def points_over_time(histories: Histories) -> tuple[Day, ...]:
    """Return how the class stood, day by day; nothing where nobody knows when they handed in.

    Where there are more than 60 days, it is how the class stood at the end of every second one, or
    third, and so on; the last day is always there.
    """
    changes: list[tuple[int, int, float]] = []
    for student, attempts in enumerate(histories.students):
        changes += [
            (_day(one.time), student, _points(one)) for one in attempts if one.time is not None
        ]
    if not changes:
        return ()
    changes.sort(key=lambda change: change[0])
    first, last = changes[0][0], changes[-1][0]
    step = max(1, -(-(last - first + 1) // _MOST_DAYS))
    days: list[Day] = []
    points: dict[int, float] = {}
    at = 0
    for day in range(last - (last - first) // step * step, last + 1, step):
        while at < len(changes) and changes[at][0] <= day:
            _, student, now = changes[at]
            points[student] = now
            at += 1
        days.append(Day(_date(day), float(np.mean(list(points.values()))), len(points)))
    return tuple(days)


def _points(attempt: Attempt) -> float:
    return sum(one.score for one in attempt.questions.values())


_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def _day(seconds: float) -> int:
    """Return the days since 1970, in UTC."""
    return int(seconds // 86_400)


def _date(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).date().isoformat()
