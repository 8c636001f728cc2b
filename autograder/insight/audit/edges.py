"""Calls made smaller, or brought to the edges: a batch of one, zeros, ties, other sizes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.insight.audit.calls import Call, tensors_in

BATCH_OF_ONE = "a batch of one"
TIES = "two examples alike"
ZEROS = "zeros"
NEGATED = "the other sign"
ROUNDED = "whole numbers"
LARGE = "ten times as large"
SMALL = "a tenth as large"
HALVED = "settings half as large"

_Change = Callable[[Tensor], Tensor]
_NUMBERS: dict[str, _Change] = {
    ZEROS: torch.zeros_like,
    NEGATED: torch.neg,
    ROUNDED: torch.round,
    LARGE: lambda x: x * 10,
    SMALL: lambda x: x / 10,
}


def edges_of(call: Call) -> Iterator[Call]:
    """Yield what becomes of a call whose inputs are changed alike."""
    rows = next((len(one) for one in tensors_in(call.steps) if one.dim()), 0)
    if rows > 1:
        yield _changed(call, BATCH_OF_ONE, lambda x: x[:1] if _is_batch(x, rows) else x)
        yield _changed(call, TIES, lambda x: _tied(x) if _is_batch(x, rows) else x)
    numbers = (one for _, given, named in call.steps for one in (*given, *named.values()))
    if any(isinstance(one, float) and one for one in numbers):
        yield _stepped(call, HALVED, _halved)
    if not any(one.is_floating_point() for one in tensors_in(call.steps)):
        return
    for how, change in _NUMBERS.items():
        yield _stepped(call, how, _of_numbers(_for_floats(change)))


def _halved(given: Any) -> Any:
    """Return arguments in which numbers with a point, such as rates, are half as large."""
    if isinstance(given, dict):
        return {key: one / 2 if isinstance(one, float) else one for key, one in given.items()}
    return [one / 2 if isinstance(one, float) else one for one in given]


def _is_batch(x: Tensor, rows: int) -> bool:
    return x.dim() > 0 and len(x) == rows


def _tied(x: Tensor) -> Tensor:
    tied = x.detach().clone()
    tied[1] = tied[0]
    return tied


def _for_floats(change: _Change) -> _Change:
    return lambda x: change(x) if x.is_floating_point() else x


def _changed(call: Call, how: str, change: _Change) -> Call:
    """Return a call whose inputs, and the globals that it reads, are changed."""
    of_numbers = _of_numbers(change)
    return replace(_stepped(call, how, of_numbers), globals=of_numbers(call.globals))


def _stepped(call: Call, how: str, change: Callable[[Any], Any]) -> Call:
    """Return a call of which the arguments, and those with names, are changed as a whole."""
    steps = [(method, change(given), change(named)) for method, given, named in call.steps]
    return replace(call, steps=steps, how=how, first=False)


def _of_numbers(change: _Change) -> Callable[[Any], Any]:
    """Return what changes the tensors and arrays in nested data."""

    def changed(value: Any) -> Any:
        match value:
            case Tensor():
                return change(value.detach()).clone().requires_grad_(value.requires_grad)
            case np.ndarray():
                return change(torch.as_tensor(value)).numpy().copy()
        return value

    return lambda value: _mapped(value, changed)


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return nested data in which everything but lists, tuples and dicts is changed."""
    match value:
        case list() | tuple():
            return type(value)(_mapped(one, change) for one in value)
        case dict():
            return {key: _mapped(one, change) for key, one in value.items()}
    return change(value)


def in_double(call: Call) -> Call:
    """Return a call with the same numbers in double precision."""
    doubled = replace(_stepped(call, call.how, _doubled), first=call.first)
    return replace(doubled, globals=_doubled(call.globals))


def _doubled(value: Any) -> Any:
    return _mapped(value, _in_double)


def _in_double(value: Any) -> Any:
    """Return a tensor of floats in double precision, and all else as it is."""
    if not isinstance(value, Tensor):
        return value
    wide = value.detach().double() if value.is_floating_point() else value.detach()
    return wide.requires_grad_(value.requires_grad)
