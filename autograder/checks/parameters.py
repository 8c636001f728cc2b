"""Check how parameters start, and that training reaches them."""

from collections.abc import Sequence
from typing import Any

from autograder.checks import findings
from autograder.checks.failure import CheckError
from autograder.checks.observing import Batch, as_call
from autograder.checks.probes import Environment, ask, probe, spelled
from autograder.checks.shapes import listed


@probe
def _start_twice(env: Any, name: str, arguments: Any) -> dict[str, Any]:
    """Run beside the student's code: compare two new modules, and torch's generator after them."""
    import torch

    after, same, flat = [], [], []
    with torch.random.fork_rng(devices=[]):
        for seed in (1, 2):
            torch.default_generator.manual_seed(seed)
            first, second = (env[name](*arguments) for _ in range(2))
            after.append(torch.get_rng_state().tolist())
            has_weights = any(p.dim() > 1 for p in first.parameters())
            # tells constants from copies where a misconception is looked for
            flat += [
                tuple(p.shape) for p in first.parameters() if len(set(p.flatten().tolist())) < 2
            ]
            pairs = zip(first.parameters(), second.parameters(), strict=False)
            same.append(
                sorted(
                    tuple(p.shape)
                    for p, q in pairs
                    if p.tolist() == q.tolist()
                    # the shifts and factors of a normalisation, and often biases, begin at 0 or 1
                    and not (
                        has_weights and p.dim() == 1 < p.numel() and set(p.tolist()) in ({0}, {1})
                    )
                )
            )
    return {"same": same, "flat": sorted(flat), "seeded": after[0] == after[1]}


def check_fresh_initialisation(
    env: Environment, name: str, *, arguments: Sequence[Any] = ()
) -> None:
    """Check that each new module starts from random weights of its own.

    Beside matrices, vectors of zeros or of ones pass: so begin normalisations, and many biases.

    Args:
        name: the student's class, or a function that returns a new module.
        arguments: what it is called with: plain data.
    """
    made = spelled(name, arguments)
    form = {"same": [[[int]]], "flat": [[int]], "seeded": bool}
    facts = ask(env, name, made, _start_twice, form, arguments=list(arguments))
    if facts["seeded"]:
        text = f"after {made}, torch's random generator is in the same state whatever seed was set "
        why = f"{name} sets a seed itself, so every model starts alike, and so does all else that "
        why += "is drawn after it. Set seeds outside the class."
        raise CheckError(f"{text}before", explanation=why, finding=findings.SEEDED_INSIDE)
    if any(facts["same"]):
        shapes = listed(max(facts["same"], key=len))
        text = f"two {made} start with the same values in their parameters of shape {shapes}; "
        text += "each should start with random values of its own"
        raise CheckError(text, finding=findings.SAME_WEIGHTS)


@probe
def _reached(env: Any, name: str, arguments: Any, batch: Any, seeds: Any) -> dict[str, Any]:
    """Run beside the student's code: send a gradient back through new modules.

    Several, as a ReLU may happen to be 0 for all inputs in one.
    """
    import torch

    def given(value: "Any", kind: "Any") -> "Any":
        """Return a copy of an argument, its floating-point tensors of one type."""
        if isinstance(value, torch.Tensor):
            return value.to(kind if value.is_floating_point() else value.dtype, copy=True)
        if isinstance(value, list | tuple):
            items = [given(item, kind) for item in value]
            return items if isinstance(value, list) else tuple(items)
        return {k: given(v, kind) for k, v in value.items()} if isinstance(value, dict) else value

    def tensors(value: "Any") -> "list[Any]":
        """Return the floating-point tensors that a result is made of."""
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list | tuple):
            return [tensor for item in value for tensor in tensors(item)]
        is_float = isinstance(value, torch.Tensor) and value.is_floating_point()
        return [value] if is_float else []

    shapes: list[tuple[int, ...]] = []
    without: list[list[int]] = []
    attached = False
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        for seed in seeds:
            torch.default_generator.manual_seed(seed)
            module = env[name](*arguments)
            if seed % 2 == 0:  # where figures of the batch are subtracted, a bias before has no say
                module.eval()
            kinds = [p.dtype for p in module.parameters() if p.is_floating_point()]
            positional, keywords = given(batch, kinds[0] if kinds else torch.float32)
            y = module(*positional, **keywords)
            outputs = tensors(y)
            if not outputs:
                return {"attached": False, "without": [], "count": 1, "kind": type(y).__name__}
            total = torch.zeros(())
            for part in outputs:
                weights = torch.linspace(-1, 2, part.numel(), dtype=part.dtype).reshape(part.shape)
                total = total + (part * weights)[part.isfinite()].sum()
            if total.requires_grad:
                attached = True
                total.backward()  # type: ignore[no-untyped-call]
            parameters = list(module.parameters())
            shapes = [tuple(p.shape) for p in parameters]
            without.append(
                [i for i, p in enumerate(parameters) if p.grad is None or not bool(p.grad.any())]
            )
    never = [shapes[i] for i in range(len(shapes)) if all(i in some for some in without)]
    return {"attached": attached, "without": sorted(never), "count": len(shapes), "kind": "Tensor"}


def check_gradients_reach_parameters(
    env: Environment, name: str, *, inputs: Batch, arguments: Sequence[Any] = ()
) -> None:
    """Check that backward gives each parameter of a student's module a gradient.

    Args:
        name: the student's class, or a function that returns a new module.
        inputs: a batch of 30 examples or more: a tensor of shape (N, ...), a tuple of several
            arguments, or a dict of keyword arguments.
        arguments: what the class is called with: plain data.
    """
    made = spelled(name, arguments)
    form = {"attached": bool, "without": [[int]], "count": int, "kind": str}
    facts = ask(
        env, name, f"{made}(x)", _reached, form,
        arguments=list(arguments), batch=as_call(inputs), seeds=[1, 2, 3, 4],
    )  # fmt: skip
    if not facts["count"]:
        raise CheckError(f"{made} has no parameters", finding=findings.NO_PARAMETERS)
    if facts["kind"] != "Tensor":
        text = f"{made}(x) is a {facts['kind']}; it should be a tensor, or several"
        raise CheckError(text, finding=findings.OTHER_OUTPUTS)
    if not facts["attached"]:
        text = f"the output of {made} does not require gradients, so backward reaches no parameter"
        why = "Autograd has lost track on the way: detach, .data, .item(), NumPy, "
        why += "torch.tensor(...) of a result, and no_grad all do that."
        raise CheckError(text, explanation=why, finding=findings.CUT_OFF)
    if facts["without"]:
        text = f"after backward, the parameters of {made} of shape {listed(facts['without'])} have "
        text += "no gradient, or 0 everywhere"
        raise CheckError(text, finding=findings.WITHOUT_GRADIENT)
