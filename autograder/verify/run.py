"""Verify an assignment: grade everything of which we know what it deserves, and judge."""

import functools
import os
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.context import ForkServerContext
from pathlib import Path

from autograder.grading.package import read_package
from autograder.grading.pool import run_tasks
from autograder.release.master import Master
from autograder.verify.attempts import make_plan
from autograder.verify.grade import Graded, grade_attempt
from autograder.verify.judge import Report, judge

_PATIENCE = 120.0
"""Seconds beyond the limits of a notebook after which an attempt is given up."""

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
    longest = package.limits.seconds + _PATIENCE
    longest += len(package.questions) * package.limits.question_seconds
    grade = functools.partial(grade_attempt, package=package)
    # the long ones first, so that no core is idle in the end
    attempts = sorted(plan.attempts, key=lambda attempt: -len(attempt.cells))
    graded: list[Graded] = []
    for done in run_tasks(context, grade, attempts, jobs or os.cpu_count() or 1, longest):
        result = done.result or Graded(
            done.task, {}, {}, {}, "", done.seconds, "the grading process ended or hung"
        )
        graded.append(replace(result, attempt=done.task))  # it came back as a copy
        progress(len(graded), len(plan.attempts))
    return judge(master.path.stem, plan, graded, time.perf_counter() - start)
