"""Growth is judged by what is done, so that it does not matter how a right answer is written."""

# every function takes what the right one takes
# ruff: noqa: ARG001

import functools
import sys

import numpy as np
import pytest
import torch
from torch import nn

from autograder.checks import CheckError, check_growth
from autograder.checks.session import session_with

WIDTH = 8
SIZES = (64, 128, 256)  # which are enough for it


def rows(n, *, parts=3):
    source = torch.Generator().manual_seed(n)
    return tuple(torch.randn(n, WIDTH, generator=source, dtype=torch.float64) for _ in range(parts))


def attention(q, k, v):
    return (q @ k.T).softmax(dim=1) @ v


def fused(q, k, v):
    q, k, v = (x[None, None] for x in (q, k, v))
    return nn.functional.scaled_dot_product_attention(q, k, v)[0, 0]


def by_einsum(q, k, v):
    weights = torch.einsum("nd,md->nm", q, k).exp()
    return torch.einsum("nm,md->nd", weights / weights.sum(1, keepdim=True), v)


def row_by_row(q, k, v):
    return torch.stack([(k @ row).softmax(dim=0) @ v for row in q])


@torch.no_grad()
def in_place(q, k, v):
    out = torch.empty_like(q)
    for start in range(0, len(q), 48):
        out[start : start + 48] = (q[start : start + 48] @ k.T).softmax(dim=1) @ v
    return out


@torch.inference_mode()
def in_inference_mode(q, k, v):
    return attention(q, k, v)


def with_backward(q, k, v):
    q.requires_grad_()
    attention(q, k, v).sum().backward()
    return q.grad


def slices_with_backward(q, k, v):
    q.requires_grad_()
    sum((q[i] ** 2).sum() for i in range(len(q))).backward()
    return q.grad


def keeping_all_rows(q, k, v):
    scores = [k @ row for row in q]
    return torch.stack([row.softmax(dim=0) @ v for row in scores])


def linear_attention(q, k, v):
    return q.exp() @ (k.exp().T @ v)


def recurrent(q, k, v):
    state, out = torch.zeros(WIDTH, WIDTH, dtype=q.dtype), torch.empty_like(q)
    for i in range(len(q)):
        state = state + k[i, :, None] * v[i]
        out[i] = q[i] @ state
    return out


def looked_up(q, k, v):
    order = torch.arange(len(q)).flip(0)
    out = torch.zeros_like(q)
    for i in order:
        out[i : i + 1] = q[order[i : i + 1]]
    return out


def sorted_rows(q, k, v):
    if len(q) == 1:
        return q
    half = len(q) // 2
    return torch.cat([sorted_rows(q[:half], k, v), sorted_rows(q[half:], k, v)])


def appended(q, k, v):
    out = q[:0]
    for row in q:
        out = torch.cat([out, row[None]])
    return out


def with_numpy(q, k, v):
    scores = np.exp(q.numpy() @ k.numpy().T)
    return torch.tensor(scores @ v.numpy())


def without_tracing(q, k, v):
    sys.settrace(None)
    return attention(q, k, v)


QUADRATIC = [
    attention, fused, by_einsum, row_by_row, in_place, in_inference_mode, with_backward,
    keeping_all_rows, appended, without_tracing,
]  # fmt: skip
LINEAR = [linear_attention, slices_with_backward, recurrent, looked_up, sorted_rows]
LEAN = [fused, row_by_row, in_place, recurrent, linear_attention, sorted_rows, looked_up]
FAT = [
    attention, by_einsum, in_inference_mode, with_backward, keeping_all_rows, with_numpy
]  # fmt: skip
AT_ONCE = [attention, by_einsum, linear_attention, with_backward, with_numpy]
LOOPS = [row_by_row, in_place, recurrent, appended]


def named(function):
    return function.__name__


def refused(function, **options):
    with pytest.raises(CheckError) as caught:
        check_growth({"f": function}, "f", rows, **options)
    return caught.value


@pytest.mark.parametrize("function", QUADRATIC, ids=named)
def test_quadratic_work_is_seen_and_allowed_where_it_may_be(function):
    tracer = sys.gettrace()
    check_growth({"f": function}, "f", rows, at_most=2, sizes=SIZES)
    error = refused(function, at_most=1, what="length", sizes=SIZES)
    assert error.finding == "grows too fast"
    assert "for twice the length, f works on " in error.message
    assert error.explanation.startswith("That is the square of the length")
    assert sys.gettrace() is tracer


@pytest.mark.parametrize("function", LINEAR, ids=named)
def test_linear_work_passes_however_it_is_done(function):
    check_growth({"f": function}, "f", rows, at_most=1, sizes=SIZES)


@pytest.mark.parametrize("function", LEAN, ids=named)
def test_memory_that_is_not_held_at_once_does_not_count(function):
    check_growth({"f": function}, "f", rows, at_most=1, of="memory", sizes=SIZES)


@pytest.mark.parametrize("function", FAT, ids=named)
def test_memory_is_what_is_held_at_once(function):
    check_growth({"f": function}, "f", rows, at_most=2, of="memory", sizes=SIZES)
    error = refused(function, at_most=1, of="memory", sizes=SIZES)
    assert error.finding == "too much memory"
    assert "times as many bytes of " in error.message


@pytest.mark.parametrize("function", AT_ONCE, ids=named)
def test_what_is_done_at_once_takes_no_more_calls(function):
    check_growth({"f": function}, "f", rows, at_most=0, of="calls", sizes=SIZES)


