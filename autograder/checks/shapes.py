"""Say which parameters of a module are missing, or too many."""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.checks import findings
from autograder.checks.failure import CheckError

Shape = tuple[int, ...]


def check_shapes(
    made: str, facts: Mapping[str, Any], right: Sequence[Shape], *, or_others: bool = False
) -> None:
    """Check the shapes of the parameters of ``made``, in any order.

    Args:
        facts: what ``describe`` found out about it; its ``shapes`` at least.
        right: the right ones.
        or_others: whether other shapes, which ``made`` does not have either, are right, too.

    Raises:
        CheckError: they are others. Finding: ``wrong architecture``.
    """
    found = [tuple(shape) for shape in facts["shapes"]]
    wanted = [tuple(shape) for shape in right]
    if Counter(found) == Counter(wanted):
        return
    message = (
        f"the parameters of {made} have the shapes {listed(found)}; they should be {listed(wanted)}"
        if found
        else f"{made} has no parameters; there should be {len(wanted)}, of shapes {listed(wanted)}"
    )
    explanation = _not_listed(found, wanted, facts)
    if or_others:
        message += ", or the same layers laid out otherwise"
    elif not explanation:
        explanation = _other_shapes(found, wanted, facts)
    raise CheckError(message, explanation=explanation, finding=findings.WRONG_ARCHITECTURE)


def _not_listed(found: list[Shape], wanted: list[Shape], facts: Mapping[str, Any]) -> str:
    """Say where parameters are kept that a module does not know of, or ""."""
    missing = Counter(wanted) - Counter(found)
    listed_ones, bare = (
        Counter(tuple(shape) for shape in facts.get(key, [])) for key in ("listed", "bare")
    )
    if listed_ones and listed_ones <= missing:
        return (
            "Some layers are kept in a plain Python list, tuple or dict, where a module does not "
            "find their parameters; nn.ModuleList, nn.ModuleDict and nn.Sequential are known to it."
        )
    if missing and bare and missing <= bare:
        return (
            f"Tensors of shape {listed(list(missing))} are attributes, but not an nn.Parameter: "
            "parameters() does not list them, and an optimiser never sees them."
        )
    if not found:
        return (
            "A module finds the layers that __init__ keeps as attributes of self; there are none."
        )
    return ""


def _other_shapes(found: list[Shape], wanted: list[Shape], facts: Mapping[str, Any]) -> str:
    """Say what the shapes have to do with the right ones, or ""."""
    missing, extra = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    weights, others = (Counter(s for s in c.elements() if len(s) == 2) for c in (missing, extra))
    if facts.get("linear") and weights and Counter(s[::-1] for s in weights.elements()) == others:
        return (
            "The sizes of a layer are the wrong way round: nn.Linear takes the number of its "
            "inputs first, and keeps a weight of shape (outputs, inputs)."
        )
    if not extra and all(len(shape) == 1 for shape in missing):
        return f"There is no parameter of shape {listed(list(missing.elements()))}."
    if not missing and all(len(shape) == 1 for shape in extra):
        return f"There should be no parameter of shape {listed(list(extra.elements()))}."
    if not extra:
        return "A layer is missing."
    if not missing:
        return "There is a layer too many."
    sizes = {n for shape in wanted for n in shape}
    for n, other in itertools.product(sorted(sizes), sorted({n for s in found for n in s} - sizes)):
        if Counter(tuple(other if m == n else m for m in s) for s in wanted) == Counter(found):
            return f"The size {other} should be {n}."
    return ""


def listed(shapes: Sequence[Sequence[int]]) -> str:
    """Return shapes for a message, sorted."""
    return ", ".join(str(tuple(shape)) for shape in sorted(map(tuple, shapes)))
