"""The part of a solution notebook that answers need: no demonstrations, no pictures.

Hundreds of variants are graded, and each needs only the cells that its answers are built on.
"""

import ast
import functools
from bisect import bisect_right
from collections.abc import Iterable, Mapping

from autograder.cell import Cell
from autograder.python_code import plain_python, used_globals
from autograder.release.code_cells import (
    CodeCell,
    bound_names,
    code_cells,
    last_definition,
    needed_cells,
)
from autograder.release.master import Master, Question


def _read_first(statements: Iterable[ast.AST], bound: set[str]) -> set[str]:
    """Return the names that statements read before they bind them; ``bound`` grows on the way."""
    names: set[str] = set()
    for node in statements:
        match node:
            case ast.For():  # its target is bound by what it runs over
                names |= _read_first([node.iter], bound)
                bound |= bound_names(node.target)
                names |= _read_first([*node.body, *node.orelse], bound)
            case ast.While() | ast.If() | ast.With() | ast.Try() | ast.ExceptHandler():
                names |= _read_first(ast.iter_child_nodes(node), bound)
            case ast.withitem():
                names |= used_globals(ast.unparse(node.context_expr)) - bound
                bound |= bound_names(node)
            case _:
                names |= used_globals(ast.unparse(node)) - bound
                bound |= bound_names(node)
    return names


class Slicer:
    """Knows which cells of a solution notebook an answer needs."""

    def __init__(self, master: Master) -> None:
        self._questions = {q.name: q for q in master.questions if q.tests}
        self._cells = code_cells(master)
        self._uses = [_read_first(cell.statements, set()) for cell in self._cells]
        self._ends: dict[str, int] = {}  # how many cells stand before the end of each question
        self._asked_for = {name: q.asked_for for name, q in self._questions.items()}
        numbers, last = [cell.number for cell in self._cells], 0
        for item in master.items:
            if isinstance(item, Question):
                self._ends[item.name] = bisect_right(numbers, last)
            else:
                last = item.number

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions with tests, in order."""
        return tuple(self._questions)

    def answers(self, question: str) -> list[CodeCell]:
        """Return the solution cells of a question."""
        return [cell for cell in self._cells if cell.question == question]

    def asked_for(self, question: str) -> frozenset[str]:
        """Return the names that a question's tests ask of the notebook."""
        return self._asked_for[question]

    def users(self, question: str, *, with_tests: bool) -> frozenset[str]:
        """Return the questions whose solutions use what this one's defines, however indirectly.

        Args:
            with_tests: whether what their tests ask of the notebook counts, too.
        """
        own = set(self._solutions([question]))
        return frozenset(
            other
            for other in self._questions
            if other != question and own.intersection(self._needed([other], with_tests=with_tests))
        )

    def cells(
        self, questions: Iterable[str], replaced: Mapping[str, str] | None = None
    ) -> list[Cell]:
        """Return the cells for the answers to some questions, each with its check.

        Args:
            replaced: other sources by the source of the solution cell that they replace.
        """
        wanted, replaced = list(questions), replaced or {}
        chosen = self._needed(wanted, with_tests=True, replaced=replaced)
        checks: dict[int, list[str]] = {}
        for name in wanted:
            last = max(i for i in chosen if i < self._ends[name])
            checks.setdefault(last, []).append(name)
        return [
            Cell(replaced.get(cell.source, cell.source), cell.number, checks.get(i, []))
            for i, cell in enumerate(self._cells)
            if i in chosen
        ]

    def _solutions(self, questions: list[str]) -> list[int]:
        return [i for i, cell in enumerate(self._cells) if cell.question in questions]

    def _needed(
        self,
        questions: list[str],
        *,
        with_tests: bool,
        replaced: Mapping[str, str] | None = None,
    ) -> list[int]:
        """Return the indices of the solution cells of questions, and of what these use."""
        start = self._solutions(questions)
        for question in questions if with_tests else []:
            for name in self.asked_for(question):
                start += last_definition(self._cells, name, self._ends[question])
        uses = list(self._uses)
        for i, cell in enumerate(self._cells):
            if replaced and cell.source in replaced:
                uses[i] = uses[i] | _used_in(replaced[cell.source])
        return needed_cells(self._cells, uses, start)


@functools.lru_cache(4096)
def _used_in(source: str) -> set[str]:
    """Return the names that a variant's cell takes from elsewhere; none where it cannot be read."""
    try:
        return _read_first(ast.parse(plain_python(source)).body, set())
    except SyntaxError:
        return set()


def with_definition(source: str, name: str, definition: str) -> str:
    """Return a cell with another definition of one of its functions or classes."""
    lines = source.splitlines()
    for node in ast.parse(plain_python(source)).body:
        if getattr(node, "name", None) == name:
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
            return "\n".join([*lines[: first - 1], definition, *lines[node.end_lineno :]])
    return f"{source}\n\n{definition}"
