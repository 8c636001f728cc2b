"""The reference: the master's own solutions as a module that only the grader imports.

The module holds definitions, not runs: the imports, functions, classes and values that the
solutions consist of or need. A solution that is a run (a training loop at the top of a cell) is
left out, so that importing the reference costs no training; tests judge what such a run learned.
"""

import ast
from collections.abc import Sequence
from dataclasses import replace

from autograder.python_code import used_globals
from autograder.release.code_cells import CodeCell, bound_names, code_cells, needed_cells
from autograder.release.master import Master
from autograder.release_format import LEFT_OUT

_SEEDING = ("manual_seed", "seed")


def _is_seeding(node: ast.stmt) -> bool:
    """Say whether a statement seeds a random generator, on which values after it depend."""
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return False
    function = node.value.func
    return isinstance(function, ast.Attribute) and function.attr in _SEEDING


def _definitions(cell: CodeCell) -> CodeCell:
    """Return a cell without what it only shows."""
    kept = [s for s in cell.statements if not isinstance(s, ast.Expr) or _is_seeding(s)]
    source = "\n".join(map(ast.unparse, kept))
    return replace(cell, source=source, defines=frozenset(bound_names(*kept)))


def _left_out(cells: Sequence[CodeCell], chosen: Sequence[CodeCell]) -> dict[str, str]:
    """Return the names that only cells make which are not in the reference, each with the reason.

    Args:
        cells: all code cells.
        chosen: those in the reference.
    """
    there = {name for cell in chosen for name in cell.defines}
    reasons: dict[str, str] = {}
    for cell in cells:
        if cell.run:
            why = (
                f"cell {cell.number} makes it in a run (a {cell.run} at its top level), and the "
                "reference holds definitions only; define it in another cell, make it in the "
                "test, or take the student's"
            )
        else:
            why = f"cell {cell.number} makes it, which no solution of a question with tests needs"
        reasons |= dict.fromkeys(cell.defines - there, why)
    return dict(sorted(reasons.items()))


def extract_reference(master: Master) -> str:
    """Return the source of the reference module of an assignment.

    A cell goes in when it is a solution of a question with tests, when it imports with a star, or
    when a cell that goes in uses a name which it was the last to define. At the end stands why
    other names are missing.
    """
    everything = code_cells(master)
    cells = [_definitions(cell) for cell in everything if not cell.is_run]
    cells = [cell for cell in cells if cell.defines]
    uses = [used_globals(cell.source) for cell in cells]
    # what a star import binds is not seen, so it may be what others are built on
    wanted = [index for index, cell in enumerate(cells) if cell.question or "*" in cell.defines]
    lines = [f'"""Reference solutions of {master.config.name}, extracted from its master."""', ""]
    chosen = [cells[index] for index in needed_cells(cells, uses, wanted)]
    for cell in chosen:
        lines += [f"# cell {cell.number}", cell.source, ""]
    if reasons := _left_out(everything, chosen):
        lines += ["# what is missing here, and why", f"{LEFT_OUT} = {reasons!r}", ""]
    return "\n".join(lines)
