"""Shapes, types and devices are judged for sizes that no memory could hold."""

# every function takes what the right one takes
# ruff: noqa: ARG001

import logging
import math

import pytest
import torch
from torch import nn

from autograder.checks import CheckError, check_on_meta

T, D = 1_000_000, 4096
QKV = [tuple(torch.empty(8, T, D, device="meta") for _ in range(3))]
TABLE = torch.arange(float(D))
BOTH = (torch.float32, torch.float64)


def right(q, k, v):
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    later = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device).triu(1)
    return scores.masked_fill(later, -torch.inf).softmax(-1) @ v


def with_mask_moved(q, k, v):
    mask = torch.tril(torch.ones(len(q[0]), len(q[0]))).to(q.device)
    scores = q @ k.mT / torch.sqrt(torch.tensor(D))  # numbers of no dimension go anywhere
    return scores.masked_fill(mask == 0, -torch.inf).softmax(-1) @ v


def fused(q, k, v):
    return nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)


def in_place(q, k, v):
    out = q.new_zeros(q.shape)
    for i in range(len(q)):
        out[i] = q[i] * TABLE.to(q)
    out[torch.arange(2)] += torch.randn_like(v[:2])
    return out


def with_backward(q, k, v):
    q = q.detach().requires_grad_()
    (q * k).sum().backward()
    return q.grad


@torch.inference_mode()
def in_inference_mode(q, k, v):
    return torch.einsum("bnd,bnd->bnd", q, k) + torch.zeros_like(v)


def with_mask_on_the_cpu(q, k, v):
    mask = torch.tril(torch.ones(len(q[0]), len(q[0])))
    return (q @ k.mT).masked_fill(mask == 0, -torch.inf).softmax(-1) @ v


def with_a_list(q, k, v):
    return q * torch.tensor([1.0] * D)


def with_positions(q, k, v):
    return q + torch.arange(T)[:, None]


def with_a_global_table(q, k, v):
    return q * TABLE


def with_classes(q, k, v):
    return nn.functional.embedding(torch.zeros(8, T, dtype=torch.long), q[0])


def that_ends_on_the_cpu(q, k, v):
    return torch.full(q.shape, 0.5, dtype=q.dtype)


def transposed(q, k, v):
    return right(q, k, v).mT


def two(q, k, v):
    return right(q, k, v), k


def nothing(q, k, v):
    pass


def rounded(q, k, v):
    return right(q, k, v).float()


def by_item(q, k, v):
    return q * k.max().item()


def by_condition(q, k, v):
    return q if (k > 0).all() else v


def by_numpy(q, k, v):
    return torch.tensor(q.numpy())


def by_mask(q, k, v):
    return q[q > 0]


def refused(name, expected, **options):
    with pytest.raises(CheckError) as caught:
        check_on_meta(globals(), name, expected, **options)
    return caught.value


@pytest.mark.parametrize(
    "function",
    [right, with_mask_moved, fused, in_place, with_backward, in_inference_mode],
    ids=lambda function: function.__name__,
)
def test_what_works_on_every_device_passes(function):
    check_on_meta({"f": function}, "f", right, inputs=QKV, dtypes=BOTH)


@pytest.mark.parametrize(
    ("name", "finding", "said"),
    [
        ("with_mask_on_the_cpu", "other device", "It comes from torch.ones"),
        ("with_a_list", "other device", "It comes from torch.tensor"),
        ("with_positions", "other device", "shape (1000000, 1) is on the CPU"),
        ("with_a_global_table", "other device", ".to(x.device) moves another tensor"),
        ("with_classes", "other device", "It comes from torch.zeros"),
        ("that_ends_on_the_cpu", "other device", "It comes from torch.full"),
        ("transposed", "wrong shape", "(8, 4096, 1000000); it should be (8, 1000000, 4096)"),
        ("two", "wrong shape", "is a collection; it should be a tensor of shape"),
        ("nothing", "wrong shape", "is a NoneType; it should be a tensor of shape"),
        ("rounded", "other dtype", "has the dtype float32; it should be float64"),
        ("by_item", "needs values", ".item()"),
        ("by_condition", "needs values", "if or while on a tensor"),
        ("by_numpy", "needs values", ".numpy()"),
        ("by_mask", "needs values", "x[mask]"),
    ],
)
def test_what_does_not_is_named(name, finding, said):
    error = refused(name, right, inputs=QKV, dtypes=BOTH)
    assert error.finding == finding
    assert said in str(error)


