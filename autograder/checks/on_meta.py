"""Check shapes, types and devices without computing: on torch's device ``meta``."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.failure import CheckError, raised
from autograder.checks.observing import Batch, as_call, with_shapes
from autograder.checks.probes import Environment, ask, has_form, probe, spelled, unreadable
from autograder.checks.shapes import check_shapes

_FACTS = {"kind": str, "shapes": [[int]], "bare": bool, "outcomes": [dict]}
_TENSOR = {"shape": [int], "dtype": str, "device": str}
_NEEDS_VALUES = {"DataDependentOutputException", "DynamicOutputShapeException",
                 "UnsupportedOperatorException", "GuardOnDataDependentSymNode"}  # fmt: skip
_NO_VALUES = (".numpy() is not supported", "out of meta tensor", "aten::")
"""What exceptions are about that come of tensors without numbers."""


@probe
def _on_meta(
    env: Any, name: str, arguments: Any, method: str, calls: Any, dtype: str
) -> dict[str, Any]:
    """Run beside the student's code: make calls with tensors that have shapes, and no numbers.

    Everything else is made of such tensors, too, on the devices where it would be, so that the
    sizes may be any. A module is made on the CPU, and then moved as ``module.to`` moves it.
    """
    import contextlib
    import functools
    import logging

    import torch
    from torch._subclasses.fake_tensor import FakeTensorMode
    from torch.utils._python_dispatch import TorchDispatchMode
    from torch.utils._pytree import tree_leaves

    number, meta = getattr(torch, dtype), torch.device("meta")
    made_by: list[tuple[Any, str]] = []  # tensors on the CPU, and what made them
    kept: list[str] = []

    def origin(tensor: "Any") -> str:
        return next((label for other, label in reversed(made_by) if other is tensor), "")

    class Watch(TorchDispatchMode):  # type: ignore[no-untyped-call]
        supports_higher_order_operators = True
        mixed: "Any" = None

        @classmethod
        def _should_skip_dynamo(cls) -> bool:
            return False  # to say so to torch's compiler, all of it would be imported

        def __torch_dispatch__(self, func, _, args=(), kwargs=None):  # type: ignore[no-untyped-def]
            given = [t for t in tree_leaves((args, kwargs)) if isinstance(t, torch.Tensor)]
            label = getattr(getattr(func, "overloadpacket", None), "__name__", "")
            on_cpu = [t for t in given if t.device.type == "cpu"]
            mixing = [t for t in on_cpu if t.dim()]
            try:
                if label == "embedding" and 0 < len(mixing) < len(given):  # passes without a GPU
                    raise RuntimeError("Expected all tensors to be on the same device")
                result = func(*args, **(kwargs or {}))
            except RuntimeError as error:
                mixing = mixing if "device" in str(error) else []
                if mixing and len(on_cpu) < len(given) and self.mixed is None:
                    self.mixed = {"shape": list(mixing[0].shape), "by": origin(mixing[0])}
                raise
            by = next((origin(t) for t in on_cpu if origin(t)), "") if given else label
            by = "tensor" if label == "lift_fresh" else by
            made_by.extend(
                (made, by)
                for made in tree_leaves(result)
                if isinstance(made, torch.Tensor) and made.device.type == "cpu"
            )
            return result

    def moved(tensor: "Any") -> "Any":
        return tensor.to(meta, number if tensor.is_floating_point() else tensor.dtype)

    def built(value: "Any") -> "Any":
        """Return an argument that was sent as what it is made of."""
        kind, content = value[0], value[1]
        if kind == "tensor":
            shape, of_type = content
            return torch.empty(shape, dtype=getattr(torch, of_type or dtype), device=meta)
        if kind in ("list", "tuple"):
            items = [built(item) for item in content]
            return items if kind == "list" else tuple(items)
        return {k: built(v) for k, v in content.items()} if kind == "dict" else content

    def seen(value: "Any") -> "Any":
        """Return what a result is made of."""
        if isinstance(value, torch.Tensor):
            kind, device = str(value.dtype).removeprefix("torch."), value.device.type
            return {"shape": list(value.shape), "dtype": kind, "device": device,
                    "by": origin(value)}  # fmt: skip
        if isinstance(value, list | tuple):
            return [seen(item) for item in value]
        if isinstance(value, dict):
            return [seen(item) for item in value.values()]
        return type(value).__name__

    def move(module: "Any") -> None:
        """Move parameters and buffers, and nothing else, each of them once."""
        done: dict[int, Any] = {}
        for part in module.modules():
            for tensors in (part._parameters, part._buffers):
                for key, tensor in tensors.items():
                    if tensor is None:
                        continue
                    if id(tensor) not in done:
                        new = moved(tensor.detach())
                        if isinstance(tensor, torch.nn.Parameter):
                            new = torch.nn.Parameter(new, tensor.requires_grad)
                        done[id(tensor)] = new
                    tensors[key] = done[id(tensor)]
            for key, value in vars(part).items():
                if isinstance(value, torch.Tensor) and value.dim():
                    kept.append(key)

    def restore(before: "Any") -> None:
        """Take away tensors without numbers that code has kept for its next calls."""
        for key in [key for key in env if key not in before]:
            del env[key]
        for key, value in before.items():
            if env.get(key) is not value:
                env[key] = value
            if isinstance(value, type(functools.cache(len))):
                value.cache_clear()

    fake, made = FakeTensorMode(allow_non_fake_inputs=True), env[name]
    log = logging.getLogger("torch._subclasses.fake_tensor")
    kind, shapes, outcomes = type(made).__name__, [], []
    with torch.random.fork_rng(devices=[]), contextlib.ExitStack() as at_end:
        at_end.callback(log.setLevel, log.level)
        at_end.callback(restore, dict(env))
        log.setLevel(logging.CRITICAL + 1)  # what fails is told by the check
        if arguments is not None:
            try:
                with fake:
                    made = made(*arguments)
            except Exception as error:
                asks = type(error).__name__ in (
                    "DataDependentOutputException", "DynamicOutputShapeException"
                )  # fmt: skip
                if not asks and "numpy" not in str(error):
                    raise
                made = env[name](*arguments)  # __init__ looks at numbers, which it may
            kind = "made" if isinstance(made, torch.nn.Module) else type(made).__name__
        if kind == "made":
            with fake:
                move(made)
            shapes = sorted(tuple(p.shape) for p in made.parameters())
        function = getattr(made, method) if method else made
        for positional, keywords in calls if arguments is None or kind == "made" else []:
            made_by.clear()
            watch = Watch()  # type: ignore[no-untyped-call]
            with fake:
                given = built(positional), built(keywords)
            try:
                with fake, watch:
                    result = function(*given[0], **given[1])
                    outcomes.append({"result": seen(result)})
            except Exception as error:
                names = [base.__name__ for base in type(error).__mro__]
                first = "NotImplementedError" if "NotImplementedError" in names else names[0]
                failed: dict[str, Any] = {"kind": first, "message": str(error)}
                if watch.mixed:
                    failed["mixed"] = watch.mixed
                outcomes.append(failed)
                break
    return {"kind": kind, "shapes": shapes, "bare": bool(kept), "outcomes": outcomes}


def check_on_meta(
    env: Environment,
    name: str,
    expected: Callable[..., Any],
    *,
    inputs: Sequence[Batch],
    arguments: Sequence[Any] | None = None,
    method: str = "",
    dtypes: Sequence[torch.dtype] = (torch.float32,),
    parameters: bool = True,
) -> None:
    """Check shapes, types and devices of what a student's code makes, without computing anything.

    Inputs are on another device than the one where tensors are made by default, as on a GPU, and
    without numbers (the device ``meta``). So sizes may be as large as those of real models, and a
    tensor that is made on the CPU, whatever the input's device is, comes to light.

    Not for code that needs numbers, whose shapes or ways hang on them: ``.item()``, ``.numpy()``,
    ``x[mask]``, ``if`` and ``while`` on tensors; nor for lazy layers. It fails here, right as it
    may be. Globals are left as they were; but an object in which code keeps tensors for later calls
    has some without numbers afterwards, so let this be a question's last test.

    Args:
        name: a function, or a class of modules. A module is made on the CPU and then moved.
        expected: the right function; for a class, a function that makes the right module.
        inputs: what is called with: a tensor each, a tuple of several arguments, or a dict of
            keyword arguments. Only the shapes and types of tensors are used, so let them take no
            memory: ``torch.empty(100_000, 4096, device="meta")``.
        arguments: what a class is called with: plain data; None for a function.
        method: the method that is called; "" is calling the module.
        dtypes: types that floating-point inputs, parameters and buffers get, one after another.
            With float64, code that insists on float32 fails.
        parameters: whether the module's parameters must have the shapes of the right one's, too.

    Raises:
        CheckError: Findings: ``other device``, ``other dtype``, ``wrong shape``, ``needs values``,
            ``wrong architecture``, ``not a module``.
        ValueError: the right function or module does not work there itself.
    """
    calls = [[_sent(part) for part in as_call(batch)] for batch in inputs]
    made = name if arguments is None else spelled(name, arguments)
    call = f"{made}.{method}" if method else made
    for dtype in dtypes:
        kind = str(dtype).removeprefix("torch.")
        right = _on_meta(
            {name: expected}, name, None if arguments is None else [], method, calls, kind
        )
        for outcome in right["outcomes"]:
            if "result" not in outcome:
                text = f"what {name} is compared with does not work on the device meta"
                raise ValueError(f"{text}: {outcome['kind']}: {outcome['message']}")
        facts = ask(
            env, name, call, _on_meta, _FACTS, method=method, calls=calls, dtype=kind,
            arguments=None if arguments is None else list(arguments),
        )  # fmt: skip
        if arguments is not None and facts["kind"] != "made":
            text = f"{made} is a {facts['kind']}; it should be an nn.Module"
            raise CheckError(text, finding=findings.NOT_A_MODULE)
        if arguments is not None and parameters:
            check_shapes(made, {"shapes": facts["shapes"]}, right["shapes"])
        for batch, outcome, wanted in zip(
            inputs, facts["outcomes"], right["outcomes"], strict=False
        ):
            where = f"{call}({'x' if isinstance(batch, Tensor) else '...'}) {with_shapes(batch)}"
            if has_form(outcome, {"kind": str, "message": str}):
                raise _failed(name, where, outcome, facts["bare"])
            _compare(where, outcome.get("result"), wanted["result"])
        if len(facts["outcomes"]) != len(inputs):
            raise unreadable(call)


def _sent(value: Any) -> list[Any]:
    """Return an argument as what it is made of: of tensors, shape and type."""
    if isinstance(value, Tensor):
        kind = "" if value.is_floating_point() else str(value.dtype).removeprefix("torch.")
        return ["tensor", [list(value.shape), kind]]
    if isinstance(value, list | tuple):
        return ["list" if isinstance(value, list) else "tuple", [_sent(item) for item in value]]
    if isinstance(value, Mapping):
        return ["dict", {key: _sent(item) for key, item in value.items()}]
    return ["value", value]


def _compare(where: str, found: Any, right: Any) -> None:
    """Check what a result is made of."""
    if isinstance(right, list):
        if not isinstance(found, list) or len(found) != len(right):
            number = f"{len(found)} results" if isinstance(found, list) else "one result"
            text = f"{where} gives {number}; there should be {len(right)}"
            raise CheckError(text, finding=findings.WRONG_SHAPE)
        for i, (one, wanted) in enumerate(zip(found, right, strict=True), 1):
            _compare(f"result {i} of {where}", one, wanted)
    if not isinstance(right, dict):
        return
    shape = tuple(right["shape"])
    if not has_form(found, _TENSOR):
        what = found if isinstance(found, str) else "collection"
        text = f"{where} is a {what}; it should be a tensor of shape {shape}"
        raise CheckError(text, finding=findings.WRONG_SHAPE)
    if tuple(found["shape"]) != shape:
        text = f"{where} has the shape {tuple(found['shape'])}; it should be {shape}"
        raise CheckError(text, finding=findings.WRONG_SHAPE)
    if found["device"] != right["device"]:
        text = f"{where} is on the device {found['device']}; it should be on that of the input"
        why = _made_there(found.get("by"), bare=False)
        raise CheckError(text, explanation=why, finding=findings.OTHER_DEVICE)
    if found["dtype"] != right["dtype"]:
        text = f"{where} has the dtype {found['dtype']}; it should be {right['dtype']}"
        raise CheckError(text, finding=findings.OTHER_DTYPE)


def _failed(name: str, where: str, outcome: Mapping[str, Any], bare: bool) -> CheckError:
    """Return how a check fails where student code raised an exception."""
    kind, message = outcome["kind"], outcome["message"]
    mixed = outcome.get("mixed")
    if mixed is not None and has_form(mixed, {"shape": [int], "by": str}):
        text = f"{where} does not work where the input is on another device than the CPU: a tensor "
        text += f"of shape {tuple(mixed['shape'])} is on the CPU"
        why = _made_there(mixed["by"], bare)
        return CheckError(text, explanation=why, finding=findings.OTHER_DEVICE)
    if kind in _NEEDS_VALUES or any(part in message for part in _NO_VALUES):
        text = f"{where} does not work with tensors that have a shape and no numbers"
        why = "What asks for numbers cannot be done with them: .item(), .tolist(), .numpy(), "
        why += "x[mask], and if or while on a tensor."
        return CheckError(text, explanation=why, finding=findings.NEEDS_VALUES)
    return raised(name, where, kind, message)


def _made_there(by: Any, bare: bool) -> str:
    """Say how a tensor probably came to be on the CPU."""
    if isinstance(by, str) and by and not by.startswith("_"):
        return (
            f"It comes from torch.{by}, which makes tensors on the CPU unless it is told where: "
            "device=x.device, for an input x."
        )
    if bare:
        return (
            "A tensor that __init__ keeps as a plain attribute stays where it was made when the "
            "module is moved; a parameter or a buffer (register_buffer) moves along."
        )
    return "For an input x, x.device is where it is, and .to(x.device) moves another tensor there."
