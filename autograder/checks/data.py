"""Check data: what probes and training loops return, data sets, and loaders."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks.answers import (
    UNREADABLE,
    ask,
    doubles,
    explained,
    floating,
    is_number,
    kind_of,
)
from autograder.checks.compare import mismatch
from autograder.checks.explain import Compared
from autograder.checks.failure import CheckError
from autograder.checks.subject import Environment


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
        name: what the student calls it.
        steps: how many there should be.
        expected: the right ones, taken before each step; None where they may be any.
        rtol: allowed difference relative to the right ones.
        falls: whether the last one has to be lower than the first.

    Raises:
        CheckError: findings ``not a list of losses``, ``another number of losses``, ``loss
            returned as a tensor``, ``not finite``, ``loss after the step``, ``other losses`` and
            ``losses do not fall``.
    """
    if isinstance(losses, Tensor | np.ndarray) and losses.ndim == 1:
        losses = losses.tolist()
    if not isinstance(losses, list | tuple):
        text = f"{name} is {kind_of(losses)}; it should be a list of {steps} numbers"
        raise CheckError(text, "", "not a list of losses")
    if len(losses) != steps:
        raise CheckError(
            f"{name} has {len(losses)} elements; there should be {steps}, one for each step",
            "",
            "another number of losses",
        )
    for i, loss in enumerate(losses):
        if isinstance(loss, Tensor) or not is_number(loss):
            raise CheckError(
                f"{name}[{i}] is {kind_of(loss)}; it should be a number",
                "A loss that is kept as a tensor keeps its whole graph in memory; item() takes the "
                "number out of it."
                if isinstance(loss, Tensor) and loss.requires_grad
                else "",
                "loss returned as a tensor" if isinstance(loss, Tensor) else "not a list of losses",
            )
        if not math.isfinite(loss):
            raise CheckError(f"{name}[{i}] is {loss}; it should be finite", "", "not finite")
    found = doubles(losses)
    if expected is not None:
        right = doubles(expected)
        problem = mismatch(found, right, name, rtol=rtol, atol=1e-9)
        if problem:
            late = steps > 2 and mismatch(found[:-1], right[1:], name, rtol=rtol) is None
            explanation = (
                "Each number is the loss after the step; it should be the one before, from which "
                "the gradients come."
                if late
                else explained([Compared(name, 1, found, right, right=False)])
            )
            raise CheckError(
                problem, explanation, "loss after the step" if late else "other losses"
            )
    if falls and steps > 1 and losses[-1] >= losses[0]:
        raise CheckError(
            f"{name} begins at {losses[0]:.4g} and ends at {losses[-1]:.4g}; it should fall",
            "",
            "losses do not fall",
        )


def _items(env: Any, name: str, x: Any, y: Any, places: Any) -> dict[str, Any]:
    """Run beside the student's code: make a data set, and take items out of it.

    A probe has to be closed, so it can use nothing from this file.
    """
    from torch.utils.data import Dataset

    made = env[name](x, y)
    items = [made[i] for i in places]
    return {"kind": isinstance(made, Dataset), "length": len(made), "items": items}


