"""Masters of Otter's first format: settings in fenced blocks of text, tests behind a comment."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_raw_cell

from autograder.errors import NotebookError
from autograder.release.importing.source import Note

_FENCE = re.compile(
    r"^```[^\n`]*\n\s*#?\s*BEGIN (ASSIGNMENT|QUESTION)[ \t]*\n(.*?)^```[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_BOUNDARY = re.compile(r"#+\s*(ASSIGNMENT CONFIG|(BEGIN|END) QUESTION)\b", re.IGNORECASE)
_FENCED_BOUNDARY = re.compile(r"```otter\s*\n\s*" + _BOUNDARY.pattern, re.IGNORECASE)
_TEST = re.compile(
    r'\s*(#{1,2}\s*(hidden\s*)?test\s*(##)?\s*$|"""\s*#\s*BEGIN\s*TEST\s*CONFIG)', re.IGNORECASE
)
_SOLUTION_TEXT = re.compile(r"^(<strong>|\*{2})solution:?(</strong>|\*{2})", re.I | re.M)
_MARKER = re.compile(r"#\s?(BEGIN |END )?SOLUTION\b|#\s?(BEGIN|END) PROMPT\b")
_ALL_CELLS = "strip_solutions_from_all_cells"


@dataclass(frozen=True)
class _Fence:
    """What a fenced block in a text cell says."""

    kind: str  # ASSIGNMENT or QUESTION
    settings: str  # its YAML
    text: str  # the rest of the cell


def is_first_format(notebook: NotebookNode) -> bool:
    """Say whether a notebook is a master in Otter's first format, which no present Otter reads."""
    return any(_fence(cell) for cell in notebook.cells)


def is_master(notebook: NotebookNode) -> bool:
    """Say whether a notebook is a master in Otter's present format."""
    return any(
        (cell.cell_type == "raw" and _BOUNDARY.match(cell.source.lstrip()))
        or (cell.cell_type == "markdown" and _FENCED_BOUNDARY.match(cell.source.lstrip()))
        for cell in notebook.cells
    )


def present_format(
    path: Path, cells: Sequence[NotebookNode]
) -> tuple[list[NotebookNode], list[Note]]:
    """Return the cells of a master in Otter's present format, and what needs a hand.

    Args:
        path: where it is, for messages.
        cells: those of a master in the first format; solutions, tests and texts stay as they are.

    Raises:
        NotebookError: the settings of a cell are not YAML, a question has no name, or a test stands
            in no question.
    """
    return _Walk(path, cells).walk()


def _fence(cell: NotebookNode) -> _Fence | None:
    if cell.cell_type != "markdown":
        return None
    found = _FENCE.search(cell.source)
    if not found:
        return None
    rest = (cell.source[: found.start()] + cell.source[found.end() :]).strip()
    return _Fence(found[1], found[2], rest)


