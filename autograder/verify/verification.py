"""Verify an assignment: grade everything of which we know what it deserves, and judge."""

import functools
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import groupby
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

from autograder.batch.pool import Receive, no_preparation, run_tasks
from autograder.grading.hidden import hidden_tests
from autograder.grading.process import GradingProcess
from autograder.release.master import Master
from autograder.release_zip import longest_grading, read_release
from autograder.verify.attempts import DRAWS, Attempt, Kind, VerificationPlan, make_plan
from autograder.verify.grade_attempts import GradedAttempt, grade_attempt
from autograder.verify.grade_mutants import grade_mutants
from autograder.verify.judge import Report, judge

_BATCH = 20
"""Mutants that one process grades: few enough that all cores have some."""

_RENEW = 20
"""Batches after which a process makes room for a new one."""

Progress = Callable[[int, int], None]
"""Called with how many attempts are done, and how many there are."""


def verify(
    master: Master,
    archive: Path,
    progress: Progress,
    context: ForkServerContext,
    jobs: int | None = None,
    *,
    questions: Sequence[str] = (),
    draws: int = DRAWS,
) -> Report:
    """Verify an assignment's tests.

    Ctrl-C ends it early: the report then says what was not judged.

    Args:
        master: its misconceptions and accepted variants lie beside it.
        archive: the Gradescope zip that was made from it.
        jobs: how many notebooks to grade at a time; by default one more than there are cores, as
            a notebook's processes leave a core idle while they hand over to each other.
        questions: the only ones to look at; all if none is named.
        draws: with how many draws of fresh inputs.

    Raises:
        AutograderError: the misconceptions, accepted variants or zip cannot be used.
    """
    start = time.perf_counter()
    plan = make_plan(master, questions, draws)
    release = read_release(archive)
    longest = longest_grading(release, release.limits)
    most = jobs or (os.cpu_count() or 1) + 1
    graded: list[GradedAttempt] = []
    tasks = run_tasks(context, _grader, _batches(plan), most, longest, _RENEW, release)
    try:
        with closing(tasks):
            for done in tasks:
                problem = "the grading process ended or hung"
                results = done.result or [
                    GradedAttempt(attempt, seconds=done.seconds, failure=problem)
                    for attempt in done.task
                ]
                # they came back as copies
                pairs = zip(done.task, results, strict=True)
                graded += [replace(result, attempt=attempt) for attempt, result in pairs]
                progress(len(graded), len(plan.attempts))
    except KeyboardInterrupt:
        if len(graded) == len(plan.attempts):  # a report could not say that it was stopped
            raise
    return judge(master.path.stem, plan, graded, time.perf_counter() - start)


def _batches(plan: VerificationPlan) -> list[tuple[Attempt, ...]]:
    """Return what one process does at a time; the long ones first, so that none is left alone."""
    whole = [(attempt,) for attempt in plan.attempts if attempt.kind is not Kind.MUTANT]
    batches: list[tuple[Attempt, ...]] = sorted(whole, key=lambda batch: -len(batch[0].cells))
    mutants = [attempt for attempt in plan.attempts if attempt.kind is Kind.MUTANT]
    for _, of_question in groupby(mutants, key=lambda mutant: mutant.question):
        some = tuple(of_question)
        batches += [some[first : first + _BATCH] for first in range(0, len(some), _BATCH)]
    return batches


@contextmanager
def _grader(receive: Receive) -> Iterator[Callable[[tuple[Attempt, ...]], list[GradedAttempt]]]:
    """Make a process ready to grade attempts."""

    def grade(batch: tuple[Attempt, ...]) -> list[GradedAttempt]:
        if batch[0].kind is Kind.MUTANT:
            return _grade_apart(batch, process)
        return [grade_attempt(attempt, process) for attempt in batch]

    with GradingProcess(receive) as process:
        yield grade


def _grade_apart(mutants: tuple[Attempt, ...], process: GradingProcess) -> list[GradedAttempt]:
    """Grade mutants in a copy of this process, as the cells that they share are run there."""
    hidden_tests(process)  # copies have them, then
    grade = no_preparation(functools.partial(grade_mutants, process=process))
    longest = longest_grading(process.release, process.limits)
    (done,) = run_tasks(get_context("fork"), grade, [mutants], 1, longest)
    if done.result is None:
        raise RuntimeError("the process that grades mutants ended or hung")
    return done.result
