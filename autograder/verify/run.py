"""Verify an assignment: grade everything of which we know what it deserves, and judge."""

import functools
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.context import ForkServerContext
from pathlib import Path

from autograder.grading.package import Package, longest_grading, read_package
from autograder.grading.pool import run_tasks
from autograder.release.master import Master
from autograder.verify.attempts import Attempt, Kind, Plan, make_plan
from autograder.verify.grade import Graded, grade_attempt
from autograder.verify.grade_mutants import grade_mutants
from autograder.verify.judge import Report, judge

PRELOADED = ("sklearn.datasets",)
"""What the fork server imports where it can: that saves a second for each of many notebooks."""

_BATCH = 20
"""Mutants that one process grades: few enough that all cores have some."""

Progress = Callable[[int, int], None]
"""Called with how many attempts are done, and how many there are."""


def verify(
    master: Master,
    archive: Path,
    progress: Progress,
    context: ForkServerContext,
    jobs: int | None = None,
) -> Report:
    """Verify an assignment's tests.

    Args:
        master: the master notebook; its misconceptions and accepted variants lie beside it.
        archive: the Gradescope zip that was made from it.
        progress: told how far it is.
        context: the fork server's.
        jobs: how many notebooks to grade at a time; by default as many as there are cores.

    Raises:
        AutograderError: the misconceptions, accepted variants or zip cannot be used.
    """
    start = time.perf_counter()
    plan = make_plan(master)
    package = read_package(archive)
    longest = longest_grading(package, package.limits)
    grade = functools.partial(_grade, package=package)
    graded: list[Graded] = []
    for done in run_tasks(context, grade, _batches(plan), jobs, longest):
        problem = "the grading process ended or hung"
        results = done.result or [
            Graded(attempt, {}, {}, {}, "", done.seconds, problem) for attempt in done.task
        ]
        for attempt, result in zip(done.task, results, strict=True):
            graded.append(replace(result, attempt=attempt))  # it came back as a copy
        progress(len(graded), len(plan.attempts))
    return judge(master.path.stem, plan, graded, time.perf_counter() - start)


def _batches(plan: Plan) -> list[tuple[Attempt, ...]]:
    """Return what one process does at a time; the long ones first, so that none is left alone."""
    mutants: dict[str, list[Attempt]] = {}
    whole = []
    for attempt in plan.attempts:
        if attempt.kind is Kind.MUTANT:
            mutants.setdefault(attempt.question, []).append(attempt)
        else:
            whole.append((attempt,))
    batches = [
        tuple(some[first : first + _BATCH])
        for some in mutants.values()
        for first in range(0, len(some), _BATCH)
    ]
    return sorted(whole, key=lambda batch: -len(batch[0].cells)) + batches


def _grade(batch: tuple[Attempt, ...], package: Package) -> list[Graded]:
    """Run in a process of its own: grade some attempts."""
    if batch[0].kind is Kind.MUTANT:
        return grade_mutants(batch, package)
    return [grade_attempt(attempt, package) for attempt in batch]
