"""Check learning rates over time: a function of the step, or a scheduler that sets them."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from autograder.checks import findings
from autograder.checks.compare import is_number, kind_of
from autograder.checks.failure import CheckError
from autograder.checks.probes import Environment, ask, probe, unreadable

_RTOL = 1e-5
_NUMBER = (int, float)


@probe
def _rates(env: Any, name: str, steps: Any, options: Any) -> dict[str, Any]:
    """Run beside the student's code: ask a function for the rate of each step."""
    values = [env[name](step, **options) for step in steps]
    return {"rates": [v.item() if hasattr(v, "item") else v for v in values]}


@probe
def _followed(
    env: Any, name: str, number: int, base: float, groups: bool, options: Any
) -> dict[str, Any]:
    """Run beside the student's code: step a scheduler, and note what the optimizer would use."""
    import torch

    parameters = [torch.nn.Parameter(torch.ones(2)) for _ in range(2)]
    parts: list[dict[str, Any]] = [{"params": parameters[:1]}]
    if groups:
        parts.append({"params": parameters[1:], "lr": base / 2})
    optimizer = torch.optim.SGD(parts, lr=base)
    scheduler = env[name](optimizer, **options)
    rates: list[float] = []
    second: list[float] = []
    for _ in range(number):
        for rate, group in zip((rates, second), optimizer.param_groups, strict=False):
            rate.append(float(group["lr"]))
        for p in parameters:
            p.grad = torch.zeros(2)
        optimizer.step()
        scheduler.step()
    return {"rates": rates, "second": second}


def check_schedule(
    env: Environment,
    name: str,
    expected: Callable[..., float],
    *,
    steps: Sequence[int],
    options: Mapping[str, Any] | None = None,
    steps_per_epoch: int = 1,
    rtol: float = _RTOL,
) -> None:
    """Check a student's function that gives the learning rate of a step, ``name(step, **options)``.

    Args:
        expected: the right function, called in the same way.
        steps: the steps to ask for, in this order: put in 0, both sides of each bend, and some
            step twice, so that a function that only counts its calls is seen.
        options: plain data that both are called with.
        steps_per_epoch: how many steps an epoch has, to recognise a rate that is changed once per
            epoch in place of per step, or the other way.

    Raises:
        CheckError: an exception, no number, or another one. Findings: ``not a number``, ``off by
            one``, ``wrong period``, ``constant rate``, ``other rates``.
    """
    given = dict(options or {})
    call = f"{name}({', '.join(['step', *(f'{k}={v!r}' for k, v in given.items())])})"
    seen = ask(env, name, call, _rates, {"rates": list}, steps=list(steps), options=given)
    found = seen["rates"]
    if len(found) != len(steps):
        raise unreadable(call)
    for step, rate in zip(steps, found, strict=True):
        if not is_number(rate):
            text = f"{call} is {kind_of(rate)} for step {step}; it should be a number"
            raise CheckError(text, finding=findings.NOT_A_NUMBER)

    def right(step: int) -> float:
        return float(expected(step, **given))

    _judge(call, found, steps, right, steps_per_epoch, rtol)


def check_scheduler(
    env: Environment,
    name: str,
    expected: Callable[..., Any],
    *,
    number: int,
    lr: float = 0.1,
    options: Mapping[str, Any] | None = None,
    groups: bool = False,
    steps_per_epoch: int = 1,
    rtol: float = _RTOL,
) -> None:
    """Check a student's scheduler, made as ``name(optimizer, **options)``, with ``step()``.

    What counts is the ``lr`` that the optimizer has in each of ``number`` steps, the scheduler
    being stepped after the optimizer.

    Args:
        expected: a function of the optimizer and the options that gives the right scheduler, such
            as ``torch.optim.lr_scheduler.CosineAnnealingLR``.
        number: how many steps are taken: beyond warmup, and beyond a restart.
        lr: what the optimizer is made with.
        options: see ``check_schedule``; so are ``steps_per_epoch`` and ``rtol``.
        groups: whether a second group of parameters, which begins with half of ``lr``, has to go
            on from there.

    Raises:
        CheckError: as ``check_schedule``, and the finding ``one group only``.
    """
    given: dict[str, Any] = {"number": number, "base": lr, "groups": groups}
    given["options"] = dict(options or {})
    call = (
        f"{name}({', '.join(['optimizer', *(f'{k}={v!r}' for k, v in (options or {}).items())])})"
    )
    form = {"rates": [_NUMBER], "second": [_NUMBER]}
    # torch's chained schedulers differ in the last digits with what was before
    wanted = ask({name: expected}, name, call, _followed, form, **{**given, "number": 2 * number})
    seen = ask(env, name, call, _followed, form, **given)
    if [len(seen["rates"]), len(seen["second"])] != [number, number * groups]:
        raise unreadable(call)

    def right(step: int) -> float:
        return float(wanted["rates"][min(max(step, 0), 2 * number - 1)])

    steps = range(number)
    _judge(call, seen["rates"], steps, right, steps_per_epoch, rtol)
    first = _first_wrong(seen["second"], wanted["second"][: number * groups], rtol)
    if first is not None:
        text = (
            f"with {call}, the second group of parameters has the lr {seen['second'][first]:.6g} "
        )
        text += f"in step {first}; it should be {wanted['second'][first]:.6g}"
        why = "Each group of param_groups goes on from an lr of its own."
        raise CheckError(text, explanation=why, finding=findings.ONE_GROUP)


