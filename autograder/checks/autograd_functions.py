"""Check what autograd is told: functions with a backward of their own."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.compare import Comparison, Tolerance
from autograder.checks.failure import CheckError
from autograder.checks.fresh import generator
from autograder.checks.probes import Environment, ask, probe, unreadable


@probe
def _describe(env: Any, name: str) -> dict[str, Any]:
    """Run beside the student's code: say what a class is, without calling it."""
    import inspect

    import torch

    made = env[name]
    is_class = isinstance(made, type) and issubclass(made, torch.autograd.Function)
    facts: dict[str, Any] = {"class": is_class, "missing": [], "bound": []}
    for method in ("forward", "backward") if is_class else ():
        found = inspect.getattr_static(made, method)
        if found is inspect.getattr_static(torch.autograd.Function, method):
            facts["missing"].append(method)
        elif not isinstance(found, staticmethod | classmethod):
            facts["bound"].append(method)
    return facts


@probe
def _apply(env: Any, name: str, inputs: Any, upstream: Any, dtype: str) -> dict[str, Any]:
    """Run beside the student's code: apply a function forward and backward.

    For each input: the output, and a gradient for each upstream gradient. Then two inputs of one
    shape are sent forward before the first is sent back.
    """
    import torch

    function, number = env[name].apply, getattr(torch, dtype)

    def leaf(value: torch.Tensor) -> torch.Tensor:
        return value.to(number, copy=True).requires_grad_()

    def backward(y: object, leaves: list[torch.Tensor], up: torch.Tensor) -> list[object]:
        if isinstance(y, torch.Tensor) and y.shape == up.shape and y.requires_grad:
            found = torch.autograd.grad(y, leaves, up.to(number), allow_unused=True)
            return [None if g is None else g.detach().clone() for g in found]
        return [None for _ in leaves]

    outputs, kept, gradients = [], [], []
    for x, ups in zip(inputs, upstream, strict=True):
        leaves = [leaf(value) for value in x]
        y = function(*leaves)
        outputs.append(y.detach().clone() if isinstance(y, torch.Tensor) else y)
        kept += [torch.equal(a.detach(), b.to(number)) for a, b in zip(leaves, x, strict=True)]
        of_this: list[Any] = []
        for up in ups:
            leaves = [leaf(value) for value in x]
            of_this.append(backward(function(*leaves), leaves, up))
        gradients.append(of_this)
    first = [leaf(value) for value in inputs[0]]
    y, _ = function(*first), function(*(leaf(0.3 - 0.7 * value) for value in inputs[0]))
    late = backward(y, first, upstream[0][0])
    checked = True
    if dtype == "float64":
        leaves = [leaf(value) for value in inputs[0]]
        checked = bool(torch.autograd.gradcheck(function, leaves, raise_exception=False))
    return {"outputs": outputs, "gradients": gradients, "late": late, "kept": all(kept),
            "checked": checked}  # fmt: skip


_GRADIENTS = [(Tensor, type(None))]
_APPLIED = {
    "outputs": list, "gradients": [[_GRADIENTS]], "late": _GRADIENTS, "kept": bool, "checked": bool
}  # fmt: skip


def check_autograd_function(
    env: Environment,
    name: str,
    expected: Callable[..., Tensor],
    *,
    inputs: Sequence[Tensor | Sequence[Tensor]],
    rtol: float = 1e-4,
    atol: float = 1e-6,
) -> None:
    """Check a student's subclass of ``torch.autograd.Function``.

    Its values are compared with ``expected``, its gradients with those that autograd finds for
    ``expected``, for two gradients from above each; ``torch.autograd.gradcheck`` has to agree.

    Args:
        expected: the same function, made of operations that autograd knows.
        inputs: what it is applied to: a tensor of any shape each, or a tuple of tensors.
    """
    _check_class(env, name)
    groups = [[x] if isinstance(x, Tensor) else list(x) for x in inputs]
    source = generator(9101)
    right = [expected(*group).detach() for group in groups]
    ones = [torch.ones_like(y) for y in right]
    others = [torch.randn(y.shape, generator=source, dtype=torch.float64) for y in right]
    upstream = [list(pair) for pair in zip(ones, others, strict=True)]
    call = f"{name}.apply"
    seen = ask(
        env, name, call, _apply, _APPLIED, dtypes=("float64", "float32"),
        inputs=groups, upstream=upstream,
    )  # fmt: skip
    sizes = [[len(g) for g in of_this] for of_this in seen["gradients"]]
    if sizes != [[len(group)] * 2 for group in groups] or len(seen["outputs"]) != len(groups):
        raise unreadable(call)
    values = Comparison(Tolerance(rtol, atol))
    for group, y, right_y in zip(groups, seen["outputs"], right, strict=True):
        where = f"{call}(x) for x of shape {tuple(group[0].shape)}"
        values.add(where, y, right_y, rows=_rows(group), key="The output")
    values.raise_first(finding=findings.OTHER_VALUES)
    _check_gradients(call, expected, groups, upstream, seen, Tolerance(rtol, atol))
    if not seen["kept"]:
        raise CheckError(f"{call}(x) changes x in place", finding=findings.CHANGED_IN_PLACE)
    if not seen["checked"]:
        text = f"torch.autograd.gradcheck does not agree with {name}"
        raise CheckError(text, finding=findings.GRADCHECK)


