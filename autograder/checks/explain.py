"""Name the mistake behind wrong numbers: what relation do they have to the right ones?

Every sentence made here is a fact about the student's numbers on all inputs that were tried, so it
may be left out, but it is never wrong.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

_RATIO = 1e-3
"""How far a ratio may be from a round one, relative to it."""
_NAMED = {
    2.0: "is twice the right one",
    0.5: "is half of the right one",
    -1.0: "has the opposite sign of the right one",
    -2.0: "is twice the right one and has the opposite sign",
    -0.5: "is half of the right one and has the opposite sign",
}
_MOST_OUTPUTS_PERMUTED = 5


@dataclass(frozen=True)
class Compared:
    """One output of one call, beside the right one."""

    name: str  # what the student calls the output
    rows: int  # N, the size of the batch of this call
    actual: Tensor  # the student's tensor
    expected: Tensor  # the right one
    right: bool  # whether the two agree


def explain(compared: Sequence[Compared], *, by_size: bool = True) -> str:
    """Say what the wrong outputs have in common with the right ones, or "".

    Args:
        compared: all outputs of all calls, call by call.
        by_size: whether it may be said for which sizes of the batch they are right: not where calls
            differ in other things, too.
    """
    by_name: dict[str, list[Compared]] = {}
    for item in compared:
        if item.actual.is_complex() or not item.actual.numel() or not item.expected.numel():
            return ""
        actual, expected = item.actual.double(), item.expected.double()
        by_name.setdefault(item.name, []).append(replace(item, actual=actual, expected=expected))
    wrong = {
        name: items for name, items in by_name.items() if any(not item.right for item in items)
    }
    if not wrong:
        return ""
    order = _another_order(by_name)
    if order:
        return order
    sizes, single = _only_some_sizes(wrong.values()) if by_size else ("", False)
    if single:
        return sizes
    names_of: dict[str, list[str]] = {}
    for name, items in wrong.items():
        fact = _relation(items)
        if fact:
            names_of.setdefault(fact, []).append(name)
    facts = [f"{_listed(names)} {fact}." for fact, names in names_of.items()]
    return " ".join(facts) or sizes


def _listed(names: list[str]) -> str:
    """Return the subject of a sentence about some outputs."""
    return names[0] if len(names) == 1 else f"Each of {', '.join(names[:-1])} and {names[-1]}"


def _equal(a: Tensor, b: Tensor) -> bool:
    """Say whether two tensors have one shape and, up to rounding, the same values."""
    if a.shape != b.shape:
        return False
    sizes = b[b.isfinite()].abs()  # where a number is infinite, no tolerance can be a share of it
    return torch.allclose(a, b, rtol=1e-4, atol=1e-5 * float(sizes.max()) if len(sizes) else 0.0)


def _another_order(by_name: dict[str, list[Compared]]) -> str:
    """Recognise right outputs that are returned in another order."""
    names = list(by_name)
    if not 2 <= len(names) <= _MOST_OUTPUTS_PERMUTED:
        return ""
    calls = list(zip(*by_name.values(), strict=False))
    for order in itertools.permutations(range(len(names))):
        if list(order) != sorted(order) and all(
            _equal(call[place].actual, call[meant].expected)
            for call in calls
            for place, meant in enumerate(order)
        ):
            found = ", ".join(names[meant] for meant in order)
            return f"The outputs are right, but in another order: they come as {found}."
    return ""


def _only_some_sizes(wrong: Iterable[list[Compared]]) -> tuple[str, bool]:
    """Recognise outputs that are right for some sizes of the batch and wrong for others.

    Returns a sentence, or "", and whether only a batch of one example goes wrong.
    """
    right = [item.rows for items in wrong for item in items if item.right]
    bad = {item.rows for items in wrong for item in items if not item.right}
    good = set(right)
    enough = 3 if good == {1} else 1  # a single example may be right by luck
    if not good or not bad or good & bad or min(map(right.count, good)) < enough:
        return "", False
    few, many = (", ".join(str(n) for n in sorted(sizes)) for sizes in (bad, good))
    text = f"It is right for batches of {many}, and wrong for {few}: what is special about that?"
    return text, bad == {1}


def _relation(items: list[Compared]) -> str:
    """Return what one output has to do with the right one in every call, as a verb phrase."""
    items = [item for item in items if float(item.expected.abs().max()) > 0]
    if not items:
        return ""
    if any(bool(item.actual.isnan().any()) for item in items):
        return "holds NaN (not a number), as 0 / 0 or the logarithm of a negative number gives"
    if all(float(item.actual.abs().max()) == 0 for item in items):
        return "is 0 everywhere"
    if all(item.actual.shape == item.expected.shape for item in items):
        return _scaled(items) or _transposed(items)
    if all(_equal(item.actual.flatten(), item.expected.flatten()) for item in items):
        return "has the right values in the wrong shape"
    return _transposed(items) or _over_the_batch(items)


def _transposed(items: list[Compared]) -> str:
    flat = all(item.actual.dim() == 2 for item in items)
    if flat and all(_equal(item.actual.T, item.expected) for item in items):
        return "is the transpose of the right one"
    return ""


def _over_the_batch(items: list[Compared]) -> str:
    """Recognise a gradient with one row per example, or with its examples summed up wrongly."""
    batch = [i for i in items if i.rows > 1 and i.actual.dim() and i.actual.shape[0] == i.rows]
    if len(batch) != sum(item.rows > 1 for item in items) or not batch:
        return ""
    for what, of_rows in (("sum", torch.sum), ("mean", torch.mean)):
        if all(_equal(of_rows(i.actual, dim=0).flatten(), i.expected.flatten()) for i in batch):
            return f"has one row for each example; the {what} of its rows is the right one"
    return ""


def _scaled(items: list[Compared]) -> str:
    """Recognise a constant factor, or one that goes with the size of the batch."""
    ratios = []
    for item in items:
        actual, expected = item.actual.flatten(), item.expected.flatten()
        ratio = float((actual * expected).sum() / (expected * expected).sum())
        if not _equal(actual, ratio * expected) or abs(ratio) < _RATIO:
            return ""
        ratios.append(ratio)
    if _constant(ratios):
        return _factor(ratios[0])
    rows = [item.rows for item in items]
    if len(set(rows)) == 1:
        return ""
    times = [ratio / n for ratio, n in zip(ratios, rows, strict=True)]
    if _constant(times):
        more = "" if abs(times[0] - 1) < _RATIO else f"{times[0]:.4g} "
        return f"is {more}N times the right one, where N is the number of examples in the batch"
    shares = [1 / (ratio * n) for ratio, n in zip(ratios, rows, strict=True)]
    if _constant(shares):
        size = abs(shares[0])
        sign = ", with the opposite sign" if shares[0] < 0 else ""
        where = "where N is the number of examples in the batch"
        if size < 1 - _RATIO:
            return f"is {1 / size:.4g} / N times the right one{sign}, {where}"
        more = "N" if abs(size - 1) < _RATIO else f"{size:.4g} N"
        return f"is the right one divided by {more}{sign}, {where}"
    return ""


def _constant(numbers: list[float]) -> bool:
    return all(abs(n - numbers[0]) <= _RATIO * abs(numbers[0]) for n in numbers)


def _factor(ratio: float) -> str:
    for value, phrase in _NAMED.items():
        if abs(ratio - value) <= _RATIO * abs(value):
            return phrase
    return f"is {ratio:.4g} times the right one"
