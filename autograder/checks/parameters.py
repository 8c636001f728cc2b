"""Check how parameters start, and that training reaches them."""

from collections.abc import Sequence
from typing import Any

from torch import Tensor

from autograder.checks import findings
from autograder.checks.failure import CheckError
from autograder.checks.probes import Environment, ask, probe, spelled
from autograder.checks.shapes import listed


@probe
def _start_twice(env: Any, name: str, arguments: Any) -> dict[str, Any]:
    """Run beside the student's code: compare two new modules, and torch's generator after them."""
    import torch

    after, same = [], []
    with torch.random.fork_rng(devices=[]):
        for seed in (1, 2):
            torch.default_generator.manual_seed(seed)
            first, second = (env[name](*arguments) for _ in range(2))
            after.append(torch.get_rng_state().tolist())
            pairs = zip(first.parameters(), second.parameters(), strict=False)
            same.append(sorted(tuple(p.shape) for p, q in pairs if p.tolist() == q.tolist()))
    return {"same": same, "seeded": after[0] == after[1]}


def check_fresh_initialisation(
    env: Environment, name: str, *, arguments: Sequence[Any] = ()
) -> None:
    """Check that each new module starts from random weights of its own.

    Args:
        name: the student's class, or a function that returns a new module.
        arguments: what it is called with: plain data.
    """
    made = spelled(name, arguments)
    form = {"same": [[[int]]], "seeded": bool}
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
def _reached(env: Any, name: str, arguments: Any, x: Any, seeds: Any) -> dict[str, Any]:
    """Run beside the student's code: send a gradient back through new modules.

    Several, as a ReLU may happen to be 0 for all inputs in one.
    """
    import torch

    shapes: list[tuple[int, ...]] = []
    without: list[list[int]] = []
    attached = False
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        for seed in seeds:
            torch.default_generator.manual_seed(seed)
            module = env[name](*arguments)
            kinds = [p.dtype for p in module.parameters() if p.is_floating_point()]
            y = module(x.to(kinds[0] if kinds and x.is_floating_point() else x.dtype, copy=True))
            if not isinstance(y, torch.Tensor):
                return {"attached": False, "without": [], "count": 1, "kind": type(y).__name__}
            if y.requires_grad:
                attached = True
                weights = torch.linspace(-1, 2, y.numel(), dtype=y.dtype).reshape(y.shape)
                (y * weights).sum().backward()  # type: ignore[no-untyped-call]
            parameters = list(module.parameters())
            shapes = [tuple(p.shape) for p in parameters]
            without.append(
                [i for i, p in enumerate(parameters) if p.grad is None or not bool(p.grad.any())]
            )
    never = [shapes[i] for i in range(len(shapes)) if all(i in some for some in without)]
    return {"attached": attached, "without": sorted(never), "count": len(shapes), "kind": "Tensor"}


def check_gradients_reach_parameters(
    env: Environment, name: str, *, inputs: Tensor, arguments: Sequence[Any] = ()
) -> None:
    """Check that backward gives each parameter of a student's module a gradient.

    Args:
        name: the student's class, or a function that returns a new module.
        inputs: a batch of shape (N, ...), of 30 examples or more.
        arguments: what the class is called with: plain data.
    """
    made = spelled(name, arguments)
    form = {"attached": bool, "without": [[int]], "count": int, "kind": str}
    facts = ask(
        env, name, f"{made}(x)", _reached, form,
        arguments=list(arguments), x=inputs, seeds=[1, 2, 3, 4],
    )  # fmt: skip
    if not facts["count"]:
        raise CheckError(f"{made} has no parameters", finding=findings.NO_PARAMETERS)
    if facts["kind"] != "Tensor":
        text = f"{made}(x) is a {facts['kind']}; it should be a tensor"
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
