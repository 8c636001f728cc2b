"""Check training: how well trained modules do, and what one step of a student's loop does."""

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from autograder.checks import findings
from autograder.checks.failure import CheckError
from autograder.checks.modules import Architecture, built
from autograder.checks.observing import DESCRIPTION, OBSERVED, describe, observe
from autograder.checks.probes import Environment, ask, probe, spelled
from autograder.checks.shapes import check_shapes
from autograder.checks.student_modules import shapes_of
from autograder.checks.trained import RightNetwork, Trained
from autograder.checks.untrained import as_made, best_constant, run_with_dead_units

Measure = Callable[[Tensor, Tensor], Tensor]
_SHORT = 3.0
"""A loss within this factor of the goal is just short of it; so is a score that is ..."""
_SHORT_SCORE = 0.05
"""... within this share of it."""
_SAME = 1e-3
"""Outputs that vary by less than this share of what the targets do are the same for every input."""


@dataclass(frozen=True)
class _Goal:
    """What a trained module has to reach."""

    measure: Measure  # of outputs and targets
    what: str  # what it is called
    limit: float  # the goal
    sign: int  # 1 where the measure has to be below the limit, -1 where it has to be at least that
    inputs: Tensor  # what it is measured on
    targets: Tensor  # ... and what outputs are measured against

    def value(self, outputs: Tensor) -> float:
        try:
            with torch.no_grad():
                return float(self.measure(outputs, self.targets))
        except (RuntimeError, ValueError, IndexError, TypeError):
            return math.nan

    def met(self, value: float) -> bool:
        return value < self.limit if self.sign > 0 else value >= self.limit

    def better(self, value: float, other: float) -> bool:
        return self.sign * value < self.sign * other

    def nearly(self, value: float) -> bool:
        if self.sign > 0:
            return value <= _SHORT * self.limit
        return value >= self.limit - _SHORT_SCORE * abs(self.limit)


def check_loss_below(
    env: Environment,
    name: str,
    architecture: Architecture | None,
    inputs: Tensor,
    targets: Tensor,
    *,
    loss: Measure = nn.functional.mse_loss,
    what: str = "loss",
    below: float,
    data: str = "the original data",
    arguments: Sequence[Any] | None = None,
    student_data: tuple[str, str] = ("", ""),
) -> None:
    """Check that a trained module has a loss below a goal.

    The weights are the answer, and the running figures that go with them: they are put into
    ``architecture`` here, and what the module itself says is only used to explain. Weights are
    matched by shape; among equal shapes in the order of their use, and where that fails by what
    each does.

    Args:
        architecture: the right module, or a function that makes one. None where students choose
            their own: then the module's outputs are judged, and targets must not follow from
            inputs without learning.
        inputs: the original data, of shape (N, ...).
        targets: of shape (N, ...).
        loss: a function of outputs and targets; messages call it ``what``.
        data: what inputs and targets are called.
        arguments: where ``name`` is a function that trains a module and returns it: what to call it
            with. It runs with torch's seed 0.
        student_data: names of the student's own inputs and targets, by which training on other
            data is recognised.
    """
    goal = _Goal(loss, what, below, 1, inputs, targets)
    _check_goal(env, name, architecture, goal, data, arguments, student_data)


def check_score_at_least(
    env: Environment,
    name: str,
    architecture: Architecture | None,
    inputs: Tensor,
    targets: Tensor,
    *,
    score: Measure | None = None,
    what: str = "accuracy",
    at_least: float,
    arguments: Sequence[Any] | None = None,
    student_data: tuple[str, str] = ("", ""),
) -> None:
    """Check that a trained module has a score, such as its accuracy, of at least a goal.

    Arguments are those of ``check_loss_below``, but for these:

    Args:
        targets: of shape (N,) for accuracy: the right classes.
        score: a function of outputs and targets; None is the accuracy of logits of shape (N, K).
    """
    goal = _Goal(score or _accuracy, what, at_least, -1, inputs, targets)
    _check_goal(env, name, architecture, goal, "the original data", arguments, student_data)


