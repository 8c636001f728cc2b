"""The figures of a graded class: scores, questions, mistakes, time and failures."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.report.hints import HintFigures, hint_figures, read_at_once
from autograder.report.intervals import Floats, Interval, bootstrap
from autograder.report.plots import CLOSE, Bin, score_bins, time_bins
from autograder.results.attempts import Histories
from autograder.results.outcome import (
    FAILED,
    GRADED,
    INVALID,
    SCORED,
    STOPPED,
    QuestionResult,
    Row,
    Status,
)

_SLOWEST = 10
_MESSAGE = 300
"""Characters of a message by which failures are told apart."""


@dataclass(frozen=True)
class Spread:
    """How numbers are spread: quartiles by linear interpolation, and what is below and above."""

    count: int
    total: float
    mean: float
    least: float
    lower: float
    median: float
    upper: float
    most: float


@dataclass(frozen=True)
class QuestionFigures:
    """How a question went, over the submissions in which it was tested or graded."""

    name: str  # the question
    max_score: float  # its points
    count: int  # in how many submissions
    mean: float  # mean points
    full: float  # share of submissions with full marks
    zero: float  # share of submissions without a point
    difficulty: float | None  # mean points by maximum: the higher, the easier; None without points
    # see ``discrimination``; the others are those with tests, as people may have graded some
    # submissions only
    discrimination: float | None
    manual: bool = False  # whether people grade it
    bonus: bool = False  # whether its points come on top of the maximum
    # where these lie, see ``bootstrap``; None where nothing can be said
    difficulty_interval: Interval | None = None
    discrimination_interval: Interval | None = None


@dataclass(frozen=True)
class Mistake:
    """Something that went wrong alike in several submissions."""

    question: str  # where
    label: str  # the misconception, or the name of the first test that failed
    hint: str  # what students read about the misconception, or ""
    hidden: bool  # whether students do not have the test; False for a misconception
    count: int  # in how many submissions
    example: str  # name of the first of them
    rung: int = 1  # which of its hints students read, counted from 1


@dataclass(frozen=True)
class Failure:
    """Submissions that ended alike: by the same limit, or with the same message."""

    reason: str
    message: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Flag:
    """Something in answers that the staff should look at."""

    question: str  # where
    reason: str  # what
    names: tuple[str, ...]  # of the submissions


@dataclass(frozen=True)
class ClassSummary:
    """All figures of the page."""

    title: str  # the assignment, for people
    rows: tuple[Row, ...]  # the submissions, in the order given
    statuses: dict[str, int]  # number of submissions by status, all four of them
    late: int  # number of late submissions
    max_score: float  # the points that there are so far
    # spread of the scores that say something about the work; None if there are none
    scores: Spread | None
    score_bins: tuple[Bin, ...]  # the same as a histogram
    questions: tuple[QuestionFigures, ...]  # in the notebook's order
    misconceptions: tuple[Mistake, ...]  # the most frequent first
    # the first test that failed of each question, the most frequent first
    first_failures: tuple[Mistake, ...]
    times: Spread | None  # spread of the seconds that submissions took; None without submissions
    time_bins: tuple[Bin, ...]  # the same as a histogram
    slowest: tuple[Row, ...]  # the ten slowest submissions
    stopped: tuple[Failure, ...]  # submissions that a limit or a crash ended, by limit
    invalid: tuple[Failure, ...]  # submissions with nothing to grade, by message
    # submissions that could not be graded for a fault of ours, by message
    failed: tuple[Failure, ...]
    identical: tuple[tuple[str, ...], ...]  # groups of submissions with the same notebook
    flags: tuple[Flag, ...]  # what the staff should look at, in the questions' order
    waiting: int = 0  # how many answers people have not graded yet
    hints: tuple[HintFigures, ...] = ()  # what came after hints; none where nobody tried again
    # whether students read hints at once, by the settings of the release
    reads_hints: bool = True


def summarise(
    title: str, rows: Sequence[Row], waiting: int = 0, histories: Histories | None = None
) -> ClassSummary:
    """Work out all figures of a class.

    Args:
        title: the assignment, for people.
        rows: the submissions.
        waiting: how many answers people have not graded yet.
        histories: what they handed in one after another, where that is known.
    """
    scored = [row for row in rows if row.outcome.status in SCORED]
    scores = [row.outcome.score for row in scored]
    maximum = max((row.outcome.max_score for row in scored or rows), default=0.0)
    statuses = Counter(row.outcome.status for row in rows)
    return ClassSummary(
        title=title,
        rows=tuple(rows),
        statuses={status: statuses[status] for status in (GRADED, STOPPED, INVALID, FAILED)},
        late=sum(bool(row.submission.late) for row in rows),
        max_score=maximum,
        scores=spread(scores),
        score_bins=score_bins(scores, maximum),
        questions=_questions(scored),
        misconceptions=_mistakes(scored, _misconception),
        first_failures=_mistakes(scored, _first_failure),
        times=spread([row.outcome.seconds for row in rows]),
        time_bins=time_bins([row.outcome.seconds for row in rows]),
        slowest=tuple(sorted(rows, key=lambda row: -row.outcome.seconds)[:_SLOWEST]),
        stopped=_failures(rows, STOPPED),
        invalid=_failures(rows, INVALID),
        failed=_failures(rows, FAILED),
        identical=_identical(rows),
        flags=_flags(rows),
        waiting=waiting,
        hints=hint_figures(histories) if histories else (),
        reads_hints=any(read_at_once(row.outcome.feedback) for row in scored),
    )


def spread(values: Sequence[float]) -> Spread | None:
    """Return how numbers are spread, or None if there are none."""
    if not values:
        return None
    least, lower, median, upper, most = np.percentile(values, [0, 25, 50, 75, 100]).tolist()
    total = math.fsum(values)
    return Spread(len(values), total, total / len(values), least, lower, median, upper, most)


def _questions(rows: Sequence[Row]) -> tuple[QuestionFigures, ...]:
    columns: dict[tuple[str, bool, bool], list[tuple[float, float, float]]] = {}
    for outcome in (row.outcome for row in rows):
        total = sum(question.score for question in outcome.questions)
        for one in outcome.questions:
            column = columns.setdefault((one.name, False, one.bonus), [])
            column.append((one.score, one.max_score, total - one.score))
        for grade in outcome.staff:
            column = columns.setdefault((grade.label, True, grade.bonus), [])
            column.append((grade.score, grade.max_score, total))
    # Whoever is graded first may have an answer or none: questions with tests keep their order.
    keys = sorted(columns, key=lambda key: key[1])
    return tuple(_figures(*key, columns[key]) for key in keys)


def _figures(
    name: str, manual: bool, bonus: bool, column: Sequence[tuple[float, float, float]]
) -> QuestionFigures:
    maximum = max(maximum for _, maximum, _ in column)
    full = [score >= maximum - CLOSE for score, _, _ in column]
    others = [others for _, _, others in column]
    told = discrimination(full, others)
    columns = _columns([score for score, _, _ in column], full, others)
    mean = math.fsum(score for score, _, _ in column) / len(column)
    return QuestionFigures(
        name=name,
        max_score=maximum,
        count=len(column),
        mean=mean,
        full=sum(full) / len(full),
        zero=sum(score < CLOSE for score, _, _ in column) / len(column),
        difficulty=mean / maximum if maximum > 0 else None,
        discrimination=told,
        manual=manual,
        bonus=bonus,
        difficulty_interval=(
            bootstrap(columns, lambda means: means[:, 0] / maximum) if maximum > 0 else None
        ),
        discrimination_interval=None if told is None else bootstrap(columns, _discriminations),
    )


def _columns(scores: Sequence[float], full: Sequence[bool], others: Sequence[float]) -> Floats:
    """Return what the figures of drawn classes are worked out from, (submissions, 5)."""
    has, rest = np.array(full, dtype=float), np.array(others, dtype=float)
    rest -= rest.mean()  # changes no correlation, and keeps the digits of its square
    return np.column_stack([np.array(scores, dtype=float), has, rest, has * rest, rest**2])


def _discriminations(means: Floats) -> Floats:
    """Return the discrimination in drawn classes, (draws,): Pearson's correlation, from means."""
    _, has, rest, both, square = means.T
    spread = has * (1 - has) * (square - rest**2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(spread > CLOSE**2, (both - has * rest) / np.sqrt(spread), np.nan)


def discrimination(full: Sequence[bool], others: Sequence[float]) -> float | None:
    """Return how well a question tells strong submissions from weak ones, from -1 to 1.

    This is the point-biserial correlation r = (M1 - M0) / s * sqrt(p q): M1 and M0 are the mean
    scores in the other questions of those with and without full marks in this one, s is the
    standard deviation of these scores over all n submissions (divisor n), p is the share of those
    with full marks, and q = 1 - p. It equals Pearson's correlation with a variable of 0 and 1.
    Formula: R. F. Tate, Correlation between a discrete and a continuous variable (1954). The
    question itself is left out of the total after S. Henrysson, Correction of item-total
    correlations in item analysis (1963), as it would correlate with itself.

    Args:
        full: who has full marks in the question.
        others: the scores in all other questions, in the same order.

    Returns:
        None where it is undefined: all or none have full marks, or all are equal in the others.
    """
    has, scores = np.array(full, dtype=bool), np.array(others, dtype=float)
    if has.all() or not has.any() or np.ptp(scores) < CLOSE:
        return None
    share = has.mean()
    gap = scores[has].mean() - scores[~has].mean()
    return float(gap / scores.std() * math.sqrt(share * (1 - share)))


_Key = tuple[str, str, bool, int]
"""What is counted: its label, its hint, whether it is hidden, and which hint of several it is."""


def _misconception(question: QuestionResult) -> _Key | None:
    found = question.misconception
    return (found.label, found.hint, False, found.rung) if found else None


def _first_failure(question: QuestionResult) -> _Key | None:
    failed = (verdict for verdict in question.verdicts if not verdict.passed)
    return next(((verdict.name, "", verdict.hidden, 1) for verdict in failed), None)


def _mistakes(
    rows: Sequence[Row], find: Callable[[QuestionResult], _Key | None]
) -> tuple[Mistake, ...]:
    """Count what is found in the results of questions."""
    names: dict[tuple[str, _Key], list[str]] = {}
    for row in rows:
        for question in row.outcome.questions:
            found = find(question)
            if found:
                names.setdefault((question.name, found), []).append(row.name)
    made = [
        Mistake(question, label.removeprefix(f"{question}: "), hint, hidden, len(who), who[0], rung)
        for (question, (label, hint, hidden, rung)), who in names.items()
    ]
    return tuple(sorted(made, key=lambda mistake: -mistake.count))


def _failures(rows: Sequence[Row], status: Status) -> tuple[Failure, ...]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row.outcome.status == status:
            stop = row.outcome.run.stop if row.outcome.run else None
            reason = stop.limit if stop else row.outcome.message[:_MESSAGE]
            groups.setdefault(reason, []).append((row.name, row.outcome.message))
    made = [Failure(r, who[0][1], tuple(n for n, _ in who)) for r, who in groups.items()]
    return tuple(sorted(made, key=lambda failure: -len(failure.names)))


def _flags(rows: Sequence[Row]) -> tuple[Flag, ...]:
    names: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for question in row.outcome.questions:
            for reason in question.flags:
                names.setdefault((question.name, reason), []).append(row.name)
    made = [Flag(question, reason, tuple(who)) for (question, reason), who in names.items()]
    return tuple(sorted(made, key=lambda flag: (flag.question, -len(flag.names))))


def _identical(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    """Group submissions with the same notebook; one may point to another that points on."""
    points_to = {row.name: row.identical_to for row in rows if row.identical_to}
    groups: dict[str, set[str]] = {}
    for name in {*points_to, *points_to.values()}:
        met = [name]
        while (following := points_to.get(met[-1])) and following not in met:
            met.append(following)
        groups.setdefault(met[-1], set()).update(met)
    made = [tuple(sorted(group)) for group in groups.values() if len(group) > 1]
    return tuple(sorted(made, key=lambda group: (-len(group), group)))
