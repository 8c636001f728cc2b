"""Check optimizers that students write, step by step against one of torch's."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.compare import ATOL, RTOL, Comparison, Tolerance
from autograder.checks.failure import CheckError
from autograder.checks.fresh import generator
from autograder.checks.optimizer_mistakes import Maker, mistakes_of
from autograder.checks.probes import Environment, ask, probe
from autograder.checks.session import current

_STEPS = 6
_SHAPES = ((3, 4), (4,), ())


@probe
def _optimise(
    env: Any, name: str, weights: Any, pulls: Any, options: Any, how: str, dtype: str
) -> dict[str, Any]:
    """Run beside the student's code: take steps down a loss, and note the parameters after each."""
    import torch

    number = getattr(torch, dtype)
    model = torch.nn.Module()
    for i, weight in enumerate(weights):
        model.register_parameter(f"p{i}", torch.nn.Parameter(weight.to(number, copy=True)))
    parameters = list(model.parameters())
    first = 1 if how == "idle" else 0
    given: Any = model.parameters()
    if how == "list":
        given = parameters
    elif how == "groups":
        given = [{"params": parameters[:1], "lr": options["lr"] / 4}, {"params": parameters[1:]}]
    optimizer = env[name](given, **options)
    after = []
    for step, pull in enumerate(pulls):
        if how == "rate" and step == 3:
            for group in optimizer.param_groups:
                group["lr"] = group["lr"] / 5
        pairs = list(zip(parameters, pull, strict=True))[first:]
        sum((p * p).sum() / 2 + (p * q.to(number)).sum() for p, q in pairs).backward()
        optimizer.step()
        optimizer.zero_grad()
        after.append([p.detach().clone() for p in model.parameters()])
    return {"after": after}


_HOW = {
    "": "",
    "again": ", made a second time,",
    "idle": ", where one parameter has no gradient,",
    "groups": ", with two groups of parameters, the first with an lr of its own,",
    "rate": ", whose param_groups get another lr before step 4,",
}


