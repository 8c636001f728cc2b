"""Where two pieces of plain data differ, part by part."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from autograder.sandbox.trace import RTOL, close

_LEAST = 1e-7
"""By how much numbers near 0 may be apart."""
_STARTS = 7.0
"""Standard errors by which spreads of first numbers may be apart."""

Path = tuple[str, ...]


class Difference(NamedTuple):
    """A part in which two values differ."""

    path: Path
    expected: str  # in a few words
    got: str


def differences(
    expected: Any, got: Any, path: Path = (), rtol: float = RTOL
) -> Iterator[Difference]:
    """Yield the parts in which a value is not as expected, up to rounding.

    Numbers, arrays and tensors are alike if their numbers are; so are lists and tuples, and shapes
    but for sizes of 1. What is no plain data says nothing.
    """
    if _is_opaque(expected) or _is_opaque(got):
        return
    first, second = _tensor(expected), _tensor(got)
    if first is not None and second is not None:
        if not close(second, first, rtol, _LEAST):
            yield Difference(path, shown(expected), shown(got))
        return
    if isinstance(expected, list | tuple) and isinstance(got, list | tuple):
        if len(expected) != len(got):
            yield Difference((*path, "length"), shown(expected), shown(got))
            return
        for place, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from differences(one, other, (*path, str(place)), rtol)
        return
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in expected:
            if key not in got:
                yield Difference((*path, str(key)), shown(expected[key]), "nothing")
            else:
                yield from differences(expected[key], got[key], (*path, str(key)), rtol)
        return
    if type(expected) is not type(got) or expected != got:
        yield Difference(path, shown(expected), shown(got))


def starts_differ(expected: Any, got: Any) -> bool:
    """Say whether parameters begin with numbers that are spread otherwise; see ``observe``."""
    if not (isinstance(expected, list) and isinstance(got, list)):
        return False
    if len(expected) != len(got) or not all(isinstance(g, list) and len(g) == 4 for g in got):
        return False
    for (shape, count, spread, mean), (other, _, spread_2, mean_2) in zip(
        expected, got, strict=True
    ):
        if shape != other or not count or not isinstance(spread_2, float):
            return False
        room = _STARTS / (2 * count) ** 0.5
        centre = _STARTS * (spread + 1e-9) / count**0.5
        if abs(spread - spread_2) > room * spread + 1e-6 or abs(mean - mean_2) > centre + 1e-6:
            return True
    return False


_PLAIN = (bool, int, float, str, bytes, Tensor, np.ndarray, np.generic, list, tuple, set)


def _is_opaque(value: Any) -> bool:
    if isinstance(value, dict):
        return value == {"object": True}
    return value is not None and not isinstance(value, _PLAIN)


def _tensor(value: Any) -> Tensor | None:
    """Return numbers as a tensor without sizes of 1; None for what holds others."""
    if isinstance(value, bool | int | float):
        try:
            return torch.tensor(float(value), dtype=torch.float64)
        except OverflowError:
            return None
    if isinstance(value, list | tuple) and value and _all_numbers(value):
        try:
            return torch.tensor([float(one) for one in value], dtype=torch.float64).squeeze()
        except OverflowError:
            return None
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            return None
        value = torch.as_tensor(array)
    if isinstance(value, Tensor):
        if value.is_complex():
            value = torch.view_as_real(value.resolve_conj())
        made: Tensor = value.detach().double().squeeze()
        return made
    return None


def _all_numbers(values: Any) -> bool:
    return all(isinstance(one, bool | int | float) for one in values)


def is_finite(value: Any) -> bool:
    """Say whether all numbers in nested plain data are finite."""
    tensor = _tensor(value)
    if tensor is not None:
        return bool(tensor.isfinite().all())
    if isinstance(value, list | tuple):
        return all(map(is_finite, value))
    if isinstance(value, dict):
        return all(map(is_finite, value.values()))
    return True


def shown(value: Any, most: int = 160) -> str:
    """Return plain data in a few words."""
    if isinstance(value, Tensor):
        value = value.detach()
    match value:
        case Tensor() | np.ndarray() if value.ndim and len(value.reshape(-1)) > 12:
            flat = ", ".join(f"{float(one):.4g}" for one in value.reshape(-1)[:6])
            text = f"shape {tuple(value.shape)}: {flat}, ..."
        case Tensor() | np.ndarray():
            text = repr(_rounded(value.tolist()))
        case list() | tuple() if len(value) == 1:
            text = shown(value[0], most)
        case list() | tuple():
            text = f"[{', '.join(shown(one, most) for one in value[:8])}]"
        case float():
            text = f"{value:.6g}"
        case dict() if value == {"object": True}:
            text = "an object"
        case _:
            text = repr(value)
    return text if len(text) <= most else f"{text[:most]}..."


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return float(f"{value:.5g}") if isinstance(value, float) else value
