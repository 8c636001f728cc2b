"""Verify assignments: grade all attempts side by side, and judge what came of them."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import msgspec

from autograder.batch.pool import no_preparation, run_tasks
from autograder.cache import Cache
from autograder.errors import CourseError
from autograder.grading.process import GradingProcess
from autograder.limits import Limits
from autograder.release.master import Master
from autograder.release_zip import longest_grading, read_release
from autograder.verify.attempts import DRAWS, VerificationPlan, make_plan
from autograder.verify.found import Found, GradedAttempt
from autograder.verify.grade_attempts import grade_confined
from autograder.verify.grade_forks import Work, grade_forks
from autograder.verify.judge import Report, judge
from autograder.verify.keys import Keys

_BATCH, _BATCH_OF_WHOLE = 24, 5
"""Attempts that one process grades: few enough that all cores have some. The second is for those
that run the whole notebook."""
_WHOLE = 10
"""How many times as long a whole notebook takes as the cells of one question, roughly."""
_ENDED = "the grading process ended or hung"

Progress = Callable[[int, int], None]
"""Called with how many attempts are done, and how many there are."""


@dataclass(frozen=True)
class Subject:
    """An assignment to verify."""

    master: Master  # its misconceptions and accepted variants lie beside it
    archive: Path  # the Gradescope zip that was made from it


@dataclass(frozen=True)
class _Planning:
    """The task to find out what has to be graded."""

    subject: Subject
    questions: tuple[str, ...]
    draws: int
    length = 0

    def do(self) -> VerificationPlan | str:
        """Return the plan, or why there is none."""
        try:
            return make_plan(self.subject.master, self.questions, self.draws)
        except CourseError as error:
            return str(error)


@dataclass(frozen=True)
class _Grading:
    """The task to grade attempts at one question, or one on the way of a submission."""

    archive: Path
    work: tuple[Work, ...]
    confined: bool

    def do(self) -> list[dict[str, Found]]:
        """Return what was found by question, for each."""
        release = read_release(self.archive)
        if not self.confined:
            return grade_forks(self.work, release)
        with GradingProcess(lambda: release) as process:
            return [grade_confined(one, process) for one in self.work]

    @property
    def length(self) -> int:
        """How long it takes, roughly: for the order."""
        return sum(
            (len(one.attempt.seeds) + len(one.attempt.cells))
            * (1 if one.attempt.question else _WHOLE)
            for one in self.work
        )


class _Tasks(Iterator[Any]):
    """Tasks that become more while others are done."""

    def __init__(self, first: Iterable[Any]) -> None:
        self._waiting = list(first)

    def add(self, tasks: Iterable[_Grading]) -> None:
        """Take further tasks; the long ones are done first, so that none is left alone."""
        self._waiting += tasks
        self._waiting.sort(key=lambda task: (isinstance(task, _Planning), task.length))

    def __next__(self) -> Any:
        if not self._waiting:
            raise StopIteration
        return self._waiting.pop()


@dataclass
class _Verifying:
    """An assignment whose attempts are being graded."""

    subject: Subject
    plan: VerificationPlan
    limits: Limits  # those of the release
    keys: list[dict[str, str]]  # by question, for each attempt
    start: float
    known: dict[str, Found | str] = field(default_factory=dict)  # by key; a text where it failed

    @classmethod
    def begin(cls, subject: Subject, plan: VerificationPlan) -> "_Verifying":
        """Begin to grade what a plan says."""
        release = read_release(subject.archive)
        keys = Keys(release, plan.misconceptions)
        by_question = [{q: keys.of(a, q) for q in a.tested} for a in plan.attempts]
        return cls(subject, plan, release.limits, by_question, time.perf_counter())

    def open(self) -> Iterator[Work]:
        """Yield what has to be graded, each question of an attempt that is like another's once."""
        asked: set[str] = set()
        for attempt, keys in zip(self.plan.attempts, self.keys, strict=True):
            missing = {
                q: key for q, key in keys.items() if key not in self.known and key not in asked
            }
            asked.update(missing.values())
            if missing:
                yield Work(attempt, tuple(missing))

    def graded(self) -> list[GradedAttempt]:
        """Return the attempts of which everything is known."""
        graded = []
        for attempt, keys in zip(self.plan.attempts, self.keys, strict=True):
            found = {q: self.known[key] for q, key in keys.items() if key in self.known}
            if len(found) == len(keys):
                failure = next((one for one in found.values() if isinstance(one, str)), "")
                right = {q: one for q, one in found.items() if isinstance(one, Found)}
                graded.append(GradedAttempt(attempt, right, failure))
        return graded

    def batches(self, cache: Cache) -> Iterator[_Grading]:
        """Yield what has to be graded that the cache does not know, as tasks."""
        for keys in self.keys:
            for key in keys.values():
                if key not in self.known and (kept := cache.get(key)) is not None:
                    self.known[key] = msgspec.json.decode(kept, type=Found)
        groups: dict[tuple[Any, ...], list[Work]] = {}
        for work in self.open():
            attempt = work.attempt
            kind = id(work) if attempt.confined else attempt.kind
            groups.setdefault((kind, attempt.question, work.questions), []).append(work)
        for some in groups.values():
            size = _BATCH if some[0].attempt.question else _BATCH_OF_WHOLE
            for first in range(0, len(some), size):
                part = tuple(some[first : first + size])
                yield _Grading(self.subject.archive, part, part[0].attempt.confined)

    def take(
        self, task: _Grading, results: list[dict[str, Found]] | None, cache: Cache
    ) -> list[_Grading]:
        """Take what came of a task; return what has to be done instead, where nothing did."""
        places = {id(attempt): place for place, attempt in enumerate(self.plan.attempts)}
        again = []
        for work, found in zip(task.work, results or [{}] * len(task.work), strict=True):
            keys = self.keys[places[id(work.attempt)]]
            for question, one in found.items():
                self.known[keys[question]] = one
                cache.put(keys[question], msgspec.json.encode(one))
            if not found and task.confined:
                self.known.update({keys[question]: _ENDED for question in work.questions})
            elif not found:
                again.append(_Grading(task.archive, (work,), confined=True))
        return again

    def report(self) -> Report:
        """Return what was found so far."""
        seconds = time.perf_counter() - self.start
        return judge(self.subject.master.path, self.plan, self.graded(), self.limits, seconds)


