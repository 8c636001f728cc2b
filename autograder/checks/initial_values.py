"""Check which distribution the parameters of new modules are drawn from."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

from torch import Tensor

from autograder.checks import findings
from autograder.checks.failure import CheckError
from autograder.checks.fresh import seed
from autograder.checks.probes import Environment, ask, probe, spelled, unreadable

_MADE = 250
"""Modules that are made: with four numbers each, one in a thousand million right ones fails."""
_SIGMAS = 6.5
"""How many standard errors the mean and the standard deviation may be off."""
_FAR = 2.0
"""Normal numbers are farther from 0 than this in 4.6 of 100 cases; uniform ones never are."""
_LEAST_FAR = 0.01
"""The least share of those that is believed, of 1,000 numbers."""


@probe
def _begin(env: Any, name: str, arguments: Any, count: int, number: int) -> Any:
    """Run beside the student's code: return the parameters of new modules, one row for each."""
    import torch

    rows = []
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(number)
        for _ in range(count):
            values = [p.detach().double().flatten() for p in env[name](*arguments).parameters()]
            rows.append(torch.cat(values) if values else torch.zeros(0, dtype=torch.float64))
    return torch.stack(rows)


def check_standard_normal(
    env: Environment, name: str, *, number: int, arguments: Sequence[Any] = ()
) -> None:
    """Check that the parameters of new modules are as ``torch.randn`` draws them.

    Args:
        name: the student's class, or a function that returns a new module of a few numbers.
        number: chooses the draw; see ``fresh``.
        arguments: what it is called with: plain data.

    Raises:
        CheckError: they have another distribution, or two of them begin alike in every module.
            Findings: ``other distribution``, ``one draw for all``.
    """
    made = spelled(name, arguments)
    values = ask(
        env, name, made, _begin, Tensor,
        arguments=list(arguments), count=_MADE, number=seed(number),
    )  # fmt: skip
    if values.dim() != 2 or len(values) != _MADE or not values.numel():
        raise unreadable(made)
    columns = values.T
    if any(bool((a == b).all()) for a, b in itertools.combinations(columns, 2)):
        text = f"two parameters of {made} start with the same number, whenever one is made"
        raise CheckError(text, finding=findings.ONE_DRAW)
    mean, deviation = float(values.mean()), float(values.std())
    least, greatest = float(values.min()), float(values.max())
    error = _SIGMAS / math.sqrt(values.numel())
    far = float((values.abs() > _FAR).double().mean())
    if abs(mean) < error and abs(deviation - 1) < error and far > _LEAST_FAR:
        return
    text = f"in {_MADE} new {made}, the parameters start between {least:.2f} and {greatest:.2f}, "
    text += f"with the mean {mean:.2f} and the standard deviation {deviation:.2f}; numbers from "
    text += "the standard normal distribution have the mean 0 and the standard deviation 1"
    why = "None of them is negative." if least >= 0 else ""
    raise CheckError(text, explanation=why, finding=findings.OTHER_DISTRIBUTION)
