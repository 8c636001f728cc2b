"""Check data: what probes and training loops return, data sets, and loaders."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.compare import (
    Comparison,
    Tolerance,
    doubles,
    floating,
    is_number,
    kind_of,
    mismatch,
)
from autograder.checks.failure import CheckError
from autograder.checks.probes import Environment, ask, probe, unreadable


def check_losses(
    losses: Any,
    *,
    name: str = "losses",
    steps: int,
    expected: Sequence[float] | None = None,
    rtol: float = 1e-3,
    falls: bool = True,
) -> None:
    """Check the losses that a training loop returned, one number per step.

    Args:
        losses: what student code returned, or a list of the notebook.
        expected: the right ones, taken before each step; None where they may be any.
        falls: whether the last one has to be lower than the first.
    """
    if isinstance(losses, Tensor | np.ndarray) and losses.ndim == 1:
        losses = losses.tolist()
    if not isinstance(losses, list | tuple):
        text = f"{name} is {kind_of(losses)}; it should be a list of {steps} numbers"
        raise CheckError(text, finding=findings.NOT_LOSSES)
    if len(losses) != steps:
        text = f"{name} has {len(losses)} elements; there should be {steps}, one for each step"
        raise CheckError(text, finding=findings.NUMBER_OF_LOSSES)
    for i, loss in enumerate(losses):
        _check_loss(f"{name}[{i}]", loss)
    if expected is not None:
        found, right = doubles(losses), doubles(expected)
        comparison = Comparison(Tolerance(rtol, 1e-9))
        comparison.add(name, found, right)
        if steps > 2 and mismatch(found[:-1], right[1:], name, rtol=rtol) is None:
            why = "Each number is the loss after the step; it should be the one before, from which "
            why += "the gradients come."
            comparison.raise_first(explanation=why, finding=findings.LOSS_AFTER_STEP)
        comparison.raise_first(finding=findings.OTHER_LOSSES)
    if falls and steps > 1 and losses[-1] >= losses[0]:
        text = f"{name} begins at {losses[0]:.4g} and ends at {losses[-1]:.4g}; it should fall"
        raise CheckError(text, finding=findings.NO_FALL)


def _check_loss(where: str, loss: Any) -> None:
    """Check that one loss is a finite number."""
    text = f"{where} is {kind_of(loss)}; it should be a number"
    if isinstance(loss, Tensor):
        why = "A loss that is kept as a tensor keeps its whole graph in memory; item() takes the "
        why = f"{why}number out of it." if loss.requires_grad else ""
        raise CheckError(text, explanation=why, finding=findings.LOSS_AS_TENSOR)
    if not is_number(loss):
        raise CheckError(text, finding=findings.NOT_LOSSES)
    if not math.isfinite(loss):
        raise CheckError(f"{where} is {loss}; it should be finite", finding=findings.NOT_FINITE)


@probe
def _items(env: Any, name: str, x: Any, y: Any, places: Any) -> dict[str, Any]:
    """Run beside the student's code: make a data set, and take items out of it."""
    from torch.utils.data import Dataset

    made = env[name](x, y)
    items = [made[i] for i in places]
    return {"kind": isinstance(made, Dataset), "length": len(made), "items": items}


