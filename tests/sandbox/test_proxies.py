"""Tests get data as copies and objects as proxies, which believe no object's word."""

import inspect
from collections.abc import Iterable

import pytest
import torch

from autograder.errors import WallError
from autograder.sandbox.proxies import StudentObject
from autograder.sandbox.wire.messages import Object
from autograder.sandbox.wire.values import Packer, unpack


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
