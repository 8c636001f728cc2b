"""Grade one submission."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.checks.misconceptions import Variant
from autograder.errors import ReleaseError, SubmissionError
from autograder.grading.process import GradingProcess
from autograder.grading.verdicts import Tested
from autograder.intake.submission import read_submission
from autograder.results import outcome as results
from autograder.results.outcome import Outcome

if TYPE_CHECKING:  # Otter takes seconds to import
    from otter.test_files import TestFile


def grade_submission(process: GradingProcess, path: Path) -> Outcome:
    """Grade a submission, as if it were the only one.

    Args:
        process: what to grade with.
        path: a notebook, or a zip or folder with one.

    Raises:
        StartError: no process can be had for it.
    """
    release = process.release
    start = time.perf_counter()
    try:
        submission = read_submission(path)
        wanted = release.config.get("assignment_name")
        if wanted and submission.assignment and submission.assignment != wanted:
            raise SubmissionError(
                f"this notebook belongs to {submission.assignment[:100]}; "
                f"it was handed in for {wanted}"
            )
    except SubmissionError as error:
        seconds = time.perf_counter() - start
        return results.ungraded(path.stem, results.INVALID, str(error), release, seconds)
    seed = release.config.get("seed"), release.config.get("seed_variable")
    sandbox = process.sandbox(submission.cells, release.questions, submission.files, seed)
    try:
        with sandbox:
            sandbox.begin()
            # only now, while the notebook runs: these take time, and hold what it must not see
            from otter.test_files import GradingResults

            from autograder.grading.testing import run_tests

            tests = process.hidden().make_tests()
            sandbox.follow()
            tested = {file.name: run_tests(file, sandbox) for file in tests}
            record = sandbox.record
        hints = _recognise(process, tests, tested)
        seconds = time.perf_counter() - start
        return results.graded(
            submission, release, GradingResults(tests), record, tested, hints, seconds
        )
    except ReleaseError as error:
        seconds = time.perf_counter() - start
        return results.ungraded(path.stem, results.FAILED, str(error), release, seconds)


def _recognise(
    process: GradingProcess, tests: list[TestFile], tested: dict[str, Tested]
) -> dict[str, Variant]:
    """Return the misconception behind each question that failed, where one is recognised."""
    if all(verdict.passed for question in tested.values() for verdict in question.verdicts):
        return {}
    diagnostician = process.hidden().diagnostician()
    if diagnostician is None:
        return {}
    found = {}
    for file in tests:
        with suppress(Exception):  # students return the strangest things; no hint may cost a result
            found[file.name] = diagnostician.diagnose(file, tested[file.name])
    return {name: variant for name, variant in found.items() if variant is not None}
