"""Check a student's clipping of gradients by their norm."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from autograder.checks import findings
from autograder.checks.compare import Comparison, Tolerance
from autograder.checks.failure import CheckError
from autograder.checks.fresh import generator
from autograder.checks.probes import Environment, ask, probe, unreadable

_SHAPES = ((3, 4), (4,), ())
_TOLERANCE = Tolerance(1e-4, 1e-6)


@probe
def _clipped(env: Any, name: str, gradients: Any, limit: float, dtype: str) -> dict[str, Any]:
    """Run beside the student's code: clip the gradients of a module, one of which it lacks."""
    import torch

    number = getattr(torch, dtype)
    model = torch.nn.Module()
    for i, gradient in enumerate(gradients):
        parameter = torch.nn.Parameter(torch.zeros_like(gradient, dtype=number))
        parameter.grad = gradient.to(number, copy=True)
        model.register_parameter(f"p{i}", parameter)
    model.register_parameter("unused", torch.nn.Parameter(torch.zeros(2, dtype=number)))
    result = env[name](model.parameters(), limit)
    kept = [p.grad for p in model.parameters()][: len(gradients)]
    return {
        "after": [torch.zeros(0) if g is None else g.detach().clone() for g in kept],
        "norm": result.item() if hasattr(result, "item") else result,
    }


def _norm(gradients: Sequence[Tensor]) -> Tensor:
    norm: Tensor = torch.linalg.vector_norm(torch.cat([g.flatten() for g in gradients]))
    return norm


def _by_norm(gradients: Sequence[Tensor], limit: float) -> list[Tensor]:
    """Scale all gradients by min(1, limit / norm), as ``torch.nn.utils.clip_grad_norm_`` does."""
    return [g * min(1.0, limit / float(_norm(gradients))) for g in gradients]


_Clip = Callable[[Sequence[Tensor], float], list[Tensor]]
_MISTAKES: list[tuple[str, str, _Clip]] = [
    (
        findings.CLIPPED_EACH,
        "Each gradient is clipped by a norm of its own; the norm is that of all of them together.",
        lambda gs, limit: [_by_norm([g], limit)[0] for g in gs],
    ),
    (
        findings.CLIPPED_VALUES,
        "Each number is cut off at the limit, which changes the direction of the step.",
        lambda gs, limit: [g.clamp(-limit, limit) for g in gs],
    ),
    (
        findings.SCALED_UP,
        "Gradients whose norm is below the limit are made longer; they should stay as they are.",
        lambda gs, limit: [g * limit / _norm(gs) for g in gs],
    ),
    (
        findings.NOT_IN_PLACE,
        "The gradients of the parameters stay as they are: change p.grad itself.",
        lambda gs, _: list(gs),
    ),
    (
        findings.OTHER_NORM,
        "The norms of the parts are added up; the squares should be, with the root taken after it.",
        lambda gs, limit: [g * min(1.0, limit / float(sum(x.norm() for x in gs))) for g in gs],
    ),
    (
        findings.OTHER_NORM,
        "The root of the sum of squares is missing.",
        lambda gs, limit: [g * min(1.0, limit / float(_norm(gs) ** 2)) for g in gs],
    ),
]


def check_clipping(
    env: Environment, name: str, *, number: int, max_norm: float = 1.5, returns_norm: bool = True
) -> None:
    """Check a student's ``name(parameters, max_norm)``, which clips gradients in place.

    It is called with ``model.parameters()`` whose gradients have a norm far above ``max_norm``,
    one of a few percent above, and one below it; one parameter has no gradient. Right is what
    ``torch.nn.utils.clip_grad_norm_`` does.

    Args:
        number: chooses the draw of gradients; see ``fresh``.
        returns_norm: whether it has to return the norm that the gradients had before.

    Raises:
        CheckError: an exception, other gradients or another norm. Findings: ``clipped each``,
            ``clipped values``, ``scaled up``, ``not in place``, ``other norm``, ``other
            gradients``, ``norm not returned``, ``norm after clipping``.
    """
    source = generator(number)
    draws: list[list[Tensor]] = []
    for factor in (8.0, 1.07, 0.3):
        drawn = [torch.randn(s, generator=source, dtype=torch.float64) for s in _SHAPES]
        draws.append([g * factor * max_norm / _norm(drawn) for g in drawn])
    call = f"{name}(model.parameters(), {max_norm})"
    seen = [
        ask(
            env, name, call, _clipped, {"after": [Tensor], "norm": object},
            dtypes=("float64", "float32"), gradients=gradients, limit=max_norm,
        )
        for gradients in draws
    ]  # fmt: skip
    if any(len(one["after"]) != len(_SHAPES) for one in seen):
        raise unreadable(call)

    def compared(clip: _Clip) -> Comparison:
        comparison = Comparison(_TOLERANCE)
        for gradients, one in zip(draws, seen, strict=True):
            norm = f"{float(_norm(gradients)):.4g}"
            for value, right in zip(one["after"], clip(gradients, max_norm), strict=True):
                where = f"a gradient of shape {tuple(right.shape)} after {call}, where the norm "
                comparison.add(f"{where}of all gradients was {norm}", value, right)
        return comparison

    comparison = compared(_by_norm)
    if comparison.problems:
        fitting = [(f, why) for f, why, wrong in _MISTAKES if not compared(wrong).problems]
        finding, why = fitting[0] if len(fitting) == 1 else (findings.OTHER_GRADIENTS, "")
        comparison.raise_first(explanation=why, finding=finding)
    if returns_norm:
        _check_norms(call, [float(_norm(g)) for g in draws], max_norm, [s["norm"] for s in seen])


def _check_norms(call: str, norms: Sequence[float], limit: float, returned: Sequence[Any]) -> None:
    """Check the norms that came back."""
    numbers = all(isinstance(r, int | float) and not isinstance(r, bool) for r in returned)
    after = [min(norm, limit) for norm in norms]
    comparison, clipped = Comparison(_TOLERANCE), Comparison(_TOLERANCE)
    for value, norm, less in zip(returned, norms, after, strict=True):
        where = f"what {call} returned"
        if not numbers:
            comparison.refuse(where, value, "the norm", findings.NORM_NOT_RETURNED)
            continue
        comparison.add(where, value, torch.tensor(norm, dtype=torch.float64))
        clipped.add(where, value, torch.tensor(less, dtype=torch.float64))
    if not comparison.problems:
        return
    if not numbers:
        raise CheckError(comparison.problems[0].message, finding=findings.NORM_NOT_RETURNED)
    late = not clipped.problems
    why = "It is the norm after clipping; the one before tells how training goes." if late else ""
    finding = findings.NORM_AFTER_CLIPPING if late else findings.OTHER_NORM
    comparison.raise_first(explanation=why, finding=finding)
