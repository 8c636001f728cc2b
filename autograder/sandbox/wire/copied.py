"""Values of common classes as wire values, and back: copies, so that their classes are this side's.

The classes are those of a table, so that nothing in a frame can name code to run.
"""

import collections
import datetime
import decimal
import fractions
import functools
import re
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.wire import messages as wire

_MOST_DIGITS = 20_000
"""Hexadecimal digits of a whole number that is sent."""
_MOST_FIELDS = 200
"""Fields of a named tuple that is sent."""
_MOST_ITEMS = 200_000
"""Elements of an array of objects that is sent one by one."""
_DTYPE = re.compile(r"[<>|=]?[biufcmMOSU]\d{0,3}(\[\w{1,4}\])?|bool|object")
_VIEWS = {type({}.keys()): "keys", type({}.values()): "values", type({}.items()): "items"}

Parts = tuple[str, list[Any]]


@functools.lru_cache(256)
def _named(name: str, fields: tuple[str, ...]) -> Any:
    return collections.namedtuple(name, fields[:_MOST_FIELDS])


def _is_short(value: range) -> bool:
    """Say whether a test may make a list of it."""
    return max(map(abs, (value.start, value.stop, value.step))) < 2**63 and (
        len(value) <= wire.MOST_ITEMS
    )


def _is_handy(value: decimal.Decimal) -> bool:
    """Say whether a test may make a whole number of it."""
    return not value.is_finite() or abs(value.adjusted()) < _MOST_DIGITS


def _only(is_fit: Callable[[Any], bool], value: Any) -> Any:
    if not is_fit(value):
        raise ValueError
    return value


def _zone_free(value: Any) -> bool:
    return value.tzinfo is None


_APART: dict[type, Callable[[Any], Parts | None]] = {
    complex: lambda v: ("complex", [v.real, v.imag]),
    range: lambda v: ("range", [v.start, v.stop, v.step]) if _is_short(v) else None,
    fractions.Fraction: lambda v: ("Fraction", [v.numerator, v.denominator]),
    decimal.Decimal: lambda v: ("Decimal", [str(v)]) if _is_handy(v) else None,
    datetime.datetime: lambda v: ("datetime", [v.isoformat()]) if _zone_free(v) else None,
    datetime.date: lambda v: ("date", [v.isoformat()]),
    datetime.time: lambda v: ("time", [v.isoformat()]) if _zone_free(v) else None,
    datetime.timedelta: lambda v: ("timedelta", [v.days, v.seconds, v.microseconds]),
    collections.Counter: lambda v: ("Counter", [dict(v)]),
    collections.OrderedDict: lambda v: ("OrderedDict", [dict(v)]),
    collections.deque: lambda v: ("deque", [list(v), v.maxlen]),
}
"""How values are taken apart, by their exact class; None for one that stays where it is."""

_TOGETHER: dict[str, Callable[..., Any]] = {
    "complex": complex,
    "range": lambda *parts: _only(_is_short, range(*parts)),
    "Fraction": fractions.Fraction,
    "Decimal": lambda text: _only(_is_handy, decimal.Decimal(text)),
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "timedelta": datetime.timedelta,
    "Counter": collections.Counter,
    "OrderedDict": collections.OrderedDict,
    "deque": collections.deque,
    "defaultdict": collections.defaultdict,
    "keys": lambda items: dict.fromkeys(items).keys(),
    "values": lambda items: dict(enumerate(items)).values(),
    "items": lambda items: dict(items).items(),
    "int": lambda digits: int(digits[:_MOST_DIGITS], 16),
    "dtype": lambda name: np.dtype(_checked(name)),
    "objects": lambda shape, items: _array_of_objects(shape, items),
    "dates": lambda name, numbers: np.asarray(numbers, np.int64).view(_checked(name)),
    "complexes": lambda real, imag: np.asarray(real) + 1j * np.asarray(imag),
    "Timestamp": lambda text: _pandas().Timestamp(str(text)),
    "Timedelta": lambda number: _pandas().Timedelta(int(number), unit="ns"),
    "NaT": lambda: _pandas().NaT,
    "namedtuple": lambda name, fields, items: _named(name, tuple(fields))(*items),
    "class": lambda name: _CLASSES[name] if name in _CLASSES else _class_of_library(name),
}

