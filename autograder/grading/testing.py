"""Run a question's tests against a student's state."""

import ast
import builtins
import contextlib
import io
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from autograder.checks.failure import CheckError
from autograder.checks.findings import MISSING, NOT_IMPLEMENTED
from autograder.checks.session import session_with
from autograder.errors import StudentError, WallError
from autograder.grading.behaviour import behaviour_of
from autograder.grading.draws import Draws
from autograder.grading.otter_tests import OKTestFile, TestCase, TestCaseResult, TestFile
from autograder.results.outcome import NOT_RUN, Verdict
from autograder.sandbox.control import Sandbox
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.trace import Trace
from autograder.sandbox.wire.messages import MAX_TEXT

PASSED = "✅ passed"
FAILED = "❌ failed: "
UNWRITTEN = (MISSING, NOT_IMPLEMENTED)
"""Findings of an answer that is not written yet: other inputs make no difference to it."""
_PROMPTS = (">>>", "...")
_NOT_RUN = "this test could not be run on what your notebook has; your instructors are told why"
_WALL = re.compile(rf"^ *{WallError.__module__}\.{WallError.__name__}: (.*)$", re.MULTILINE)
"""The line of a doctest's report that says what it asked for in vain."""


class TracedVerdict(Verdict, frozen=True):
    """What came of one test, and what student code did in it; nothing for a doctest."""

    trace: Trace | None = None
    ended: bool = False  # whether student code ended or overstayed in it

    def without_trace(self) -> Verdict:
        """Return what is kept of it."""
        kept = Verdict(*(getattr(self, name) for name in Verdict.__struct_fields__))
        if self.trace is None or self.passed or self.ended or self.finding in UNWRITTEN:
            return kept
        return replace(kept, behaviour=behaviour_of(self.trace))


@dataclass(frozen=True)
class QuestionVerdicts:
    """A question whose tests were run."""

    name: str  # the question
    verdicts: tuple[TracedVerdict, ...]  # one per test
    seconds: float  # how long the tests took


Further = Callable[[StudentEnvironment, tuple[TracedVerdict, ...]], None]


def run_tests(
    file: TestFile, sandbox: Sandbox, then: Further | None = None, draws: Draws | None = None
) -> QuestionVerdicts:
    """Run the tests of one question; the results are noted in the file, too.

    Args:
        then: called with the state and the verdicts, while the state is still there.
        draws: the submission's own draws of fresh inputs; None for the session's.
    """
    question = question_name(file)
    start = time.perf_counter()
    try:
        with sandbox.environment(question, sandbox.limits.question_seconds) as environment:
            verdicts = run_on(file, environment, draws)
            if then is not None:
                then(environment, verdicts)
    except StudentError as error:
        verdicts = _all_failed(file, str(error))
    if not isinstance(file, OKTestFile):  # Otter has noted these
        note(file, verdicts)
    return QuestionVerdicts(question, verdicts, time.perf_counter() - start)


def run_with_student(file: TestFile, source: str, sandbox: Sandbox) -> QuestionVerdicts:
    """Run the tests of one question in the student process, whose word is taken for the result.

    Args:
        source: that of the test file.
    """
    question = question_name(file)
    start = time.perf_counter()
    try:
        with sandbox.environment(question, sandbox.limits.question_seconds) as environment:
            found = environment.run_tests(file.path, source)
        if len(found) != len(file.test_cases):
            raise StudentError("the tests did not come to their end beside your code")
        verdicts = tuple(
            TracedVerdict(case.name, case.hidden, passed, "" if passed else message[:MAX_TEXT])
            for case, (passed, message) in zip(file.test_cases, found, strict=True)
        )
    except Exception as error:  # the tests', or what student code makes of them
        told = str(error) if isinstance(error, StudentError) else f"{type(error).__name__}: {error}"
        verdicts = _all_failed(file, told)
    note(file, verdicts)
    return QuestionVerdicts(question, verdicts, time.perf_counter() - start)


def note(file: TestFile, verdicts: Sequence[TracedVerdict]) -> None:
    """Note what came of tests in their file, from which Otter works out the points."""
    file.test_case_results = [
        TestCaseResult(case, _as_text(verdict), verdict.passed)
        for case, verdict in zip(file.test_cases, verdicts, strict=True)
    ]


