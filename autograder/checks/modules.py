"""Check modules: their parameters, what they compute, how they start, what trains them."""

import copy
import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from autograder.checks import findings
from autograder.checks.compare import Comparison, Tolerance
from autograder.checks.failure import CheckError
from autograder.checks.fresh import generator
from autograder.checks.probes import Environment, ask, probe, spelled, unreadable
from autograder.checks.session import current
from autograder.checks.shapes import Shape, check_shapes, listed
from autograder.checks.variations import variations

Architecture = nn.Module | Callable[[], nn.Module]
_MOST_ASSIGNMENTS = 1000
"""Ways to match parameters of equal shapes that are tried before a module is called wrong."""
_MOST_COMPARED = 5000
"""Forward passes of variations that the search for an explanation may take."""
_DRAWS = 3
"""Draws of parameters; with one, a ReLU in the wrong place may happen to change nothing."""


@probe
def describe(env: Any, name: str, arguments: Any, make: bool) -> dict[str, Any]:
    """Run beside the student's code: say what a module is made of. Shapes come sorted."""
    import torch

    made = env[name]
    kind = "module" if isinstance(made, torch.nn.Module) else type(made).__name__
    if make and kind != "module":
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(0)  # torch.manual_seed costs a millisecond
            made = made(*arguments)
        kind = "made" if isinstance(made, torch.nn.Module) else type(made).__name__
    facts: dict[str, list[tuple[int, ...]]] = {"shapes": [], "frozen": [], "listed": [], "bare": []}
    if isinstance(made, torch.nn.Module):
        ordinary = set(torch.nn.Module().__dict__)
        facts["shapes"] = [tuple(p.shape) for p in made.parameters()]
        facts["frozen"] = [tuple(p.shape) for p in made.parameters() if not p.requires_grad]
        for module in made.modules():
            for key, value in vars(module).items():
                if key in ordinary:
                    continue
                if isinstance(value, dict):
                    value = list(value.values())
                for item in value if isinstance(value, list | tuple) else [value]:
                    if isinstance(item, torch.nn.Module):
                        facts["listed"] += [tuple(p.shape) for p in item.parameters()]
                    elif isinstance(item, torch.nn.Parameter):
                        facts["listed"].append(tuple(item.shape))
                    elif isinstance(item, torch.Tensor):
                        facts["bare"].append(tuple(item.shape))
    linear = kind == "made" and any(isinstance(m, torch.nn.Linear) for m in made.modules())
    return {"kind": kind, "linear": linear, **{key: sorted(facts[key]) for key in facts}}


DESCRIPTION = {
    "kind": str, "shapes": [[int]], "frozen": [[int]], "listed": [[int]], "bare": [[int]]
}  # fmt: skip


@probe
def observe(
    env: Any, name: str, arguments: Any, make: bool,
    method: str, values: Any, inputs: Any, dtype: Any,
) -> dict[str, Any]:  # fmt: skip
    """Run beside the student's code: return a module's parameters and outputs, as plain data.

    Parameters come in the order in which ``forward`` uses them, so that neither the names of
    attributes nor the order of their registration matter. With ``values``, each parameter gets
    the next value of its shape, in that order.
    """
    import torch
    from torch.overrides import TorchFunctionMode

    used: list[torch.nn.Parameter] = []

    class Recorder(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):  # type: ignore[no-untyped-def]
            for value in [*args, *(kwargs or {}).values()]:
                for item in value if isinstance(value, list | tuple) else [value]:
                    if isinstance(item, torch.nn.Parameter) and all(item is not p for p in used):
                        used.append(item)
            return func(*args, **(kwargs or {}))

    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(0)  # torch.manual_seed costs a millisecond
        module = env[name](*arguments) if make else env[name]
        kinds = [p.dtype for p in module.parameters() if p.is_floating_point()]
        wanted = getattr(torch, dtype) if make else (kinds or [torch.float32])[0]
        batches = [x.to(wanted if x.is_floating_point() else x.dtype, copy=True) for x in inputs]
        training = module.training
        if make:
            module = module.to(wanted)
        else:
            module.eval()
        call = getattr(module, method) if method else module
        outputs = []
        with torch.no_grad():
            try:
                with Recorder():
                    call(batches[0])
                parameters = list(module.parameters())
                order = [p for p in used if any(p is q for q in parameters)]
                unused = [p for p in parameters if all(p is not q for q in order)]
                left = list(values or [])
                for p in order + unused:
                    fitting = [i for i, value in enumerate(left) if value.shape == p.shape]
                    if fitting:
                        p.copy_(left.pop(fitting[0]))
                for x in batches:
                    y = call(x)
                    outputs.append(y.detach().clone() if isinstance(y, torch.Tensor) else y)
            except Exception:
                if make:
                    raise
                order, unused, outputs = list(module.parameters()), [], []
        module.train(training)
    return {
        "parameters": [] if make else [p.detach().clone() for p in order + unused],
        "unused": sorted(tuple(p.shape) for p in unused),
        "outputs": outputs,
    }


