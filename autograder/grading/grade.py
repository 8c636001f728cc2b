"""Grade one submission."""

import time
from contextlib import ExitStack
from pathlib import Path

from autograder.errors import ReleaseError, SubmissionError
from autograder.files import working_among
from autograder.grading.process import GradingProcess
from autograder.grading.unchecked import unchanged_cells, unchecked
from autograder.intake.handed_in import unpack_notebook
from autograder.intake.submission import SubmittedNotebook, read_submission
from autograder.results.outcome import FAILED, INVALID, Outcome, ungraded
from autograder.sandbox.control import Sandbox
from autograder.text import printable


def sandbox_of(process: GradingProcess, submission: SubmittedNotebook) -> Sandbox:
    """Return the sandbox that a submission is run in, as its release wants it."""
    release = process.release
    seed = release.config.get("seed"), release.config.get("seed_variable")
    return process.sandbox(
        submission.cells,
        release.questions,
        submission.files,
        seed,
        unchecked(submission.cells, release.binds),
        unchanged_cells(submission.cells, release.given),
    )


def grade_submission(process: GradingProcess, path: Path, *, kept: bool = False) -> Outcome:
    """Grade a submission, as if it were the only one.

    Args:
        path: a notebook, or a zip or folder with one.
        kept: whether it is a file of what ``unpack_notebook`` takes, instead.

    Raises:
        StartError: no process can be had for it.
    """
    release = process.release
    start = time.perf_counter()
    try:
        if kept:
            submission = unpack_notebook(path.read_bytes())
        else:
            submission = read_submission(path, release.sought)
        wanted = release.sought.assignment
        if wanted and submission.assignment and submission.assignment != wanted:
            raise SubmissionError(
                f"this notebook belongs to {printable(submission.assignment[:100])}; "
                f"it was handed in for {wanted}"
            )
    except SubmissionError as error:
        return ungraded(INVALID, str(error), release, time.perf_counter() - start)
    sandbox = sandbox_of(process, submission)
    try:
        with ExitStack() as beside:
            with sandbox:
                sandbox.begin()
                # only now, while the notebook runs: these take time, and hold what it must not see
                from autograder.grading.draws import draws_of
                from autograder.grading.hidden import hidden_tests
                from autograder.grading.scoring import graded
                from autograder.grading.testing import question_name, run_tests, run_with_student

                hidden = hidden_tests(process)
                tests = hidden.make_tests()
                sandbox.follow()
                if release.tests_with_student:
                    sources = {file.name: hidden.source(question_name(file)) for file in tests}
                    tested = {f.name: run_with_student(f, sources[f.name], sandbox) for f in tests}
                else:
                    draws = draws_of(release, submission.cells)
                    # until what failed has been compared with misconceptions, by the same tests
                    beside.enter_context(working_among(release.data_files()))
                    tested = {f.name: run_tests(f, sandbox, draws=draws) for f in tests}
                record = sandbox.record
            recognised = hidden.recognise(tests, tested)
        seconds = time.perf_counter() - start
        return graded(submission, release, tests, record, tested, recognised, seconds)
    except ReleaseError as error:
        return ungraded(FAILED, str(error), release, time.perf_counter() - start)
