"""Check modules: their parameters, and what they compute, in train mode and in eval mode."""

import copy
import functools
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from autograder.checks import findings
from autograder.checks.compare import Tolerance
from autograder.checks.failure import CheckError
from autograder.checks.matching import cuts
from autograder.checks.modes import mode_variations
from autograder.checks.observing import DESCRIPTION, OBSERVED, Batch, as_call, describe, observe
from autograder.checks.probes import Environment, ask, spelled
from autograder.checks.session import current
from autograder.checks.shapes import check_shapes, listed
from autograder.checks.student_modules import AFTER, EVAL, Problem, StudentModules, shapes_of
from autograder.checks.variations import variations

Architecture = nn.Module | Callable[[], nn.Module]
_MOST_VARIATIONS = 400
"""Variations of the right module that the search for an explanation may try."""


def check_module(
    env: Environment,
    name: str,
    architecture: Architecture | Sequence[Architecture],
    *,
    inputs: Sequence[Batch],
    arguments: Sequence[Any] = (),
    method: str = "",
    fused: bool = False,
    mistakes: Mapping[str, Architecture] | None = None,
    rtol: float = 1e-4,
    atol: float = 1e-6,
) -> None:
    """Check that a student's class makes modules that compute what ``architecture`` computes.

    Attributes may have any names, and be registered in any order: parameters are matched by shape,
    among equal shapes by the order in which forward uses them, and where that fails by what each
    of them does. Outputs are compared in eval mode, in train mode, and in eval mode after it, when
    running figures have changed; those that are drawn, as by dropout, by their means and spreads.

    Args:
        name: the student's class, or a function that returns a new module.
        architecture: the right module, or a function that makes one; a list of them where several
            are right. Where it is a ``Sequential``, wrong activations are named.
        inputs: batches: a tensor, a tuple of several arguments, or a dict of keyword arguments.
            Let their sizes differ, and one be 1. Outputs may be lists, tuples and dicts.
        arguments: what the class is called with: plain data.
        method: the method to compare, such as ``encode``; "" is calling the module.
        fused: whether one parameter may stand for several, one below the other, and several for
            one: a ``Linear(d, 3 * d)`` for three of ``Linear(d, d)``, or one for each head.
        mistakes: known wrong modules, by the finding of each. They are matched as the right one
            is, so that a mistake is recognised whatever the student's parameters look like.

    Raises:
        CheckError: the class makes no such module. Findings: those below ``check_module`` in
            ``findings``, and those of ``mistakes``.
        ValueError: the architecture cannot take the inputs.
    """
    made = spelled(name, arguments)
    several = architecture if isinstance(architecture, Sequence) else [architecture]
    rights = [built(one).double() for one in several]
    facts = ask(env, name, made, describe, DESCRIPTION, arguments=list(arguments), make=True)
    shapes = [tuple(shape) for shape in facts["shapes"]]
    fitting = [right for right in rights if any(cuts(shapes, shapes_of(right), fused))]
    _check_kind(name, made, facts["kind"])
    if not fitting:
        check_shapes(made, facts, shapes_of(rights[0]), or_others=fused or len(rights) > 1)
    if facts["frozen"]:
        text = f"the parameters of {made} of shape {listed(facts['frozen'])} do not require "
        text += "gradients, so no optimiser can train them"
        raise CheckError(text, finding=findings.NOT_TRAINABLE)
    x = "x" if all(isinstance(batch, Tensor) for batch in inputs) else "..."
    call = f"{made}.{method}({x})" if method else f"{made}({x})"
    student = functools.partial(
        ask, env, name, call, observe, OBSERVED, dtypes=("float64", "float32"),
        arguments=list(arguments), make=True, method=method,
    )  # fmt: skip
    tolerance = Tolerance(rtol, atol)
    found = StudentModules(
        student, call, method, inputs, shapes, fused, tolerance, fitting[0]
    )  # fmt: skip
    problem = found.best(fitting)
    if problem is None:
        return
    if not current().explaining:
        raise CheckError(problem.message)
    explanation, finding = _why(found, problem, mistakes or {})
    raise CheckError(problem.message, explanation=explanation, finding=finding)


def _why(
    found: StudentModules, problem: Problem, mistakes: Mapping[str, Architecture]
) -> tuple[str, str]:
    """Return why outputs are wrong, as far as they tell, and the finding."""
    for finding, mistake in mistakes.items():
        if found.compute(built(mistake).double()):
            return "", finding
    right, mode = problem.matching.module, "eval" if problem.step in (EVAL, AFTER) else "train"
    if problem.step == EVAL:
        first = found.outputs[0][EVAL]
        tensors = [y for y in first if isinstance(y, Tensor)]
        if len(tensors) == len(first) > 1 and all(torch.equal(tensors[0], y) for y in tensors[1:]):
            text = f"{found.call} returns the same whatever x is: does it read a global variable "
            return f"{text}instead of x?", findings.SAME_OUTPUT
        unused = Counter(found.unused) - Counter(_unused(right, found))
        if unused:
            text = f"It does not use its parameters of shape {listed(list(unused.elements()))}."
            return text, findings.UNUSED_PARAMETERS
    if not (found.modes.random and mode == "train") and found.are_random(mode):
        text = f"In {mode} mode it gives other outputs each time that it is called."
        if mode == "eval":
            why = "Nothing should be drawn then; dropout, for one, has to know of the mode."
            return f"{text} {why}", findings.RANDOM_IN_EVAL
        return f"{text} Nothing should be drawn.", findings.OTHER_DROPOUT
    matched = problem.matching if problem.step != EVAL else None
    for what, finding, variation in mode_variations(right, problem.spread):
        if found.compute(variation, matched):
            return f"It computes what the network would {what}.", finding
    if problem.step == AFTER:
        text = "What it does in train mode is right; what it keeps of that for eval mode is not."
        return text, findings.OTHER_RUNNING
    if problem.step != EVAL:
        return "", findings.OTHER_IN_TRAIN_MODE
    for what, variation in itertools.islice(variations(right), _MOST_VARIATIONS):
        if found.compute(variation, found.in_order(variation)):
            return f"It computes what the network would {what}.", findings.WRONG_ACTIVATION
    comparison = found.compared(problem)
    wrong = sum(not one.right for one in comparison.compared)
    tensors_only = len(comparison.problems) == wrong
    return comparison.explanation() if tensors_only else "", findings.OTHER_OUTPUTS


def _unused(right: nn.Module, found: StudentModules) -> list[tuple[int, ...]]:
    """Return the shapes of parameters that the right module has no use for, either."""
    calls = [as_call(batch) for batch in found.inputs]
    ours = observe({"name": right}, "name", [], False, found.method, [], calls, [], "")
    return [tuple(shape) for shape in ours["unused"]]


def _check_kind(name: str, made: str, kind: str) -> None:
    """Check what kind of thing a call made."""
    if kind == "module":
        text = f"{name} is a module already; it should be the class or function that makes one"
        raise CheckError(text, finding=findings.AN_INSTANCE)
    if kind != "made":
        text = f"{made} is a {kind}; it should be an nn.Module"
        raise CheckError(text, finding=findings.NOT_A_MODULE)


def built(architecture: Architecture) -> nn.Module:
    """Return a new copy of an architecture; its random numbers leave torch's generator alone."""
    with torch.random.fork_rng(devices=[]):
        return copy.deepcopy(
            architecture if isinstance(architecture, nn.Module) else architecture()
        )