def check_dataset(env: Environment, name: str, *, x: Tensor, y: Tensor) -> None:
    """Check a student's ``Dataset`` of pairs, made as ``name(x, y)``.

    Args:
        env: the student's globals.
        name: the student's class.
        x: inputs of shape (N, ...).
        y: targets of shape (N, ...).

    Raises:
        CheckError: findings ``missing``, ``not implemented``, ``not a Dataset``, ``wrong length``,
            ``not a pair``, ``other items``.
    """
    made, places = f"{name}(x, y)", [0, len(x) // 2, len(x) - 1]
    form = {"kind": bool, "length": int, "items": list}
    facts = ask(env, name, made, _items, form, x=x, y=y, places=places)
    if not facts["kind"]:
        raise CheckError(f"{made} is not a torch.utils.data.Dataset", "", "not a Dataset")
    if facts["length"] != len(x):
        raise CheckError(
            f"len({made}) is {facts['length']}; for {len(x)} examples it should be {len(x)}",
            "",
            "wrong length",
        )
    for i, item in zip(places, facts["items"], strict=False):
        if not isinstance(item, list | tuple) or len(item) != 2:
            raise CheckError(
                f"{made}[{i}] is {kind_of(item)}; it should be a pair", "", "not a pair"
            )
        for part, value, right in zip(("x", "y"), item, (x[i], y[i]), strict=True):
            where = f"the {part} of {made}[{i}]"
            if not isinstance(value, Tensor):
                text = f"{where} is {kind_of(value)}; it should be a tensor"
                raise CheckError(text, "", "other items")
            problem = mismatch(value, floating(right), where)
            if problem is None and value.dtype != right.dtype:
                problem = f"{where} has dtype {value.dtype}; it should be {right.dtype}"
            if problem:
                raise CheckError(problem, "", "other items")


def _epochs(env: Any, name: str, x: Any, y: Any, sizes: Any, batch_size: int, seed: int) -> Any:
    """Run beside the student's code: go through the loaders, twice each, for three makings.

    A probe has to be closed, so it can use nothing from this file.
    """
    import torch

    runs = []
    with torch.random.fork_rng(devices=[]):
        for elsewhere, number in ((11, seed), (22, seed), (33, seed + 1)):
            torch.default_generator.manual_seed(elsewhere)  # only the function's own seed may count
            loaders = list(env[name](x, y, list(sizes), batch_size, number))
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
        env: the student's globals.
        name: the student's function.
        sizes: how many examples each part has.
        batch_size: how many a batch has; the last of an epoch has what is left.
        seed: decides the split and the order of the first loader's epochs.
        columns: the number of columns of x and y.

    Raises:
        CheckError: findings ``missing``, ``not implemented``, ``unreadable``, ``another number of
            loaders``, ``wrong sizes``, ``last batch dropped``, ``wrong batch size``, ``pairs torn
            apart``, ``parts overlap``, ``not shuffled``, ``validation shuffled``, ``seed ignored``
            and ``order not seeded``.
    """
    total = sum(sizes)
    x = torch.arange(total, dtype=torch.float32).repeat(columns, 1).T.contiguous()
    call = f"{name}(x, y, {list(sizes)}, {batch_size}, seed)"
    form = {"runs": [[[[[Tensor]]]]]}
    runs = ask(
        env, name, call, _epochs, form, x=x, y=-2 * x, sizes=list(sizes), batch_size=batch_size,
        seed=seed,
    )["runs"]  # fmt: skip
    if len(runs) != 3 or any(len(epochs) != 2 for loaders in runs for epochs in loaders):
        raise CheckError(f"what came of {call} cannot be read", "", UNREADABLE)
    if any(len(loaders) != len(sizes) for loaders in runs):
        text = f"{call} returned {len(runs[0])} loaders; it should return {len(sizes)}"
        raise CheckError(text, "", "another number of loaders")
    orders = [[[_order(b, call) for b in epochs] for epochs in loaders] for loaders in runs]
    for part, (size, epochs) in enumerate(zip(sizes, runs[0], strict=True)):
        lengths = [len(batch[0]) for batch in epochs[0]]
        _check_lengths(f"loader {part + 1} of {call}", lengths, size, batch_size)
    seen = Counter(i for epochs in orders[0] for i in epochs[0])
    if seen != Counter(range(total)):
        twice, never = sum(n > 1 for n in seen.values()), sum(i not in seen for i in range(total))
        raise CheckError(
            f"of {total} examples, {twice} come more than once and {never} never",
            "",
            "parts overlap",
        )
    if orders[0][0][0] == orders[0][0][1]:
        text = "the first loader has the same order in each epoch; it should shuffle"
        raise CheckError(text, "", "not shuffled")
    if any(epochs[0] != epochs[1] for epochs in orders[0][1:]):
        text = "a loader after the first has another order in each epoch"
        raise CheckError(
            text, "What is only measured needs no shuffling: its mean is the same in any order.",
            "validation shuffled",
        )  # fmt: skip
    splits = [[set(epochs[0]) for epochs in loaders] for loaders in orders]
    if splits[0] == splits[2] and len(sizes) > 1:
        text = "the same examples are in each part whatever the seed is"
        raise CheckError(text, "", "seed ignored")
    if splits[0] != splits[1]:
        text = "two calls with the same seed do not put the same examples into each part"
        raise CheckError(text, f"{name} draws the split without its seed.", "seed ignored")
    if orders[0] != orders[1]:
        text = "two calls with the same seed do not give the same order of examples"
        raise CheckError(
            text, "The split hangs on the seed, the order of the first loader's epochs does not.",
            "order not seeded",
        )  # fmt: skip


def _order(batches: list[list[Tensor]], call: str) -> list[int]:
    """Return which examples came, in order: x holds their numbers, and y -2 times those."""
    order: list[int] = []
    for batch in batches:
        right = len(batch) == 2 and batch[0].dim() == 2 and batch[0].shape == batch[1].shape
        if not right or not torch.isfinite(batch[0]).all():
            shapes = ", ".join(str(tuple(part.shape)) for part in batch)
            text = f"a batch of {call} has tensors of shape {shapes}; it should be a pair x, y"
            raise CheckError(text, "", UNREADABLE)
        if not torch.equal(batch[1].double(), -2 * batch[0].double()):
            text = f"in a batch of {call}, x and y are not of the same examples"
            raise CheckError(text, "", "pairs torn apart")
        order += [int(number) for number in batch[0][:, 0].tolist()]
    return order


def _check_lengths(loader: str, lengths: list[int], size: int, batch_size: int) -> None:
    """Check the lengths of a loader's batches in one epoch."""
    right = [min(batch_size, size - i) for i in range(0, size, batch_size)]
    if lengths == right:
        return
    text = f"the batches of {loader} have the sizes {lengths}; they should be {right}"
    if lengths == right[:-1]:
        raise CheckError(
            text, "The last batch, which is not full, is left out.", "last batch dropped"
        )
    raise CheckError(text, "", "wrong sizes" if sum(lengths) != size else "wrong batch size")
