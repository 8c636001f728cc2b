"""Put the cells of a master together from those of an nbgrader source notebook."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.notebook import strip_outputs
from autograder.python_code import plain_python
from autograder.release.code_cells import bound_names
from autograder.release.importing.answers import is_stub, marked_code, split_text
from autograder.release.importing.names import Scope
from autograder.release.importing.regions import parsed, read_regions, without_values
from autograder.release.importing.source import Kind, Note, SourceCell
from autograder.release.importing.test_functions import MadeTest, make_tests
from autograder.release.importing.titles import QuestionNames, function_name
from autograder.release.test_cells import read_test

_MARK_SCHEME = re.compile(
    r"^=== BEGIN MARK SCHEME ===\s*$(.*?)(^=== END MARK SCHEME ===\s*$|\Z)", re.M | re.S
)
_NO_ANSWER = "*There is no model answer.*"


@dataclass(frozen=True)
class _Part:
    """A cell of the master, and the block that it stands in, if any."""

    block: str  # SOLUTION, TESTS or ""
    cell: NotebookNode
    source: int  # the cell it came from


@dataclass
class _Question:
    """A question that is being put together. State: its parts so far."""

    name: str
    number: int  # the source cell that it begins with
    settings: list[str] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)
    tests: list[MadeTest] = field(default_factory=list)
    functions: set[str] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)  # the names that its answers bind

    def add_tests(self, made: Sequence[MadeTest], source: int) -> None:
        """Add tests behind what is there."""
        self.tests += made
        self.functions |= {read_test(1, test.source).function for test in made}
        self.parts += [_Part("TESTS", new_code_cell(test.source), source) for test in made]

    def take_rest(self) -> list[_Part]:
        """Take out what stands behind its last block: it is no part of the question."""
        last = max((i for i, part in enumerate(self.parts) if part.block), default=-1)
        rest, self.parts = self.parts[last + 1 :], self.parts[: last + 1]
        return rest


class Assembler:
    """Walks the cells of a source notebook once. State: what has come of them so far."""

    def __init__(self, cells: Sequence[SourceCell]) -> None:
        self._cells = cells
        self._items: list[_Part | _Question] = []
        self._open: _Question | None = None  # the question that the next cells may belong to
        self._tested: _Question | None = None  # the question that the next tests belong to
        self._names = QuestionNames(cell.grade_id for cell in cells)
        self._scope = Scope()
        self._told: list[tuple[int, str]] = []

    def assemble(self) -> tuple[list[NotebookNode], list[Note]]:
        """Return the cells of the master behind its config cell, and what needs a hand."""
        for cell in self._cells:
            if cell.is_code and cell.kind is not Kind.TEST:
                self._scope.note_use(cell, _statements(cell.source))
        for cell in self._cells:
            match cell.kind:
                case Kind.ANSWER if cell.is_code:
                    self._answer(cell)
                case Kind.ANSWER | Kind.MANUAL | Kind.TASK:
                    self._by_hand(cell)
                case Kind.TEST:
                    self._test(cell)
                case _:
                    self._plain(cell)
            if cell.is_code and cell.kind is not Kind.TEST:
                statements = _statements(cell.source)
                for name in sorted(self._scope.only_in_tests(statements)):
                    self._tell(
                        cell,
                        f"this cell uses {name}, which only a test makes, and tests are not in the "
                        "notebook here; make it in a cell of its own",
                    )
                self._scope.add(cell, statements, set())
        self._close()
        for item in self._items:
            if isinstance(item, _Question):
                self._complete(item)
        return self._laid_out()

    def _tell(self, cell: SourceCell | int, problem: str) -> None:
        number = cell if isinstance(cell, int) else cell.number
        self._told.append((number, problem))

    def _plain(self, cell: SourceCell) -> None:
        if cell.is_code:
            try:
                parsable = parsed(plain_python(cell.source)) is not None
            except SyntaxError:
                parsable = False
            if not parsable:
                self._tell(cell, "this is not valid Python; mend it, or make it a text cell")
        part = _Part("", strip_outputs(cell.cell), cell.number)
        (self._items if self._open is None else self._open.parts).append(part)

    def _answer(self, cell: SourceCell) -> None:
        question = self._open
        if question is None or question.tests:
            self._close()
            question = _Question(self._names.next(cell.grade_id), cell.number)
            self._open = self._tested = question
            self._items.append(question)
        if is_stub(cell.source):
            self._tell(cell, "there is no solution here, only what students get; write one")
        question.parts.append(_Part("SOLUTION", self._marked(cell, question.name), cell.number))
        question.answers |= bound_names(*_statements(cell.source))

    def _marked(self, cell: SourceCell, question: str) -> NotebookNode:
        """Return a code cell with our markers."""
        made = strip_outputs(cell.cell)
        made.source, problem = marked_code(cell.source, question)
        if problem:
            self._tell(cell, problem)
        return made

    def _by_hand(self, cell: SourceCell) -> None:
        """Make a question that people grade."""
        self._close()
        settings = ["manual: true", f"points: {cell.points}"]
        question = _Question(self._names.next(cell.grade_id), cell.number, settings)
        if cell.kind is Kind.ANSWER:
            self._tell(cell, "nothing grades this text, so it is a question of 0 points")
        if cell.kind is not Kind.TASK:
            question.parts += self._text_before()
        if cell.kind is not Kind.TASK and cell.is_code:
            made = self._marked(cell, question.name)
            question.parts.append(_Part("SOLUTION", made, cell.number))
        else:
            shown, answer = _split_task(cell) if cell.kind is Kind.TASK else split_text(cell.source)
            question.parts += self._texts(cell, shown, answer)
        self._items.append(question)

    def _text_before(self) -> list[_Part]:
        """Take the text before an answer into its question: it says what is asked."""
        if self._items:
            last = self._items[-1]
            if isinstance(last, _Part) and last.cell.cell_type == "markdown":
                del self._items[-1]
                return [last]
        return []

    def _texts(self, cell: SourceCell, shown: str, answer: str) -> list[_Part]:
        """Return what students read, and what only staff do."""
        parts = []
        own = strip_outputs(cell.cell)
        if shown:
            own.source = shown
            parts.append(_Part("", own, cell.number))
            own = new_markdown_cell()
        own.source = answer or _NO_ANSWER
        return [*parts, _Part("SOLUTION", own, cell.number)]

    def _test(self, cell: SourceCell) -> None:
        question = self._tested
        read = read_regions(cell.source)
        if read is None:
            lost = f", and with it {cell.points:g} points" if cell.points else ""
            self._tell(cell, f"this test is not valid Python; it is left out{lost}")
            return
        if question is None:
            self._tell(cell, "no answer stands before this test, so it tests what is given")
            question = _Question(self._names.next(cell.grade_id), cell.number)
            self._open = self._tested = question
            self._items.append(question)
        for magic in read.magics:
            self._tell(cell, f"a test is plain Python, so this line is left out: {magic}")
        name = function_name(cell.grade_id, read.public or read.whole, question.functions)
        made = make_tests(
            read, self._scope, name, cell.points, lambda problem: self._tell(cell, problem)
        )
        question.add_tests(made, cell.number)
        self._scope.add(cell, parsed(without_values(read.whole)) or [], set(read.hidden))

    def _close(self) -> None:
        """Let the next cells belong to no question."""
        if self._open is not None:
            self._items += self._open.take_rest()
            self._open = None

    def _complete(self, question: _Question) -> None:
        """Give a question the public test that it needs."""
        if question.settings:  # people grade it
            return
        if not question.tests:
            self._tell(
                question.number,
                "no test looks at this answer, so it is worth 0 points; add tests, or take the "
                "question out",
            )
        if all(test.hidden for test in question.tests):
            used = {n for t in question.tests for n in _arguments(t.source)} & question.answers
            names = sorted(used or {n for n in question.answers if not n.startswith("_")})
            test = MadeTest(_is_there(names), False)
            rest = question.take_rest()
            question.add_tests([test], question.number)
            question.parts += rest

    def _laid_out(self) -> tuple[list[NotebookNode], list[Note]]:
        """Return the cells with the raw cells between them, and the notes with their numbers."""
        cells: list[NotebookNode] = []
        came_of: dict[int, int] = {}
        for item in self._items:
            parts = [item] if isinstance(item, _Part) else item.parts
            if isinstance(item, _Question):
                lines = ["# BEGIN QUESTION", f"name: {item.name}", *item.settings]
                cells.append(new_raw_cell("\n".join(lines)))
            block = ""
            for part in parts:
                if block != part.block:
                    cells += _boundary("END", block) + _boundary("BEGIN", part.block)
                    block = part.block
                cells.append(part.cell)
                came_of.setdefault(part.source, len(cells) + 1)  # the config cell is the first
            cells += _boundary("END", block)
            if isinstance(item, _Question):
                cells.append(new_raw_cell("# END QUESTION"))
        notes = [
            Note(number, came_of.get(number, len(cells) + 1), problem)
            for number, problem in sorted(self._told, key=lambda told: told[0])
        ]
        return cells, notes


def _boundary(edge: str, block: str) -> list[NotebookNode]:
    return [new_raw_cell(f"# {edge} {block}")] if block else []


def _statements(source: str) -> list[ast.stmt]:
    """Return the statements of a cell, in which magics are calls; none if it is not Python."""
    try:
        return parsed(plain_python(source)) or []
    except SyntaxError:
        return []


def _split_task(cell: SourceCell) -> tuple[str, str]:
    """Split a task into what students read, and the mark scheme."""
    schemes = [match.group(1).strip() for match in _MARK_SCHEME.finditer(cell.source)]
    return _MARK_SCHEME.sub("", cell.source).strip(), "\n\n".join(schemes)


def _arguments(source: str) -> set[str]:
    """Return the arguments of a test."""
    (function,) = ast.parse(read_test(1, source).source).body
    assert isinstance(function, ast.FunctionDef)
    return {argument.arg for argument in function.args.args}


def _is_there(names: list[str]) -> str:
    """Return a public test, worth nothing, that says whether an answer has been run."""
    lines = ['""" # BEGIN TEST CONFIG', "points: 0", '""" # END TEST CONFIG']
    if not names:
        return "\n".join([*lines, "def test_further_tests_follow_when_it_is_graded():", "    pass"])
    lines.append(f"def test_the_answer_is_there({', '.join(names)}):")
    lines += [
        f'    assert {name} is not None, "there is no {name}: run its cell first"' for name in names
    ]
    return "\n".join(lines)