def run_on(
    file: TestFile, environment: StudentEnvironment, draws: Draws | None = None
) -> tuple[TracedVerdict, ...]:
    """Run the tests of one question on a state, the student's or anybody's; see ``run_tests``."""
    try:
        if isinstance(file, OKTestFile):
            file.run(_names_used(file, environment))
            verdicts = tuple(map(_verdict_of_doctest, file.test_case_results))
            for result, verdict in zip(file.test_case_results, verdicts, strict=True):
                if verdict.finding == NOT_RUN:
                    result.message = _as_text(verdict)
            return verdicts
        if draws is None:
            return tuple(run_case(case, environment) for case in file.test_cases)
        with session_with(base_seed=draws.own, explaining=False):
            verdicts = tuple(run_case(case, environment) for case in file.test_cases)
    except StudentError as error:
        return _all_failed(file, str(error))
    environment.allow(1)  # what is tried again costs the other tests no time
    return tuple(
        verdict
        if verdict.passed or verdict.finding in UNWRITTEN
        else _judged_again(case, verdict, environment, draws)
        for case, verdict in zip(file.test_cases, verdicts, strict=True)
    )


def _judged_again(
    case: TestCase, failed: TracedVerdict, environment: StudentEnvironment, draws: Draws
) -> TracedVerdict:
    """Judge a test that failed with the submission's own draw by the draw that is everybody's.

    What fails there, too, is wrong, and is explained with the same numbers for all. What passes
    there has had bad luck, or knows those numbers: it fails if it fails with all further draws.
    """
    try:
        common = run_case(case, environment)
        if not common.passed:
            return common
        for seed in draws.further:
            with session_with(base_seed=seed):
                again = run_case(case, environment)
            if again.passed:
                return again
    except StudentError:  # it ended or hung, which it did not before
        return failed
    return again


def _verdict_of_doctest(result: TestCaseResult) -> TracedVerdict:
    case, message = result.test_case, result.message or ""
    if not result.passed and (told := _WALL.search(message)):
        return _not_run(case, told[1])
    return TracedVerdict(case.name, case.hidden, bool(result.passed), message)


def _not_run(case: TestCase, reason: str) -> TracedVerdict:
    """Return the verdict of a test that asks for what cannot be done: its reason is for staff."""
    title = case.name.rpartition(": ")[2]
    flags = (f"'{title}' could not be run, and points may be due: {reason[:MAX_TEXT]}",)
    return TracedVerdict(case.name, case.hidden, False, _NOT_RUN, finding=NOT_RUN, flags=flags)


def question_name(file: TestFile) -> str:
    """Return the name that check cells use: the test file's, not the one it gives itself."""
    return str(file.path).rpartition("/")[2].removesuffix(".py")


def _all_failed(file: TestFile, message: str) -> tuple[TracedVerdict, ...]:
    """Return the verdicts on a question whose tests could not be run, and note them."""
    verdicts = tuple(TracedVerdict(c.name, c.hidden, False, message) for c in file.test_cases)
    note(file, verdicts)
    return verdicts


def run_case(case: TestCase, environment: StudentEnvironment) -> TracedVerdict:
    """Run one exception-based test."""
    message = explanation = finding = ""
    passed = ended = False
    flags: list[str] = []
    environment.take_trace()
    try:
        with contextlib.redirect_stdout(io.StringIO()), session_with(flags=flags):
            case.body.call_func(environment)
    except CheckError as error:
        message, explanation, finding = error.message, error.explanation, error.finding
    except WallError as error:
        return _not_run(case, str(error))
    except AssertionError as error:
        message = str(error) or f"{case.name} does not hold"
    except NotImplementedError as error:
        message, finding = str(error) or "not written yet", NOT_IMPLEMENTED
    except StudentError as error:
        message, ended = f"{type(error).__name__}: {error}", True
    except Exception as error:
        # the tests are the instructor's, what they are given is the student's: blame is open
        message = f"{type(error).__name__}: {error}"
    else:
        passed = True
    return TracedVerdict(
        case.name,
        case.hidden,
        passed,
        message[:MAX_TEXT],
        explanation[:MAX_TEXT],
        finding,
        tuple(text[:MAX_TEXT] for text in flags),
        trace=environment.take_trace(),
        ended=ended,
    )


def _as_text(verdict: TracedVerdict) -> str:
    """Return what Otter's own report says of a test."""
    if verdict.passed:
        return PASSED
    explanation = f"\n{verdict.explanation}" if verdict.explanation else ""
    return FAILED + verdict.message + explanation


def _names_used(file: OKTestFile, environment: StudentEnvironment) -> dict[str, Any]:
    """Return the student's values of all names that doctests mention, as a real dict.

    Python looks names up in a dict's storage, so a mapping that asks the student process would be
    passed over.
    """
    mentioned: set[str] = set()
    for case in file.test_cases:
        lines = [
            line.strip()[4:] for line in case.body.splitlines() if line.strip()[:3] in _PROMPTS
        ]
        try:
            tree = ast.parse("\n".join(lines))
        except SyntaxError:
            continue
        mentioned |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    bound = mentioned.intersection(environment)
    return {name: environment[name] for name in bound} | {"__builtins__": builtins}
