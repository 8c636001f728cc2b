"""Which calls of the graded names the tests of a release make, seen on the reference."""

import functools
import hashlib
import inspect
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

MOST_NUMBERS = 20_000
"""Numbers in the inputs of a call that is looked at."""
_MOST_SEEN = 400
"""Calls of one name in one test that are looked at."""
_MOST_STEPS = 4
"""Calls of methods of one object."""
_SPECIAL = {"__call__", "__len__", "__getitem__", "forward"}

Step = tuple[str, list[Any], dict[str, Any]]
"""A method or "" for the object itself, the arguments, and those with names."""


class NotPlainError(Exception):
    """A call is given more than plain data."""


@dataclass
class Call:
    """A call of a graded name, or several of one object; nothing but plain data."""

    question: str
    name: str
    made: tuple[list[Any], dict[str, Any]] | None  # what the object is made with; None for no class
    steps: list[Step]
    globals: dict[str, Any] = field(default_factory=dict)  # bound meanwhile
    how: str = ""  # how it differs from what a test does, or ""
    first: bool = False  # whether it is the first of its name that is made this way
    # which arguments tests want gradients for, by place
    differentiable: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many numbers its inputs have."""
        return sum(one.numel() for one in tensors_in([self.made, self.steps, self.globals]))

    @property
    def form(self) -> str:
        """What calls have in common that differ in numbers alone."""
        return repr([_form(self.made), _form(self.steps), _form(self.globals)])

    @property
    def digest(self) -> str:
        """A digest of its inputs."""
        given = (self.name, self.how, self.made, self.steps, self.globals)
        return hashlib.blake2b(pickle.dumps(_bare(given)), digest_size=8).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """Return it as ``observe`` takes it."""
        made = None if self.made is None else [list(self.made[0]), self.made[1]]
        steps = [list(step) for step in self.steps]
        return {
            "made": made,
            "steps": steps,
            "globals": self.globals,
            "first": self.first,
            "differentiable": list(self.differentiable),
        }


def tensors_in(value: Any) -> Iterator[Tensor]:
    """Yield the tensors in nested plain data; arrays as tensors."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, np.ndarray):
        yield torch.as_tensor(value)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from tensors_in(one)
    elif isinstance(value, dict):
        yield from tensors_in(list(value.values()))


def _form(value: Any) -> Any:
    match value:
        case Tensor():
            return f"tensor {tuple(value.shape)} {value.is_floating_point()}"
        case np.ndarray():
            return f"array {value.shape} {value.dtype.kind}"
        case list() | tuple():
            return [_form(one) for one in value]
        case dict():
            return {key: _form(one) for key, one in value.items()}
        case float():
            return "float"
    return repr(value)[:200]


def _bare(value: Any) -> Any:
    match value:
        case Tensor():
            return str(value.dtype), value.requires_grad, value.detach().numpy()
        case list() | tuple():
            return [_bare(one) for one in value]
        case dict():
            return {key: _bare(one) for key, one in value.items()}
    return value


def plain_copy(value: Any, depth: int = 0) -> Any:
    """Return a copy of plain data; tensors of floats become those that notebooks have.

    Raises:
        NotPlainError: it is no plain data, or too much of it.
    """
    match value:
        case None | bool() | int() | float() | str() | bytes():
            return value
        case Tensor() if type(value) in (Tensor, nn.Parameter) and value.numel() <= MOST_NUMBERS:
            copied = value.detach().clone()
            copied = copied.float() if copied.dtype == torch.float64 else copied
            return copied.requires_grad_(value.requires_grad)
        case np.generic():
            return value.item()
        case np.ndarray() if value.dtype.kind in "biuf" and value.size <= MOST_NUMBERS:
            return value.copy()
        case list() | tuple() if depth < 5 and type(value) in (list, tuple):
            return type(value)(plain_copy(one, depth + 1) for one in value)
        case dict() if depth < 5 and type(value) is dict:
            return {key: plain_copy(one, depth + 1) for key, one in value.items()}
    raise NotPlainError


