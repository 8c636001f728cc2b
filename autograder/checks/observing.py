"""Look at modules from outside: what they are made of, and what they compute with given values."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from autograder.checks.probes import probe

Batch = Tensor | tuple[Any, ...] | Mapping[str, Any]
"""What a module is called with: a tensor, a tuple of several arguments, or a dict of keywords."""
Pass = tuple[str, list[int]]
"""A way over some of the batches: "train" or "eval", and the places of the batches."""


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
    method: str, settings: Any, calls: Any, passes: Any, dtype: Any,
) -> dict[str, Any]:  # fmt: skip
    """Run beside the student's code: return a module's parameters and outputs, as plain data.

    Parameters come in the order in which ``forward`` uses them, so that neither the names of
    attributes nor the order of their registration matter. Each setting is a list of values: each
    parameter gets the next one of its shape, in that order. With ``make``, each has a new module;
    without, buffers come along, with the place of a parameter of the same layer.
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

    def given(value: "Any", kind: "Any") -> "Any":
        """Return a copy of an argument, its floating-point tensors of one type."""
        if isinstance(value, torch.Tensor):
            return value.to(kind if value.is_floating_point() else value.dtype, copy=True)
        if isinstance(value, list | tuple):
            items = [given(item, kind) for item in value]
            return items if isinstance(value, list) else tuple(items)
        return {k: given(v, kind) for k, v in value.items()} if isinstance(value, dict) else value

    def plain(value: "Any") -> "Any":
        """Return a result whose tensors hang on nothing."""
        if isinstance(value, torch.Tensor):
            return value.detach().clone()
        if isinstance(value, list | tuple):
            items = [plain(item) for item in value]
            return items if isinstance(value, list) else tuple(items)
        return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else value

    def new() -> "Any":
        torch.default_generator.manual_seed(0)  # torch.manual_seed costs a millisecond
        return env[name](*arguments).to(wanted) if make else env[name]

    def call(module: "Any", place: int) -> "Any":
        positional, keywords = given(calls[place], kind)
        return (getattr(module, method) if method else module)(*positional, **keywords)

    outputs: list[Any] = []
    buffers: list[Any] = []
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        wanted = getattr(torch, dtype) if make else None
        module = new()
        parameters = list(module.parameters())
        training = [(part, part.training) for part in module.modules()]
        floats = [p.dtype for p in parameters if p.is_floating_point()]
        kind = wanted or (floats or [torch.float32])[0]
        order, unused = list(range(len(parameters))), []
        found = [] if make else [p.detach().clone() for p in parameters]
        state = [(t, t.clone()) for t in ([] if make else [*parameters, *module.buffers()])]
        try:
            module.eval()
            with Recorder():
                call(module, passes[0][1][0] if passes and passes[0][1] else 0)
            order = [i for p in used for i, q in enumerate(parameters) if p is q]
            unused = [i for i in range(len(parameters)) if i not in order]
            order += unused
            for part in [] if make else module.modules():
                owned = [
                    i for i in order if any(parameters[i] is p for p in part._parameters.values())
                ]
                of = order.index(owned[0]) if owned else -1
                for leaf, buffer in part._buffers.items():
                    if buffer is not None and buffer.is_floating_point():
                        buffers.append({"name": leaf, "of": of, "value": buffer.detach().clone()})
            for number, values in enumerate(settings):
                module = new()
                own = list(module.parameters())
                left = list(values)
                for i in order if len(own) == len(order) else range(len(own)):
                    fitting = [k for k, value in enumerate(left) if value.shape == own[i].shape]
                    if fitting:
                        own[i].copy_(left.pop(fitting[0]))
                torch.default_generator.manual_seed(number)
                outputs.append([])
                for mode, places in passes:
                    module.train(mode == "train")
                    outputs[-1].append([plain(call(module, place)) for place in places])
                for tensor, before in state:
                    tensor.copy_(before)
        except Exception:
            if make:
                raise
            order, unused, outputs = list(range(len(parameters))), [], []
        for tensor, before in state:
            tensor.copy_(before)
        for part, before in training:
            part.training = before
    return {
        "parameters": [found[i] for i in order] if found else [],
        "unused": sorted(tuple(parameters[i].shape) for i in unused),
        "buffers": buffers,
        "outputs": outputs,
    }


OBSERVED = {
    "parameters": [Tensor],
    "unused": [[int]],
    "buffers": [{"name": str, "of": int, "value": Tensor}],
    "outputs": [[list]],
}


def as_call(batch: Batch) -> tuple[list[Any], dict[str, Any]]:
    """Return the positional and the keyword arguments of a batch."""
    if isinstance(batch, Mapping):
        return [], dict(batch)
    return (list(batch), {}) if isinstance(batch, tuple) else ([batch], {})


def numbers_of(outputs: Any) -> Tensor:
    """Return all numbers in outputs, one after another, in float64."""
    parts = list(outputs.values()) if isinstance(outputs, dict) else outputs
    if isinstance(parts, list | tuple):
        return torch.cat([torch.zeros(0).double(), *map(numbers_of, parts)])
    if not isinstance(parts, Tensor):
        return torch.zeros(0).double()
    real = torch.view_as_real(parts) if parts.is_complex() else parts
    return real.detach().double().flatten()


def rows_of(batch: Batch) -> int:
    """Return the size of a batch: the first size of its first tensor."""
    positional, keywords = as_call(batch)
    for value in [*positional, *keywords.values()]:
        if isinstance(value, Tensor) and value.dim():
            return int(value.shape[0])
    return 1


def alike_but_rows(batches: Sequence[Batch]) -> bool:
    """Say whether batches differ in nothing but their sizes and their numbers."""

    def form(value: Any, name: object) -> Any:
        if isinstance(value, list | tuple):
            return name, [form(item, i) for i, item in enumerate(value)]
        return name, tuple(value.shape[1:]) if isinstance(value, Tensor) else value

    calls = [as_call(batch) for batch in batches]
    forms = [
        [form(positional, ""), *(form(v, k) for k, v in keywords.items())]
        for positional, keywords in calls
    ]
    return all(one == forms[0] for one in forms)


def with_shapes(batch: Batch) -> str:
    """Return what a batch is made of, as the end of a sentence about a call."""
    positional, keywords = as_call(batch)
    if isinstance(batch, Tensor):
        return f"with x of shape {tuple(batch.shape)}"
    named = [(f"argument {i}", v) for i, v in enumerate(positional, 1)] + list(keywords.items())
    parts = [
        f"{name} of shape {tuple(value.shape)}"
        for name, value in named
        if isinstance(value, Tensor)
    ]
    return f"with {' and '.join(parts)}" if parts else "with what it was given"


def run_ours(
    module: nn.Module,
    settings: Sequence[Sequence[Tensor]],
    method: str,
    batches: Sequence[Batch],
    passes: Sequence[Pass] = (),
) -> list[Any]:
    """Return what a module of ours computes, by setting, pass and batch.

    Args:
        settings: values of its parameters; among equal shapes in order of use.
        passes: over which batches to go, in which mode; by default over all of them, in eval mode.

    Raises:
        ValueError: it cannot take these inputs.
    """
    outputs: list[Any] = observe(
        {"name": module}, "name", [], False, method, [list(values) for values in settings],
        [as_call(batch) for batch in batches],
        list(passes) or [("eval", list(range(len(batches))))], "",
    )["outputs"]  # fmt: skip
    if len(outputs) != len(settings):
        raise ValueError("the architecture cannot take these inputs")
    return outputs