def _first_wrong(found: Sequence[float], right: Sequence[float], rtol: float) -> int | None:
    """Return the place of the first rate that is wrong, or None."""
    # near 0, where a cosine ends, rounding is relative to the highest rate
    room = 1e-7 * max((abs(rate) for rate in right), default=0.0)
    for i, (rate, wanted) in enumerate(zip(found, right, strict=True)):
        if not math.isclose(rate, wanted, rel_tol=rtol, abs_tol=room):
            return i
    return None


def _judge(
    call: str,
    found: Sequence[float],
    steps: Sequence[int],
    right: Callable[[int], float],
    steps_per_epoch: int,
    rtol: float,
) -> None:
    """Compare rates, and say what is wrong with them."""
    wanted = [right(step) for step in steps]
    first = _first_wrong(found, wanted, rtol)
    if first is None:
        return
    text = f"in step {steps[first]}, {call} gives the learning rate {found[first]:.6g}; it should "
    text += f"be {wanted[first]:.6g}"
    _explain(text, found, steps, wanted, right, steps_per_epoch, rtol)


def _explain(
    text: str,
    found: Sequence[float],
    steps: Sequence[int],
    wanted: Sequence[float],
    right: Callable[[int], float],
    steps_per_epoch: int,
    rtol: float,
) -> NoReturn:
    """Fail with the one mistake that gives these rates, if there is one."""

    def moved(change: Callable[[int], int]) -> bool:
        """Say whether the rates are those of other steps."""
        try:
            return _first_wrong(found, [right(change(step)) for step in steps], rtol) is None
        except (ArithmeticError, ValueError, IndexError):  # steps that the schedule does not have
            return False

    n = steps_per_epoch
    facts = [
        (moved(lambda s: s + 1), "Each rate is that of the step after.", findings.OFF_BY_ONE),
        (moved(lambda s: max(s - 1, 0)), "Each is that of the step before.", findings.OFF_BY_ONE),
        (
            n > 1 and moved(lambda s: s // n),
            "The schedule goes on once per epoch; it should in each step.",
            findings.WRONG_PERIOD,
        ),
        (
            n > 1 and moved(lambda s: s * n),
            f"The schedule goes on {n} times as fast as it should, as if steps were epochs.",
            findings.WRONG_PERIOD,
        ),
        (
            len(set(found)) == 1,
            "The rate is the same in every step.",
            findings.CONSTANT_RATE,
        ),
    ]
    fitting = [(why, finding) for fits, why, finding in facts if fits]
    if len(fitting) == 1:
        raise CheckError(text, explanation=fitting[0][0], finding=fitting[0][1])
    wrong = [
        step
        for i, step in enumerate(steps)
        if _first_wrong(found[i : i + 1], wanted[i : i + 1], rtol) is not None
    ]
    good = sorted(set(steps) - set(wrong))
    why = ""
    if good and good[-1] < min(wrong):
        why = f"Up to step {good[-1]} the rates are right: what begins or ends after it?"
    elif good and max(wrong) < good[0]:
        why = f"From step {good[0]} on the rates are right: look at how the schedule begins."
    elif len(wrong) == 1 and good:
        why = "It is the only step that is wrong: look at the places where the schedule bends."
    raise CheckError(text, explanation=why, finding=findings.OTHER_RATES)