def _accuracy(outputs: Tensor, targets: Tensor) -> Tensor:
    return (outputs.argmax(dim=1) == targets).double().mean()


def _check_goal(
    env: Environment,
    name: str,
    architecture: Architecture | None,
    goal: _Goal,
    data: str,
    arguments: Sequence[Any] | None,
    student_data: tuple[str, str],
) -> None:
    """Judge a trained module, and say what is wrong with it."""
    inputs = goal.inputs
    number = inputs.dtype if inputs.is_floating_point() else torch.float32
    right = None if architecture is None else built(architecture).to(number)
    kept = name if arguments is None else f"what {name} trained"
    try:
        seen = _trained(env, name, kept, right, inputs, arguments)
        _judge(env, name, goal, data, right, seen, student_data)
    finally:
        if arguments is not None:
            env.pop(kept, None)


def _judge(
    env: Environment,
    name: str,
    goal: _Goal,
    data: str,
    right: nn.Module | None,
    seen: Trained,
    student_data: tuple[str, str],
) -> None:
    """Judge what a trained module is and does."""
    inputs, targets, outputs = goal.inputs, goal.targets, seen.outputs
    if not seen.finite:
        text = f"the weights of {name} are not all finite numbers"
        why = "Somewhere in training a number grew beyond all bounds, or was divided by 0; from "
        why += "then on nothing can be learned. Often the steps were too large."
        raise CheckError(text, explanation=why, finding=findings.DIVERGED)
    dead, theirs = False, math.nan
    if right is not None:
        if isinstance(outputs, Tensor):
            theirs = goal.value(outputs)
        outputs, dead = _best(right, seen, goal)
    elif not isinstance(outputs, Tensor) or not outputs.is_floating_point():
        text = f"{name} does not give a tensor for the inputs"
        raise CheckError(text, finding=findings.WRONG_SHAPE)
    unlike = outputs.shape != targets.shape
    broadcast = unlike and targets.is_floating_point()  # would be measured, and mean nothing
    value = math.nan if broadcast else goal.value(outputs)
    if unlike and math.isnan(value):
        shapes = f"{tuple(outputs.shape)} for inputs of shape {tuple(inputs.shape)}"
        raise CheckError(f"{name} gives outputs of shape {shapes}", finding=findings.WRONG_SHAPE)
    if goal.met(value):
        return
    away = f"{abs(value - goal.limit):.4g} too {'much' if goal.sign > 0 else 'little'}"
    side = "below" if goal.sign > 0 else "at least"
    with_weights = f"with the weights of {name}, the network that was asked for" if right else name
    what = f"an {goal.what}" if goal.what[0] in "aeiou" else f"a {goal.what}"
    message = (
        f"{with_weights} has {what} of {value:.4g} on {data}; "
        f"it should be {side} {goal.limit:g} ({away})"
    )
    if goal.met(theirs):
        why = f"What {name} itself gives has {what} of {theirs:.4g}: its forward computes "
        why += "something else than the network that was asked for."
        raise CheckError(message, explanation=why, finding=findings.WRONG_ARCHITECTURE)
    if right is not None and all(student_data):
        _check_other_data(env, right, seen, goal, student_data, message)
    explanation, finding = _why(outputs, value, goal, dead, right, seen.parameters)
    raise CheckError(message, explanation=explanation, finding=finding)


def _trained(
    env: Environment,
    name: str,
    kept: str,
    right: nn.Module | None,
    inputs: Tensor,
    arguments: Sequence[Any] | None,
) -> Trained:
    """Return what ``observe`` sees of the trained module, once it has the right parameters."""
    made = name
    options: dict[str, Any] = {"arguments": [], "make": False}
    if arguments is not None:
        made = spelled(name, arguments)
        ask(env, name, made, _train, {}, arguments=list(arguments), kept=kept)
    facts = ask(env, kept, made, describe, DESCRIPTION, **options)
    if facts["kind"] in ("type", "ABCMeta"):
        text = f"{made} is a class; it should be one trained object of it, such as Net()"
        raise CheckError(text, finding=findings.A_CLASS)
    if facts["kind"] != "module":
        text = f"{made} is a {facts['kind']}; it should be a trained nn.Module"
        raise CheckError(text, finding=findings.NOT_A_MODULE)
    if right is not None:
        check_shapes(made, facts, shapes_of(right))
    seen = Trained(
        functools.partial(
            ask, env, kept, f"{made}(x)", observe, OBSERVED, method="", dtype="", **options
        ),
        inputs,
    )
    found = sorted(tuple(p.shape) for p in seen.parameters)
    if found != sorted(tuple(shape) for shape in facts["shapes"]):
        text = f"the parameters of {made} cannot be read"
        raise CheckError(text, finding=findings.UNREADABLE)
    return seen


