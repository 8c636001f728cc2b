"""Grade one submission, in a process that is thrown away afterwards."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.checks.misconceptions import Variant
from autograder.grading import results
from autograder.grading.intake import SubmissionError, read_submission
from autograder.grading.package import (
    Package,
    PackageError,
    read_data_files,
    read_diagnostician,
    read_tests,
)
from autograder.grading.results import Outcome
from autograder.grading.verdicts import Tested
from autograder.sandbox.control import Sandbox
from autograder.sandbox.limits import Limits

if TYPE_CHECKING:  # Otter takes seconds to import
    from otter.test_files import TestFile


def grade_submission(package: Package, path: Path, limits: Limits | None = None) -> Outcome:
    """Grade a submission.

    The student process is forked before any test is loaded, so no test is in its memory. This
    process loads tests and may not be used for another submission: the next student process
    would be a copy of it.

    Args:
        package: the autograder zip's settings.
        path: a notebook, or a zip or folder with one.
        limits: what it may use; by default what the package says.
    """
    start = time.perf_counter()
    try:
        submission = read_submission(path)
        wanted = package.config.get("assignment_name")
        if wanted and submission.assignment and submission.assignment != wanted:
            raise SubmissionError(
                f"this notebook belongs to {submission.assignment[:100]}; "
                f"it was handed in for {wanted}"
            )
    except SubmissionError as error:
        seconds = time.perf_counter() - start
        return results.ungraded(path.stem, results.INVALID, str(error), package, seconds)
    seed = package.config.get("seed"), package.config.get("seed_variable")
    sandbox = Sandbox(
        submission.cells,
        package.questions,
        {**submission.files, **read_data_files(package)},
        limits or package.limits,
        seed,
    )
    try:
        with sandbox:
            sandbox.begin()
            # only now, while the notebook runs: these take time, and hold what it must not see
            from otter.test_files import GradingResults

            from autograder.grading.testing import run_tests

            tests = read_tests(package)
            sandbox.follow()
            tested = {file.name: run_tests(file, sandbox) for file in tests}
            record = sandbox.record
        hints = _recognise(package, tests, tested)
        seconds = time.perf_counter() - start
        return results.graded(
            submission, package, GradingResults(tests), record, tested, hints, seconds
        )
    except PackageError as error:
        seconds = time.perf_counter() - start
        return results.ungraded(path.stem, results.FAILED, str(error), package, seconds)


def _recognise(
    package: Package, tests: list[TestFile], tested: dict[str, Tested]
) -> dict[str, Variant]:
    """Return the misconception behind each question that failed, where one is recognised."""
    if all(verdict.passed for question in tested.values() for verdict in question.verdicts):
        return {}
    diagnostician = read_diagnostician(package)
    if diagnostician is None:
        return {}
    found = {}
    for file in tests:
        with suppress(Exception):  # students return the strangest things; no hint may cost a result
            found[file.name] = diagnostician.diagnose(file, tested[file.name])
    return {name: variant for name, variant in found.items() if variant is not None}
