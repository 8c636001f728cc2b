"""Test one question of an attempt, with all draws of fresh inputs that it has to stand."""

import time
from collections.abc import Iterable
from contextlib import suppress
from types import CodeType
from typing import Any

from autograder.checks.session import session_with
from autograder.errors import StudentError
from autograder.grading.diagnosis import Diagnostician
from autograder.grading.otter_tests import OKTestFile, TestFile
from autograder.grading.testing import (
    QuestionVerdicts,
    TracedVerdict,
    note,
    question_name,
    run_case,
    run_on,
)
from autograder.sandbox.environment import StudentEnvironment
from autograder.verify.attempts import Attempt, Kind
from autograder.verify.found import Found
from autograder.verify.random_numbers import watched_numbers

_DRAW = {"bernoulli", "choice", "choices", "multinomial", "normal", "sample", "shuffle", "uniform"}
"""Functions that draw, of those whose name does not say it."""


def grade_question(
    attempt: Attempt,
    file: TestFile,
    environment: StudentEnvironment,
    diagnostician: Diagnostician | None = None,
) -> Found:
    """Test a question on a state of an attempt.

    Tests leave the state as they found it, so one copy of it serves all draws.

    Args:
        diagnostician: recognises the misconception, where the attempt is one.
    """
    question, start = question_name(file), time.perf_counter()
    if attempt.kind is Kind.MUTANT:
        return _grade_mutant(file, environment, attempt.seeds[0])
    first, *others = attempt.seeds if attempt.is_about(question) else attempt.seeds[:1]
    verdicts, drawing = _run_first(file, environment, first)
    note(file, verdicts)
    seconds = time.perf_counter() - start
    full = dict.fromkeys((first, *others), all(verdict.passed for verdict in verdicts))
    # only hidden tests draw, and one that fails is enough
    again = [
        (case, verdict)
        for case, verdict, draws in zip(file.test_cases, verdicts, drawing, strict=True)
        if draws and (verdict.hidden or not verdict.passed)
    ]
    again.sort(key=lambda pair: (pair[1].passed, not pair[1].hidden))
    fixed = all(v.passed for v, draws in zip(verdicts, drawing, strict=True) if not draws)
    environment.allow(len(others) + 1)
    for seed in others if again and fixed else []:
        full[seed] = False  # until it is seen
        with suppress(StudentError), session_with(base_seed=seed, explaining=False):
            full[seed] = all(run_case(case, environment).passed for case, _ in again)
    hint = None
    if diagnostician and attempt.kind is Kind.MISCONCEPTION and attempt.is_about(question):
        tested = QuestionVerdicts(question, verdicts, seconds)
        with session_with(base_seed=first):
            found = diagnostician.diagnose(file, tested)
        hint = found.hint if found is not None else None
    return Found(
        float(file.score),
        float(file.possible),
        full,
        hint,
        tuple(flag for verdict in verdicts for flag in verdict.flags),
        next((verdict.message for verdict in verdicts if not verdict.passed), ""),
        test_seconds=seconds,
    )


def _grade_mutant(file: TestFile, environment: StudentEnvironment, seed: int) -> Found:
    """Test a question of a mutant until a test fails: nobody reads why."""
    passed, message = True, ""
    with session_with(base_seed=seed, explaining=False):
        if isinstance(file, OKTestFile):
            verdicts: Iterable[TracedVerdict] = run_on(file, environment)
        else:
            verdicts = (run_case(case, environment) for case in file.test_cases)
        try:
            for verdict in verdicts:
                if not verdict.passed:
                    passed, message = False, verdict.message
                    break
        except StudentError as error:
            passed, message = False, str(error)
    return Found(float(passed), 1.0, {seed: passed}, message=message)


def _run_first(
    file: TestFile, environment: StudentEnvironment, seed: int
) -> tuple[tuple[TracedVerdict, ...], list[bool]]:
    """Run all tests with the first draw; say of each whether another draw could change it.

    It could where the test asked for fresh inputs or calls for random numbers itself, and where the
    answer used some, as far as that runs in this process. That a test makes modules of its own,
    which begin at random, does not count.
    """
    if isinstance(file, OKTestFile):
        with session_with(base_seed=seed):
            verdicts = run_on(file, environment)
        return verdicts, [False] * len(verdicts)
    found, drawing = [], []
    for case in file.test_cases:
        drawn: list[int] = []
        with session_with(base_seed=seed, drawn=drawn), watched_numbers() as used:
            try:
                found.append(run_case(case, environment))
            except StudentError as error:
                found.append(TracedVerdict(case.name, case.hidden, False, str(error)))
        drawing.append(bool(drawn or used) or _calls_for_random_numbers(case.body))
    return tuple(found), drawing


def _calls_for_random_numbers(body: Any) -> bool:
    """Say whether the code of a test names a function that draws."""
    codes = [body.test_func.__code__]
    while codes:
        code = codes.pop()
        if any("rand" in name or name in _DRAW for name in code.co_names):
            return True
        codes += [part for part in code.co_consts if isinstance(part, CodeType)]
    return False
