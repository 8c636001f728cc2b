"""Read a master notebook (Otter Assign v1) into questions, tests and cells, and refuse bad ones."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from otter.assign.assignment import Assignment as OtterAssignment
from otter.assign.blocks import BlockType, is_assignment_config_cell, is_block_boundary_cell
from otter.assign.question_config import QuestionConfig

from autograder.errors import MasterError
from autograder.late_policy import LatePolicy
from autograder.notebook import read_notebook
from autograder.python_code import plain_python
from autograder.release.config import check_whole_worth, check_worth, config_of, read_config
from autograder.release.markers import (
    BOUNDARY_AS_TEXT,
    MarkedSource,
    has_markers,
    is_boundary_as_text,
    split_markers,
)
from autograder.release.otter_settings import check_question, unknown_of_question
from autograder.release.packages import packages_of
from autograder.release.test_cells import Test, check_points, read_test
from autograder.release.test_titles import names_to_speak_of
from autograder.release_format import Feedback

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class Role(Enum):
    """What a master cell is for."""

    TEXT = "text"  # shown to students as it is
    PROMPT = "prompt"  # an answer cell that only students get
    SOLUTION = "solution"  # an answer that only staff get whole


@dataclass(frozen=True)
class MasterCell:
    """A cell that reaches a notebook, with its number in the master (counted from 1)."""

    number: int
    cell: NotebookNode
    role: Role
    question: str | None
    marked: MarkedSource | None = None  # only for code in a solution

    @property
    def answer(self) -> str:
        """The source as staff read it and as it runs, without markers and prompts."""
        return self.marked.solution if self.marked else str(self.cell.source)


@dataclass(frozen=True)
class Question:
    """One question: its settings, its tests, and where it begins."""

    number: int
    name: str
    points: Any
    manual: bool
    all_or_nothing: bool
    check_cell: bool
    bonus: bool  # whether its points come on top of the maximum
    tests: tuple[Test, ...] = ()

    @property
    def public_tests(self) -> tuple[Test, ...]:
        """The tests that students get."""
        return tuple(test for test in self.tests if not test.hidden)

    @property
    def asked_for(self) -> frozenset[str]:
        """The names that its tests ask of the notebook."""
        return frozenset(name for test in self.tests for name in test.asked_for)

    @property
    def worth(self) -> float:
        """Its points in all."""
        if not self.tests:
            return float(self.points or 0)
        return round(float(sum(check_points(self.points, self.tests))), 5)


@dataclass(frozen=True)
class Master:
    """A master notebook, read and found good."""

    path: Path  # the notebook file
    config: OtterAssignment  # Otter's settings of the assignment
    limits: dict[str, Any]  # what a submission may use, where it differs from the defaults
    feedback: Feedback  # what students see of a result
    late: LatePolicy | None  # what handing in late costs; None for nothing
    # cells in order; a question stands behind its last cell
    items: tuple[MasterCell | Question, ...]
    strict: bool | None = None  # whether it has to keep our rules; None where nothing is said
    tests_with_student: bool = False  # whether tests run in the student's own process

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order."""
        return tuple(item for item in self.items if isinstance(item, Question))

    @property
    def cells(self) -> tuple[MasterCell, ...]:
        """All cells in order."""
        return tuple(item for item in self.items if isinstance(item, MasterCell))

    @property
    def points(self) -> float:
        """The points of all questions that count towards the maximum."""
        return sum(question.worth for question in self.questions if not question.bonus)

    def cells_of(self, question: str, role: Role) -> list[MasterCell]:
        """Return the cells of a question that are for one thing."""
        return [item for item in self.cells if item.question == question and item.role is role]

    def heading(self, question: str) -> str:
        """Return what the heading of a question says behind its number, or "" without one."""
        for item in self.cells_of(question, Role.TEXT):
            if found := re.search(r"^#+ *(.+)$", item.cell.source, re.MULTILINE):
                text = re.sub(r"\(\d[\d.]* points?.*\)\s*$", "", found.group(1))
                return re.sub(r"^Question \d+:\s*", "", text).strip().replace("`", "")
        return ""

    @property
    def title(self) -> str:
        """The first heading of the notebook, or the assignment's name."""
        for item in self.cells:
            for line in item.cell.source.splitlines():
                if item.cell.cell_type == "markdown" and line.startswith("# "):
                    return str(line[2:]).strip()
        return str(self.config.name)


