"""Grade mutants of one solution side by side: the same tests, without a sandbox.

Mutants are many, and made of the instructor's own code. The cells that they share are run once;
each mutant is then a fork of that state, so it costs some milliseconds, and may loop or crash.
"""

import builtins
import contextlib
import functools
import io
import multiprocessing
import os
import tempfile
import time
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from otter.test_files import TestFile

from autograder.batch.pool import no_preparation, run_tasks
from autograder.cell import Cell
from autograder.files import write_files
from autograder.grading.hidden import hidden_tests
from autograder.grading.process import GradingProcess
from autograder.grading.testing import question_name, run_on
from autograder.notebook import plain_python
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.local import LocalConnection
from autograder.verify.attempts import Attempt
from autograder.verify.grade_attempts import GradedAttempt

_SECONDS = 10.0
"""A mutant may loop for ever; one that takes this long is caught."""


def grade_mutants(mutants: Sequence[Attempt], process: GradingProcess) -> list[GradedAttempt]:
    """Grade mutants that share their questions, in copies of this process."""
    made = hidden_tests(process).make_tests()
    tests = [file for file in made if question_name(file) in mutants[0].tested]
    shared = _shared([mutant.cells for mutant in mutants])
    names: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), process.release.data_files())
        os.chdir(folder)
        _run(mutants[0].cells[:shared], names)
        grade = functools.partial(_grade, first=shared, names=names, tests=tests)
        context = multiprocessing.get_context("fork")
        graded = [
            done.result
            or _graded(done.task, False, done.seconds, "does not end, or ends its process")
            for done in run_tasks(context, no_preparation(grade), mutants, 1, _SECONDS)
        ]
        os.chdir("/")
    return graded


def _shared(notebooks: Sequence[tuple[Cell, ...]]) -> int:
    """Return how many cells all notebooks have in common at their beginning."""
    sources = zip(*([cell.source for cell in cells] for cells in notebooks), strict=False)
    return sum(1 for _ in takewhile(lambda same: len(set(same)) == 1, sources))


def _run(cells: Sequence[Cell], names: dict[str, Any]) -> str:
    """Run cells as a notebook does, which goes on after an error; return the last error."""
    problem = ""
    for cell in cells:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(plain_python(cell.source), f"cell {cell.number}", "exec"), names)
        except Exception as error:
            problem = f"cell {cell.number}: {type(error).__name__}: {error}"
    return problem


def _graded(mutant: Attempt, passed: bool, seconds: float, message: str) -> GradedAttempt:
    scores = {mutant.question: (float(passed), 1.0)}
    return GradedAttempt(mutant, scores, {0: passed}, message=message, seconds=seconds)


def _grade(
    mutant: Attempt, first: int, names: dict[str, Any], tests: list[TestFile]
) -> GradedAttempt:
    """Run in a fork: run what is left of a mutant's cells, and test it."""
    start = time.perf_counter()
    problem = _run(mutant.cells[first:], names)
    sources = [cell.source for cell in mutant.cells]
    environment = StudentEnvironment(LocalConnection(names).fork, _SECONDS, sources)
    verdicts = [verdict for file in tests for verdict in run_on(file, environment)]
    failed = [verdict for verdict in verdicts if not verdict.passed]
    message = problem or failed[0].message if failed else ""
    return _graded(mutant, not failed, time.perf_counter() - start, message)