def _is_test(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and bool(_TEST.match(cell.source.split("\n", 1)[0]))


def _is_solution_text(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and bool(_SOLUTION_TEXT.search(cell.source))


class _Walk:
    """Walks the cells of a master once. State: the place, and what has come of them so far."""

    def __init__(self, path: Path, cells: Sequence[NotebookNode]) -> None:
        self._path = path
        self._cells = cells
        self._at = 0
        self._made: list[NotebookNode] = []
        self._settings: dict[str, Any] = {}
        self._notes: list[Note] = []

    def walk(self) -> tuple[list[NotebookNode], list[Note]]:
        """Return the cells of the master, and what needs a hand."""
        while self._at < len(self._cells):
            cell = self._cells[self._at]
            fence = _fence(cell)
            if fence is None:
                self._outside(cell)
                self._at += 1
            elif fence.kind == "ASSIGNMENT":
                self._settings |= self._read(fence)
                self._add_text(fence.text)
                self._at += 1
            else:
                self._question(fence)
        text = yaml.safe_dump(_settings(self._settings), sort_keys=False, allow_unicode=True)
        return [new_raw_cell(f"# ASSIGNMENT CONFIG\n{text}"), *self._made], self._notes

    def _outside(self, cell: NotebookNode) -> None:
        """Keep a cell that belongs to no question, and keep its solution from students."""
        if _is_test(cell):
            raise self._refusal("this test stands in no question; put it behind a solution")
        if cell.cell_type == "code" and _MARKER.search(cell.source):
            self._settings.setdefault(_ALL_CELLS, True)
        if _is_solution_text(cell):
            self._tell("this solution stands in no question, so it is one of 0 points now")
            self._begin({"name": f"text{self._at + 1}", "manual": True, "points": 0})
            self._put("SOLUTION", [cell])
            self._made.append(new_raw_cell("# END QUESTION"))
            return
        self._made.append(cell)

    def _question(self, fence: _Fence) -> None:
        """Put the boundaries around a question: its text, what follows it, and its tests."""
        settings = self._read(fence)
        if not settings.get("name"):
            raise self._refusal("this question has no name; give it one: `name: q1`")
        self._begin(settings)
        self._add_text(fence.text)
        self._at += 1
        if settings.get("manual"):
            self._put("PROMPT", self._take_while(_is_prompt))
        if not _is_test(self._next()):
            self._put("SOLUTION", self._solution(bool(settings.get("manual"))))
        self._put("TESTS", self._take_while(_is_test))
        self._made.append(new_raw_cell("# END QUESTION"))

    def _begin(self, settings: dict[str, Any]) -> None:
        text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
        self._made.append(new_raw_cell(f"# BEGIN QUESTION\n{text}".rstrip()))

    def _solution(self, manual: bool) -> list[NotebookNode]:
        """Take the answer: one cell, and further cells of code where tests follow them."""
        taken = self._take_while(lambda cell: _fence(cell) is None, 1)
        if manual and taken and taken[0].cell_type == "markdown":
            return taken
        ahead = self._at
        while ahead < len(self._cells) and self._cells[ahead].cell_type == "code":
            if _is_test(self._cells[ahead]):
                return [*taken, *self._take_while(lambda cell: not _is_test(cell))]
            ahead += 1
        return taken

    def _next(self) -> NotebookNode:
        return self._cells[self._at] if self._at < len(self._cells) else new_markdown_cell()

    def _take_while(
        self, wanted: Callable[[NotebookNode], bool], most: int | None = None
    ) -> list[NotebookNode]:
        taken: list[NotebookNode] = []
        while self._at < len(self._cells) and (most is None or len(taken) < most):
            cell = self._cells[self._at]
            if not wanted(cell):
                break
            taken.append(cell)
            self._at += 1
        return taken

    def _put(self, block: str, cells: list[NotebookNode]) -> None:
        if cells:
            self._made += [new_raw_cell(f"# BEGIN {block}"), *cells]
            self._made.append(new_raw_cell(f"# END {block}"))

    def _add_text(self, text: str) -> None:
        if text:
            self._made.append(new_markdown_cell(text))

    def _read(self, fence: _Fence) -> dict[str, Any]:
        try:
            found = yaml.safe_load(fence.settings)
        except yaml.YAMLError as error:
            raise self._refusal(f"its settings are not YAML: {error}") from None
        if not isinstance(found, dict | None):
            raise self._refusal("its settings are not lines of the form `name: value`")
        return found or {}

    def _tell(self, problem: str) -> None:
        self._notes.append(Note(self._at + 1, len(self._made) + 2, problem))

    def _refusal(self, reason: str) -> NotebookError:
        reason = " ".join(reason.split())
        return NotebookError(f"{self._path}, cell {self._at + 1}: {reason}")


def _is_prompt(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and _fence(cell) is None and not _is_solution_text(cell)


def _settings(found: dict[str, Any]) -> dict[str, Any]:
    """Return settings as they are called now."""
    settings = dict(found)
    if (files := settings.pop("test_files", None)) is not None:
        settings.setdefault("tests", {"files": bool(files)})
    return settings