def verify(
    subjects: Sequence[Subject],
    context: ForkServerContext,
    cache: Cache,
    jobs: int | None = None,
    *,
    questions: Sequence[str] = (),
    draws: int = DRAWS,
    on_progress: Progress | None = None,
    on_report: Callable[[Report], None] | None = None,
) -> Iterator[Report]:
    """Verify the tests of assignments side by side, and yield a report of each as it is done.

    Ctrl-C ends it early: the reports of what was begun then say what was not judged.

    Args:
        cache: knows what was found before, and is told what is found.
        jobs: how many processes at a time; by default as many as there are cores.
        questions: the only ones to look at; all if none is named.
        draws: with how many draws of fresh inputs.
        on_progress: told how far it is.
        on_report: told what was found of an assignment so far, each time that this is more.

    Raises:
        AutograderError: the misconceptions, accepted variants or a zip cannot be used.
    """
    tasks = _Tasks(_Planning(subject, tuple(questions), draws) for subject in subjects)
    begun: dict[Path, _Verifying] = {}
    running = run_tasks(context, no_preparation(_do), tasks, jobs, _longest(subjects))
    try:
        with closing(running):
            for done in running:
                if isinstance(done.task, _Planning):
                    path = done.task.subject.archive
                    if not isinstance(done.result, VerificationPlan):
                        problem = f"{done.task.subject.master.path}: {_ENDED}"
                        raise CourseError(done.result or problem)
                    one = begun[path] = _Verifying.begin(done.task.subject, done.result)
                    tasks.add(one.batches(cache))
                elif not isinstance(done.result, VerificationPlan | str):
                    path = done.task.archive
                    one = begun[path]
                    tasks.add(one.take(done.task, done.result, cache))
                if on_report:
                    on_report(one.report())
                counts = {p: (len(v.graded()), len(v.plan.attempts)) for p, v in begun.items()}
                if on_progress:
                    some, all_of_them = zip(*counts.values(), strict=True)
                    on_progress(sum(some), sum(all_of_them))
                if counts[path][0] == counts[path][1]:
                    yield one.report()
    except KeyboardInterrupt:
        left = [one.report() for one in begun.values()]
        if not any(report.left for report in left):  # no report could say that it was stopped
            raise
        yield from (report for report in left if report.left)


def _do(task: _Planning | _Grading) -> VerificationPlan | str | list[dict[str, Found]]:
    return task.do()


def _longest(subjects: Iterable[Subject]) -> float:
    """Return the seconds after which a process is given up."""
    releases = [read_release(subject.archive) for subject in subjects]
    return _BATCH * max(longest_grading(release, release.limits) for release in releases)
