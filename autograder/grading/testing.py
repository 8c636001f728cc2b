"""Run a question's tests against a student's state."""

import ast
import builtins
import contextlib
import io
import time
from typing import Any

from otter.test_files import TestFile
from otter.test_files.abstract_test import TestCase, TestCaseResult
from otter.test_files.ok_test import OKTestFile

from autograder.errors import StudentError
from autograder.sandbox.control import Sandbox
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.wire import MAX_TEXT

PASSED = "✅ passed"
FAILED = "❌ "
_PROMPTS = (">>>", "...")


def run_tests(file: TestFile, sandbox: Sandbox) -> float:
    """Run the tests of one question; the results are noted in the file.

    Args:
        file: an Otter test file of either format.
        sandbox: where the student's state is.

    Returns:
        how long it took, in seconds.
    """
    start = time.perf_counter()
    environment: StudentEnvironment | None = None
    try:
        state = sandbox.state(question_name(file))
        environment = StudentEnvironment(state, sandbox.limits.question_seconds)
        if isinstance(file, OKTestFile):
            file.run(_names_used(file, environment))
        else:
            file.test_case_results = [_run_case(case, environment) for case in file.test_cases]
    except StudentError as error:
        file.test_case_results = [
            TestCaseResult(case, FAILED + str(error), False) for case in file.test_cases
        ]
    finally:
        if environment is not None:
            environment.close()
    return time.perf_counter() - start


def question_name(file: TestFile) -> str:
    """Return the name that check cells use: the test file's, not the one it gives itself."""
    return str(file.path).rpartition("/")[2].removesuffix(".py")


def _run_case(case: TestCase, environment: StudentEnvironment) -> TestCaseResult:
    """Run one exception-based test."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            case.body.call_func(environment)
    except AssertionError as error:
        message = str(error) or f"{case.name} does not hold"
    except Exception as error:
        # the tests are the instructor's, what they are given is the student's: blame is open
        message = f"{type(error).__name__}: {error}"
    else:
        return TestCaseResult(case, PASSED, True)
    return TestCaseResult(case, FAILED + message[:MAX_TEXT], False)


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
