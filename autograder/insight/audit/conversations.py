"""What code says to tests, request by request: it is compared where no call can be made."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from autograder.checks.reference import reference_names
from autograder.checks.session import session_with
from autograder.grading.otter_tests import OKTestFile, TestCase, TestFile
from autograder.grading.testing import run_case
from autograder.insight.audit.compare import Path, differences
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.local import LocalConnection
from autograder.sandbox.trace import Failed

DRAW = 3_000_017
"""The base seed of the draw that tests are followed with."""
_MOST_NUMBERS = 100_000
"""Numbers of a value that are kept."""
_MOST_STEPS = 300
"""Requests of one test that are compared."""
_FAR = 1e6
"""By how much a number is changed to see whether a test looks at it."""
PROBE = "Probe"
_SECONDS = 60.0
"""Seconds that our own code may take in a test."""
WAY: Path = ("way",)
"""The path of no part: from there on a test goes another way with one answer than with another."""


@dataclass
class Conversation:
    """What the reference says to one test."""

    question: str
    test: int  # which of the question's tests
    title: str  # what the test is called
    asked: list[str]  # the kind of each request
    said: list[Any]  # what came of it, as plain data
    free: set[Path] = field(default_factory=set)  # parts that need not be so


class Said(NamedTuple):
    """A part of what code says to a test that is not as in the reference."""

    test: int
    step: int
    path: Path
    expected: str
    got: str


def local(names: dict[str, Any]) -> StudentEnvironment:
    """Return an environment of names of this process."""
    return StudentEnvironment(LocalConnection(names).fork, _SECONDS)


def plain(value: Any, depth: int = 0) -> Any:
    """Return what came of a request as plain data; what is none is an object."""
    match value:
        case Failed():
            return {"raises": value.kind}
        case Tensor() if value.numel() <= _MOST_NUMBERS:
            return value.detach().clone().as_subclass(Tensor)
        case np.ndarray() | np.generic() if value.size <= _MOST_NUMBERS:
            return np.array(value)
        case None | bool() | int() | float() | str() | bytes():
            return value
        case list() | tuple() if depth < 6:
            return [plain(one, depth + 1) for one in value]
        case dict() if depth < 6:
            return {str(key): plain(one, depth + 1) for key, one in value.items()}
    return {"object": True}


def converse(case: TestCase, environment: StudentEnvironment) -> tuple[list[str], list[Any], bool]:
    """Run a test, and return the kinds of its requests, what came of each, and whether it holds."""
    environment.take_trace()
    with session_with(base_seed=DRAW, explaining=False):
        verdict = run_case(case, environment)
    trace = verdict.trace
    if trace is None or not trace.complete:
        return [], [], verdict.passed
    return (
        trace.asked[:_MOST_STEPS],
        [plain(one) for one in trace.entries[:_MOST_STEPS]],
        verdict.passed,
    )


def cases_of(file: TestFile) -> Sequence[TestCase]:
    """Return the tests of a file that can be followed: doctests cannot."""
    return [] if isinstance(file, OKTestFile) else file.test_cases


def conversations(question: str, file: TestFile) -> list[Conversation]:
    """Return what the reference says to the tests of a question, where it passes them."""
    found = []
    for number, case in enumerate(cases_of(file)):
        runs = []
        for seed in (1, 2):
            torch.default_generator.manual_seed(seed)
            np.random.seed(seed)
            runs.append(converse(case, local(reference_names().data)))
        (asked, said, passed), (_, again, _) = runs
        if passed and said:
            made = Conversation(question, number, case.name, asked, said)
            made.free = {path for _, path, *_ in _apart(made, asked, again) if path[-1:] != WAY}
            found.append(made)
    return found


def _apart(known: Conversation, asked: Sequence[str], said: Sequence[Any]) -> Iterator[Any]:
    """Yield step, path with the step, and both values of all parts that are otherwise.

    Where the test goes another way from a step on, that is the last, with the path ``WAY``.
    """
    steps = zip(known.asked, known.said, asked, said, strict=False)
    for step, (kind, expected, other, got) in enumerate(steps):
        if kind != other or _keys(expected) != _keys(got):
            yield step, (str(step), *WAY), "", ""
            return  # from here on the test may ask for something else
        for one in differences(expected, got):
            yield step, (str(step), *one.path), one.expected, one.got
    if len(known.said) != len(said):
        yield min(len(known.said), len(said)), WAY, "", ""


def _keys(value: Any) -> Any:
    """Return the keys of all dicts in a value: other ones mean that it went another way."""
    if isinstance(value, dict):
        return {key: _keys(one) for key, one in value.items()}
    if isinstance(value, list):
        return [keys for one in value if (keys := _keys(one))]
    return None


def said_otherwise(
    known: Conversation, case: TestCase, environment: StudentEnvironment
) -> Iterator[Said]:
    """Run a test, and yield the parts that are otherwise and not free; see ``WAY``, too.

    What code says otherwise when it is asked once more is no difference: it draws by itself.
    """
    asked, said, _ = converse(case, environment)
    apart = list(_apart(known, asked, said))
    if not apart:
        return
    own = Conversation(known.question, known.test, known.title, asked, said)
    drawn = {path for _, path, *_ in _apart(own, *converse(case, environment)[:2])}
    for step, path, expected, got in apart:
        if path[-1:] == WAY:
            yield Said(known.test, step, WAY, expected, got)
        elif not any(path[: len(free)] == free for free in known.free | drawn):
            yield Said(known.test, step, path[1:], expected, got)


class _Changed(LocalConnection):
    """Says something else at one place."""

    def __init__(self, names: dict[str, Any], step: int, path: Path) -> None:
        super().__init__(names)
        self._step, self._path = step, path

    def ask(self, *given: Any, **named: Any) -> Any:
        """Send a request; of one of them, another answer comes."""
        before = len(self.trace.entries) if self.trace else 0
        value = super().ask(*given, **named)
        traced = self.trace is not None and len(self.trace.entries) == before + 1
        return _changed(value, self._path) if traced and before == self._step else value


def _changed(value: Any, path: Path) -> Any:
    """Return a value with another one in one place of it."""
    match value:
        case _ if path and path[0] == "length":
            return list(value)[:-1]
        case list() | tuple() if path:
            place = int(path[0])
            return [_changed(o, path[1:]) if i == place else o for i, o in enumerate(value)]
        case dict() if path:
            return {k: _changed(o, path[1:]) if str(k) == path[0] else o for k, o in value.items()}
        case bool():
            return not value
        case int():
            return value + 1
        case float():
            return value * _FAR + _FAR
        case str():
            return f"{value} otherwise"
        case Tensor() if value.dtype == torch.bool:
            return ~value
        case Tensor():
            return value.detach() + (_FAR if value.is_floating_point() else 1)
        case np.ndarray() if value.dtype.kind in "iuf":
            return value + (_FAR if value.dtype.kind == "f" else 1)
        case list() | tuple():
            return [_changed(one, ()) for one in value]
    return value


def looks_at(case: TestCase, step: int, path: Path) -> bool:
    """Say whether a test looks at a part of what code says: it fails where that is far off."""
    names = reference_names().data
    environment = StudentEnvironment(_Changed(names, step, path).fork, _SECONDS)
    with contextlib.suppress(Exception):
        return not converse(case, environment)[2]
    return False
