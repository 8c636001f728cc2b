"""Which names the statements of a cell need from outside, and where the notebook binds them."""

import ast
import builtins
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.python_code import used_globals
from autograder.release.code_cells import bound_names
from autograder.release.importing.source import Kind, SourceCell
from autograder.release.importing.stars import spelled_out

BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "get_ipython", "display"}

_ASSERTIONS = re.compile(r"(unittest\.)?TestCase\(\)(\.\w+)?")
"""What a test brings itself, whoever gave it a name: students could give it to something else."""


def free_names(statements: Iterable[ast.stmt]) -> set[str]:
    """Return the names that statements read before they have bound them themselves."""
    free: set[str] = set()
    _walk(statements, set(), free)
    return free - BUILTINS


def _walk(statements: Iterable[ast.stmt], bound: set[str], free: set[str]) -> None:
    for statement in statements:
        match statement:
            case ast.For(target=target, iter=iterable):
                free |= _used(iterable) - bound
                bound |= bound_names(target)
            case ast.While(test=test) | ast.If(test=test):
                free |= _used(test) - bound
            case ast.With(items=items):
                for item in items:
                    free |= _used(item.context_expr) - bound
                    bound |= bound_names(item)
            case ast.AugAssign():
                free |= (_used(statement) | bound_names(statement.target)) - bound
            case ast.Delete():
                free |= {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)} - bound
            case ast.FunctionDef() | ast.ClassDef():  # it may call itself
                free |= _used(statement) - bound - {statement.name}
            case ast.Try():
                free |= {n for h in statement.handlers if h.type for n in _used(h.type)} - bound
            case _:
                free |= _used(statement) - bound
        for block in _blocks(statement):
            _walk(block, bound, free)
        bound |= bound_names(statement)


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """Return the blocks inside a statement that run with it."""
    if not isinstance(statement, ast.For | ast.While | ast.If | ast.With | ast.Try):
        return []
    blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    handlers = [handler.body for handler in getattr(statement, "handlers", [])]
    return [blocks[0], *handlers, *blocks[1:]]


def _used(node: ast.AST) -> set[str]:
    return used_globals(ast.unparse(node))


@dataclass(frozen=True)
class Binding:
    """A statement at the top of a cell that binds a name."""

    cell: SourceCell
    place: int  # the statement's place in its cell
    statement: ast.stmt
    hidden: bool = False  # whether it stands in a region of hidden tests

    @property
    def is_import(self) -> bool:
        """Whether the statement is an import, or tries one, or takes assertions of unittest."""
        nodes = [self.statement]
        if isinstance(self.statement, ast.Assign):
            return bool(_ASSERTIONS.fullmatch(ast.unparse(self.statement.value)))
        if isinstance(self.statement, ast.Try | ast.If):
            nodes = [n for n in ast.walk(self.statement) if isinstance(n, ast.stmt)]
        return any(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes)

    @property
    def order(self) -> tuple[int, int]:
        """Where it stands in the notebook."""
        return self.cell.number, self.place


@dataclass
class Scope:
    """What the cells so far have bound. State: the bindings of each name, in order."""

    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    used_by_students: set[str] = field(default_factory=set)  # names that open cells and answers use
    readers: dict[str, set[str]] = field(default_factory=dict)  # functions that read a global

    def add(self, cell: SourceCell, statements: Sequence[ast.stmt], hidden: set[int]) -> None:
        """Add the statements of a cell; ``hidden`` are the places of those in hidden regions."""
        for place, written in enumerate(statements):
            statement = spelled_out(written)
            for name in bound_names(statement):
                binding = Binding(cell, place, statement, place in hidden)
                self.bindings.setdefault(name, []).append(binding)

    def note_use(self, cell: SourceCell, statements: Sequence[ast.stmt]) -> None:
        """Remember what a cell that is no test uses."""
        for statement in statements:
            used = _used(statement)
            if cell.kind is not Kind.LOCKED:
                self.used_by_students |= used
            if isinstance(statement, ast.FunctionDef | ast.ClassDef):
                for name in used:
                    self.readers.setdefault(name, set()).add(statement.name)

    def is_read_within(self, name: str) -> bool:
        """Say whether a function that tests take from the notebook reads a global.

        One that they repeat reads their own variable of that name.
        """
        return any(not self.carried(reader) for reader in self.readers.get(name, ()))

    def is_of_notebook(self, name: str) -> bool:
        """Say whether a name is one of the notebook: code outside tests binds it, or reads it.

        A definition that tests repeat is their own, unless functions of the notebook read it.
        """
        own = [b for b in self.bindings.get(name, []) if b.cell.kind is not Kind.TEST]
        if not own:  # nbgrader's tests are cells of the notebook, so that answers can read it
            return self.is_read_within(name)
        return not own[-1].is_import and (self.is_read_within(name) or not self.carried(name))

    def only_in_tests(self, statements: Sequence[ast.stmt]) -> set[str]:
        """Return the names that statements use and only tests have made so far."""
        return {
            name
            for name in free_names(statements)
            if (bindings := self.bindings.get(name))
            and all(binding.cell.kind is Kind.TEST for binding in bindings)
        }

    def is_unknown(self, name: str) -> bool:
        """Say whether no cell so far makes a name; a star import may make any."""
        return self.last(name) is None and self.last("*") is None

    def last(self, name: str) -> Binding | None:
        """Return where a name was bound last, if it was."""
        return self.bindings.get(name, [None])[-1]

    def carried(self, name: str) -> list[Binding]:
        """Return the statements to repeat so that a test has a name; none if it is an argument.

        Imports are repeated, and what earlier test cells bound. So are functions, classes and
        constants of locked cells, which students could change now, unless they share them.
        """
        last = self.last(name)
        if last is None:
            return []
        if last.is_import:
            return [last]
        if last.cell.kind is Kind.TEST:
            return [b for b in self.bindings[name] if b.cell.kind is Kind.TEST]
        own = last.cell.kind is Kind.LOCKED and name not in self.used_by_students
        return [last] if own and _is_definition(last.statement) else []


def _is_definition(statement: ast.stmt) -> bool:
    """Say whether a statement binds the same wherever it stands."""
    match statement:
        case ast.FunctionDef() | ast.ClassDef():
            return True
        case ast.Assign(value=value):
            try:
                ast.literal_eval(value)
            except (ValueError, TypeError):
                return False
            return True
    return False