def check_optimizer(
    env: Environment,
    name: str,
    reference: Maker,
    *,
    options: Mapping[str, Any],
    number: int,
    without_gradient: bool = True,
    groups: bool = False,
    mistakes: Mapping[str, Maker] | None = None,
    rtol: float = RTOL,
    atol: float = ATOL,
) -> None:
    """Check a student's optimizer, made as ``name(model.parameters(), **options)``.

    It needs ``step()`` and ``zero_grad()`` and may be a ``torch.optim.Optimizer`` or any class. Six
    times backward, step and zero_grad are called, for three parameters of shapes (3, 4), (4,) and
    (), with two optimizers one after the other.

    Args:
        reference: the right one, such as ``torch.optim.SGD``, or a function of parameters and
            options that makes one of torch's.
        options: plain data that both are made with, such as ``{"lr": 0.1, "momentum": 0.9}``. Let
            them differ from the defaults: what equals one cannot be seen to be ignored.
        number: chooses the draw of weights and gradients; see ``fresh``.
        without_gradient: whether a parameter that never gets a gradient has to be passed over.
        groups: whether ``param_groups`` have to work, too: groups with options of their own, and
            an ``lr`` that is changed on the way. Momentum that has the lr in it (v = m v + lr g)
            differs from torch's (v = m v + g) only then.
        mistakes: optimizers with known mistakes, by the finding of each, made as ``reference``.

    Raises:
        CheckError: an exception, or other parameters after some step. Findings: ``parameters used
            up``, ``state shared``, ``state lost``, ``wrong direction``, ``no step``, ``gradients
            left behind``, ``option ignored``, ``betas swapped``, ``other weight decay``, ``no bias
            correction``, ``groups ignored``, ``learning rate kept``, ``other parameters``, and
            those of ``mistakes``.
    """
    source = generator(number)

    def draw(shape: tuple[int, ...]) -> Tensor:
        return torch.randn(shape, generator=source, dtype=torch.float64)

    weights = [draw(shape) for shape in _SHAPES]
    pulls = [[2 * draw(shape) for shape in _SHAPES] for _ in range(_STEPS)]
    data = {"weights": weights, "pulls": pulls, "options": dict(options)}
    shown = ", ".join(["model.parameters()", *(f"{k}={v!r}" for k, v in options.items())])
    tolerance = Tolerance(rtol, atol)

    def steps(names: Environment, how: str, call: str) -> Sequence[Any]:
        form, dtypes = {"after": [[Tensor]]}, ("float64", "float32")
        seen = ask(names, name, call, _optimise, form, dtypes=dtypes, how=how, **data)
        after: Sequence[Any] = seen["after"]
        return after

    def listed_is_right(call: str, right: Sequence[Any]) -> bool:
        try:
            return not _compared(call, steps(env, "list", call), right, tolerance).problems
        except CheckError:  # their code does not take a list
            return False

    idle, grouped = ["idle"] * without_gradient, ["groups", "rate"] * groups
    for how in ["", "again", *idle, *grouped]:
        call = f"{name}({shown}){_HOW[how]}"
        right = steps({name: reference}, how, call)
        found = steps(env, how, call)
        comparison = _compared(call, found, right, tolerance)
        if not comparison.problems:
            continue
        if how == "again":  # the first one was right
            why = "The first one was right: what it remembers is kept where the second finds it. "
            why += "State belongs into self, made anew in __init__."
            comparison.raise_first(explanation=why, finding=findings.STATE_SHARED)
        if not current().explaining:
            comparison.raise_first(explanation="", finding=findings.OTHER_PARAMETERS)
        if how == "" and listed_is_right(call, right):
            why = "With a list of parameters it is right. model.parameters() can be gone through "
            why += "only once: keep list(params)."
            comparison.raise_first(explanation=why, finding=findings.PARAMETERS_USED_UP)
        fitting: list[tuple[str, str]] = []
        for finding, why, wrong in mistakes_of(reference, options, how, mistakes or {}):
            try:
                other = steps({name: wrong}, how, call)
            except CheckError:  # torch refuses such options
                continue
            if not _compared(call, found, other, tolerance).problems:
                if mistakes and finding in mistakes:
                    comparison.raise_first(explanation=why, finding=finding)
                fitting.append((finding, why))
        _raise(comparison, fitting, _since(found, right, tolerance))


def _raise(comparison: Comparison, fitting: list[tuple[str, str]], since: str) -> NoReturn:
    """Fail with the one mistake that fits; with all of them, unnamed, where several do."""
    why = " Or: ".join(text for _, text in fitting if text) or since
    finding = fitting[0][0] if len(fitting) == 1 else findings.OTHER_PARAMETERS
    comparison.raise_first(explanation=why, finding=finding)
    raise AssertionError("there is a problem")


def _compared(
    call: str, found: Sequence[Any], right: Sequence[Any], tolerance: Tolerance
) -> Comparison:
    """Compare the parameters after each step."""
    comparison = Comparison(tolerance)
    if [len(values) for values in found] != [len(values) for values in right]:
        comparison.refuse(f"what {call} leaves", found, "the parameters after each step")
        return comparison
    for step, (values, wanted) in enumerate(zip(found, right, strict=True), start=1):
        for value, expected in zip(values, wanted, strict=True):
            where = f"a parameter of shape {tuple(expected.shape)} after step {step} of {call}"
            comparison.add(where, value, expected)
    return comparison


def _since(found: Sequence[Any], right: Sequence[Any], tolerance: Tolerance) -> str:
    """Say from which step on parameters are wrong, where the first ones are right."""
    wrong = next(
        i
        for i in range(len(right))
        if _compared("", found[i : i + 1], right[i : i + 1], tolerance).problems
    )
    if not wrong:
        return ""
    return (
        f"The first {'step is' if wrong == 1 else f'{wrong} steps are'} right: look at what the "
        "optimizer takes along from one step to the next."
    )
