"""From what student code did while a test ran to the little of it that is kept."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from autograder.results.behaviour import FEW, Behaviour, Part
from autograder.sandbox.trace import Failed, Trace

_ROOM = 4_000
"""Characters of what is kept of one test."""
_ROOM_OF_NUMBER, _ROOM_OF_PART = 13, 16
"""The most that a number takes, and a part beside its numbers and its form."""
_MOST = 4_096
"""Numbers of a value that are looked at, evenly spread over it."""
_DEPTH = 4
_DIGITS = 5
_QUOTED = re.compile(r"'[^']*'")
"""What Python quotes in messages: names, which everybody chooses."""


def behaviour_of(trace: Trace) -> Behaviour:
    """Return what is kept of a trace; the same for what ``Trace.same`` takes to be alike."""
    parts: list[Part] = []
    room = _ROOM
    for entry in trace.entries:
        for part in _parts(entry, _DEPTH):
            room -= len(part.form) + _ROOM_OF_NUMBER * len(part.numbers) + _ROOM_OF_PART
            if room < 0:
                return Behaviour(tuple(parts), whole=False)
            parts.append(part)
    return Behaviour(tuple(parts), whole=trace.complete)


def _parts(value: Any, depth: int) -> Iterator[Part]:
    """Yield the parts of a value, in order."""
    match value:
        case Failed(kind, message):
            yield Part(f"raises {kind[:40]} {_digest(_QUOTED.sub('', message))}")
        case list() | tuple() if depth:
            if len(value) > FEW and all(isinstance(one, bool | int | float) for one in value):
                yield _numbers(_as_array(value), f"sequence of {len(value)}")
                return
            yield Part(f"sequence of {len(value)}")
            for one in value:
                yield from _parts(one, depth - 1)
        case dict() if depth:
            names = sorted(map(repr, value))
            yield Part(f"dict of {len(value)} {_digest(''.join(names))}")
            for key in sorted(value, key=repr):
                yield from _parts(value[key], depth - 1)
        case bool() | int() | float():
            yield _numbers(_as_array([value]).reshape(()))
        case np.ndarray() | np.generic() | Tensor():
            yield _tensor(value)
        case str() | bytes() | set() | None:
            text = repr(sorted(value, key=repr) if isinstance(value, set) else value)
            yield Part(f"{type(value).__name__} {_digest(text)}")
        case _:  # it says nothing; see ``Trace.same``
            yield Part("object")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=4).hexdigest()


def _as_array(values: Sequence[float]) -> NDArray[Any]:
    try:
        return np.array(values, dtype=np.float64)
    except OverflowError:  # an int without end
        return np.array([min(max(one, -1e300), 1e300) for one in values], dtype=np.float64)


def _tensor(value: Any) -> Part:
    """Return the part of a tensor or array; one that cannot be looked at has none but its form."""
    shape = tuple(value.shape)
    while shape and shape[0] == 1:
        shape = shape[1:]
    try:
        array = value.detach().cpu().reshape(-1) if isinstance(value, Tensor) else value.reshape(-1)
        array = array[:: -(-max(1, len(array)) // _MOST)]  # before it is copied
        if isinstance(array, Tensor):
            array = array.resolve_conj().resolve_neg()
            array = (array if array.is_complex() else array.double()).numpy()
        if np.iscomplexobj(array):
            array = np.stack([array.real, array.imag], axis=-1).reshape(-1)
            return _numbers(array.astype(np.float64), f"complex {shape}")
        return _numbers(
            array.astype(np.float64).reshape(shape if array.size == 1 else -1), _form(shape)
        )
    except (RuntimeError, TypeError, ValueError, NotImplementedError):  # on no device, or of text
        return Part(f"values {shape}")


def _form(shape: tuple[int, ...]) -> str:
    return f"numbers {shape}" if shape else "number"


@np.errstate(all="ignore")
def _numbers(array: NDArray[Any], form: str = "number") -> Part:
    flat = array.reshape(-1)
    finite = np.isfinite(flat)
    if not finite.all():
        counts = [
            f"{count} {name}"
            for name, count in (
                ("nan", np.isnan(flat).sum()),
                ("inf", (flat == np.inf).sum()),
                ("-inf", (flat == -np.inf).sum()),
            )
            if count
        ]
        form = f"{form} with {', '.join(counts)}"
        flat = flat[finite]
    flat = np.clip(flat, -1e150, 1e150)  # whose squares are finite
    if len(flat) <= FEW:
        return Part(form, tuple(map(_rounded, flat.tolist())))
    first, second = _weights(len(flat))
    figures = (
        flat.min(),
        flat.max(),
        flat.mean(),
        np.sqrt((flat * flat).mean()),
        (flat * first).sum(),
        (flat * second).sum(),
    )
    return Part(form, tuple(_rounded(float(one)) for one in figures), whole=False)


@cache
def _weights(count: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return two rows of weights by which two orders of the same numbers are told apart.

    A weighted sum of numbers that differ by a root mean square of d differs by about d.
    """
    places = np.arange(count) * 12.9898
    scale = np.sqrt(2 / count)
    return np.cos(places) * scale, np.sin(places * 1.7) * scale


def _rounded(number: float) -> float:
    return float(f"{number:.{_DIGITS}g}") + 0.0  # never -0