_OWN = (
    *(int, float, bool, str, bytes, list, tuple, dict, set, frozenset, object),
    *(collections.defaultdict, *_APART),
)
_CLASSES: dict[str, type] = {f"{one.__module__}.{one.__qualname__}": one for one in _OWN}
_OF_LIBRARIES = {
    "numpy": ("ndarray", "generic", "number", "integer", "floating", "str_", "bool_", "datetime64"),
    "pandas": ("DataFrame", "Series", "Index", "Timestamp", "Timedelta", "DatetimeIndex"),
}
_NUMBERS = re.compile(r"numpy\.(u?int|float)(8|16|32|64)|numpy\.bool")


def take_apart(value: Any) -> Parts | None:
    """Return the kind of a value and what it is made of; None for one that is not in the table.

    Only of exactly these classes: one that is derived from them may lie about itself.
    """
    kind = type(value)
    if kind in _APART:
        return _APART[kind](value)
    if kind in _VIEWS:
        return _VIEWS[kind], [list(value)]
    if kind is int:
        digits = format(value, "x")
        return ("int", [digits]) if len(digits) < _MOST_DIGITS else None
    if kind is collections.defaultdict:
        known = value.default_factory is None or value.default_factory in _CLASSES.values()
        return ("defaultdict", [value.default_factory, dict(value)]) if known else None
    if kind is np.ndarray:
        return _array_apart(value)
    if issubclass(kind, np.dtype):  # whatever a proxy says of its class
        return ("dtype", [value.str]) if value.names is None and _is_dtype(value.str) else None
    if issubclass(kind, type):
        return _class_apart(value)
    if kind.__bases__ == (tuple,) and isinstance(getattr(kind, "_fields", None), tuple):
        fields = [str(name) for name in kind._fields]
        is_whole = len(fields) == len(value) <= _MOST_FIELDS
        return ("namedtuple", [kind.__name__[:200], fields, list(value)]) if is_whole else None
    return _time_apart(value)


def put_together(kind: str, parts: list[Any]) -> Any:
    """Return the value of a kind that is made of these.

    Raises:
        WireError: there is no such value.
    """
    try:
        return _TOGETHER[kind](*parts)
    except Exception as error:  # whatever a library makes of what a student process says
        raise wire.WireError(f"a {kind[:50]} cannot be read: {type(error).__name__}") from None


def _array_apart(value: Any) -> Parts | None:
    if value.dtype.kind == "O" and value.size <= _MOST_ITEMS:
        return "objects", [list(value.shape), list(value.ravel())]
    if value.dtype.kind in "mM":
        return "dates", [value.dtype.str, value.view(np.int64)]
    if value.dtype.kind == "c":
        return "complexes", [value.real, value.imag]
    return None


def _class_apart(value: type) -> Parts | None:
    name = f"{value.__module__}.{value.__qualname__}"
    if _CLASSES.get(name) is value:
        return "class", [name]
    try:
        return ("class", [name]) if _class_of_library(name) is value else None
    except (KeyError, AttributeError):
        return None


def _class_of_library(name: str) -> Any:
    """Return the class of numpy or pandas that a name is of.

    Raises:
        KeyError: it is not in the table, or the library is not loaded.
    """
    module, _, last = name.rpartition(".")
    root = module.partition(".")[0]
    if last in _OF_LIBRARIES.get(root, ()) or _NUMBERS.fullmatch(name):
        return getattr(sys.modules[root], last)
    raise KeyError(name)


def _time_apart(value: Any) -> Parts | None:
    pandas = sys.modules.get("pandas")
    if pandas is None or not hasattr(pandas, "NaT"):
        return None
    if value is pandas.NaT:
        return "NaT", []
    if type(value) is pandas.Timestamp and _zone_free(value):
        return "Timestamp", [value.isoformat()]
    return ("Timedelta", [value.value]) if type(value) is pandas.Timedelta else None


def _pandas() -> Any:
    import pandas

    return pandas


def _is_dtype(name: str) -> bool:
    return _DTYPE.fullmatch(name) is not None


def _checked(name: str) -> str:
    if not _is_dtype(name):
        raise ValueError(name)
    return name


def _array_of_objects(shape: list[int], items: list[Any]) -> Any:
    array = np.empty(len(items), dtype=object)
    for index, item in enumerate(items):
        array[index] = item
    return array.reshape(shape)
