"""Check what students save of a training, and that it goes on from there."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.compare import Comparison, Tolerance, kind_of
from autograder.checks.failure import CheckError
from autograder.checks.fresh import generator, seed
from autograder.checks.probes import Environment, ask, probe, require, unreadable
from autograder.checks.session import current

_PARTS = ("path", "model", "optimizer", "scheduler", "step")
_STEP = 3
"""How many steps are taken before the checkpoint."""
_TOLERANCE = Tolerance(1e-4, 1e-6)


@probe
def _resumed(
    env: Any, name: str, load: str, saved: Any, loaded: Any, batches: Any, state: int
) -> dict[str, Any]:
    """Run beside the student's code: train, save, train on; load into new objects, train those."""
    import tempfile
    from pathlib import Path

    import torch

    def new(number):  # type: ignore[no-untyped-def]
        torch.default_generator.manual_seed(state + number)
        layers = [torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Linear(4, 1)]
        model = torch.nn.Sequential(*layers)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 4, gamma=0.3)
        return {"model": model, "optimizer": optimizer, "scheduler": scheduler}

    def train(parts, steps):  # type: ignore[no-untyped-def]
        for x, y in steps:
            parts["optimizer"].zero_grad()
            loss = torch.nn.functional.mse_loss(parts["model"](x.clone()), y.clone())
            torch.autograd.backward(loss)
            parts["optimizer"].step()
            if "scheduler" in saved:
                parts["scheduler"].step()

    def tensors(parts):  # type: ignore[no-untyped-def]
        values = parts["model"].state_dict().values()
        return [v.detach().double().clone() for v in values]

    def made(folder):  # type: ignore[no-untyped-def]
        path, later = (str(Path(folder) / name) for name in ("first.pt", "later.pt"))
        first, other, third = new(1), new(2), new(3)  # type: ignore[no-untyped-call]
        train(first, batches[:3])  # type: ignore[no-untyped-call]
        before = tensors(first)  # type: ignore[no-untyped-call]
        env[name](*[{"path": path, "step": 3, **first}[part] for part in saved])
        kept = tensors(first)  # type: ignore[no-untyped-call]
        if not Path(path).exists():
            return {"file": False, "why": "", "step": None, "before": [], "after": [], "kept": []}
        try:
            torch.load(path, weights_only=True)
        except Exception as error:
            why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            return {"file": True, "why": why, "step": None, "before": [], "after": [], "kept": []}
        train(first, batches[3:])  # type: ignore[no-untyped-call]
        train(other, batches[3:5])  # type: ignore[no-untyped-call]
        env[name](*[{"path": later, "step": 2, **other}[part] for part in saved])
        result = env[load](*[{"path": path, **third}[part] for part in loaded])
        at = tensors(third)  # type: ignore[no-untyped-call]
        third["model"].train()
        train(third, batches[3:])  # type: ignore[no-untyped-call]
        after = tensors(third)  # type: ignore[no-untyped-call]
        step = result if "step" in saved else None
        changed = any(not torch.equal(a, b) for a, b in zip(before, kept, strict=True))
        return {
            "file": True, "why": "", "step": step, "before": at, "after": after,
            "kept": [] if changed else kept,
        }  # fmt: skip

    with torch.random.fork_rng(devices=[]), tempfile.TemporaryDirectory() as folder:
        seen: dict[str, Any] = made(folder)  # type: ignore[no-untyped-call]
    return seen


