"""What a test gives to student code: functions of its own, and lists that are to be changed."""

import marshal
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.errors import WallError
from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.frames import is_table

_NOT_THEIRS = ("__main__", "autograder", "tests")


def give_back(original: Any, changed: Any) -> None:
    """Make of an argument what a call has made of its copy, where it is still of the same kind."""
    if is_table(original):
        if type(changed) is type(original) and not changed.equals(original):
            original.__init__(changed)
    elif isinstance(original, np.ndarray) and isinstance(changed, np.ndarray):
        if original.shape == changed.shape and original.flags.writeable:
            original[...] = changed
    elif isinstance(original, list) and isinstance(changed, list):
        original[:] = changed
    elif (isinstance(original, dict) and isinstance(changed, dict)) or (
        isinstance(original, set) and isinstance(changed, set)
    ):
        original.clear()
        original.update(changed)


def pack_code(value: Any, pack: Callable[[Any], wire.Value]) -> wire.Value:
    """Return the wire form of a library's class or function, or of a function of the test.

    Raises:
        WallError: it is something else, or uses something else.
    """
    if isinstance(value, types.ModuleType) and value.__name__.partition(".")[0] not in _NOT_THEIRS:
        return wire.Named(value.__name__, "")
    if (named := _by_name(value)) is not None:
        return named
    if isinstance(value, types.FunctionType):
        return _function(value, pack)
    raise WallError(f"it gives a {type(value).__name__} of its own to the student's code")


def _by_name(value: Any) -> wire.Named | None:
    """Return what names something of a library; None for what none has."""
    owner = getattr(value, "__objclass__", value)
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    module = getattr(owner, "__module__", None) or type(value).__module__
    if not isinstance(name, str) or not isinstance(module, str):
        return None
    if module.partition(".")[0] in _NOT_THEIRS:
        return None
    for place, path in ((module, name), ("torch", value.__name__), ("numpy", value.__name__)):
        found: Any = sys.modules.get(place)
        for part in path.split("."):
            found = getattr(found, part, None)
        if found is value:
            return wire.Named(place, path)
    return None


def _function(value: types.FunctionType, pack: Callable[[Any], wire.Value]) -> wire.Function:
    used = set(_names(value.__code__)) & value.__globals__.keys() - {value.__name__}
    try:
        return wire.Function(
            marshal.dumps(value.__code__),
            value.__name__,
            [pack(one) for one in value.__defaults__ or ()],
            [(name, pack(one)) for name, one in (value.__kwdefaults__ or {}).items()],
            [(name, pack(value.__globals__[name])) for name in sorted(used)],
            [pack(cell.cell_contents) for cell in value.__closure__ or ()],
        )
    except (ValueError, RecursionError):  # a cell without contents, functions that use each other
        raise WallError(f"it gives its function {value.__name__} to the student's code") from None


def _names(code: types.CodeType) -> Iterator[str]:
    """Yield the names that a function may look up in its module, and those within it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)
