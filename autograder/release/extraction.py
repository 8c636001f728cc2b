"""The reference: the master's own solutions as a module that only the grader imports.

The module holds definitions, not runs: the imports, functions, classes and values that the
solutions consist of or need. A solution that is a run (a training loop at the top of a cell) is
left out, so that importing the reference costs no training; tests judge what such a run learned.
"""

import ast
from dataclasses import replace

from autograder.notebook import used_globals
from autograder.release.code_cells import CodeCell, bound_names, code_cells, needed_cells
from autograder.release.master import Master

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


def extract_reference(master: Master) -> str:
    """Return the source of the reference module of an assignment.

    A cell goes in when it is a solution of a question with tests, when it imports with a star, or
    when a cell that goes in uses a name which it was the last to define.
    """
    cells = [_definitions(cell) for cell in code_cells(master) if not cell.is_run]
    cells = [cell for cell in cells if cell.defines]
    uses = [used_globals(cell.source) for cell in cells]
    # what a star import binds is not seen, so it may be what others are built on
    wanted = [index for index, cell in enumerate(cells) if cell.question or "*" in cell.defines]
    lines = [f'"""Reference solutions of {master.config.name}, extracted from its master."""', ""]
    for index in needed_cells(cells, uses, wanted):
        lines += [f"# cell {cells[index].number}", cells[index].source, ""]
    return "\n".join(lines)
