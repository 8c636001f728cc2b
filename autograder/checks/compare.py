"""Compare what student code returned with what is right, and say how far apart they are."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.explain import Compared, explain
from autograder.checks.failure import CheckError
from autograder.checks.session import current

RTOL = 1e-4
ATOL = 1e-6
"""Room for another order of float32 operations; a wrong formula is off by far more."""


class Tolerance(NamedTuple):
    """How far a value may be from the right one, as in ``torch.testing.assert_close``."""

    rtol: float = RTOL  # allowed difference relative to the right value
    atol: float = ATOL  # allowed absolute difference


@dataclass
class Comparison:
    """A student's values beside the right ones: all are collected before a check says no."""

    tolerance: Tolerance = field(default_factory=Tolerance)  # how far they may be apart
    # what is wrong, in the order in which it was found; the finding is ``other values`` where
    # only those differ, else ``other form``
    problems: list[CheckError] = field(default_factory=list)
    # the pairs that could be compared as tensors, right or wrong
    compared: list[Compared] = field(default_factory=list)
    by_size: bool = True  # whether calls differ in their tensors alone, and so in their batches

    def add(self, name: str, got: Any, expected: Tensor, *, rows: int = 1, key: str = "") -> None:
        """Compare a value.

        Args:
            name: what the student calls it; the message begins with it.
            got: what student code returned; trusted in nothing.
            rows: N, the size of the batch that it comes from.
            key: what explanations call it, where that is not ``name``: the same in all calls.
        """
        try:
            actual = _as_tensor(got, name)
        except CheckError as error:
            self.problems.append(error)
            return
        problem = _difference(actual, expected, name, self.tolerance)
        if problem:
            self.problems.append(problem)
        self.compared.append(Compared(key or name, rows, actual, expected, problem is None))

    def refuse(self, name: str, got: Any, wanted: str, finding: str = findings.OTHER_FORM) -> None:
        """Note a value that is not what it should be, in words."""
        text = f"{name} is {kind_of(got)}; it should be {wanted}"
        self.problems.append(CheckError(text, finding=finding))

    def add_parts(
        self, path: str, got: Any, expected: Any, *, rows: int = 1, after: str = "", key: str = ""
    ) -> None:
        """Compare two nested values part by part: lists, tuples and dicts of what can be compared.

        Args:
            path: what they are, as a student would write it; "" for the result of a test.
            expected: the right value; where it is a list, a tuple will do, and the other way round.
            rows: N, the size of the batch that they come from.
            after: ends the name of each part in messages.
            key: what explanations call them, where that is not their name.
        """
        where = f"{path or 'the result'}{after}"
        match expected:
            case dict():
                if not isinstance(got, dict) or got.keys() != expected.keys():
                    self.refuse(where, got, f"a dict of {', '.join(map(str, expected))}")
                    return
                for part in expected:
                    below = f"{part} of {path}" if path else str(part)
                    name = f"{part} of {key}" if key else ""
                    self.add_parts(
                        below, got[part], expected[part], rows=rows, after=after, key=name
                    )
            case list() | tuple():
                if not isinstance(got, list | tuple) or len(got) != len(expected):
                    self.refuse(where, got, kind_of(expected))
                elif expected and all(map(is_number, expected)) and all(map(is_number, got)):
                    numbers = [float(item) for item in got]
                    self.add(where, numbers, doubles(expected), rows=rows, key=key)
                else:
                    for i, (value, right) in enumerate(zip(got, expected, strict=True)):
                        name = f"{key}[{i}]" if key else ""
                        below = f"{path}[{i}]"
                        self.add_parts(below, value, right, rows=rows, after=after, key=name)
            case _ if is_number(expected):
                if is_number(got):
                    self.add(where, float(got), doubles(expected), rows=rows, key=key)
                else:
                    self.refuse(where, got, "a number")
            case Tensor() | np.ndarray():
                right = floating(torch.as_tensor(expected).detach())
                self.add(where, got, right, rows=rows, key=key)
            case _ if type(got) is not type(expected) or got != expected:
                same = type(got) is type(expected) and type(got) in (str, bool)
                finding = findings.OTHER_VALUES if same else findings.OTHER_FORM
                self.refuse(where, got, repr(expected), finding)

    @property
    def first(self) -> str | None:
        """The message of the first problem; None where there is none."""
        return self.problems[0].message if self.problems else None

    def explanation(self) -> str:
        """Return what ``explain`` says, or "" where a student's tensor is empty or not of floats.

        Where nobody is going to read it, nothing is looked for.
        """
        plain = all(c.actual.is_floating_point() and c.actual.numel() for c in self.compared)
        wanted = plain and current().explaining
        return explain(self.compared, by_size=self.by_size) if wanted else ""

    def raise_first(self, *, explanation: str | None = None, finding: str | None = None) -> None:
        """Fail with the first problem, if there is any.

        Args:
            explanation: the mistake behind it; None to find it in the numbers.
            finding: its name; None for that of the problem.
        """
        if not self.problems:
            return
        problem = self.problems[0]
        why = self.explanation() if explanation is None else explanation
        name = problem.finding if finding is None else finding
        raise CheckError(problem.message, explanation=why, finding=name)


