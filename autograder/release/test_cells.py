"""Test cells of a master, and the Otter test files made from them."""

import ast
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from otter.assign.tests_manager import BEGIN_TEST_CONFIG_REGEX, END_TEST_CONFIG_REGEX
from otter.test_files.abstract_test import TestCase, TestFile

from autograder.python_code import imported_modules
from autograder.release.packages import unlisted_packages
from autograder.release.test_titles import title_of

_SETTINGS = {"hidden", "points", "success_message", "failure_message"}

# Otter puts the number and the text of a line of the test before each message. Where a test says
# something, that is enough; where student code raises an error, its own line says more.
_MESSAGES = """\

import traceback

from otter.test_files.exception_test import ExceptionTestFile


def _message(self, error, context=0):
    if isinstance(error, (AssertionError, NotImplementedError)) and str(error):
        return str(error)
    lines = [
        f"in {frame.name}, line {frame.lineno} of its cell: {frame.line}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "ipykernel_" in frame.filename or "ipython-input" in frame.filename
    ]
    if lines:
        return f"{type(error).__name__}: {error}\\n  {lines[-1]}"
    return _message.by_otter(self, error, context)


_message.by_otter = ExceptionTestFile._generate_error_message
_message.by_otter = getattr(_message.by_otter, "by_otter", _message.by_otter)
ExceptionTestFile._generate_error_message = _message
"""


@dataclass(frozen=True)
class Test:
    """One test function, with its cell's number in the master (counted from 1)."""

    number: int
    function: str
    source: str
    hidden: bool
    points: float | None
    success_message: str | None
    failure_message: str | None
    names: tuple[str, ...] = ()  # those that its title may speak of

    @property
    def title(self) -> str:
        """The function's name as a sentence."""
        return title_of(self.function, self.names)

    @property
    def asked_for(self) -> tuple[str, ...]:
        """The names that it asks of the notebook, its parameters."""
        function = ast.parse(self.source).body[0]
        assert isinstance(function, ast.FunctionDef)
        return tuple(a.arg for a in (*function.args.args, *function.args.kwonlyargs))


def _split_settings(source: str) -> tuple[dict[str, Any], str]:
    """Split a test cell into its settings and its code."""
    lines = source.splitlines()
    if not lines:
        return {}, ""
    if re.match(BEGIN_TEST_CONFIG_REGEX, lines[0], flags=re.IGNORECASE):
        for end, line in enumerate(lines):
            if re.match(END_TEST_CONFIG_REGEX, line, flags=re.IGNORECASE):
                settings = yaml.safe_load("\n".join(lines[1:end])) or {}
                if not isinstance(settings, dict) or not settings.keys() <= _SETTINGS:
                    raise ValueError(f"a test's settings are {', '.join(sorted(_SETTINGS))}")
                return settings, "\n".join(lines[end + 1 :])
        raise ValueError("BEGIN TEST CONFIG is never closed; add a line # END TEST CONFIG")
    if re.match(r"\s*#.*\bhidden\b", lines[0], flags=re.IGNORECASE):
        return {"hidden": True}, "\n".join(lines[1:])
    return {}, source


def check_number(points: Any) -> None:
    """Check that points are a number of 0 or more.

    Raises:
        ValueError: they are something else.
    """
    is_number = isinstance(points, int | float) and not isinstance(points, bool)
    if not is_number or not math.isfinite(points) or points < 0:
        raise ValueError(f"points are {points!r}; write a number of 0 or more, as 1.5")


def check_points_within(source: str) -> None:
    """Check the points of a test cell that Otter is to read, as far as its settings are like ours.

    Raises:
        ValueError: they are no number of 0 or more.
    """
    try:
        points = _split_settings(source)[0].get("points")
    except (ValueError, yaml.YAMLError):
        return
    if points is not None:
        check_number(points)


def _check_settings(settings: dict[str, Any]) -> None:
    """Raise a ValueError when a setting of a test is of another kind than it should be."""
    if settings.get("points") is not None:
        check_number(settings["points"])
    if not isinstance(settings.get("hidden", False), bool):
        raise ValueError(f"hidden is {settings['hidden']!r}; write true or false")
    for key in ("success_message", "failure_message"):
        if not isinstance(settings.get(key), str | None):
            raise ValueError(f"{key} is {settings[key]!r}; write a text, in quotes")


