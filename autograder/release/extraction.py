"""The reference: the master's own solutions as a module that only the grader imports.

The module holds definitions, not runs: the imports, functions, classes and values that the
solutions consist of or need. A solution that is a run (a training loop at the top of a cell) is
left out, so that importing the reference costs no training; tests judge what such a run learned.
"""

import ast
import builtins
from dataclasses import dataclass

from autograder.errors import MasterError
from autograder.notebook import bound_names, is_run, plain_python, used_globals
from autograder.release.master import Master, Role

_SEEDING = ("manual_seed", "seed")


@dataclass(frozen=True)
class _Definitions:
    """What one cell defines, and which global names it uses."""

    number: int
    statements: tuple[ast.stmt, ...]
    defines: frozenset[str]
    uses: frozenset[str]
    is_solution: bool


def _is_seeding(node: ast.stmt) -> bool:
    """Say whether a statement seeds a random generator, on which values after it depend."""
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return False
    function = node.value.func
    return isinstance(function, ast.Attribute) and function.attr in _SEEDING


def _definitions(number: int, source: str, is_solution: bool) -> _Definitions | None:
    """Return the definitions of a cell, or None for a cell that is a run."""
    if is_run(source):
        return None
    statements = ast.parse(plain_python(source)).body
    kept = [s for s in statements if not isinstance(s, ast.Expr) or _is_seeding(s)]
    defines: set[str] = set()
    for statement in kept:
        defines |= bound_names(statement)
    if not defines:
        return None
    kept_source = "\n".join(ast.unparse(statement) for statement in kept)
    uses = used_globals(kept_source)
    return _Definitions(
        number, tuple(kept), frozenset(defines), frozenset(uses - set(dir(builtins))), is_solution
    )


def extract_reference(master: Master) -> str:
    """Return the source of the reference module of an assignment.

    A cell goes in when it is a solution of a question with tests, or when a cell that goes in
    uses a name which it was the last to define.

    Raises:
        MasterError: a plain cell is not valid Python.
    """
    tested = {question.name for question in master.questions if question.tests}
    cells: list[_Definitions] = []
    for item in master.cells:
        if item.cell.cell_type != "code" or item.role is Role.PROMPT:
            continue
        is_solution = item.role is Role.SOLUTION and item.question in tested
        try:
            definitions = _definitions(item.number, item.answer, is_solution)
        except SyntaxError as error:
            raise MasterError(
                master.path,
                item.number,
                f"the cell is not valid Python ({error.msg}, line {error.lineno}); mend it",
            ) from None
        if definitions:
            cells.append(definitions)
    needed = [index for index, cell in enumerate(cells) if cell.is_solution]
    chosen: set[int] = set()
    while needed:
        index = needed.pop()
        if index in chosen:
            continue
        chosen.add(index)
        for name in cells[index].uses:
            before = [i for i in range(index) if name in cells[i].defines]
            needed += before[-1:]
    lines = [f'"""Reference solutions of {master.config.name}, extracted from its master."""', ""]
    for index in sorted(chosen):
        lines += [f"# cell {cells[index].number}"]
        lines += [ast.unparse(statement) for statement in cells[index].statements]
        lines += [""]
    return "\n".join(lines)