@probe
def _train(env: Any, name: str, arguments: Any, kept: str) -> dict[str, Any]:
    """Run beside the student's code: train, and keep the module for the next probes."""
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(0)
        env[kept] = env[name](*arguments)
    return {}


def _best(right: nn.Module, seen: Trained, goal: _Goal) -> tuple[Tensor, bool]:
    """Put what was learned into the right network as does best.

    Returns:
        its outputs, and whether some ReLU in it gives 0 for all inputs.
    """
    network = RightNetwork(right, goal.inputs)
    best = None
    found = math.nan
    for learned in network.placements(seen, goal.inputs):
        outputs = network.outputs(learned, goal.inputs)
        value = goal.value(outputs)
        if best is None or goal.better(value, found):
            best, found = learned, value
        if goal.met(found):
            break
    assert best is not None
    return run_with_dead_units(network, best, goal.inputs)


def _check_other_data(
    env: Environment,
    right: nn.Module,
    seen: Trained,
    goal: _Goal,
    names: tuple[str, str],
    message: str,
) -> None:
    """Recognise a module that reaches the goal on what the student's data are by now."""
    x, y = (env.get(name) for name in names)
    if not isinstance(x, Tensor) or not isinstance(y, Tensor) or not len(x) or len(x) != len(y):
        return
    goal = replace(goal, inputs=x.detach(), targets=y.detach())
    try:
        value = goal.value(_best(right, seen, goal)[0])
    except ValueError:  # their shape is another one
        return
    if goal.met(value):
        why = f"On the {names[0]} and {names[1]} that the notebook holds now, the {goal.what} is "
        why += f"{value:.4g}: they are not the original data. Were they drawn anew before training?"
        raise CheckError(message, explanation=why, finding=findings.OTHER_DATA)


def _why(
    outputs: Tensor,
    value: float,
    goal: _Goal,
    dead: bool,
    right: nn.Module | None,
    parameters: Sequence[Tensor],
) -> tuple[str, str]:
    """Return why a goal is missed, as far as the numbers tell, and the finding."""
    targets = goal.targets
    spread = float((outputs - outputs.mean(dim=0)).abs().max()) if len(outputs) > 1 else math.inf
    room = float(targets.double().std()) if targets.numel() > 1 else 1.0
    if spread < _SAME * max(room, 1e-6):
        why = (
            "a ReLU whose inputs are all negative gives 0 for each of them, and passes no gradient "
            "on, so training cannot leave this state. Begin again from other weights."
            if dead
            else "what it has learned does not look at the inputs."
        )
        return f"It gives the same answer for every input: {why}", findings.SAME_ANSWER
    if goal.nearly(value):
        return "It is on its way: train longer, or try another seed.", findings.JUST_SHORT
    # a single target would always suit a constant
    constant = best_constant(outputs, targets) if len(targets) > 1 else None
    text = ""
    if constant is not None and not goal.better(value, goal.value(constant)):
        text = f"One and the same answer for every input would do as well: {goal.what} "
        text += f"{goal.value(constant):.4g}."
    if right is not None and as_made(right, parameters):  # which may do better by chance
        made = "All weights still lie in the range that layers begin in: was it trained, and with "
        return f"{text} {made}steps that are large enough?".lstrip(), findings.NOT_TRAINED
    return text, findings.NO_BETTER_THAN_CONSTANT if text else findings.FAR_FROM_GOAL