def check_dataset(env: Environment, name: str, *, x: Tensor, y: Tensor) -> None:
    """Check a student's ``Dataset`` of pairs, made as ``name(x, y)``.

    Args:
        x: inputs of shape (N, ...).
        y: targets of shape (N, ...).
    """
    made, places = f"{name}(x, y)", [0, len(x) // 2, len(x) - 1]
    form = {"kind": bool, "length": int, "items": list}
    facts = ask(env, name, made, _items, form, x=x, y=y, places=places)
    if not facts["kind"]:
        text = f"{made} is not a torch.utils.data.Dataset"
        raise CheckError(text, finding=findings.NOT_A_DATASET)
    if facts["length"] != len(x):
        text = f"len({made}) is {facts['length']}; for {len(x)} examples it should be {len(x)}"
        raise CheckError(text, finding=findings.WRONG_LENGTH)
    for i, item in zip(places, facts["items"], strict=False):
        if not isinstance(item, list | tuple) or len(item) != 2:
            text = f"{made}[{i}] is {kind_of(item)}; it should be a pair"
            raise CheckError(text, finding=findings.NOT_A_PAIR)
        for part, value, right in zip(("x", "y"), item, (x[i], y[i]), strict=True):
            where = f"the {part} of {made}[{i}]"
            if not isinstance(value, Tensor):
                text = f"{where} is {kind_of(value)}; it should be a tensor"
                raise CheckError(text, finding=findings.OTHER_ITEMS)
            problem = mismatch(value, floating(right), where)
            if problem is None and value.dtype != right.dtype:
                problem = f"{where} has dtype {value.dtype}; it should be {right.dtype}"
            if problem:
                raise CheckError(problem, finding=findings.OTHER_ITEMS)


@probe
def _epochs(env: Any, name: str, x: Any, y: Any, sizes: Any, batch_size: int, seed: int) -> Any:
    """Run beside the student's code: go through the loaders, twice each, for three makings."""
    import torch

    runs = []
    with torch.random.fork_rng(devices=[]):
        for elsewhere, number in ((11, seed), (22, seed), (33, seed + 1)):
            torch.default_generator.manual_seed(elsewhere)  # only the function's own seed may count
            loaders = list(env[name](x, y, list(sizes), batch_size, number))
            torch.default_generator.manual_seed(elsewhere + 1)  # whatever is drawn in between
            runs.append([[[list(b) for b in loader] for _ in range(2)] for loader in loaders])
    return {"runs": runs}


def check_loaders(
    env: Environment,
    name: str,
    *,
    sizes: Sequence[int],
    batch_size: int,
    seed: int,
    columns: int = 1,
) -> None:
    """Check a student's function that splits data and makes a loader for each part.

    It is called as ``name(x, y, sizes, batch_size, seed)``, with x and y of shape (N, columns), N
    the sum of sizes, and returns one loader per size: the first shuffles, the others do not. Let
    the first size be no multiple of ``batch_size``, and at least 20: few examples may happen to be
    shuffled into the order they had.

    Args:
        sizes: how many examples each part has.
        batch_size: how many a batch has; the last of an epoch has what is left.
        seed: decides the split and the order of the first loader's epochs.
    """
    total = sum(sizes)
    x = torch.arange(total, dtype=torch.float32).repeat(columns, 1).T.contiguous()
    call = f"{name}(x, y, {list(sizes)}, {batch_size}, seed)"
    runs = ask(
        env, name, call, _epochs, {"runs": [[[[[Tensor]]]]]}, x=x, y=-2 * x, sizes=list(sizes),
        batch_size=batch_size, seed=seed,
    )["runs"]  # fmt: skip
    if len(runs) != 3 or any(len(epochs) != 2 for loaders in runs for epochs in loaders):
        raise unreadable(call)
    if any(len(loaders) != len(sizes) for loaders in runs):
        text = f"{call} returned {len(runs[0])} loaders; it should return {len(sizes)}"
        raise CheckError(text, finding=findings.NUMBER_OF_LOADERS)
    orders = [[[_order(b, call) for b in epochs] for epochs in loaders] for loaders in runs]
    for part, (size, epochs) in enumerate(zip(sizes, runs[0], strict=True)):
        lengths = [len(batch[0]) for batch in epochs[0]]
        _check_lengths(f"loader {part + 1} of {call}", lengths, size, batch_size)
    _check_shuffling(orders[0], total)
    _check_seed(name, orders)


def _check_shuffling(loaders: list[list[list[int]]], total: int) -> None:
    """Check which examples come in which order: for each loader, that of two epochs."""
    seen = Counter(i for epochs in loaders for i in epochs[0])
    if seen != Counter(range(total)):
        twice, never = sum(n > 1 for n in seen.values()), sum(i not in seen for i in range(total))
        text = f"of {total} examples, {twice} come more than once and {never} never"
        raise CheckError(text, finding=findings.PARTS_OVERLAP)
    if loaders[0][0] == loaders[0][1]:
        text = "the first loader has the same order in each epoch; it should shuffle"
        raise CheckError(text, finding=findings.NOT_SHUFFLED)
    if any(epochs[0] != epochs[1] for epochs in loaders[1:]):
        text = "a loader after the first has another order in each epoch"
        why = "What is only measured needs no shuffling: its mean is the same in any order."
        raise CheckError(text, explanation=why, finding=findings.VALIDATION_SHUFFLED)


def _check_seed(name: str, orders: list[list[list[list[int]]]]) -> None:
    """Check that two makings with one seed are alike, and the third, with another, is not."""
    splits = [[set(epochs[0]) for epochs in loaders] for loaders in orders]
    if splits[0] == splits[2] and len(splits[0]) > 1:
        text = "the same examples are in each part whatever the seed is"
        raise CheckError(text, finding=findings.SEED_IGNORED)
    if splits[0] != splits[1]:
        text = "two calls with the same seed do not put the same examples into each part"
        why = f"{name} draws the split without its seed."
        raise CheckError(text, explanation=why, finding=findings.SEED_IGNORED)
    if orders[0] != orders[1]:
        text = "two calls with the same seed do not give the same order of examples"
        why = "The split hangs on the seed, the order of the first loader's epochs does not."
        raise CheckError(text, explanation=why, finding=findings.ORDER_NOT_SEEDED)


def _order(batches: list[list[Tensor]], call: str) -> list[int]:
    """Return which examples came, in order: x holds their numbers, and y -2 times those."""
    order: list[int] = []
    for batch in batches:
        right = len(batch) == 2 and batch[0].dim() == 2 and batch[0].shape == batch[1].shape
        if not right or not torch.isfinite(batch[0]).all():
            shapes = ", ".join(str(tuple(part.shape)) for part in batch)
            text = f"a batch of {call} has tensors of shape {shapes}; it should be a pair x, y"
            raise CheckError(text, finding=findings.UNREADABLE)
        if not torch.equal(batch[1].double(), -2 * batch[0].double()):
            text = f"in a batch of {call}, x and y are not of the same examples"
            raise CheckError(text, finding=findings.PAIRS_TORN_APART)
        order += [int(number) for number in batch[0][:, 0].tolist()]
    return order


def _check_lengths(loader: str, lengths: list[int], size: int, batch_size: int) -> None:
    """Check the lengths of a loader's batches in one epoch."""
    right = [min(batch_size, size - i) for i in range(0, size, batch_size)]
    if lengths == right:
        return
    text = f"the batches of {loader} have the sizes {lengths}; they should be {right}"
    if lengths == right[:-1]:
        explanation = "The last batch, which is not full, is left out."
        raise CheckError(text, explanation=explanation, finding=findings.LAST_BATCH_DROPPED)
    other = findings.WRONG_SIZES if sum(lengths) != size else findings.WRONG_BATCH_SIZE
    raise CheckError(text, finding=other)
