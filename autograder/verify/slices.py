"""The part of a solution notebook that answers need: no demonstrations, no pictures.

Hundreds of variants are graded, and each needs only the cells that its answers are built on.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.errors import MasterError
from autograder.notebook import bound_names, plain_python, used_globals
from autograder.release.master import Master, Question, Role
from autograder.sandbox.wire.messages import Cell


@dataclass(frozen=True)
class _Code:
    """A code cell of the staff's notebook, and what it does with names."""

    number: int
    source: str
    question: str | None
    defines: frozenset[str]
    uses: frozenset[str]


def _read_first(statements: Iterable[ast.stmt], bound: set[str]) -> set[str]:
    """Return the names that statements read before they bind them; ``bound`` grows on the way."""
    names: set[str] = set()
    for statement in statements:
        if isinstance(statement, ast.For | ast.While | ast.If | ast.With | ast.Try):
            for field, value in ast.iter_fields(statement):
                parts = value if isinstance(value, list) else [value]
                for part in parts:
                    if isinstance(part, ast.stmt):
                        names |= _read_first([part], bound)
                    elif isinstance(part, ast.ExceptHandler):
                        names |= _read_first(part.body, bound)
                    elif isinstance(part, ast.AST) and field == "target":
                        bound |= bound_names(part)
                    elif isinstance(part, ast.AST):
                        names |= used_globals(_as_code(part)) - bound
                        bound |= bound_names(part)
        else:
            names |= used_globals(ast.unparse(statement)) - bound
            bound |= bound_names(statement)
    return names


def _as_code(part: ast.AST) -> str:
    """Return the head of a compound statement as code: an expression, or ``a as b``."""
    if isinstance(part, ast.withitem):
        return ast.unparse(part.context_expr)
    return ast.unparse(part)


class Slicer:
    """Knows which cells of a solution notebook an answer needs.

    Args:
        master: the master notebook.

    Raises:
        MasterError: a cell is not valid Python.
    """

    def __init__(self, master: Master) -> None:
        self._questions = {q.name: q for q in master.questions if q.tests}
        self._cells: list[_Code] = []
        self._ends: dict[str, int] = {}
        for item in master.items:
            if isinstance(item, Question):
                self._ends[item.name] = len(self._cells)
            elif item.cell.cell_type == "code" and item.role is not Role.PROMPT:
                source = item.marked.solution if item.marked else item.cell.source
                answers = item.role is Role.SOLUTION and item.question in self._questions
                question = item.question if answers else None
                self._cells.append(_code(master, item.number, source, question))

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions with tests, in order."""
        return tuple(self._questions)

    def answers(self, question: str) -> list[str]:
        """Return the solution cells of a question."""
        return [cell.source for cell in self._cells if cell.question == question]

    def defined_by(self, question: str) -> set[str]:
        """Return the names that a question's solution defines."""
        cells = [cell for cell in self._cells if cell.question == question]
        return {name for cell in cells for name in cell.defines}

    def defined_in(self, source: str) -> frozenset[str]:
        """Return the names that one of the solution cells defines."""
        return next(cell.defines for cell in self._cells if cell.source == source)

    def asked_for(self, question: str) -> set[str]:
        """Return the names that a question's tests ask of the notebook."""
        return _names_in_tests(self._questions[question])

    def built_on(self, question: str) -> set[str]:
        """Return the questions whose solutions use what this one's defines, however indirectly."""
        own = {i for i, cell in enumerate(self._cells) if cell.question == question}
        return {
            other
            for other in self._questions
            if other != question and own & self._needed([other], with_tests=False)
        }

    def stands_alone(self, question: str) -> bool:
        """Say whether no other question's cells or tests use what this one's solution defines."""
        own = {i for i, cell in enumerate(self._cells) if cell.question == question}
        return not any(
            own & self._needed([other], with_tests=True)
            for other in self._questions
            if other != question
        )

    def cells(self, questions: Iterable[str], replaced: dict[str, str] | None = None) -> list[Cell]:
        """Return the cells for the answers to some questions, each with its check.

        Args:
            questions: the questions.
            replaced: other sources by the source of the solution cell that they replace.
        """
        wanted = list(questions)
        chosen = sorted(self._needed(wanted, with_tests=True, replaced=replaced))
        checks: dict[int, list[str]] = {}
        for name in wanted:
            last = max(i for i in chosen if i < self._ends[name])
            checks.setdefault(last, []).append(name)
        return [
            Cell(
                (replaced or {}).get(self._cells[i].source, self._cells[i].source),
                self._cells[i].number,
                checks.get(i, []),
            )
            for i in chosen
        ]

    def _needed(
        self,
        questions: list[str],
        *,
        with_tests: bool,
        replaced: dict[str, str] | None = None,
    ) -> set[int]:
        """Return the indices of the solution cells of questions, and of what these use."""
        waiting = [i for i, cell in enumerate(self._cells) if cell.question in questions]
        if with_tests:
            for name in questions:
                for wanted in _names_in_tests(self._questions[name]):
                    waiting += self._last_definition(wanted, self._ends[name])
        chosen: set[int] = set()
        while waiting:
            index = waiting.pop()
            if index not in chosen:
                chosen.add(index)
                cell = self._cells[index]
                other = (replaced or {}).get(cell.source)
                for used in cell.uses if other is None else cell.uses | _used_in(other):
                    waiting += self._last_definition(used, index)
        return chosen

    def _last_definition(self, name: str, before: int) -> list[int]:
        return [i for i in range(before) if name in self._cells[i].defines][-1:]


def _used_in(source: str) -> set[str]:
    """Return the names that a variant's cell takes from elsewhere; none where it cannot be read."""
    try:
        return _read_first(ast.parse(plain_python(source)).body, set())
    except SyntaxError:
        return set()


def _code(master: Master, number: int, source: str, question: str | None) -> _Code:
    try:
        statements = ast.parse(plain_python(source)).body
    except SyntaxError as error:
        raise MasterError(
            master.path, number, f"the cell is not valid Python ({error.msg}); mend it"
        ) from None
    defines: set[str] = set()
    uses = _read_first(statements, defines)
    return _Code(number, source, question, frozenset(defines), frozenset(uses))


def _names_in_tests(question: Question) -> set[str]:
    """Return the names that a question's tests ask of the notebook."""
    names: set[str] = set()
    for test in question.tests:
        function = ast.parse(test.source).body[0]
        assert isinstance(function, ast.FunctionDef)
        names |= {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
    return names


def with_definition(source: str, name: str, definition: str) -> str:
    """Return a cell with another definition of one of its functions or classes."""
    lines = source.splitlines()
    for node in ast.parse(plain_python(source)).body:
        if getattr(node, "name", None) == name:
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
            return "\n".join([*lines[: first - 1], definition, *lines[node.end_lineno :]])
    return f"{source}\n\n{definition}"
