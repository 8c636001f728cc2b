"""Tests get data as copies and objects as proxies, which believe no object's word."""

import inspect
import os
import re
import socket
import sys
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest
import torch

from autograder.checks import bound, run_probe
from autograder.errors import StudentError, WallError
from autograder.sandbox.connection import Connection
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.proxies import StudentObject
from autograder.sandbox.student.serve import Server
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.messages import MAX_PRINTED, Object
from autograder.sandbox.wire.values import Packer, unpack


class Anything:
    """Claims to be whatever it is compared with."""

    value = 7

    def __eq__(self, other):
        return True

    def __bool__(self):
        return True

    def __len__(self):
        return -5

    def __float__(self):
        return 1.0

    __hash__ = None


class RefusedError(Exception):
    pass


class Point:
    def __init__(self, x):
        self.x, self.next = x, None

    def __eq__(self, other):
        return self.x == other.x

    def __lt__(self, other):
        return self.x < other.x

    def __add__(self, other):
        return Point(self.x + other.x)

    def __repr__(self):
        return f"Point({self.x})"

    def __enter__(self):
        return self.x

    def __exit__(self, *_):
        return False

    __hash__ = None


class Row(tuple):
    def item(self, index):
        return self[index]

    def __repr__(self):
        return "Row"


class Stack(list):
    __module__ = "__main__"

    def push(self, item):
        self.append(item)


class Far(Point):
    def __len__(self):
        return 0


def refuse():
    raise RefusedError("not here")


def twice(function, value):
    """Apply a function two times."""
    return function(function(value))


def fill(items, more):
    items.append(1)
    more["key"] = items


def widen(table, numbers):
    table["new"] = 1
    numbers[:] = 0


def pop(items):
    return items.pop()


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(3, 2)

    def forward(self, x):
        return self.layer(x)


def endless():
    while True:
        pass


def student_names():
    """Return the globals of a student process."""

    def scale(x, factor=2):
        return x * factor * names["weight"]

    def fail():
        raise KeyError("no such thing")

    def shout():
        for _ in range(300):
            print("x" * 999)
        sys.stdout.close()

    class Odd(BaseException):
        def __str__(self):
            raise RuntimeError

    def fail_oddly():
        raise Odd

    names = {
        "weight": torch.tensor(3.0),
        "scale": scale,
        "anything": Anything(),
        "Net": Net,
        "model": Net(),
        "fail": fail,
        "fail_oddly": fail_oddly,
        "shout": shout,
        "numbers": lambda: (n for n in range(5)),
        "leave": lambda: os._exit(0),
        "endless": endless,
        **{"Point": Point, "Far": Far, "RefusedError": RefusedError, "refuse": refuse, "re": re},
        **{"Row": Row, "row": Row((1, 2)), "item_of": lambda row: row.item(0), "Stack": Stack},
        "largest": torch.eye(2).max(dim=0),
        **{"twice": twice, "fill": fill, "pop": pop, "widen": widen},
        "made": lambda kind, x: kind(x),
    }
    return names


