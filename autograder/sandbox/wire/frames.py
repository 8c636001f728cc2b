"""Tables of pandas as wire values, and back: copies, so that tests can compare them as usual."""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.wire import messages as wire

_MOST = 200_000
"""Elements of a column that is sent one by one."""
_NUMBERS = "biuf"
_KINDS = {"object", "str", "string", "category", "bool"}
"""Types of columns that are made again on the other side; dates have a name of their own."""
_DATES = {f"datetime64[{unit}]" for unit in ("s", "ms", "us", "ns")}

Pack = Callable[[Any], wire.Value]
Unpack = Callable[[wire.Value], Any]


class _CannotBeCopiedError(Exception):
    """A table holds something that is no plain data."""


def is_table(value: Any) -> bool:
    """Say whether a value is a table, column or index of pandas itself, not of a class of it."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and type(value) in (
        getattr(pandas, "DataFrame", None),
        getattr(pandas, "Series", None),
        getattr(pandas, "Index", None),
        getattr(pandas, "RangeIndex", None),
        getattr(pandas, "DatetimeIndex", None),
        getattr(pandas, "MultiIndex", None),
    )


def pack_table(value: Any, pack: Pack) -> wire.Table | None:
    """Return a table as a wire value; None where it holds more than plain data."""
    import pandas

    try:
        if isinstance(value, pandas.DataFrame):
            columns = [_column(value.iloc[:, n], pack) for n in range(value.shape[1])]
            labels, index = _column(value.columns, pack), _column(value.index, pack)
            return wire.Table("frame", [index, labels, *columns])
        if isinstance(value, pandas.Series):
            return wire.Table("series", [_column(value.index, pack), _column(value, pack)])
        return wire.Table("index", [_column(value, pack)])
    except (_CannotBeCopiedError, wire.WireError):
        return None


def _column(values: Any, pack: Pack) -> wire.Column:
    """Return one column, or an index."""
    if getattr(values, "nlevels", 1) > 1:
        if len(values) > _MOST:
            raise _CannotBeCopiedError
        return wire.Column(_plain(pack(list(values))), "levels", _plain(pack(list(values.names))))
    dtype = str(values.dtype)
    name = _plain(pack(values.name))
    array = values.to_numpy()
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in _NUMBERS:
        return wire.Column(pack(array), dtype, name)
    if dtype in _DATES:
        return wire.Column(pack([str(item) for item in array]), dtype, name)
    if dtype not in _KINDS or len(array) > _MOST:
        raise _CannotBeCopiedError
    packed = pack(list(array))
    assert isinstance(packed, wire.Sequence)
    for item in packed.items:
        _plain(item)
    return wire.Column(packed, dtype, name)


def _plain(value: wire.Value) -> wire.Value:
    """Return a value that holds no object of the student."""
    match value:
        case wire.Plain() | wire.Bytes() | wire.TensorRef():
            return value
        case wire.Sequence(items=items) | wire.Made(parts=items):
            for item in items:
                _plain(item)
            return value
        case wire.Mapping(items=pairs):
            for key, item in pairs:
                _plain(key), _plain(item)
            return value
    raise _CannotBeCopiedError


def unpack_table(table: wire.Table, unpack: Unpack) -> Any:
    """Return the table that a wire value stands for.

    Raises:
        WireError: it is no table.
    """
    import pandas

    try:
        columns = [_values(column, unpack) for column in table.columns]
        if table.kind == "index":
            (index,) = columns
            return _index(index)
        if table.kind == "series":
            index, series = columns
            return pandas.Series(series.array, index=_index(index), name=series.name)
        index, labels, *rest = columns
        made = pandas.DataFrame(
            {n: column.array for n, column in enumerate(rest)}, index=_index(index)
        )
        made.columns = _index(labels)
        return made
    except wire.WireError:
        raise
    except Exception as error:  # whatever pandas makes of what a student process says
        raise wire.WireError(f"a table cannot be read: {type(error).__name__}") from None


def _index(values: Any) -> Any:
    """Return an index of the values of a series, or the index that it is already."""
    import pandas

    return values if isinstance(values, pandas.Index) else pandas.Index(values)


def _values(column: wire.Column, unpack: Unpack) -> Any:
    """Return a column as a series without an index of its own."""
    import pandas

    values, name = unpack(column.values), unpack(column.name)
    if column.dtype == "levels":
        return pandas.MultiIndex.from_tuples(values, names=name)
    if column.dtype in _DATES:
        return pandas.Series(pandas.to_datetime(values), name=name).astype(column.dtype)
    if isinstance(values, np.ndarray):
        return pandas.Series(values, name=name)
    kind = column.dtype if column.dtype in _KINDS else "object"
    return pandas.Series(values, dtype=kind, name=name)
