"""Recognise a misconception: which of the known wrong solutions behaves like the student's?"""

import time
from typing import Any

import torch

from autograder.checks.misconceptions import Declared, Variant, run_declarations
from autograder.checks.reference import reference_names
from autograder.grading.otter_tests import TestCase, TestFile
from autograder.grading.testing import UNWRITTEN, QuestionVerdicts, TracedVerdict, run_case
from autograder.release_format import MISCONCEPTIONS
from autograder.results.outcome import NOT_RUN
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.local import LocalConnection
from autograder.sandbox.trace import OtherwiseError

_NO_MISTAKE = {*UNWRITTEN, NOT_RUN}
"""Findings of an answer that is not written yet, or not tested: there is no mistake to look for."""
_TRIES = 3
_SECONDS = 10.0
"""How much the search may compute per question; without a result, the student reads no hint. It is
time of the processor: a hint must not hang on what else the machine has to do."""


def holds_mistake(tested: QuestionVerdicts) -> bool:
    """Say whether there is a mistake to look for behind what came of a question."""
    failed = [verdict for verdict in tested.verdicts if not verdict.passed]
    return bool(failed) and not any(verdict.finding in _NO_MISTAKE for verdict in failed)


class Diagnostician:
    """Holds the known wrong solutions of an assignment, ready to be run.

    Args:
        source: the text of the assignment's ``misconceptions.py``.

    Raises:
        CourseError: the file or the reference cannot be run.
    """

    def __init__(self, source: str) -> None:
        names = reference_names().data
        solution = dict(names)
        self._declared: Declared = run_declarations(source, MISCONCEPTIONS, names)
        names.update(solution)
        self._names = names

    def diagnose(self, file: TestFile, tested: QuestionVerdicts) -> Variant | None:
        """Return the misconception that explains a question's failures, or None.

        One that declares a finding is recognised by it. Any other is put in the student's place:
        it must pass and fail the same tests, and do the same in those that failed.
        """
        if not holds_mistake(tested):
            return None
        findings = {v.finding for v in tested.verdicts if not v.passed and v.finding}
        known = [pair for pair in self._declared.variants if pair[0].question == tested.name]
        for variant, _ in known:
            if variant.finding in findings:
                return variant
        end = time.process_time() + _SECONDS
        with torch.random.fork_rng(devices=[]):
            for variant, definition in known:
                if time.process_time() > end:
                    return None
                if not variant.finding and self._behaves_like(variant, definition, file, tested):
                    return variant
        return None

    def _behaves_like(
        self, variant: Variant, definition: Any, file: TestFile, tested: QuestionVerdicts
    ) -> bool:
        """Run the tests on a known wrong solution, and compare with what the student's did."""
        pairs = list(zip(file.test_cases, tested.verdicts, strict=True))
        failed = [pair for pair in pairs if not pair[1].passed]
        telling = [pair for pair in failed if pair[1].hidden] or failed
        if any(verdict.trace is None or not verdict.trace.complete for _, verdict in telling):
            return False
        before = {k: v.clone() for k, v in self._names.items() if isinstance(v, torch.Tensor)}
        replaced = self._names.get(variant.name)
        self._names[variant.name] = definition
        environment = StudentEnvironment(LocalConnection(self._names).fork, _SECONDS)
        try:
            for case, verdict in telling:  # first, because most differ here already
                environment.expect(verdict.trace)  # and most at the first call
                if not _alike(run_case(case, environment), verdict):
                    return False
            environment.expect(None)
            others = [pair for pair in pairs if pair not in telling]
            return all(_passes_alike(case, environment, v) for case, v in others)
        except OtherwiseError:
            return False
        finally:
            self._names.update(before)
            self._names[variant.name] = replaced


def _alike(known: TracedVerdict, student: TracedVerdict) -> bool:
    """Say whether a test came out alike, and the code did the same in it."""
    if known.passed != student.passed:
        return False
    return known.trace is not None and student.trace is not None and known.trace.same(student.trace)


def _passes_alike(case: TestCase, environment: StudentEnvironment, student: TracedVerdict) -> bool:
    """Say whether a test comes out alike; tries again, as random weights may meet it by luck."""
    return any(run_case(case, environment).passed == student.passed for _ in range(_TRIES))
