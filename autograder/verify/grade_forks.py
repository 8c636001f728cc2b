"""Grade attempts at one question side by side: the same tests, without a sandbox.

Attempts are many, and made of the instructor's own code. The cells that they share are run once,
in a process that looks like a notebook's kernel; each attempt is then a fork of that state, so it
costs some milliseconds, and may loop or crash.
"""

import functools
import importlib
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from IPython.core.interactiveshell import InteractiveShell

from autograder.batch.pool import no_preparation, run_tasks
from autograder.cell import Cell
from autograder.files import write_files
from autograder.grading.diagnosis import Diagnostician
from autograder.grading.hidden import HiddenTests
from autograder.grading.otter_tests import TestFile
from autograder.grading.testing import question_name
from autograder.release_zip import Release
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.student import kernel
from autograder.verify.attempts import Attempt, Kind
from autograder.verify.found import Found
from autograder.verify.grade_question import grade_question
from autograder.verify.random_numbers import WatchedConnection

_MUTANT_SECONDS = 10.0
"""A mutant may loop for ever; one that takes this long is caught."""
_SECONDS = 120.0
"""Any other attempt that takes this long is graded in a sandbox, which knows what to make of it."""
_SEED = 0
"""What random numbers of all attempts begin with, so that the same is found whenever they are run;
what other numbers do is seen by the attempts that seed for themselves."""

_Given = TypeVar("_Given")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Work:
    """An attempt, and the questions of it that are to be tested."""

    attempt: Attempt
    questions: tuple[str, ...]

    @functools.cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells up to the last of these questions."""
        last = max(i for i, cell in enumerate(self.attempt.cells) if self.tested_after(cell))
        return self.attempt.cells[: last + 1]

    def tested_after(self, cell: Cell) -> list[str]:
        """Return the questions that are to be tested behind a cell."""
        return [question for question in cell.checks if question in self.questions]


@dataclass
class _Notebook:
    """What has been run of a notebook."""

    shell: InteractiveShell
    problem: str = ""  # the last error
    seconds: float = 0.0  # how long its cells took
    longest: float = 0.0  # the longest of them

    def run(self, cell: Cell) -> None:
        """Run a cell; a notebook goes on after an error."""
        start = time.perf_counter()
        result = self.shell.run_cell(cell.source, store_history=True)
        if error := result.error_before_exec or result.error_in_exec:
            self.problem = f"cell {cell.number}: {type(error).__name__}: {error}"
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
        seconds = time.perf_counter() - start
        self.seconds += seconds
        self.longest = max(self.longest, seconds)


@dataclass(frozen=True)
class _Grader:
    """What attempts are graded with, in forks of the process that has it."""

    notebook: _Notebook
    first: int  # how many cells are run already
    tests: dict[str, TestFile]
    diagnostician: Diagnostician | None
    question_seconds: float

    def grade(self, work: Work) -> tuple[dict[str, Found], tuple[str, ...]]:
        """Run in a fork: run what is left of an attempt's cells, and test it.

        Returns:
            what was found by question, and the names of the modules that it imported.
        """
        before = set(sys.modules)
        found = self._graded(work)
        return found, tuple(name for name in sys.modules if name not in before)

    def _graded(self, work: Work) -> dict[str, Found]:
        found = {}
        for cell in work.cells[self.first :]:
            self.notebook.run(cell)
            for question in work.tested_after(cell):
                test = functools.partial(self._test, work.attempt)
                if cell is work.cells[-1]:
                    found[question] = test(question)
                elif (result := _in_fork(test, question, _SECONDS)) is not None:
                    found[question] = result
                else:
                    return {}
        return found

    def _test(self, attempt: Attempt, question: str) -> Found:
        names, sources = self.notebook.shell.user_ns, [cell.source for cell in attempt.cells]
        environment = StudentEnvironment(
            WatchedConnection(names).fork, self.question_seconds, sources
        )
        found = grade_question(attempt, self.tests[question], environment, self.diagnostician)
        return replace(
            found,
            message=found.message and (self.notebook.problem or found.message),
            seconds=self.notebook.seconds + found.test_seconds,
            cell_seconds=self.notebook.longest,
        )


def grade_forks(work: Sequence[Work], release: Release) -> list[dict[str, Found]]:
    """Grade attempts at one question, in copies of this process, which is spent afterwards.

    Returns:
        for each, what was found by question; nothing for one that is no mutant and did not come to
        its end.

    Raises:
        ReleaseError: the release's tests cannot be used.
    """
    hidden = HiddenTests(release)
    tests = {question_name(file): file for file in hidden.make_tests()}
    kinds = {one.attempt.kind for one in work}
    diagnostician = hidden.diagnostician() if Kind.MISCONCEPTION in kinds else None
    shared = _shared(work)
    shell = kernel.make_shell()
    notebook = _Notebook(shell)
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), release.data_files())
        os.chdir(folder)
        kernel.look_like_a_kernel(shell, release.limits.output_mb << 20, lambda _: None)
        random.seed(_SEED)
        np.random.seed(_SEED)
        torch.default_generator.manual_seed(_SEED)
        for cell in work[0].cells[:shared]:
            notebook.run(cell)
        grader = _Grader(notebook, shared, tests, diagnostician, release.limits.question_seconds)
        seconds = _MUTANT_SECONDS if kinds == {Kind.MUTANT} else _SECONDS
        graded = []
        for one in work:
            found, imported = _in_fork(grader.grade, one, seconds) or ({}, ())
            graded.append(found or _without_end(one))
            _import(imported)
        os.chdir("/")
    return graded


def _import(names: Iterable[str]) -> None:
    """Import what an attempt has imported, so that the next ones find it there.

    Parts of torch that it does without until somebody asks take longer than most attempts do. What
    lies beside the notebook is not imported: attempts may change it.
    """
    with _same_numbers():
        for name in names:
            with suppress(Exception):  # what cannot be imported here is left to who asks for it
                top = find_spec(name.partition(".")[0])
                if top and not Path(top.origin or "").is_relative_to(Path.cwd()):
                    importlib.import_module(name)


@contextmanager
def _same_numbers() -> Iterator[None]:
    """Leave random numbers as they are: some modules draw when they are imported."""
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()
    yield
    random.setstate(states[0])
    np.random.set_state(states[1])
    torch.set_rng_state(states[2])


def _without_end(work: Work) -> dict[str, Found]:
    """Return what is said of an attempt that loops, or ends its process: a mutant is caught."""
    if work.attempt.kind is not Kind.MUTANT:
        return {}
    message = "does not end, or ends its process"
    return {question: Found(0.0, 1.0, {0: False}, message=message) for question in work.questions}


def _shared(work: Sequence[Work]) -> int:
    """Return how many cells all have in common at their beginning, with nothing to test there."""
    together = zip(*(one.cells for one in work), strict=False)
    alike = takewhile(lambda cells: len({cell.source for cell in cells}) == 1, together)
    number = 0
    for cells in alike:
        if any(one.tested_after(cell) for one, cell in zip(work, cells, strict=True)):
            break
        number += 1
    return number


def _in_fork(
    function: Callable[[_Given], _Result], given: _Given, seconds: float
) -> _Result | None:
    """Call a function in a copy of this process; return None if that ends or takes too long."""
    context = multiprocessing.get_context("fork")
    (done,) = run_tasks(context, no_preparation(function), [given], 1, seconds)
    return done.result
