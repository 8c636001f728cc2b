"""Grade an attempt the whole way that a submission goes, through the sandbox."""

import time
from dataclasses import replace

from autograder.errors import StudentError
from autograder.grading.hidden import hidden_tests
from autograder.grading.process import GradingProcess
from autograder.grading.testing import question_name
from autograder.verify.attempts import Kind
from autograder.verify.found import Found
from autograder.verify.grade_forks import Work
from autograder.verify.grade_question import grade_question


def grade_confined(work: Work, process: GradingProcess) -> dict[str, Found]:
    """Grade an attempt with the release's own tests; return what was found by question."""
    attempt = work.attempt
    with process.sandbox(attempt.cells, work.questions) as sandbox:
        start = time.perf_counter()
        sandbox.begin()
        hidden = hidden_tests(process)
        files = {question_name(file): file for file in hidden.make_tests()}
        diagnostician = hidden.diagnostician() if attempt.kind is Kind.MISCONCEPTION else None
        sandbox.follow()
        seconds = time.perf_counter() - start
        stop = sandbox.record.stop
        found = {}
        for question in work.questions:
            most = sandbox.limits.question_seconds
            try:
                with sandbox.environment(question, most) as environment:
                    one = grade_question(attempt, files[question], environment, diagnostician)
            except StudentError as error:
                one = _nothing(work, files[question].possible, str(error))
            message = stop.message if stop and one.message else one.message
            found[question] = replace(one, message=message, seconds=seconds + one.test_seconds)
    return found


def _nothing(work: Work, maximum: float, message: str) -> Found:
    """Return what is found where there is no state to test."""
    return Found(0.0, float(maximum), dict.fromkeys(work.attempt.seeds, False), message=message)