class Recorder:
    """Notes the calls of graded names. State: what was seen since ``take``.

    Args:
        names: the reference's names, which are changed: functions come with a note of each call.
        binds: the graded names, by question.
    """

    def __init__(self, names: dict[str, Any], binds: Mapping[str, Sequence[str]]) -> None:
        self._names = names
        self._seen: list[Call] = []
        self._objects: dict[int, tuple[Any, Call]] = {}  # by id, with what keeps it alive
        self._busy = 0
        for question, graded in binds.items():
            for name in graded:
                value = names.get(name)
                if isinstance(value, FunctionType):
                    names[name] = self._watched(question, name, value)
                elif isinstance(value, type) and value.__module__ in ("reference", "builtins"):
                    self._watch_class(question, name, value)

    def take(self) -> list[Call]:
        """Return the calls that were seen since this was last asked."""
        seen, self._seen = self._seen, []
        self._objects.clear()
        return [call for call in seen if call.steps or call.made is not None]

    def _room(self) -> bool:
        return len(self._seen) < _MOST_SEEN and not self._busy

    def _watched(self, question: str, name: str, function: FunctionType) -> Callable[..., Any]:
        read = _globals_read(function)

        @functools.wraps(function)
        def watched(*given: Any, **named: Any) -> Any:
            if self._room():
                try:
                    step: Step = ("", plain_copy(list(given)), plain_copy(named))
                    self._seen.append(Call(question, name, None, [step], self._bound(read)))
                except NotPlainError:
                    pass
            return function(*given, **named)

        return watched

    def _bound(self, read: frozenset[str]) -> dict[str, Any]:
        """Return the plain data among the globals that a function reads."""
        found = {}
        for name in sorted(read):
            value = self._names.get(name)
            if isinstance(value, Tensor | np.ndarray | bool | int | float | list | tuple):
                try:
                    found[name] = plain_copy(value)
                except NotPlainError:
                    continue
        return found

    def _watch_class(self, question: str, name: str, kind: Any) -> None:
        """Note how objects of a class are made, and the calls of its own methods."""
        make = kind.__init__
        read = frozenset[str]()

        @functools.wraps(make)
        def watched_make(one: Any, *given: Any, **named: Any) -> None:
            if type(one) is kind and self._room():
                try:
                    made = plain_copy(list(given)), plain_copy(named)
                    call = Call(question, name, made, [], self._bound(read))
                    self._seen.append(call)
                    self._objects[id(one)] = one, call
                except NotPlainError:
                    pass
            make(one, *given, **named)

        methods = {
            key: value
            for key, value in vars(kind).items()
            if isinstance(value, FunctionType) and (key[0] != "_" or key in _SPECIAL)
        }
        kind.__init__ = watched_make
        for key, method in methods.items():
            setattr(kind, key, self._watched_method(key, method))

    def _watched_method(self, key: str, method: FunctionType) -> Callable[..., Any]:
        @functools.wraps(method)
        def watched(one: Any, *given: Any, **named: Any) -> Any:
            known = self._objects.get(id(one))
            if known and not self._busy and len(known[1].steps) < _MOST_STEPS:
                is_module = isinstance(one, nn.Module) and key == "forward"
                try:
                    step: Step = (
                        "" if is_module else key, plain_copy(list(given)), plain_copy(named)
                    )  # fmt: skip
                    known[1].steps.append(step)
                except NotPlainError:
                    pass
            self._busy += 1  # what a method does within is its own
            try:
                return method(one, *given, **named)
            finally:
                self._busy -= 1

        return watched


def _globals_read(function: FunctionType) -> frozenset[str]:
    try:
        return frozenset(_names(function.__code__))
    except (TypeError, ValueError):
        return frozenset()


def _names(code: Any) -> Iterator[str]:
    yield from code.co_names
    for part in code.co_consts:
        if inspect.iscode(part):
            yield from _names(part)


def choose(calls: Sequence[Call], most: int) -> list[Call]:
    """Return some calls of one name: of each form the first ones, the smallest forms first.

    Args:
        most: how many at most.
    """
    wanted = {
        place
        for call in calls
        for _, given, _ in call.steps
        for place, one in enumerate(given)
        if isinstance(one, Tensor) and one.requires_grad
    }
    for call in calls:
        call.differentiable = tuple(sorted(wanted))
    unique = {call.digest: call for call in calls if call.size <= MOST_NUMBERS}
    by_form: dict[str, list[Call]] = {}
    for call in sorted(unique.values(), key=lambda one: one.size):
        by_form.setdefault(call.form, []).append(call)
    chosen: list[Call] = []
    rank = 0
    while len(chosen) < most and any(len(several) > rank for several in by_form.values()):
        chosen += [several[rank] for several in by_form.values() if len(several) > rank]
        rank += 1
    return chosen[:most]