OBSERVED = {"parameters": [Tensor], "unused": [[int]], "outputs": list}


def check_module(
    env: Environment,
    name: str,
    architecture: Architecture,
    *,
    inputs: Sequence[Tensor],
    arguments: Sequence[Any] = (),
    method: str = "",
    rtol: float = 1e-4,
    atol: float = 1e-6,
) -> None:
    """Check that a student's class makes modules that compute what ``architecture`` computes.

    Attributes may have any names, and be registered in any order: parameters are matched by shape,
    among equal shapes by the order in which forward uses them, and where that fails by trying.

    Args:
        name: the student's class, or a function that returns a new module.
        architecture: the right module, or a function that makes one; where it is a ``Sequential``,
            wrong activations are named.
        inputs: batches, each of shape (N, ...); let N differ, and one be 1.
        arguments: what the class is called with: plain data.
        method: the method to compare, such as ``encode``; "" is calling the module.
    """
    made = spelled(name, arguments)
    call = f"{made}.{method}(x)" if method else f"{made}(x)"
    right = built(architecture)
    facts = ask(env, name, made, describe, DESCRIPTION, arguments=list(arguments), make=True)
    _check_parts(name, made, facts, right)
    ours = observe({"name": right.double()}, "name", [], False, method, [], inputs, "float64")
    draws = [
        [_value(p, generator(9001 + 100 * n + i)) for i, p in enumerate(ours["parameters"])]
        for n in range(_DRAWS)
    ]
    seen = [
        ask(
            env, name, call, observe, OBSERVED, dtypes=("float64", "float32"),
            arguments=list(arguments), make=True, method=method, values=values, inputs=list(inputs),
        )
        for values in draws
    ]  # fmt: skip
    if any(len(one["outputs"]) != len(inputs) for one in seen):
        raise unreadable(call)
    found = _Found(call, method, inputs, draws, [s["outputs"] for s in seen], Tolerance(rtol, atol))
    orders = list(assignments([tuple(value.shape) for value in draws[0]]))
    message = found.problem(right, orders[0])
    if message is None or any(found.problem(right, order) is None for order in orders[1:]):
        return
    if not current().explaining:
        raise CheckError(message)
    idle = Counter(ours["unused"])
    unused = list((Counter(tuple(shape) for shape in seen[0]["unused"]) - idle).elements())
    explanation, finding = _why(found, right, orders, unused)
    raise CheckError(message, explanation=explanation, finding=finding)


@dataclass(frozen=True)
class _Found:
    """What a student's modules computed."""

    call: str  # what was called, for messages
    method: str  # the method that was; "" is calling the module
    inputs: Sequence[Tensor]  # the batches
    draws: Sequence[Sequence[Tensor]]  # for each module, the values of its parameters
    outputs: Sequence[Sequence[Any]]  # for each module, what came of each batch
    tolerance: Tolerance  # how far that may be from the right outputs

    def problem(self, module: nn.Module, order: Sequence[int]) -> str | None:
        """Say how outputs differ from those of a module of ours with the values in an order."""
        comparison = Comparison(self.tolerance)
        for outputs, values in zip(self.outputs, self.draws, strict=True):
            right = outputs_of(module, [values[i] for i in order], self.method, self.inputs)
            for x, y, expected in zip(self.inputs, outputs, right, strict=True):
                comparison.add(f"{self.call} with x of shape {tuple(x.shape)}", y, expected)
                if comparison.problems:  # thousands of variations may have to be tried
                    return comparison.first
        return None