def check_checkpoint(
    env: Environment,
    save: str,
    load: str,
    *,
    number: int,
    saved: Sequence[str] = ("path", "model", "optimizer", "step"),
    loaded: Sequence[str] = (),
) -> None:
    """Check a student's functions that save a training into a file and take it up again.

    A small model with batch normalisation is trained for 3 steps by SGD with momentum and saved;
    then the training goes on, and another one is saved into another file. The first file is loaded
    into a new model, optimizer and scheduler: from there training has to go on as it did before.
    The file has to be readable with ``torch.load(path, weights_only=True)``, so it holds tensors
    and plain data. Devices other than the CPU are not tried.

    Args:
        save: the function that is called with the parts in ``saved``.
        load: the function that is called with the parts in ``loaded``, puts them into the state of
            the file, and returns the step where ``saved`` has one.
        number: chooses the draw of data and weights; see ``fresh``.
        saved: of ``path``, ``model``, ``optimizer``, ``scheduler`` and ``step``, in their order.
        loaded: the same for ``load``; by default those of ``saved`` without ``step``.

    Raises:
        CheckError: Findings: ``no file``, ``pickled objects``, ``changed in place``, ``wrong
            step``, ``buffers not restored``, ``model not restored``, ``optimizer not restored``,
            ``scheduler not restored``, ``other parameters``.
        ValueError: a part has another name, or path or model is not among them.
    """
    loaded = loaded or [part for part in saved if part != "step"]
    for parts in (saved, loaded):
        if not {"path", "model"} <= set(parts) <= set(_PARTS):
            raise ValueError(f"the parts are {list(parts)}; they should be of {', '.join(_PARTS)}")
    source = generator(number)
    batches = [[torch.randn(6, columns, generator=source) for columns in (3, 1)] for _ in range(8)]
    require(env, load)
    data: dict[str, Any] = {
        "load": load, "saved": list(saved), "loaded": list(loaded), "batches": batches,
        "state": seed(number) % 2**31,
    }  # fmt: skip
    call = f"{save}({', '.join(saved)}), and {load}({', '.join(loaded)}) after it,"
    form = {
        "file": bool, "why": str, "step": object, "before": [Tensor], "after": [Tensor],
        "kept": [Tensor],
    }  # fmt: skip

    def run(names: Environment) -> dict[str, Any]:
        seen: dict[str, Any] = ask(names, save, call, _resumed, form, **data)
        return seen

    def ours(lost: str = "") -> dict[str, Any]:
        return run({save: _save(saved), load: _load(saved, loaded, lost)})

    seen, right = run(env), ours()
    if not seen["file"]:
        text = f"after {save}, there is no file where path says"
        raise CheckError(text, finding=findings.NO_FILE)
    if seen["why"]:
        text = f"torch.load(path, weights_only=True) cannot read what {save} wrote: {seen['why']}"
        why = "Save state_dicts and numbers; a whole object can only be read by running its code."
        raise CheckError(text, explanation=why, finding=findings.PICKLED)
    if len(seen["after"]) != len(right["after"]) or len(seen["before"]) != len(right["before"]):
        raise unreadable(call)
    if not seen["kept"]:
        text = f"{save} changes the model that it saves"
        raise CheckError(text, finding=findings.CHANGED_IN_PLACE)
    _check_state(call, seen, right, ours, [part for part in saved if part in loaded])
    if "step" in saved and (seen["step"] != _STEP or isinstance(seen["step"], bool)):
        text = f"{load} returned {kind_of(seen['step'])} for a checkpoint that was saved with step "
        raise CheckError(f"{text}{_STEP}", finding=findings.WRONG_STEP)


def _check_state(
    call: str,
    seen: dict[str, Any],
    right: dict[str, Any],
    ours: Callable[[str], dict[str, Any]],
    parts: Sequence[str],
) -> None:
    """Compare the model as it was loaded, and after it was trained on."""
    comparison = _compared(call, seen, right)
    if not comparison.problems:
        return
    why = {
        "buffers": "The model's buffers, such as BatchNorm's running figures, are not restored; "
        "state_dict() has them, parameters() has not.",
        "model": "The model is not restored.",
        "optimizer": "The optimizer is not restored: without its momentum it goes another way.",
        "scheduler": "The scheduler is not restored: the learning rate falls too late.",
    }
    lost_findings = {
        "buffers": findings.BUFFERS_LOST,
        "model": findings.MODEL_LOST,
        "optimizer": findings.OPTIMIZER_LOST,
        "scheduler": findings.SCHEDULER_LOST,
    }
    for lost, text in why.items() if current().explaining else ():
        if lost != "buffers" and lost not in parts:
            continue
        if not _compared(call, seen, ours(lost)).problems:
            comparison.raise_first(explanation=text, finding=lost_findings[lost])
    comparison.raise_first(explanation="", finding=findings.OTHER_PARAMETERS)


def _compared(call: str, seen: dict[str, Any], right: dict[str, Any]) -> Comparison:
    comparison = Comparison(_TOLERANCE)
    for when, words in (("before", "as it was loaded"), ("after", "trained on")):
        for value, expected in zip(seen[when], right[when], strict=True):
            where = f"with {call} a tensor of shape {tuple(expected.shape)} of the model, {words},"
            comparison.add(where, value, expected)
    return comparison


def _save(saved: Sequence[str]) -> Callable[..., None]:
    def save(*given: Any) -> None:
        parts = dict(zip(saved, given, strict=True))
        path = parts.pop("path")
        states = {k: v if k == "step" else v.state_dict() for k, v in parts.items()}
        torch.save(states, path)

    return save


def _load(saved: Sequence[str], loaded: Sequence[str], lost: str) -> Callable[..., Any]:
    def load(*given: Any) -> Any:
        parts = dict(zip(loaded, given, strict=True))
        states = torch.load(parts.pop("path"), weights_only=True)
        for part, thing in parts.items():
            state = states.get(part)
            if part == lost or state is None:
                continue
            if part == "model" and lost == "buffers":
                names = dict(thing.named_parameters())
                state = {**thing.state_dict(), **{n: state[n] for n in names}}
            thing.load_state_dict(state)
        return states.get("step") if "step" in saved else None

    return load
