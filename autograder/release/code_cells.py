"""The code cells of the staff's notebook: what each defines, and which others it is built on."""

import ast
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from autograder.python_code import plain_python
from autograder.release.master import Master, Role

_RUNS = (ast.For, ast.While, ast.With, ast.Try)


@dataclass(frozen=True)
class CodeCell:
    """A code cell of the staff's notebook."""

    number: int  # its number in the master, counted from 1
    source: str  # its code, with the solution
    question: str | None  # the question with tests that it answers, if any
    statements: tuple[ast.stmt, ...]  # its code as plain Python
    defines: frozenset[str]  # the names that it binds, but for those of a star import

    @property
    def imports_all(self) -> bool:
        """Whether it imports everything of a module, so that it may define any name."""
        imports = (s for s in self.statements if isinstance(s, ast.ImportFrom))
        return any(alias.name == "*" for one in imports for alias in one.names)

    @property
    def is_run(self) -> bool:
        """Whether the cell does something at its top level, as a training loop does."""
        return bool(self.run)

    @property
    def run(self) -> str:
        """The word with which it does, such as ``for``; "" if it only defines."""
        runs = (type(statement) for statement in self.statements if isinstance(statement, _RUNS))
        return next((kind.__name__.lower() for kind in runs), "")


def code_cells(master: Master) -> list[CodeCell]:
    """Return the code cells of the staff's notebook, in order."""
    tested = {question.name for question in master.questions if question.tests}
    cells = []
    for item in master.cells:
        if item.cell.cell_type != "code" or item.role is Role.PROMPT:
            continue
        statements = tuple(ast.parse(plain_python(item.answer)).body)
        answers = item.role is Role.SOLUTION and item.question in tested
        question = item.question if answers else None
        defines = frozenset(bound_names(*statements))
        cells.append(CodeCell(item.number, item.answer, question, statements, defines))
    return cells


def bound_names(*nodes: ast.AST) -> set[str]:
    """Return the names that running statements at the top of a cell binds."""
    names = set()
    for node in nodes:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Import() | ast.ImportFrom():
                names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
            case ast.Name(ctx=ast.Store()):
                names.add(node.id)
            case ast.Lambda():
                pass
            case _:
                names |= bound_names(*ast.iter_child_nodes(node))
    return names


def last_definition(cells: Sequence[CodeCell], name: str, before: int) -> list[int]:
    """Return the index of the last cell before another that defines a name; none if none does."""
    return [index for index in range(before) if name in cells[index].defines][-1:]


def needed_cells(
    cells: Sequence[CodeCell], uses: Sequence[Collection[str]], start: Iterable[int]
) -> list[int]:
    """Return the indices of some cells and of all that they are built on, in order.

    Cells that import everything of a module are among them where they stand before one of these.

    Args:
        uses: the names that each cell takes from cells before it.
        start: the indices of the cells that are wanted.
    """
    waiting = list(start)
    chosen: set[int] = set()
    while waiting:
        index = waiting.pop()
        if index not in chosen:
            chosen.add(index)
            for name in uses[index]:
                waiting += last_definition(cells, name, index)
    last = max(chosen, default=-1)
    if more := {i for i in range(last) if cells[i].imports_all} - chosen:
        return needed_cells(cells, uses, chosen | more)
    return sorted(chosen)
