"""Check what the text of a notebook shows with certainty, where no number can tell."""

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from autograder.checks import findings
from autograder.checks.failure import CheckError
from autograder.checks.notebook_code import UNREADABLE, parsed, reached_by
from autograder.checks.probes import Environment, sources_of

_KEEPS = {
    "DataLoader", "TensorDataset", "ConcatDataset", "cat", "concat", "vstack", "clone", "detach",
    "float", "double", "to", "view", "reshape", "flatten", "list", "tuple",
}  # fmt: skip
"""Calls that leave none of their data out."""


def mentions(env: Environment, name: str, part: str) -> bool | None:
    """Say whether the code of a function, with all that it uses, has a word that holds ``part``.

    Returns None where that code is not all to be seen.
    """
    reached = reached_by(name, sources_of(env))
    if any(part in word for word in reached.words()):
        return True
    return False if reached.nodes and reached.complete else None


def check_not_trained_on(
    env: Environment, model: str, trainer: str, *, position: int = 1, held_out: Sequence[str]
) -> None:
    """Check that a model is not trained on data that only serve to measure.

    A call of ``trainer`` for ``model`` fails where its data are, or are made of, one of the names
    in ``held_out``. What may be a part of them passes, as ``images[:100]`` and ``Subset(...)`` do;
    so does a name that the notebook binds more than once.

    Args:
        model: the name of the model, the first argument of the call.
        trainer: the function that trains.
        position: which of its arguments the data are.
        held_out: names of data that are, or contain, what is held out.

    Raises:
        CheckError: it is. Finding: ``trained on held-out data``.
    """
    cells = []
    for source in sources_of(env):
        with suppress(*UNREADABLE):
            cells.append(parsed(source))
    nodes = [node for cell in cells for node in _at_the_top(cell)]
    bound = Counter(n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    for cell in cells:  # a function may bind these again
        for node in ast.walk(cell):
            if isinstance(node, ast.Global):
                bound.update(2 * node.names)
    values = {
        node.targets[0].id: node.value
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for call in nodes:
        match call:
            case ast.Call(func=ast.Name(id=called), args=[ast.Name(id=first), *_] as given) if (
                called,
                first,
            ) == (trainer, model) and len(given) > position:
                pass
            case _:
                continue
        waiting, seen = [*_whole_names(given[position])], set[str]()
        while waiting:
            name = waiting.pop()
            if name in seen or bound[name] > 1:
                continue
            seen.add(name)
            if name in held_out:
                text = f"{trainer} trains {model} on {ast.unparse(given[position])[:60]}"
                why = f"That is, or contains, {name}: data which should only serve to measure."
                raise CheckError(text, explanation=why, finding=findings.TRAINED_ON_HELD_OUT)
            if name in values:
                waiting += _whole_names(values[name])


def _at_the_top(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a cell is made of, without the bodies of functions and classes."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(
            child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        ):
            yield child
            yield from _at_the_top(child)


def _whole_names(node: ast.AST) -> Iterator[str]:
    """Yield the names in an expression of which all data end up in its value."""
    match node:
        case ast.Name(id=name):
            yield name
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)) if called in _KEEPS:
            for part in (node.func, *node.args, *node.keywords):
                yield from _whole_names(part)
        case ast.Tuple() | ast.List() | ast.Starred() | ast.keyword() | ast.Attribute():
            for child in ast.iter_child_nodes(node):
                yield from _whole_names(child)
