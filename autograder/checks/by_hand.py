"""Recognise a gradient that was not derived by hand, or was; flag one of which nobody can say.

How a number came about cannot be seen from outside. What the code shows with certainty, or what it
does while it is watched, loses the points; what only may be another way is flagged for the staff.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.failure import CheckError, student_code
from autograder.checks.flags import flag
from autograder.checks.notebook_code import NotebookCode, reached_by
from autograder.checks.probes import (
    Environment,
    ask,
    has_form,
    probe,
    require,
    run_probe,
    sources_of,
)
from autograder.checks.reference import reference_names
from autograder.checks.small_language import leaving
from autograder.errors import CourseError

_AUTOMATIC = re.compile(
    r"^(backward|requires_grad_?|enable_grad|vjp|jvp|jacobian|jacrev|jacfwd|hessian|linearize"
    r"|value_and_grad|grad_and_value)$|\bautograd\b|\bfunctorch\b|^torch\.func\b|^(jax|autograd)\."
)
"""Words that code by hand has no use for."""
_FORWARD_MODE = re.compile(r"^(jvp|jacfwd|linearize|make_dual|dual_level|forward_ad)$")
"""Words of autograd's other direction, which saves nothing for a way back."""
_NUDGES = 4
"""Evaluations of a function next to an earlier one. Nobody who writes out the chain rule needs any,
and no network is as small as to have as many units that are as close by chance."""
_ROUNDING = 1e-12
"""The relative difference up to which two formulas for the same number may be rounded apart in
float64; the best of finite differences are off by more than that."""
_CLOSE = 1e-4
"""The relative difference beyond which a result is wrong, which is for other checks to say."""
_MOST_NAMED = 3
"""Things that a flag names."""


@probe
def _watch(env: Environment, function_name: str, arguments: list[Any]) -> dict[str, Any]:
    """Call a student's function, and record which short cuts it takes and what it returns."""
    import contextlib
    import copy

    import numpy
    import torch
    from torch.overrides import TorchFunctionMode, resolve_name

    nonlinear = {"sigmoid", "sigmoid_", "expit", "exp", "exp_", "tanh", "logistic", "relu"}
    automatic = {"backward", "grad", "vjp", "jvp", "jacobian", "jacrev", "jacfwd", "value_and_grad"}
    farthest = 2e-3  # that an input is moved to be a nudge of another one

    class Recorder(TorchFunctionMode):
        automatic = False
        nudges = 0

        def __init__(self) -> None:
            super().__init__()
            self.seen: list[tuple[str, torch.Tensor]] = []

        def __torch_function__(self, func, types, args=(), kwargs=None):  # type: ignore[no-untyped-def]
            name = (resolve_name(func) or getattr(func, "__name__", "")).rpartition(".")[2]
            self.automatic |= name in automatic
            if name in nonlinear and args and isinstance(args[0], torch.Tensor):
                with contextlib.suppress(Exception):  # within vmap, nobody can look at numbers
                    self.note(name, args[0].detach().double())
            return func(*args, **(kwargs or {}))

        def note(self, name: str, x: torch.Tensor) -> None:
            for earlier_name, earlier in self.seen:
                if earlier_name == name and earlier.shape == x.shape and x.numel():
                    moved = float((x - earlier).abs().max())
                    if 1e-11 < moved < farthest:
                        self.nudges += 1
                        break
            if len(self.seen) < 200:
                self.seen.append((name, x.clone()))

    saved = []

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        saved.append(True)
        return tensor

    copies = [copy.deepcopy(arguments) for _ in range(2)]
    with Recorder() as recorder, torch.enable_grad():
        result = env[function_name](*copies[0])
    if not recorder.automatic:
        try:
            with torch.enable_grad(), torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
                env[function_name](*copies[1])
        except Exception:  # the hooks', which functorch refuses: without them it has just worked
            saved.append(True)
    numbers: list[torch.Tensor] = []
    waiting = [result]
    while waiting and len(numbers) < 1000:
        value = waiting.pop(0)
        if isinstance(value, list | tuple):
            waiting = [*value, *waiting]
        elif isinstance(value, torch.Tensor) and value.dtype == torch.float64:
            numbers.append(value.detach().clone())
        elif isinstance(value, float | numpy.ndarray) and numpy.asarray(value).dtype == "float64":
            numbers.append(torch.from_numpy(numpy.array(value)))
    return {
        "automatic": recorder.automatic or bool(saved),
        "nudges": recorder.nudges,
        "numbers": numbers,
    }


_SEEN = {"automatic": bool, "nudges": int, "numbers": [Tensor]}


@probe
def _data(env: Environment, names: list[str]) -> list[str]:
    """Return which of some globals are plain data."""
    import numpy
    import torch

    tensors = [torch.Tensor, torch.nn.Parameter, torch.Size, torch.dtype]
    arrays = [numpy.ndarray, numpy.float64, numpy.float32, numpy.int64]
    kinds = [*tensors, *arrays, bool, int, float, str]
    return [name for name in names if type(env.get(name)) in kinds]