def read_test(number: int, source: str, requirements: Sequence[str] = ()) -> Test:
    """Read a test cell: optional settings, then one function.

    Args:
        requirements: packages that students have beside those that everybody has.

    Raises:
        ValueError: it is something else; the message says what to do.
    """
    try:
        settings, code = _split_settings(source)
        tree = ast.parse(code)
    except yaml.YAMLError:
        raise ValueError("the test's settings are not valid YAML") from None
    except SyntaxError as error:
        raise ValueError(
            f"the test is not valid Python ({error.msg}, line {error.lineno} of its code); mend it"
        ) from None
    _check_settings(settings)
    body = tree.body
    call_behind = len(body) == 2 and isinstance(body[1], ast.Expr)
    if not body or not isinstance(body[0], ast.FunctionDef) or len(body) > 1 + call_behind:
        raise ValueError(
            "a test cell holds one function (and may call it below); move the rest into it"
        )
    function = body[0]
    hidden = bool(settings.get("hidden", False))
    packages = {name.partition(".")[0] for name in imported_modules(ast.walk(tree))}
    if not hidden and (foreign := unlisted_packages(packages, requirements)):
        raise ValueError(
            f"a public test runs on students' machines and cannot import {', '.join(foreign)}; "
            "use torch, numpy, the standard library and what requirements name, or set hidden: true"
        )
    first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
    return Test(
        number=number,
        function=function.name,
        source="\n".join(code.splitlines()[first - 1 : function.end_lineno]),
        hidden=hidden,
        points=settings.get("points"),
        success_message=settings.get("success_message"),
        failure_message=settings.get("failure_message"),
    )


def check_points(points: Any, tests: tuple[Test, ...]) -> list[float]:
    """Return the points of each test, shared out as Otter does.

    Raises:
        ValueError: they cannot be shared out, or those of the tests make another sum.
    """
    if isinstance(points, dict):
        points = points.get("each", 1) * len(tests)
    if isinstance(points, list) and len(points) != len(tests):
        raise ValueError(
            f"points lists {len(points)}, and the tests are {len(tests)}; give each its points"
        )
    own = [test.points for test in tests if test.points is not None]
    if isinstance(points, int | float) and own:
        given, left = sum(own), len(tests) - len(own)
        if math.isclose(given, points):  # but for the last digit
            points = given
        if given > points or (given < points and not left):
            raise ValueError(
                f"its tests have {given:g} in all, and the question {points:g}; make them agree"
            )
    cases = [TestCase(t.title, None, t.hidden, t.points, None, None) for t in tests]
    return [case.points for case in TestFile.resolve_test_file_points(points, cases)]


def render_test_file(
    name: str, points: Any, all_or_nothing: bool, tests: tuple[Test, ...], *, hidden: bool
) -> str:
    """Write an Otter test file (exception-based).

    Args:
        points: the question's points, as its settings give them.
        hidden: whether hidden tests go in; without them, the public ones keep their own points.
    """
    parts = [
        "from otter.test_files import test_case\n\nOK_FORMAT = False\n",
        f"name = {name!r}\npoints = None\nall_or_nothing = {all_or_nothing}\n",
        _MESSAGES,
    ]
    for test, value in zip(tests, check_points(points, tests), strict=True):
        if test.hidden and not hidden:
            continue
        number = float(value)
        settings = [
            f"name={f'{name}: {test.title}'!r}",
            f"points={int(number) if number.is_integer() else number!r}",
            f"hidden={test.hidden}",
        ]
        if test.success_message:
            settings.append(f"success_message={test.success_message!r}")
        if test.failure_message:
            settings.append(f"failure_message={test.failure_message!r}")
        arguments = "".join(f"    {setting},\n" for setting in settings)
        parts.append(f"\n@test_case(\n{arguments})\n{test.source}\n")
    return "\n".join(parts)
