"""Check which distribution new weights are drawn from."""

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.failure import CheckError
from autograder.checks.fresh import seed
from autograder.checks.probes import Environment, ask, probe, spelled, unreadable

FALSE_ALARM = 1e-6
"""The chance that a check says no to draws from the right distribution."""
_ENOUGH = 1000
"""Values that tell a normal distribution from a uniform one."""
_ENOUGH_UNIFORM = 250
"""Values of which the greatest tells a uniform distribution from one of 0.92 times its width."""
_FAR, _LEAST_FAR = 2.0, 0.01
"""Normal numbers are farther from the mean than so many standard deviations in 4.6 of 100 cases; of
``_ENOUGH`` of them, less than this share is with a chance of 1e-11. Uniform ones never are."""
_ROUNDING = 1e-4
"""How far beyond its ends, relative to them, values of a uniform distribution may be rounded."""
_UNREACHED, _TYPED = 1e-9, 0.03
"""The chance that all values of a uniform distribution stay as far from its ends as is refused; and
how far, relative to the ends, is never refused, as somebody may have typed two digits of them."""
_AGAIN = 0.4
"""The share of draws that are like the one before where a parameter is a copy of another one."""
_ROUGHLY = 0.03
"""How far measured figures may be from those of a known mistake to name it."""