def assert_by_hand(env: Environment, function_name: str, *arguments: Any) -> None:
    """Check that a student's function computes gradients by the chain rule, written out.

    Autograd shows itself by its names in the source of the function and of all that it uses, and by
    the values it saves for its backward pass; finite differences show themselves by evaluating the
    network next to where it has been evaluated before. Code that leaves the small language of
    arithmetic, and results that are right up to some digits only, are flagged for the staff.

    Args:
        arguments: what to call the function with (tensors, arrays or numbers, in float64): one
            example, such as shape (1, features). The globals that the function reads have to be
            bound to match.

    Raises:
        CheckError: it lets autograd or finite differences find its gradients.
    """
    require(env, function_name)
    sources = sources_of(env)
    # first of all, as a misconception is recognised by doing the same, and has no cells to look at
    seen: Any = None
    failure: CheckError | None = None
    try:
        with student_code(function_name, f"{function_name} for one example"):
            seen = run_probe(env, _watch, function_name=function_name, arguments=list(arguments))
    except CheckError as error:
        failure = error
    code = NotebookCode(sources, function_name)
    reached = code.reached()
    data: list[str] = []
    if failure is None:
        names = sorted(reached.names)
        answer = run_probe(env, _data, names=names)
        data = [name for name in answer if name in names] if has_form(answer, [str]) else []
        reached = code.reached(skip=data)
    telling = sorted(filter(_AUTOMATIC.search, reached.words()), key=lambda word: (len(word), word))
    if telling:
        raise _not_by_hand(function_name, f"it uses {telling[0]}")
    if failure is not None:
        raise failure
    if not has_form(seen, _SEEN):
        flag(f"{function_name} gave our watch an answer that it cannot give")
        return
    if seen["automatic"]:
        raise _not_by_hand(function_name, "it lets PyTorch record its operations")
    if seen["nudges"] >= _NUDGES:
        text = f"{function_name} evaluates the network next to where it was evaluated before, as "
        text += "finite differences do; this question asks for the chain rule by hand"
        raise CheckError(text, finding=findings.FINITE_DIFFERENCES)
    outside = leaving(reached, data)
    if sources and not reached.nodes:
        outside = ["code that no cell shows"]
    if outside:
        shown = ", ".join(outside[:_MOST_NAMED])
        flag(f"{function_name} uses {shown}: is it the chain rule by hand?")
    if _is_inexact(env, function_name, arguments, seen["numbers"]):
        flag(
            f"the results of {function_name} are right, and not to the last digits: are they "
            "finite differences?"
        )


@probe
def _go_back(env: Environment, name: str, arguments: list[Any]) -> dict[str, Any]:
    """Call a student's function, and say whether it goes back through what autograd recorded."""
    import copy

    import torch

    used = []

    def unpack(tensor: torch.Tensor) -> torch.Tensor:
        used.append(True)
        return tensor

    copies = [copy.deepcopy(arguments) for _ in range(2)]
    env[name](*copies[0])
    try:
        with torch.autograd.graph.saved_tensors_hooks(lambda tensor: tensor, unpack):
            env[name](*copies[1])
    except Exception:  # the hooks', which functorch refuses: without them it has just worked
        used.append(True)
    return {"used": bool(used)}


def check_finds_with_autograd(env: Environment, name: str, *arguments: Any) -> None:
    """Check that a student's function lets autograd find a derivative, in whichever way.

    Args:
        arguments: what to call it with: tensors, numbers, or tuples of numbers.

    Raises:
        CheckError: it does not, or raises an exception. Finding: ``by hand``.
    """
    if ask(env, name, name, _go_back, {"used": bool}, arguments=list(arguments))["used"]:
        return
    if any(map(_FORWARD_MODE.search, reached_by(name, sources_of(env)).words())):
        return
    text = f"{name} never goes back through a computation that autograd has recorded"
    why = "Its gradients come from formulas of your own."
    raise CheckError(text, explanation=why, finding=findings.BY_HAND)


def _not_by_hand(function_name: str, reason: str) -> CheckError:
    text = f"{function_name} uses autograd ({reason}); this question asks for the chain rule "
    return CheckError(f"{text}by hand", finding=findings.AUTOGRAD)


def _is_inexact(
    env: Environment, function_name: str, arguments: Sequence[Any], numbers: Sequence[Tensor]
) -> bool:
    """Say whether float64 results are right, but farther from the reference's than rounding."""
    right: list[Tensor] = []
    with suppress(Exception):  # the reference may call it something else, or take other globals
        right = list(_right_numbers(env, function_name, arguments))
    if not right or len(right) != len(numbers):
        return False
    errors = []
    for value, expected in zip(numbers, right, strict=True):
        if value.numel() != expected.numel():
            return False
        value, expected = value.reshape(-1), expected.reshape(-1)
        scale = float(expected.abs().max()) or 1.0
        if bool((value == value.float()).all()):  # worked out in float32
            return False
        errors.append(float((value - expected).abs().max()) / scale)
    return _ROUNDING < max(errors) < _CLOSE


def _right_numbers(
    env: Environment, function_name: str, arguments: Sequence[Any]
) -> Iterator[Tensor]:
    """Yield what the reference returns for the same arguments and globals.

    Raises:
        CourseError: there is no reference.
    """
    names = reference_names()
    if function_name not in names:
        raise CourseError(f"the reference has no {function_name}")
    code = names[function_name].__code__.co_names
    for name in code:
        if isinstance(names.get(name), Tensor | np.ndarray | float | int):
            names[name] = env[name]
    waiting = [names[function_name](*(_copied(value) for value in arguments))]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list | tuple):
            waiting = [*value, *waiting]
        else:
            yield torch.as_tensor(value, dtype=torch.float64)


def _copied(value: Any) -> Any:
    match value:
        case Tensor():
            return value.clone()
        case np.ndarray():
            return value.copy()
    return value
