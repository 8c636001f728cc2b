"""Check how new weights are distributed."""

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.failure import CheckError
from autograder.checks.fresh import seed
from autograder.checks.probes import Environment, ask, probe, spelled

FALSE_ALARM = 1e-6
"""The chance that this check says no to draws from the right distribution."""
_ROUGHLY = 0.03
"""How far measured figures may be from those of a known mistake to name it."""


@probe
def _drawn(
    env: Any, name: str, arguments: Any, shape: Any, total: int, random: int
) -> dict[str, Any]:
    """Run beside the student's code: draw until there are enough values, with torch's seed set."""
    import torch

    parts: list[Any] = []
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(random)
        while sum(p.numel() for p in parts) < total and len(parts) < total:
            given = torch.full(shape, 7.0)
            made = env[name](given) if arguments is None else env[name](*arguments)
            if arguments is None and made is None:
                made = given  # filled in place
            if isinstance(made, torch.nn.Module):
                mine = [p for p in made.parameters() if list(p.shape) == list(shape)]
                if not mine:
                    return {"kind": "module", "values": torch.zeros(0)}
                parts += [p.detach().clone() for p in mine]
            elif isinstance(made, torch.Tensor) and list(made.shape) == list(shape):
                parts.append(made.detach().clone())
            else:
                shown = list(made.shape) if isinstance(made, torch.Tensor) else None
                return {"kind": f"{type(made).__name__} {shown or ''}", "values": torch.zeros(0)}
    return {"kind": "", "values": torch.stack(parts)}


def check_initialisation(
    env: Environment,
    name: str,
    *,
    shape: Sequence[int],
    std: float,
    mean: float = 0.0,
    distribution: str = "normal",
    arguments: Sequence[Any] | None = None,
    number: int,
    values: int = 40_000,
) -> None:
    """Check the distribution of new weights.

    A right answer is refused with a chance of at most one in a million, as for n independent draws
    the greatest distance between the empirical and the true distribution function is above
    sqrt(ln(2 / a) / (2 n)) with a chance of at most a, whatever the distribution (Massart, The
    tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality, 1990). With 40,000 values, a
    standard deviation that is 10 % off, or a mean that is off by 0.06 of it, is seen nearly always.

    Args:
        name: a function that fills a tensor of ``shape`` in place or returns one, or, with
            ``arguments``, that returns a tensor of it; or a class of modules, all of whose
            parameters of ``shape`` are looked at.
        shape: (out, in) for a linear layer. Let the two differ, so that they can be told apart.
        std: the standard deviation: such as sqrt(2 / in) for He's.
        distribution: ``normal``, or ``uniform`` of this mean and standard deviation, which reaches
            from mean - sqrt(3) std to mean + sqrt(3) std.
        arguments: what ``name`` is called with; None for one tensor of ``shape``.
        number: chooses torch's seed; see ``seed``.
        values: how many values are drawn, in as many calls as that takes.

    Raises:
        CheckError: Findings: ``wrong shape``, ``same weights every time``, ``not finite``, ``fan in
            for fan out``, ``wrong spread``, ``wrong mean``, ``wrong distribution``.
        ValueError: ``distribution`` is another one.
    """
    if distribution not in ("normal", "uniform"):
        raise ValueError(f"distribution is {distribution!r}; it should be 'normal' or 'uniform'")
    call = spelled(name, arguments) if arguments is not None else f"{name}(tensor)"
    seen = ask(
        env, name, call, _drawn, {"kind": str, "values": Tensor}, shape=list(shape), total=values,
        arguments=None if arguments is None else list(arguments), random=seed(number),
    )  # fmt: skip
    drawn = seen["values"]
    if seen["kind"] or drawn.dim() != len(shape) + 1 or not drawn.numel():
        found = "a module without parameters" if seen["kind"] == "module" else f"a {seen['kind']}"
        text = f"{call} gives {found.strip()}; it should give values of shape {tuple(shape)}"
        raise CheckError(text, finding=findings.WRONG_SHAPE)
    if not bool(drawn.isfinite().all()):
        raise CheckError(f"{call} gives values that are not finite", finding=findings.NOT_FINITE)
    sample = drawn.double().flatten()
    if len(drawn) > 1 and torch.equal(drawn[0], drawn[1]) and len(sample.unique()) > 1:
        text = f"{call} gives the same values more than once"
        raise CheckError(text, finding=findings.SAME_WEIGHTS)
    scaled = (sample - mean) / std
    apart = _distance(scaled, distribution)
    room = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * len(sample)))
    if apart <= room:
        return
    found_mean, found_std = float(sample.mean()), float(sample.std())
    text = f"{len(sample)} values of {call} have mean {found_mean:.4g} and standard deviation "
    text += f"{found_std:.4g}; they should be {distribution} with {mean:.4g} and {std:.4g}"
    finding, why = _why(found_mean, found_std, mean, std, list(shape), distribution)
    raise CheckError(text, explanation=why, finding=finding)


def _distance(scaled: Tensor, distribution: str) -> float:
    """Return the greatest distance of the distribution functions, for mean 0 and deviation 1."""
    x = scaled.sort().values
    if distribution == "normal":
        right = torch.special.ndtr(x)
    else:
        right = ((x / math.sqrt(3) + 1) / 2).clamp(0, 1)
    steps = torch.arange(len(x) + 1, dtype=torch.float64) / len(x)
    return float(torch.maximum((right - steps[:-1]).abs(), (steps[1:] - right).abs()).max())


def _why(
    found_mean: float, found: float, mean: float, std: float, shape: list[int], distribution: str
) -> tuple[str, str]:
    """Return the finding for a sample that is refused, and what the figures tell."""

    def near(value: float) -> bool:
        return abs(found / value - 1) < _ROUGHLY

    off = abs(found_mean - mean) > _ROUGHLY * std
    if near(std):
        if off:
            return findings.WRONG_MEAN, ""
        return (
            findings.WRONG_DISTRIBUTION,
            "Mean and standard deviation are right, the shape of "
            f"the distribution is not: it should be {distribution}.",
        )
    if len(shape) == 2 and shape[0] != shape[1]:
        ratio = math.sqrt(shape[1] / shape[0])
        if near(std * ratio) or near(std / ratio):
            why = f"That is what comes of {shape[0]} and {shape[1]} exchanged: a linear layer's "
            return findings.OTHER_FAN, f"{why}weight has shape (out, in)."
    factors = {
        std**2: "It is the variance that was meant to be the square of the standard deviation.",
        math.sqrt(std): "It is the square root of the right one.",
        std / math.sqrt(3): "It is the right one divided by the root of 3, as if the limit of the "
        "range were the standard deviation.",
        std * math.sqrt(2): "It is the root of 2 times the right one.",
        std / math.sqrt(2): "It is the right one divided by the root of 2.",
    }
    fitting = [why for value, why in factors.items() if near(value)]
    return findings.WRONG_SPREAD, fitting[0] if len(fitting) == 1 else ""