def _check_class(env: Environment, name: str) -> None:
    """Check that a name is a class as autograd wants it."""
    facts = ask(env, name, name, _describe, {"class": bool, "missing": [str], "bound": [str]})
    if not facts["class"]:
        text = f"{name} should be a class derived from torch.autograd.Function"
        raise CheckError(text, finding=findings.NOT_AN_AUTOGRAD_FUNCTION)
    if facts["missing"]:
        both = {"forward": findings.NO_FORWARD, "backward": findings.NO_BACKWARD}
        text = f"{name} has no {' and no '.join(facts['missing'])}"
        raise CheckError(text, finding=both.get(facts["missing"][-1], ""))
    if facts["bound"]:
        text = f"{' and '.join(facts['bound'])} of {name} should be static methods"
        why = "autograd calls them with a ctx of its own, and without an object: a line above def "
        raise CheckError(text, explanation=f"{why}says so.", finding=findings.NOT_STATIC)


def _check_gradients(
    call: str,
    expected: Callable[..., Tensor],
    groups: Sequence[Sequence[Tensor]],
    upstream: Sequence[Sequence[Tensor]],
    seen: dict[str, Any],
    tolerance: Tolerance,
) -> None:
    """Check what backward computes."""
    comparison = Comparison(tolerance)
    for group, ups, both in zip(groups, upstream, seen["gradients"], strict=True):
        for up, found in zip(ups, both, strict=True):
            right = _gradients(expected, group, up)
            for i, (gradient, wanted) in enumerate(zip(found, right, strict=True), 1):
                what = "gradient" if len(group) == 1 else f"gradient of input {i}"
                where = f"the {what} of {call} for x of shape {tuple(group[0].shape)}"
                if gradient is None:
                    text = f"{where} is None; backward has to return it"
                    raise CheckError(text, finding=findings.NO_GRADIENT)
                comparison.add(where, gradient, wanted, rows=_rows(group), key=f"The {what}")
    if comparison.problems:
        pairs = (zip(ones, others, strict=True) for ones, others in seen["gradients"])
        if all(torch.equal(one, other) for pair in pairs for one, other in pair):
            text = comparison.problems[-1].message
            why = "backward returns the same whatever gradient comes from above: by the chain rule "
            why += "its own derivative is one factor of the result, and grad_output the other."
            raise CheckError(text, explanation=why, finding=findings.IGNORES_GRAD_OUTPUT)
        if _adds(upstream, seen["gradients"]):
            why = "backward adds grad_output to something: by the chain rule, its own derivative "
            why += "is one factor of the result, and grad_output the other."
            comparison.raise_first(explanation=why, finding=findings.ADDS_GRAD_OUTPUT)
        with_ones = comparison.compared[:: 2 * len(groups[0])]
        if len(groups[0]) == 1 and all(c.right for c in with_ones):
            why = "It is right where grad_output is 1 for each element, and wrong for others: by "
            why += "the chain rule, each element of it is a factor of one of the result."
            comparison.raise_first(explanation=why, finding=findings.OTHER_GRADIENTS)
    comparison.raise_first(finding=findings.OTHER_GRADIENTS)
    late = Comparison(tolerance)
    right = _gradients(expected, groups[0], upstream[0][0])
    for gradient, wanted in zip(seen["late"], right, strict=False):
        late.add(f"the gradient of {call}", gradient, wanted)
    late.raise_first(
        explanation=f"It is wrong once {call} was called again before backward: what forward keeps "
        "for backward belongs into ctx, which each call has for itself.",
        finding=findings.SAVED_OUTSIDE_CTX,
    )


def _adds(upstream: Sequence[Sequence[Tensor]], gradients: Sequence[Any]) -> bool:
    """Say whether each gradient grows by as much as what comes from above does."""
    return all(
        g.shape == ups[0].shape == h.shape
        and torch.allclose((h - g).double(), ups[1] - ups[0], rtol=1e-4, atol=1e-5)
        for ups, (ones, others) in zip(upstream, gradients, strict=True)
        for g, h in zip(ones, others, strict=True)
    )


def _rows(group: Sequence[Tensor]) -> int:
    """Return the size of the batch."""
    return len(group[0]) if group[0].dim() else 1


def _gradients(
    expected: Callable[..., Tensor], group: Sequence[Tensor], up: Tensor
) -> Sequence[Tensor]:
    """Return what autograd finds for the right function."""
    leaves = [value.detach().double().requires_grad_() for value in group]
    return torch.autograd.grad(expected(*leaves), leaves, up)