def _as_tensor(value: Any, name: str) -> Tensor:
    """Return a student's tensor, array, number, or nested lists of numbers as a plain tensor.

    Raises:
        CheckError: the value is missing or is not made of numbers.
    """
    if value is None:
        text = f"{name} is None; did you forget the return?"
        raise CheckError(text, finding=findings.OTHER_FORM)
    if isinstance(value, Tensor):
        plain = value.detach().as_subclass(Tensor)
        return plain if plain.layout is torch.strided else plain.to_dense()
    if isinstance(value, np.ndarray | np.generic | int | float | list | tuple):
        try:
            return torch.as_tensor(np.asarray(value) if isinstance(value, np.generic) else value)
        except (TypeError, ValueError, RuntimeError):
            pass
    text = f"{name} should be a tensor, but it is a {type(value).__name__}"
    raise CheckError(text, finding=findings.OTHER_FORM)


def _describe_mismatch(actual: Tensor, expected: Tensor, close: Tensor) -> str:
    """Say how many elements differ, and where and by how much they differ most.

    All are of one shape, and ``close`` is False where the two others differ too much.
    """
    wrong = int((~close).sum())
    if not expected.is_floating_point():
        actual, expected = actual.double(), expected.double()
    difference = (actual - expected).abs()
    difference[difference.isnan()] = float("inf")
    worst = int(difference.argmax())
    place = tuple(int(i) for i in np.unravel_index(worst, expected.shape)) if expected.dim() else ()
    at = f" at {place}" if place else ""
    ratio, nonzero = "", expected != 0
    if bool(nonzero.any()):
        greatest = float((difference[nonzero] / expected[nonzero].abs()).max())
        ratio = f", the greatest relative one {greatest:.4g}"
    return (
        f"{wrong} of {close.numel()} elements differ ({100 * wrong / close.numel():.0f} %); "
        f"the greatest absolute difference is {float(difference.flatten()[worst]):.4g}{at} "
        f"({float(actual.flatten()[worst]):.4g} instead of "
        f"{float(expected.flatten()[worst]):.4g}){ratio}"
    )


def _difference(
    actual: Tensor, expected: Tensor, name: str, tolerance: Tolerance
) -> CheckError | None:
    """Say how a tensor differs from the right one, or None where it does not."""
    if actual.shape != expected.shape:
        text = f"{name} has shape {tuple(actual.shape)}; it should be {tuple(expected.shape)}"
        return CheckError(text, finding=findings.OTHER_FORM)
    if actual.is_complex() and not expected.is_complex():
        text = f"{name} has complex numbers; it should have dtype {expected.dtype}"
        return CheckError(text, finding=findings.OTHER_VALUES)
    value = actual.to(expected.dtype)
    close = torch.isclose(value, expected, rtol=tolerance.rtol, atol=tolerance.atol)
    if bool(close.all()):
        return None
    text = f"{name}: {_describe_mismatch(value, expected, close)}"
    return CheckError(text, finding=findings.OTHER_VALUES)


def mismatch(
    actual: Any, expected: Tensor, name: str, *, rtol: float = RTOL, atol: float = ATOL
) -> str | None:
    """Say how a student's value differs from the right one, or None where it does not.

    Args:
        actual: what student code returned; trusted in nothing.
        name: what the student calls the value; the message begins with it.
    """
    comparison = Comparison(Tolerance(rtol, atol))
    comparison.add(name, actual, expected)
    return comparison.first


def assert_close(
    actual: Any, expected: Tensor, name: str, *, rtol: float = RTOL, atol: float = ATOL
) -> None:
    """Check that a student's value equals the right one up to rounding; see ``mismatch``.

    Raises:
        CheckError: another type, shape or value; the message says which and by how much.
    """
    comparison = Comparison(Tolerance(rtol, atol))
    comparison.add(name, actual, expected)
    comparison.raise_first(explanation="", finding="")


def floating(tensor: Tensor) -> Tensor:
    """Return a tensor of integers or bools as one of floats: differences are measured in those."""
    return tensor if tensor.is_floating_point() or tensor.is_complex() else tensor.double()


def doubles(numbers: Any) -> Tensor:
    """Return numbers as a float64 tensor."""
    return torch.as_tensor(np.asarray(numbers, dtype=np.float64))


def is_number(value: Any) -> bool:
    """Say whether a value is a number, of Python or of NumPy; bools and tensors are none."""
    if isinstance(value, np.ndarray):
        return value.ndim == 0 and value.dtype.kind in "iuf"
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def kind_of(value: Any) -> str:
    """Return what a value is, for messages, without asking it anything."""
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if value is None or type(value) in (bool, str, int, float):
        return repr(value)[:80]
    return f"a {type(value).__name__}"
