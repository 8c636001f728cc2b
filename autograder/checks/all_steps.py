"""Check that training takes all the steps that it is asked for, whatever becomes of the loss."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

import torch

from autograder.checks import findings
from autograder.checks.compare import Comparison, Tolerance
from autograder.checks.failure import CheckError
from autograder.checks.probes import Environment, ask, run_probe, unreadable

_FORM = {"losses": object, "parameters": list}


def check_takes_all_steps(
    env: Environment,
    name: str,
    function: Callable[..., Any],
    *,
    reference: Environment,
    rising: Mapping[str, Any],
    resting: Mapping[str, Any],
    rtol: float = 1e-3,
) -> None:
    """Check a function that trains for a number of steps where the loss rises, stays, or is none.

    Args:
        name: the student's name, which the reference has, too; the probe gets it as ``name``.
        function: a probe that calls it, and returns ``losses``, a list with one for each step, and
            ``parameters``, a list of numbers or tensors after the last one. It takes ``steps``.
        rising: arguments with which the loss rises, ``steps`` among them.
        resting: arguments with which the loss stays as it is.

    Raises:
        CheckError: it stops earlier, returns parameters that are not the last, or does something
            for ``steps = 0``. Findings: ``stops early``, ``not the last parameters``, ``moves
            without steps``, ``other values``.
    """

    def run(case: Mapping[str, Any], steps: int) -> tuple[list[Any], list[Any]]:
        call = f"{name} with steps = {steps}"
        data = copy.deepcopy({**case, "steps": steps})
        seen = ask(env, name, call, function, _FORM, **data)
        if not isinstance(seen["losses"], list | tuple):
            raise unreadable(call)
        return list(seen["losses"]), seen["parameters"]

    def right(steps: int, part: str = "parameters") -> list[Any]:
        data = copy.deepcopy({**rising, "steps": steps})
        return list(run_probe(copy.copy(reference), function, name=name, **data)[part])

    most = {"rises": rising["steps"], "stays as it is": resting["steps"]}
    losses, parameters = run(rising, rising["steps"])
    at_rest, _ = run(resting, resting["steps"])
    counts = {"rises": len(losses), "stays as it is": len(at_rest)}
    short = [how for how, count in counts.items() if count < most[how]]
    if len(short) == 1:  # with any loss: for check_losses to say
        how = short[0]
        text = f"where the loss {how}, {name} takes {counts[how]} of {most[how]} steps"
        why = "It should take all steps, and not stop early."
        raise CheckError(text, explanation=why, finding=findings.STOPS_EARLY)
    where = f"parameters after {rising['steps']} steps, where the loss rises"
    last = _compared(parameters, right(rising["steps"]), where, rtol)
    if last.problems:
        descended = _compared(losses, right(rising["steps"], "losses"), "losses", rtol)
        for steps in () if descended.problems else range(rising["steps"]):
            if not _compared(parameters, right(steps), where, rtol).problems:
                text = f"where the loss rises, {name} ends with the parameters of step {steps} of "
                text += f"{rising['steps']}"
                why = "Those after the last step are asked for, be they the best or not."
                raise CheckError(text, explanation=why, finding=findings.NOT_THE_LAST)
        last.raise_first(explanation="")
    losses, parameters = run(rising, 0)
    moved = _compared(parameters, right(0), "parameters for steps = 0", rtol).problems
    if losses or moved:
        text = f"for steps = 0, {name} gives {len(losses)} losses; there is no step to take then"
        if moved:
            text = f"for steps = 0, {name} does not leave the parameters as they were"
        raise CheckError(text, finding=findings.MOVES_WITHOUT_STEPS)


def _compared(found: list[Any], right: list[Any], where: str, rtol: float) -> Comparison:
    """Compare numbers; they may be apart by a share of the greatest, as they grow together."""
    greatest = max((float(torch.as_tensor(p).abs().max()) for p in right), default=0.0)
    comparison = Comparison(Tolerance(rtol, rtol * greatest))
    comparison.add_parts(where, found, right)
    return comparison