@dataclass
class _Reader:
    """Walks the cells once. State: the open blocks and the question being read."""

    path: Path
    requirements: Sequence[str] = ()  # packages that students have, and modules beside the notebook
    items: list[MasterCell | Question] = field(default_factory=list)
    blocks: dict[BlockType, int] = field(default_factory=dict)  # cells that opened them, inner last
    question: Question = field(init=False)
    tests: list[Test] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    def fail(self, number: int, problem: str) -> MasterError:
        return MasterError(self.path, number, problem)

    def read(self, cells: list[NotebookNode]) -> None:
        """Walk the cells; cell 1 is ``cells[0]``."""
        for number, cell in enumerate(cells, start=1):
            if is_assignment_config_cell(cell) or self._boundary(number, cell):
                continue
            try:
                if BlockType.TESTS in self.blocks:
                    self._test(number, cell)
                else:
                    self.items.append(self._cell(number, cell))
            except ValueError as error:
                raise self.fail(number, str(error)) from None
        if self.blocks:
            raise self._unclosed()

    def _unclosed(self) -> MasterError:
        block, number = self.blocks.popitem()
        return self.fail(
            number,
            f"BEGIN {block.name} is never closed; add a raw cell # END {block.name} behind it",
        )

    def _boundary(self, number: int, cell: NotebookNode) -> bool:
        """Open or close a block if the cell is a boundary, and say whether it is one."""
        for kind in BlockType:
            if is_block_boundary_cell(cell, kind):
                self._open(number, cell, kind)
                return True
            if is_block_boundary_cell(cell, kind, end=True):
                self._close(number, kind)
                return True
        return False

    def _open(self, number: int, cell: NotebookNode, kind: BlockType) -> None:
        if kind is BlockType.QUESTION:
            if self.blocks:
                raise self._unclosed()
            self._begin_question(number, cell)
        elif not self.blocks:
            raise self.fail(
                number, f"BEGIN {kind.name} outside a question; move it behind a BEGIN QUESTION"
            )
        elif len(self.blocks) > 1:
            raise self._unclosed()
        self.blocks[kind] = number

    def _close(self, number: int, kind: BlockType) -> None:
        if kind not in self.blocks:
            raise self.fail(number, f"END {kind.name} without BEGIN {kind.name}; remove it")
        if kind is not next(reversed(self.blocks)):
            raise self._unclosed()
        del self.blocks[kind]
        if kind is BlockType.QUESTION:
            self._end_question()

    def _begin_question(self, number: int, cell: NotebookNode) -> None:
        given = config_of(self.path, number, cell)
        if unknown := unknown_of_question(given):
            raise self.fail(number, unknown[0])
        settings = check_question(self.path, number, given)
        check_worth(self.path, number, settings.get("points"))
        bonus = bool(settings.pop("bonus", False))
        try:
            config = QuestionConfig(settings, require_valid_keys=True)
        except Exception as error:
            raise self.fail(number, f"the question's settings are wrong: {error}") from None
        name = str(config.name)
        if not _NAME.fullmatch(name):
            raise self.fail(
                number, f"question name {name!r}: use a letter, then letters, digits, _ or -"
            )
        if name in self.names:
            raise self.fail(
                number,
                f"a second question named {name} (the first is in cell {self.names[name]}); "
                "rename one",
            )
        self.names[name] = number
        self.question = Question(
            number,
            name,
            config.points,
            config.manual,
            config.all_or_nothing,
            config.check_cell,
            bonus,
        )
        self.tests = []

    def _end_question(self) -> None:
        question = replace(self.question, tests=tuple(map(self._named, self.tests)))
        if not question.tests and not question.manual:
            raise self.fail(
                question.number,
                f"question {question.name} has no tests; add a TESTS block, or say manual: true",
            )
        if question.tests and not question.public_tests:
            raise self.fail(
                question.number,
                f"question {question.name} has hidden tests only; add a public one, so that "
                "students have a check to run",
            )
        seen: dict[str, int] = {}
        for test in question.tests:
            if test.function in seen:
                raise self.fail(
                    test.number,
                    f"a second test named {test.function} in question {question.name} (the first "
                    f"is in cell {seen[test.function]}); rename one",
                )
            seen[test.function] = test.number
        if not question.tests:
            check_whole_worth(self.path, question.number, question.points)
        try:
            check_points(question.points, question.tests)
        except ValueError as error:
            raise self.fail(question.number, f"the points do not add up: {error}") from None
        self.items.append(question)

    def _test(self, number: int, cell: NotebookNode) -> None:
        if cell.cell_type != "code":
            raise ValueError("a TESTS block holds code cells only; move this cell out of it")
        self.tests.append(read_test(number, cell.source, self.requirements))

    def _named(self, test: Test) -> Test:
        """Return a test that knows which names its title may speak of."""
        own = [
            c for c in self.items if isinstance(c, MasterCell) and c.question == self.question.name
        ]
        texts = [c.cell.source for c in own if c.cell.cell_type == "markdown"]
        answers = [plain_python(c.answer) for c in own if c.cell.cell_type == "code"]
        return replace(test, names=names_to_speak_of(test.asked_for, texts, answers))

    def _cell(self, number: int, cell: NotebookNode) -> MasterCell:
        question = self.question.name if self.blocks else None
        is_code = cell.cell_type == "code"
        if cell.cell_type == "markdown" and is_boundary_as_text(cell.source):
            raise ValueError(BOUNDARY_AS_TEXT)
        if BlockType.SOLUTION not in self.blocks:
            if is_code and has_markers(cell.source):
                raise ValueError(
                    "solution markers outside a solution block would reach students; put raw "
                    "cells # BEGIN SOLUTION and # END SOLUTION around this cell"
                )
            role = Role.PROMPT if BlockType.PROMPT in self.blocks else Role.TEXT
            if is_code and role is Role.TEXT:
                _check_python(cell.source, "cell", "mend it")
            return MasterCell(number, cell, role, question)
        if not is_code:
            return MasterCell(number, cell, Role.SOLUTION, question)
        marked = split_markers(cell.source)
        if not marked.secret:
            raise ValueError(
                "no line of this solution is marked, so students would get all of it; put "
                "# BEGIN SOLUTION and # END SOLUTION around the answer"
            )
        for side, source in (("solution", marked.solution), ("student's cell", marked.student)):
            _check_python(source, side, "mend the code or its PROMPT block")
        return MasterCell(number, cell, Role.SOLUTION, question, marked)


def _check_python(source: str, what: str, advice: str) -> None:
    try:
        ast.parse(plain_python(source))
    except SyntaxError as error:
        problem = f"is not valid Python ({error.msg}, line {error.lineno})"
        raise ValueError(f"the {what} {problem}; {advice}") from None


def read_master(path: Path) -> Master:
    """Read and check a master notebook.

    Raises:
        NotebookError: the file is not a notebook.
        MasterError: it breaks a rule of the format; the message names the cell.
    """
    notebook = read_notebook(path)
    otter, ours = read_config(path, notebook.cells)
    beside = [Path(name).stem for name in otter.files]
    reader = _Reader(path, [*packages_of(path, otter.requirements), *beside])
    reader.read(notebook.cells)
    return Master(
        path,
        otter,
        ours.limits,
        ours.feedback or Feedback(),
        ours.late,
        tuple(reader.items),
        ours.strict,
        ours.tests_with_student,
    )