@pytest.fixture
def env():
    """Return the environment of a served process, with two seconds for a call."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        Server(student_names(), Channel(theirs, "requests"), 2).run()
    theirs.close()
    state = Connection(Channel(ours, "replies"), 2)
    environment = StudentEnvironment(state.fork, 60)
    yield environment
    environment.close()
    state.close()
    os.waitpid(child, 0)


def test_functions_are_called_over_there_with_copies(env):
    x = torch.ones(2)
    assert torch.equal(env["scale"](x), torch.full((2,), 6.0))
    assert torch.equal(env["scale"](x, factor=3), torch.full((2,), 9.0))


def test_globals_are_bound_for_a_block_and_restored(env):
    with bound(env, weight=torch.tensor(1.0), new=5):
        assert float(env["scale"](torch.tensor(1.0))) == 2
        assert env["new"] == 5
    assert float(env["scale"](torch.tensor(1.0))) == 6
    assert "new" not in env


def test_a_name_that_is_missing_is_none_for_a_test(env):
    assert env.get("missing") is None
    with pytest.raises(KeyError, match=r"^'missing'$"):
        env["missing"]


def test_an_object_equals_nothing_but_itself(env):
    anything = env["anything"]
    for other in (5, "x", [anything], torch.ones(1)):
        with pytest.raises(WallError, match="not asked about values of a test"):
            assert anything == other
    assert anything in [anything]
    with pytest.raises(TypeError):
        float(anything)
    with pytest.raises((TypeError, ValueError)):
        len(anything)
    with pytest.raises((TypeError, AssertionError, WallError)):
        torch.testing.assert_close(anything, torch.ones(1))


def test_attributes_of_objects_can_be_read(env):
    assert env["anything"].value == 7
    with pytest.raises(AttributeError):
        _ = env["anything"].missing


def test_no_proxy_passes_for_a_tensor():
    claims = Object(0, "Fake", ["torch.Tensor", "torch.nn.parameter.Parameter", "torch.Size"])
    proxy = StudentObject(None, claims)
    assert not isinstance(proxy, torch.Tensor | torch.Size | torch.nn.Parameter)


@pytest.mark.parametrize(
    "value",
    [torch.eye(3).to_sparse(), torch.tensor([1 + 2j]), torch.eye(2, dtype=torch.bfloat16)],
    ids=["sparse", "complex", "bfloat16"],
)
def test_unusual_tensors_arrive_as_plain_ones(value):
    packer = Packer()
    packed = packer.pack(value)
    assert torch.equal(unpack(packed, packer.tensors, None), value.to_dense())


def test_classes_make_instances_that_pass_for_what_they_derive_from(env):
    net = env["Net"]()
    assert isinstance(net, torch.nn.Module)
    assert issubclass(env["Net"], torch.nn.Module)
    assert [tuple(p.shape) for p in net.parameters()] == [(2, 3), (2,)]
    assert all(isinstance(p, torch.nn.Parameter) for p in net.parameters())
    assert net(torch.ones(4, 3)).shape == (4, 2)
    assert list(env["numbers"]()) == [0, 1, 2, 3, 4]


def test_exceptions_arrive_as_the_nearest_built_in_one(env):
    with pytest.raises(KeyError, match="no such thing"):
        env["fail"]()
    with pytest.raises(RuntimeError, match="cannot be read"):
        env["fail_oddly"]()


def test_the_beginning_of_what_a_call_prints_arrives(env, capsys):
    for _ in range(2):
        env["shout"]()
        assert len(capsys.readouterr().out) == MAX_PRINTED


def test_probes_run_beside_the_student_code(env):
    def shapes(model, x):
        return {"out": tuple(model(x).shape), "training": model.training}

    assert run_probe(env, shapes, x=torch.ones(5, 3)) == {"out": (5, 2), "training": True}


def test_a_process_that_ends_costs_the_call_and_not_the_next_one(env):
    with pytest.raises(StudentError, match="ended the process"):
        env["leave"]()
    assert float(env["scale"](torch.tensor(1.0))) == 6


def test_a_call_that_does_not_return_is_given_up(env):
    with pytest.raises(StudentError, match="within 2 s"):
        env["endless"]()
    assert float(env["scale"](torch.tensor(1.0))) == 6


def test_a_question_whose_time_is_used_up_gets_no_new_copy(env):
    env._deadline = 0.0
    with pytest.raises(StudentError, match="used up its time"):
        env["scale"]


def test_objects_of_the_students_classes_are_told_apart_as_theirs_are(env):
    point, far = env["Point"](1), env["Far"](2)
    assert isinstance(point, env["Point"])
    assert isinstance(far, env["Point"])
    assert not isinstance(point, env["Far"])
    assert not isinstance(3, env["Point"])
    assert not isinstance(env["Point"], env["Point"])
    assert issubclass(env["Far"], env["Point"])
    assert not issubclass(int, env["Point"])
    assert type(point) == env["Point"]  # noqa: E721
    assert type(point) != env["Far"]  # noqa: E721
    assert type(far).__name__ == "Far"
    assert not far
    assert point


def test_operators_work_between_objects_of_the_student(env):
    point = env["Point"]
    assert point(1) == point(1)
    assert point(1) != point(2)
    assert point(1) < point(2)
    assert sorted([point(2), point(1)])[0].x == 1
    assert (point(1) + point(2)).x == 3
    assert repr(point(4)) == str(point(4)) == "Point(4)"
    with point(5) as entered:
        assert entered == 5
    for operate in (lambda p: p == 1, lambda p: p < 1, lambda p: p + 1):
        with pytest.raises(WallError):
            operate(point(1))
    with pytest.raises(TypeError):
        _ = env["scale"] + 1  # as it is in the notebook


def test_an_object_is_one_object_and_can_be_changed(env):
    first, second = env["Point"](1), env["Point"](2)
    second.next = first
    assert second.next is first
    first.x = 7
    assert second.next.x == 7


def test_a_students_exception_can_be_caught_by_its_class(env):
    kind = env["RefusedError"]
    assert issubclass(kind, Exception)
    with pytest.raises(kind, match=r"^not here$"):
        env["refuse"]()


def test_functions_of_a_test_and_of_libraries_can_be_given(env):
    step = 3

    assert env["twice"](lambda v: v + step, 1) == 7
    assert env["twice"](lambda v, by=2: v * by, 1) == 4
    assert env["twice"](abs, -2) == 2
    assert env["twice"](str.upper, "a") == "A"
    assert env["twice"](torch.neg, torch.ones(1)).item() == 1
    own = type("Own", (), {})()
    for given in (own, lambda v: (v, own)):
        with pytest.raises(WallError, match="of its own"):
            env["twice"](given, 1)


def test_a_call_without_a_result_changes_its_arguments(env):
    items, more = [0], {}
    env["fill"](items, more=more)
    assert items == [0, 1]
    assert more == {"key": [0, 1]}
    table, numbers = pd.DataFrame({"a": [1, 2]}), np.ones(2)
    env["widen"](table, numbers)
    assert table.equals(pd.DataFrame({"a": [1, 2], "new": [1, 1]}))
    assert numbers.sum() == 0
    assert env["pop"](items) == 1
    assert items == [0, 1]  # its word counts, and it might have made them fit


def test_a_function_has_a_text_and_no_elements(env):
    assert callable(env["twice"])
    assert env["twice"].__doc__ == "Apply a function two times."
    with pytest.raises(WallError, match="signature"):
        inspect.signature(env["twice"])
    assert not isinstance(env["twice"], Iterable)
    assert isinstance(env["re"].compile("a"), env["re"].Pattern)


def test_a_copy_of_a_derived_list_asks_its_original_for_what_a_list_has_not(env):
    row = env["row"]
    assert row == (1, 2)
    assert isinstance(row, tuple)
    assert isinstance(row, env["Row"])
    assert type(row) == env["Row"]  # noqa: E721 - as tests of courses say it
    assert row.item(1) == 2
    assert repr(row) == "Row"
    assert env["item_of"](row) == 1
    with pytest.raises(AttributeError):
        row.other()
    values, indices = env["largest"]
    assert torch.equal(env["largest"].values, values)
    assert torch.equal(env["largest"].indices, indices)


def test_what_would_change_the_original_of_a_copy_is_told_to_staff(env):
    stack = env["Stack"]([1])
    assert stack == [1]
    with pytest.raises(WallError, match="Stack, is a list"):
        stack.push(2)
    with pytest.raises(AttributeError):
        stack.pull()


def test_a_class_of_the_student_goes_back_to_a_function_of_theirs(env):
    assert env["made"](env["Point"], 4) == env["Point"](4)
    assert isinstance(env["Point"], type)  # which says nothing of where it can be sent
