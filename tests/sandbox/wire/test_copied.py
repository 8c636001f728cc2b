"""Values of common classes come as copies of the same class; nothing in a frame names code."""

from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.values import Packer, unpack

Pair = namedtuple("Pair", "left right")
LEVELS = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", "y"])


class OnlyHandles(Packer):
    """Packs what has to stay on the other side as an object."""

    def pack_object(self, value):
        return wire.Object(0, type(value).__name__, [])


def sent(value):
    """Return what arrives of a value; an object as its description."""
    packer = OnlyHandles()
    return unpack(packer.pack(value), packer.tensors, lambda stub: stub)


@pytest.mark.parametrize(
    "value",
    [
        2**100,
        -(2**70),
        1 + 2j,
        range(3, 9, 2),
        Fraction(1, 3),
        Decimal("1.10"),
        datetime(2020, 1, 2, 3, 4, 5, 6),
        date(2020, 1, 2),
        time(3, 4),
        timedelta(days=-1, seconds=3),
        Counter("hello"),
        OrderedDict(a=1, b=[2]),
        deque([1, 2], maxlen=3),
        defaultdict(list, a=[1]),
        pd.Timestamp("2020-01-02 03:04"),
        pd.Timedelta(days=2),
        np.dtype("float32"),
        int,
        np.ndarray,
        np.float64,
        pd.DataFrame,
        [int, (str, {"a": Fraction(1, 2)})],
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_arrive_as_what_they_are(value):
    arrived = sent(value)
    assert arrived == value
    assert type(arrived) is type(value)
    assert repr(arrived) == repr(value)


def test_a_defaultdict_makes_what_is_missing():
    assert sent(defaultdict(list))["new"] == []
    assert isinstance(sent(defaultdict(lambda: 3)), dict)


def test_named_tuples_keep_their_names():
    arrived = sent(Pair(1, [2]))
    assert (arrived.left, arrived.right) == (1, [2])
    assert repr(arrived) == "Pair(left=1, right=[2])"
    assert arrived == (1, [2])
    assert type(arrived) is type(sent(Pair(0, 0)))


def test_views_of_a_dict_are_views():
    given = {"a": 1, "b": 2}
    assert sent(given.keys()) == {"a", "b"}
    assert list(sent(given.values())) == [1, 2]
    assert list(sent(given.items())) == [("a", 1), ("b", 2)]


@pytest.mark.parametrize(
    "array",
    [
        np.array([1, "a", None], dtype=object).reshape(3, 1),
        np.array([[1], [2, 3]], dtype=object),
        np.array(["2020-01-01", "NaT"], dtype="datetime64[D]"),
        np.array([1, 2], dtype="timedelta64[h]"),
        np.array([1 + 2j, 3]),
    ],
    ids=["objects", "lists", "dates", "durations", "complex"],
)
def test_arrays_of_all_kinds_arrive(array):
    arrived = sent(array)
    assert arrived.dtype == array.dtype
    np.testing.assert_array_equal(arrived, array)


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"n": [1, 2]}, index=LEVELS),
        pd.Series([1.5, 2.5], index=LEVELS, name="n"),
        pd.DataFrame([[1, 2]], columns=LEVELS),
        pd.DataFrame({"lists": [[1, 2], [3]], "tuples": [(1,), (2, "a")]}),
    ],
    ids=["rows", "series", "columns", "lists"],
)
def test_tables_with_levels_and_lists_arrive(table):
    arrived = sent(table)
    assert type(arrived) is type(table)
    assert arrived.equals(table)
    assert list(arrived.index.names) == list(table.index.names)


@pytest.mark.parametrize(
    "value",
    [datetime(2020, 1, 1, tzinfo=UTC), range(10**12), Decimal("1e999999"), open, Packer],
    ids=lambda v: type(v).__name__,
)
def test_what_is_not_in_the_table_stays_where_it_is(value):
    assert isinstance(sent(value), wire.Object)


@pytest.mark.parametrize(
    "value",
    [
        wire.Named("os", "system"),
        wire.Function(b"", "f", [], [], [], []),
        wire.Made("class", [wire.Plain("subprocess.Popen")]),
        wire.Made("class", [wire.Plain("pandas.HDFStore")]),
        wire.Made("eval", [wire.Plain("1")]),
        wire.Made("dtype", [wire.Plain("O,O")]),
        wire.Made("range", [wire.Plain("x")]),
        wire.Made("range", [wire.Plain(0), wire.Plain(10**12), wire.Plain(1)]),
        wire.Made("Decimal", [wire.Plain("x")]),
        wire.Made("Decimal", [wire.Plain("1e999999")]),
        wire.Made("namedtuple", [wire.Plain("a b"), wire.Plain("c"), wire.Plain("d")]),
        wire.Made("int", [wire.Plain(3)]),
    ],
    ids=lambda value: f"{type(value).__name__}-{getattr(value, 'kind', '')}",
)
def test_a_student_process_cannot_name_code_or_nonsense(value):
    with pytest.raises(wire.WireError):
        unpack(value, {}, lambda stub: stub)
