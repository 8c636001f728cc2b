"""Tables of pandas come to tests as copies, and nothing that a student says makes more of them."""

import numpy as np
import pandas as pd
import pytest
import torch

from autograder.cell import Cell
from autograder.limits import Limits
from autograder.sandbox.confine.zygote import Zygote
from autograder.sandbox.control import Sandbox
from autograder.sandbox.proxies import StudentObject
from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.values import Packer, unpack

TABLES = {
    "numbers": pd.DataFrame({"a": [1, 2], "b": [0.5, np.nan], "c": [True, False]}),
    "words": pd.DataFrame({"a": ["x", "y"], "b": ["x", None]}, index=["r", "s"]),
    "dates": pd.DataFrame({"when": pd.to_datetime(["2026-01-01", None])}),
    "categories": pd.Series(["u", "v", "u"], dtype="category", name="kind"),
    "named index": pd.Series([1.5, 2.5], index=pd.Index([3, 4], name="year"), name="price"),
    "two columns of one name": pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]),
    "mixed": pd.Series([1, "two", 3.5, None]),
    "no rows": pd.DataFrame({"a": [], "b": []}),
    "an index": pd.Index(["a", "b"], name="letters"),
    "a range": pd.RangeIndex(3),
}
IN_PROCESS = """
import random
import numpy as np
import pandas as pd
import torch
parameters = [torch.nn.Parameter(torch.ones(1))]
def draw():
    return np.random.rand()
frame = pd.DataFrame({"id": [0, 1, 0], "name": ["x", "y", "z"]})
names = np.array([["a", "bc"], ["", "d"]])
odd = pd.DataFrame({"a": [object(), 1]})
class Mine(pd.DataFrame):
    pass
mine = Mine({"a": [1]})
def count():
    yield from range(3)
def rows(table):
    return len(table)
"""


@pytest.mark.parametrize("name", TABLES)
def test_a_table_arrives_as_it_was(name):
    table = TABLES[name]
    packer = Packer()
    got = unpack(packer.pack(table), packer.tensors, pytest.fail)
    assert type(got) in (type(table), pd.Index)
    if isinstance(table, pd.DataFrame):
        pd.testing.assert_frame_equal(got, table, check_index_type=False, check_column_type=False)
    elif isinstance(table, pd.Series):
        pd.testing.assert_series_equal(got, table, check_index_type=False)
    else:
        pd.testing.assert_index_equal(pd.Index(got), pd.Index(list(table), name=table.name))


COLUMN = wire.Column(wire.Sequence("list", [wire.Plain(1)]), "object", wire.Plain("a"))
LONGER = wire.Column(wire.Sequence("list", [wire.Plain(1)] * 2), "object", wire.Plain("a"))
HOSTILE = {
    "no columns": wire.Table("series", []),
    "one of two": wire.Table("series", [COLUMN]),
    "of two lengths": wire.Table("series", [COLUMN, LONGER]),
    "labels for nobody": wire.Table("frame", [COLUMN, LONGER, COLUMN]),
    "values that are a number": wire.Table(
        "index", [wire.Column(wire.Plain(3), "int64", wire.Plain(None))]
    ),
    "dates that are none": wire.Table(
        "index",
        [wire.Column(wire.Sequence("list", [wire.Plain("x")]), "datetime64[ns]", wire.Plain(1))],
    ),
    "strings of another shape": wire.Strings([2, 2], ["a"]),
    "strings of a wild shape": wire.Strings([-1, 0], ["a"]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_is_refused(name):
    try:
        got = unpack(HOSTILE[name], {}, pytest.fail)
    except wire.WireError:
        return
    assert isinstance(got, pd.Index)


def test_tests_see_the_classes_of_libraries_and_copies_of_tables():
    zygote = Zygote()
    try:
        with Sandbox(
            [Cell(IN_PROCESS, 1)], ["q1"], {}, Limits(seconds=60), zygote=zygote
        ) as sandbox:
            sandbox.begin()
            sandbox.follow()
            with sandbox.environment("q1", 30) as names:
                assert names["np"].ndarray is np.ndarray
                assert names["pd"].Series is pd.Series
                assert names["torch"].float32 is torch.float32
                assert type(names["np"].mean([1, 2])) is names["np"].float64
                names["np"].random.seed(3)
                drawn = names["draw"]()
                names["np"].random.seed(3)
                assert names["draw"]() == drawn == np.random.RandomState(3).rand()
                optimizer = names["torch"].optim.SGD(names["parameters"], lr=0.5)
                scheduler = names["torch"].optim.lr_scheduler.StepLR(optimizer, 1)
                assert scheduler.get_last_lr() == [0.5]
                frame = names["frame"]
                assert type(frame) is pd.DataFrame
                assert list(frame[frame["id"] == 0]["name"]) == ["x", "z"]
                assert names["rows"](pd.DataFrame({"a": [1, 2, 3]})) == 3
                assert names["names"].dtype.kind == "U"
                assert (names["names"] == np.array([["a", "bc"], ["", "d"]])).all()
                counted = names["count"]()
                assert [next(counted), next(counted)] == [0, 1]
                assert list(counted) == [2]
                with pytest.raises(StopIteration):
                    next(counted)
                assert isinstance(names["odd"], StudentObject)
                assert isinstance(names["mine"], StudentObject)
                assert torch.equal(torch.tensor(names["rows"]([1])), torch.tensor(1))
    finally:
        zygote.close()