def _why(
    found: _Found, right: nn.Module, orders: Sequence[Sequence[int]], unused: Sequence[Shape]
) -> tuple[str, str]:
    """Return why outputs are wrong, as far as they tell, and the finding.

    Args:
        orders: the ways to exchange parameters of equal shapes.
        unused: shapes of parameters that forward passes over, and should not.
    """
    first = found.outputs[0]
    tensors = [y for y in first if isinstance(y, Tensor)]
    if len(tensors) == len(first) > 1 and all(torch.equal(tensors[0], y) for y in tensors[1:]):
        text = f"{found.call} returns the same whatever x is: does it read a global variable "
        return f"{text}instead of x?", findings.SAME_OUTPUT
    if unused:
        text = f"It does not use its parameters of shape {listed(unused)}."
        return text, findings.UNUSED_PARAMETERS
    for what, variation in itertools.islice(variations(right), _MOST_COMPARED // len(orders)):
        if any(found.problem(variation, order) is None for order in orders):
            return f"It computes what the network would {what}.", findings.WRONG_ACTIVATION
    comparison = Comparison()
    expected = outputs_of(right, found.draws[0], found.method, found.inputs)
    for x, y, right_y in zip(found.inputs, found.outputs[0], expected, strict=True):
        comparison.add("The output", y, right_y, rows=len(x))
    all_tensors = len(comparison.compared) == len(expected)
    return comparison.explanation() if all_tensors else "", findings.OTHER_OUTPUTS


def _check_parts(name: str, made: str, facts: dict[str, Any], right: nn.Module) -> None:
    """Check what ``describe`` found out about a new module."""
    if facts["kind"] == "module":
        text = f"{name} is a module already; it should be the class or function that makes one"
        raise CheckError(text, finding=findings.AN_INSTANCE)
    if facts["kind"] != "made":
        text = f"{made} is a {facts['kind']}; it should be an nn.Module"
        raise CheckError(text, finding=findings.NOT_A_MODULE)
    check_shapes(made, facts, right)
    if facts["frozen"]:
        text = f"the parameters of {made} of shape {listed(facts['frozen'])} do not require "
        text += "gradients, so no optimiser can train them"
        raise CheckError(text, finding=findings.NOT_TRAINABLE)


def built(architecture: Architecture) -> nn.Module:
    """Return a new copy of an architecture; its random numbers leave torch's generator alone."""
    with torch.random.fork_rng(devices=[]):
        return copy.deepcopy(
            architecture if isinstance(architecture, nn.Module) else architecture()
        )


def _value(parameter: Tensor, source: torch.Generator) -> Tensor:
    """Draw a parameter's value: of a size that keeps sigmoids off their flat ends."""
    wide = math.sqrt(parameter.shape[-1]) if parameter.dim() > 1 else 1.0
    return torch.randn(parameter.shape, generator=source, dtype=torch.float64) * 1.5 / wide


def assignments(shapes: Sequence[Shape]) -> Iterator[list[int]]:
    """Yield the ways to exchange parameters of equal shapes, beginning with none, at most 1,000."""
    groups: dict[Shape, list[int]] = {}
    for i, shape in enumerate(shapes):
        groups.setdefault(shape, []).append(i)
    every = itertools.product(*(itertools.permutations(group) for group in groups.values()))
    for orders in itertools.islice(every, _MOST_ASSIGNMENTS):
        placed = [0] * len(shapes)
        for group, order in zip(groups.values(), orders, strict=True):
            for i, j in zip(group, order, strict=True):
                placed[i] = j
        yield placed


def outputs_of(
    module: nn.Module, values: Sequence[Tensor], method: str, inputs: Sequence[Tensor]
) -> list[Tensor]:
    """Return what a module of ours computes with ``values`` as its parameters, in order of use."""
    outputs: list[Tensor] = observe(
        {"name": module}, "name", [], False, method, list(values), inputs, ""
    )["outputs"]
    if len(outputs) != len(inputs):
        raise ValueError("the architecture cannot take these inputs")
    return outputs