@pytest.mark.parametrize("function", LOOPS, ids=named)
def test_a_loop_over_the_size_is_seen(function):
    check_growth({"f": function}, "f", rows, at_most=1, of="calls", sizes=SIZES)
    assert refused(function, at_most=0, of="calls", sizes=SIZES).finding == "too many calls"


def test_lists_are_judged_by_lines_of_python():
    def all_pairs(numbers):
        return sum(a < b for a in numbers for b in numbers)

    def merged(numbers):
        if len(numbers) < 2:
            return numbers
        left, right = merged(numbers[::2]), merged(numbers[1::2])
        out = []
        while left and right:
            out.append(left.pop() if left[-1] > right[-1] else right.pop())
        return out + left[::-1] + right[::-1]

    def streamed(numbers):
        for i in range(len(numbers)):
            for _ in numbers[:i]:
                yield i

    numbers = {"f": all_pairs, "g": merged, "h": streamed}
    check_growth(numbers, "g", lambda n: list(range(n)), at_most=1, sizes=SIZES)
    check_growth(numbers, "f", lambda n: list(range(n)), at_most=2, sizes=SIZES)
    for name in "fh":
        with pytest.raises(CheckError, match=r"runs 4\.0 times as many lines of Python"):
            check_growth(numbers, name, lambda n: list(range(n)), at_most=1, sizes=SIZES)


def test_figures_are_told():
    message = refused(attention, at_most=1, what="length").message
    assert message == (
        "for twice the length, f works on 4.0 times as many numbers (294,912 for 128, 1,179,648 "
        "for 256 and 4,718,592 for 512); it should be about 2 times as many at most"
    )
    message = refused(row_by_row, at_most=0, of="calls", sizes=(64, 256)).message
    assert message.endswith("it should be about as many as before at most")
    assert message.startswith("for 4 times the size, f calls 4.0 times as many tensor operations")


class Decoder(nn.Module):
    def __init__(self, width, cached):
        super().__init__()
        self.cached, self.embed = cached, nn.Embedding(11, width)

    def forward(self, tokens):
        return self.embed(tokens).cumsum(0)[-1]

    def generate(self, tokens, steps):
        total = self(tokens)
        for _ in range(steps):
            new = total.argmax()[None] % 11
            tokens = torch.cat([tokens, new])
            total = total + self.embed(new)[0] if self.cached else self(tokens)
        return tokens


def test_methods_of_modules_are_called_with_what_is_made_for_a_size():
    def inputs(n):
        return {"tokens": torch.tensor([1, 2]), "steps": n}

    check = functools.partial(
        check_growth, {"Decoder": Decoder}, "Decoder", inputs, at_most=1, method="generate",
        sizes=(32, 64, 128), what="number of steps",
    )  # fmt: skip
    check(arguments=[256, True])
    with pytest.raises(CheckError, match=r"steps, Decoder\(256, False\).generate works on 3.7"):
        check(arguments=[256, False])


def test_a_table_that_is_made_anew_at_some_size_does_not_matter():
    table = {}

    def grown(x):
        if len(x) > table.get("size", 0):
            table["size"] = max(300, len(x))
            table["values"] = [i * i for i in range(20 * table["size"])]
        return x * table["values"][len(x) - 1]

    for sizes in ((64, 128, 256), (128, 256, 512), (256, 512, 1024)):
        table.clear()
        check_growth({"f": grown}, "f", lambda n: rows(n, parts=1), at_most=0.9, sizes=sizes)


def test_what_only_float32_works_for_is_counted_in_float32():
    weight = torch.ones(WIDTH, 2)

    def scores(x):
        return x @ weight

    check_growth({"f": scores}, "f", lambda n: rows(n, parts=1), at_most=1)


def test_code_that_does_not_work_while_it_is_watched_is_flagged_and_keeps_its_points():
    def unwatched(q, k, v):
        if torch.utils._python_dispatch._get_current_dispatch_mode() is not None:
            raise RuntimeError("not under a mode")
        return attention(q, k, v)

    flags = []
    with session_with(flags=flags):
        check_growth({"f": unwatched}, "f", rows, at_most=1)
    assert flags == ["what f costs could not be counted, as it does not work while it is watched"]


def test_code_that_took_tracing_away_is_flagged(monkeypatch):
    flags = []
    monkeypatch.setattr(sys, "settrace", None)
    with session_with(flags=flags):
        check_growth({"f": attention}, "f", rows, at_most=1)
    assert len(flags) == 1


def test_exceptions_are_those_of_the_code():
    def broken(q, k, v):
        return q @ k

    def unwritten(q, k, v):
        raise NotImplementedError

    assert "f raised RuntimeError: mat1 and mat2" in refused(broken, at_most=1).message
    assert refused(unwritten, at_most=1).finding == "not implemented"
    tracer = sys.gettrace()
    assert refused(None, at_most=1).finding == "missing"
    assert sys.gettrace() is tracer


def test_what_would_take_too_long_is_not_called():
    sizes = []

    def cubic(x):
        sizes.append(len(x))
        for _ in range(len(x) ** 3 // 8):
            pass

    with pytest.raises(CheckError, match=r"runs 8\.0 times as many lines"):
        check_growth({"f": cubic}, "f", lambda n: rows(n, parts=1), at_most=2, sizes=SIZES)
    assert sizes == [64, 128]


@pytest.mark.parametrize(
    "options", [{"sizes": (64, 96)}, {"sizes": (64,)}, {"of": "seconds"}], ids=str
)
def test_a_wrong_call_of_the_check_is_an_error_of_the_test(options):
    with pytest.raises(ValueError, match="should be"):
        check_growth({"f": attention}, "f", rows, at_most=1, **options)