@probe
def _draw(
    env: Any, name: str, arguments: Any, shape: Any, linear: bool, values: int, random: int
) -> dict[str, Any]:
    """Run beside the student's code: draw until there are enough values, with torch's seed set.

    A sample has a row for each draw. All parameters of a module make a row, with a ``shape`` each
    that has it makes one, and with ``linear`` each of a linear layer has a sample of its own.
    """
    import torch

    few, many = 25, 10_000_000  # calls, and numbers in all: a huge module is not made more often
    samples: dict[Any, list[Any]] = {}
    calls = total = 0
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(random)
        while calls < values and (calls < few or total < many):
            given = [torch.full(shape, 7.0)] if arguments is None else arguments
            made = env[name](*given)
            made = given[0] if arguments is None and made is None else made  # filled in place
            parts: dict[Any, list[torch.Tensor]] = {}
            if isinstance(made, torch.nn.Module):
                for path, p in made.named_parameters():
                    total += p.numel()
                    owner = made.get_submodule(path.rpartition(".")[0]) if linear else None
                    if isinstance(owner, torch.nn.Linear) and p.numel() * owner.in_features:
                        sizes = f"nn.Linear({owner.in_features}, {owner.out_features})"
                        parts[f"{path} of {sizes} in ", owner.in_features] = [p]
                    elif not linear and shape in (None, list(p.shape)):
                        parts.setdefault(("", 0), []).append(p)
            elif isinstance(made, torch.Tensor) and list(made.shape) == shape:
                parts["", 0] = [made]
            else:
                found = list(made.shape) if isinstance(made, torch.Tensor) else ""
                return {"samples": [], "other": f"{type(made).__name__} {found}".strip()}
            for key, tensors in parts.items():
                rows = [tensor.detach().flatten().clone() for tensor in tensors]
                drawn = samples.setdefault(key, [])
                if len(drawn) < 3 or len(drawn) * len(drawn[0]) < 10 * values:
                    drawn += rows if shape is not None else [torch.cat(rows)]
            calls += 1
            if calls > 2 and all(len(d) * len(d[0]) >= values for d in samples.values()):
                break
    return {
        "samples": [
            {"what": what, "inputs": inputs, "drawn": torch.stack(drawn)}
            for (what, inputs), drawn in samples.items()
        ],
        "other": "",
    }


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
    Of uniform ones, the greatest has to come near the end, too: n of them stay below a share s of
    it with a chance of s^n.

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
    (sample,) = _samples(env, name, call, arguments, number, values, shape=list(shape))
    _judge(call, sample["drawn"], distribution, mean, std, shape=shape)


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
            Findings: ``other distribution``, ``one draw for all``, ``same weights every time``,
            ``not finite``.
    """
    made = spelled(name, arguments)
    (sample,) = _samples(env, name, made, arguments, number, _ENOUGH)
    columns = sample["drawn"].T[sample["drawn"].std(dim=0) > 0]
    if len(torch.unique(columns, dim=0)) < len(columns):
        text = f"two parameters of {made} start with the same number, whenever one is made"
        raise CheckError(text, finding=findings.ONE_DRAW)
    _judge(made, sample["drawn"], "normal", finding=findings.OTHER_DISTRIBUTION)


def check_linear_initialisation(
    env: Environment, name: str, *, arguments: Sequence[Any] = ()
) -> None:
    """Check that the linear layers of new modules have the values that ``nn.Linear`` draws.

    These are uniform from -1 / sqrt(inputs) to 1 / sqrt(inputs), weights and biases alike.

    Args:
        name: the student's class, or a function that returns a new module.
        arguments: what it is called with: plain data.

    Raises:
        CheckError: they have others. Findings: ``other initialisation``, ``same weights every
            time``, ``not finite``.
    """
    made = spelled(name, arguments)
    finding, why = findings.OTHER_INITIALISATION, "Is something done to it after it is made?"
    for sample in _samples(env, name, made, arguments, 5, _ENOUGH_UNIFORM, linear=True):
        whose, std = f"{sample['what']}{made}", (3 * max(sample["inputs"], 1)) ** -0.5
        _judge(whose, sample["drawn"], "uniform", 0, std, finding=finding, why=why)


def _samples(
    env: Environment,
    name: str,
    call: str,
    arguments: Sequence[Any] | None,
    number: int,
    values: int,
    *,
    shape: list[int] | None = None,
    linear: bool = False,
) -> list[dict[str, Any]]:
    """Return the samples of new weights: one, or with ``linear`` any number of them."""
    form = {"samples": [{"what": str, "inputs": int, "drawn": Tensor}], "other": str}
    given = None if arguments is None else list(arguments)
    seen = ask(
        env, name, call, _draw, form,
        arguments=given, shape=shape, linear=linear, values=values, random=seed(number),
    )  # fmt: skip
    samples: list[dict[str, Any]] = list(seen["samples"])
    if shape is not None and not samples:
        text = f"{call} gives a {seen['other'] or 'module without such parameters'}; it should give"
        raise CheckError(f"{text} values of shape {tuple(shape)}", finding=findings.WRONG_SHAPE)
    odd = any(sample["drawn"].dim() != 2 or not sample["drawn"].numel() for sample in samples)
    if odd or seen["other"] or not (linear or len(samples) == 1):
        raise unreadable(call)
    return samples


def _judge(
    whose: str,
    drawn: Tensor,
    distribution: str,
    mean: float = 0.0,
    std: float = 1.0,
    *,
    shape: Sequence[int] = (),
    finding: str = "",
    why: str = "",
) -> None:
    """Raise a CheckError for another distribution; its figures tell what is not given of it."""
    drawn = drawn.double()
    least, greatest = float(drawn.min()), float(drawn.max())
    if not bool(drawn.isfinite().all()):
        raise CheckError(f"{whose} gives values that are not finite", finding=findings.NOT_FINITE)
    again = (drawn[1:] == drawn[:-1]).all(dim=1) & (drawn[1:].amin(1) < drawn[1:].amax(1))
    if float(again.double().mean()) > _AGAIN:
        text = f"{whose} gives the same values more than once"
        raise CheckError(text, finding=findings.SAME_WEIGHTS)
    room = math.sqrt(math.log(2 / FALSE_ALARM) / (2 * drawn.numel()))
    scaled = (drawn.flatten() - mean) / std
    if distribution == "normal":
        far = float((scaled.abs() > _FAR).double().mean())
        other = len(scaled) >= _ENOUGH and far < _LEAST_FAR
    else:
        end, reached = math.sqrt(3) * std, float((drawn - mean).abs().max())
        share = min(_UNREACHED ** (1 / drawn.numel()), 1 - _TYPED)
        other = not share * end <= reached <= end + _ROUNDING * (end + abs(mean))
    if _distance(scaled, distribution) <= room and not other:
        return
    found_mean, found_std = float(drawn.mean()), float(drawn.std(correction=0))
    text = f"{drawn.numel()} values of {whose} go from {least:.4g} to {greatest:.4g}, with mean "
    text += f"{found_mean:.4g} and standard deviation {found_std:.4g}; they should be "
    text += f"{distribution} with mean {mean:.4g} and standard deviation {std:.4g}"
    told, guess = _why(found_mean, found_std, mean, std, list(shape), distribution)
    if mean == 0 <= least < greatest:
        why = "None of them is negative."
    raise CheckError(text, explanation=why or guess, finding=finding or told)


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
