"""Compare what student code returned with what is right, and say how far apart they are."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks.failure import CheckError

RTOL = 1e-4
ATOL = 1e-6
"""Room for another order of float32 operations; a wrong formula is off by far more."""


def as_tensor(value: Any, name: str) -> Tensor:
    """Return a student's value as a detached plain tensor.

    Args:
        value: a tensor, array, number, or nested lists of numbers.
        name: what the student calls it, for messages.

    Raises:
        AssertionError: the value is missing or is not made of numbers.
    """
    if value is None:
        raise AssertionError(f"{name} is None; did you forget the return?")
    if isinstance(value, Tensor):
        plain = value.detach().as_subclass(Tensor)
        return plain if plain.layout is torch.strided else plain.to_dense()
    if isinstance(value, np.ndarray | np.generic | int | float | list | tuple):
        try:
            return torch.as_tensor(np.asarray(value) if isinstance(value, np.generic) else value)
        except (TypeError, ValueError, RuntimeError):
            pass
    raise AssertionError(f"{name} should be a tensor, but it is a {type(value).__name__}")


def describe_mismatch(actual: Tensor, expected: Tensor, close: Tensor) -> str:
    """Say how many elements differ, and where and by how much they differ most.

    Args:
        actual: the student's tensor.
        expected: the right one, of the same shape and dtype.
        close: bool tensor of that shape, False where the two differ too much.
    """
    wrong = int((~close).sum())
    if not expected.is_floating_point():
        actual, expected = actual.double(), expected.double()
    difference = (actual - expected).abs()
    difference[difference.isnan()] = float("inf")
    worst = int(difference.argmax())
    place = tuple(int(i) for i in np.unravel_index(worst, expected.shape)) if expected.dim() else ()
    at = f" at {place}" if place else ""
    share = 100 * wrong / close.numel()
    nonzero = expected != 0
    relative = (
        (difference[nonzero] / expected[nonzero].abs()).max() if bool(nonzero.any()) else None
    )
    ratio = "" if relative is None else f", the greatest relative one {float(relative):.4g}"
    return (
        f"{wrong} of {close.numel()} elements differ ({share:.0f} %); "
        f"the greatest absolute difference is {float(difference.flatten()[worst]):.4g}{at} "
        f"({float(actual.flatten()[worst]):.4g} instead of "
        f"{float(expected.flatten()[worst]):.4g}){ratio}"
    )


def mismatch(
    actual: Any, expected: Tensor, name: str, *, rtol: float = RTOL, atol: float = ATOL
) -> str | None:
    """Say how a student's value differs from the right one, or None where it does not.

    Args:
        actual: what student code returned; trusted in nothing.
        expected: the right tensor.
        name: what the student calls the value; the message begins with it.
        rtol: allowed difference relative to ``expected``, as in ``torch.testing.assert_close``.
        atol: allowed absolute difference.
    """
    try:
        value = as_tensor(actual, name)
    except AssertionError as error:
        return str(error)
    if value.shape != expected.shape:
        return f"{name} has shape {tuple(value.shape)}; it should be {tuple(expected.shape)}"
    if value.is_complex() and not expected.is_complex():
        return f"{name} has complex numbers; it should have dtype {expected.dtype}"
    value = value.to(expected.dtype)
    close = torch.isclose(value, expected, rtol=rtol, atol=atol)
    if bool(close.all()):
        return None
    return f"{name}: {describe_mismatch(value, expected, close)}"


def assert_close(
    actual: Any, expected: Tensor, name: str, *, rtol: float = RTOL, atol: float = ATOL
) -> None:
    """Check that a student's value equals the right one up to rounding; see ``mismatch``.

    Raises:
        CheckError: another type, shape or value; the message says which and by how much.
    """
    problem = mismatch(actual, expected, name, rtol=rtol, atol=atol)
    if problem:
        raise CheckError(problem)
