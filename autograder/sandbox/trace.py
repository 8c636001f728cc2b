"""What student code did while a test ran, and whether two pieces of code did the same."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

_ROOM = 32 << 20
"""Bytes of tensors that a trace keeps; students' code may return more, but is not recognised."""
_MOST_ENTRIES = 10_000
RTOL, ATOL = 1e-3, 1e-5
"""Room for another order of float32 operations, the second relative to the greatest number."""


@dataclass(frozen=True)
class Failed:
    """An exception of student code."""

    kind: str
    message: str


_PLAIN = (list, tuple, dict, set, str, bytes, type(None), Failed)


class OtherwiseError(BaseException):
    """Code did not do what was expected. Not an Exception, so that no test takes it for one."""


@dataclass
class Trace:
    """Results and exceptions of student code, in order."""

    entries: list[Any] = field(default_factory=list)  # a value, or a ``Failed``, per call
    asked: list[str] = field(default_factory=list)  # for each, the kind of request
    complete: bool = True  # whether nothing was left out for want of room
    expected: "Trace | None" = None  # what the code should do; None where it may do anything
    _room: int = _ROOM

    def add(self, outcome: Any, size: int, asked: str = "") -> None:
        """Keep what a call returned or raised, if its tensors, of ``size`` bytes, find room.

        Args:
            asked: the kind of request.

        Raises:
            OtherwiseError: another outcome was expected.
        """
        self._room -= size
        if self._room < 0 or len(self.entries) >= _MOST_ENTRIES:
            self.entries.clear()
            self.asked.clear()
            self.complete = False
        if self.complete:
            self.entries.append(outcome)
            self.asked.append(asked)
            place = len(self.entries)
            if self.expected and not _same([outcome], self.expected.entries[place - 1 : place]):
                raise OtherwiseError

    def same(self, other: "Trace") -> bool:
        """Say whether two pieces of code behaved alike, up to rounding; (4,) is like (1, 4)."""
        return self.complete and other.complete and _same(self.entries, other.entries)


def _same(a: Any, b: Any) -> bool:
    """Compare plain data; what is no plain data is taken to be alike, as it says nothing."""
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    first, second = _tensor(a), _tensor(b)
    if first is not None and second is not None:
        return first.dtype == second.dtype and close(first, second)
    if first is not None or second is not None:
        return False
    if isinstance(a, _PLAIN) or isinstance(b, _PLAIN):
        return type(a) is type(b) and bool(a == b)
    return True


def _tensor(value: Any) -> Tensor | None:
    """Return a number, array or tensor as a tensor without sizes of 1 at the front."""
    if isinstance(value, bool | int | float):
        try:
            return torch.tensor(float(value), dtype=torch.float64)
        except OverflowError:
            return None
    if isinstance(value, np.ndarray | np.generic):
        value = torch.as_tensor(np.asarray(value))
    if isinstance(value, Tensor):
        wide = torch.complex128 if value.is_complex() else torch.float64
        tensor: Tensor = value.detach().to(wide)
        while tensor.dim() and tensor.shape[0] == 1:
            tensor = tensor[0]
        return tensor
    return None


def close(got: Tensor, expected: Tensor, rtol: float = RTOL, least: float = 0.0) -> bool:
    """Say whether tensors of one type have the same shape, and the same numbers up to rounding.

    Args:
        rtol: the relative room.
        least: absolute room beside that for the greatest number.
    """
    if got.shape != expected.shape:
        return False
    if not got.numel():
        return True
    finite = expected.abs()[expected.isfinite()]
    scale = float(finite.max()) if finite.numel() else 0.0
    return torch.allclose(got, expected, rtol=rtol, atol=ATOL * scale + least, equal_nan=True)