def test_several_results_are_compared_one_by_one():
    env = {"f": lambda x: {"a": x, "b": [x.sum(0), len(x)]}}
    x = torch.empty(T, D, dtype=torch.int64, device="meta")
    check_on_meta(env, "f", lambda x: (x, (x[0], 3)), inputs=[x])
    for wrong, said in (
        (lambda x: (x, (x[:, 0], 3)), r"result 1 of result 2 of f\(x\) with x of shape"),
        (lambda x: (x, x, x), "gives 2 results; there should be 3"),
    ):
        with pytest.raises(CheckError, match=said):
            check_on_meta(env, "f", wrong, inputs=[x])


class Net(nn.Module):
    def __init__(self, width, mode=""):
        super().__init__()
        self.mode, table = mode, torch.zeros(100_000, width)
        self.rates = [rate.item() for rate in torch.linspace(0, 1, 3)] if mode == "rates" else []
        if mode == "attribute":
            self.table = table
        else:
            self.register_buffer("table", table)
        self.scale = torch.tensor(8.0).sqrt()
        self.layer = nn.Linear(width, width)
        self.tied = nn.Linear(width, width)
        self.tied.weight = self.layer.weight

    def forward(self, x):
        x = self.tied(self.layer(x)) / self.scale + self.table[: x.shape[1]]
        if self.mode == "positions":
            x = x + torch.arange(x.shape[1])[:, None]
        return x


def width_only(width):
    return width


SEQUENCES = [torch.empty(3, 100_000, 50_000, device="meta")]


@pytest.mark.parametrize(("mode", "width"), [("", 50_000), ("rates", 50)])
def test_a_module_is_made_and_moved_without_memory(mode, width):
    inputs = [SEQUENCES[0][..., :width]]
    arguments = [width, mode]
    check_on_meta(
        {"Net": Net}, "Net", lambda: Net(width), inputs=inputs, arguments=arguments, dtypes=BOTH
    )


@pytest.mark.parametrize(
    ("mode", "said"),
    [("attribute", "register_buffer"), ("positions", "It comes from torch.arange")],
)
def test_what_a_module_leaves_on_the_cpu_is_named(mode, said):
    options = {"inputs": SEQUENCES, "arguments": [50_000, mode]}
    error = refused("Net", lambda: Net(50_000), **options)
    assert error.finding == "other device"
    assert said in error.explanation


def test_a_module_of_other_sizes_has_another_architecture():
    error = refused("Net", lambda: Net(50_000), inputs=SEQUENCES, arguments=[40_000])
    assert error.finding == "wrong architecture"
    assert "The size 40000 should be 50000." in error.explanation
    error = refused("Net", lambda: Net(50_000), inputs=SEQUENCES, arguments=[4], parameters=False)
    assert "raised RuntimeError" in error.message
    error = refused("width_only", lambda: nn.Linear(50_000, 1), inputs=SEQUENCES, arguments=[3])
    assert error.finding == "not a module"


def test_a_method_and_arguments_by_name_and_what_is_no_tensor():
    class Cell(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(5, 7, batch_first=True)

        def read(self, x, state=None, last=False):
            y, state = self.lstm(x, state)
            return (y[:, -1] if last else y), state

    state = tuple(torch.empty(1, T, 7, device="meta") for _ in range(2))
    batch = {"x": torch.empty(T, 4, 5, device="meta"), "state": state, "last": True}
    check_on_meta({"C": Cell}, "C", Cell, inputs=[batch], arguments=[], method="read")


def test_exceptions_are_those_of_the_code_and_nothing_is_logged(caplog):
    def broken(q, k, v):
        return q @ k

    def unwritten(q, k, v):
        raise NotImplementedError

    for function, said in ((broken, "raised RuntimeError"), (unwritten, "is not written yet")):
        with caplog.at_level(logging.ERROR), pytest.raises(CheckError, match=said):
            check_on_meta({"f": function}, "f", right, inputs=QKV)
    assert not caplog.records


def test_what_code_keeps_for_later_calls_is_what_it_was():
    names = {}
    exec(
        "import functools, torch\n"
        "@functools.cache\n"
        "def row(n):\n"
        "    return torch.ones(n)\n"
        "table = None\n"
        "def f(x):\n"
        "    global table, other\n"
        "    if table is None:\n"
        "        table = other = torch.ones(len(x), 1)\n"
        "    return x * table.to(x.device) * row(x.shape[1]).to(x.device)\n",
        names,
    )
    check_on_meta(names, "f", lambda x: 1 * x, inputs=[torch.empty(3, 4, device="meta")])
    assert names["table"] is None
    assert "other" not in names
    assert torch.equal(names["f"](torch.ones(3, 4)), torch.ones(3, 4))


def test_what_it_is_compared_with_has_to_work_itself():
    with pytest.raises(ValueError, match="what f is compared with does not work on the device"):
        check_on_meta({"f": right}, "f", by_item, inputs=QKV)
