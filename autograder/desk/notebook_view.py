"""A submission as it was handed in: its cells as HTML, and which question belongs to which."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from autograder.desk.render import RenderedCell, plain_lines, render_cell
from autograder.errors import SubmissionError
from autograder.intake.handed_in import HandedIn, unpack
from autograder.intake.limited import run_limited
from autograder.intake.shown import ShownCell, ShownOutput
from autograder.release_format import ManualQuestion
from autograder.report.pages import data_uri

_MOST_CELLS = 1_000
_MOST_TEXT = 500_000
"""Characters of all cells that are shown."""
_MOST_LINES = 5_000
"""Lines of a notebook that are compared with those of another."""
_TELLING = 20
"""Characters of an answer by which its cell is known."""
_AROUND = 3
"""Lines that are shown around one that has changed."""


class View(msgspec.Struct, frozen=True):
    """A notebook as people see it."""

    cells: tuple[RenderedCell, ...] = ()
    outputs: dict[int, tuple[ShownOutput, ...]] = {}  # by the cell's number
    counts: dict[int, int] = {}  # execution counts, by the cell's number
    pictures: tuple[str, ...] = ()  # addresses, by their indices; "" for one that cannot be shown
    sources: dict[int, str] = {}  # by the cell's number
    code: frozenset[int] = frozenset()  # the numbers of the cells of code
    ids: dict[int, str] = {}  # ids of cells, by the cell's number
    checks: dict[int, list[str]] = {}  # questions that are checked behind a cell, by its number
    notes: tuple[str, ...] = ()  # what is not shown, a sentence each
    files: dict[str, int] = {}  # sizes of other files that were handed in, by name


def view_of(kept: bytes) -> View:
    """Return what the journal keeps of a submission, to be shown.

    This takes a moment, and is for a thread of its own: pictures are written anew, and what is made
    of texts is made in a process with limits. Where that takes too long, they are shown plainly.

    Raises:
        SubmissionError: it cannot be read.
    """
    handed_in = unpack(kept)
    pictures = tuple(data_uri(one) if one.shown else "" for one in handed_in.pictures)
    cells, notes = _bounded(handed_in.cells)
    try:
        rendered = run_limited(_render, cells, pictures)
    except (SubmissionError, RuntimeError):
        rendered = [RenderedCell("raw", one.number, plain_lines(one.source)) for one in cells]
        notes.append("The text is shown without colours and formulas: they would take too long.")
    numbers = [cell.number for cell in handed_in.cells]
    return View(
        tuple(rendered),
        {cell.number: cell.outputs for cell in cells if cell.outputs},
        {cell.number: cell.execution_count for cell in cells if cell.execution_count is not None},
        pictures,
        {cell.number: cell.source for cell in cells},
        frozenset(cell.number for cell in cells if cell.kind == "code"),
        {
            number: text.cell_id
            for number, text in zip(numbers, handed_in.notebook.texts, strict=True)
            if text.cell_id
        },
        {cell.number: cell.checks for cell in handed_in.notebook.cells if cell.checks},
        (*handed_in.left_out, *notes),
        {name: len(data) for name, data in sorted(handed_in.notebook.files.items())},
    )


def _bounded(cells: Sequence[ShownCell]) -> tuple[list[ShownCell], list[str]]:
    """Return the cells that are shown, and what to say of the others."""
    shown: list[ShownCell] = []
    left = _MOST_TEXT
    for cell in cells[:_MOST_CELLS]:
        left -= len(cell.source)
        if left < 0:
            break
        shown.append(cell)
    notes = []
    if len(shown) < len(cells):
        notes.append(f"The first {len(shown):,} of {len(cells):,} cells are shown.")
    return shown, notes


def _render(cells: Sequence[ShownCell], pictures: Sequence[str]) -> list[RenderedCell]:
    return [
        render_cell(
            cell.kind,
            cell.number,
            cell.source,
            {name: pictures[index] for name, index in cell.attachments.items() if pictures[index]},
        )
        for cell in cells
    ]


def places(
    view: View,
    questions: Iterable[str],
    binds: Mapping[str, Sequence[str]],
    manual: Iterable[ManualQuestion],
    answers: Mapping[str, str],
) -> dict[int, list[str]]:
    """Return the questions that are shown beside each cell, by its number; 0 for those without.

    Args:
        view: the notebook.
        questions: those with tests. They stand beside the code before their checks, else beside
            the last code that binds one of their names.
        binds: these names, by question.
        manual: those that people grade. They stand beside their answers.
        answers: the texts of these, by question.
    """
    numbers = list(view.sources)
    found: dict[int, list[str]] = {}
    for name in questions:
        at = _check_cell(view, name)
        if not at:
            found.setdefault(_binding_cell(view, binds.get(name, ())), []).append(name)
            continue
        before = numbers[max(0, numbers.index(at) - 1)]
        has_answer = before in view.code and not _is_check(view.sources[before])
        found.setdefault(before if has_answer else at, []).append(name)
    for question in manual:
        at = _answer_cell(view, question, answers.get(question.name, ""))
        found.setdefault(at, []).append(question.name)
    return found


def _check_cell(view: View, question: str) -> int:
    """Return the cell behind which a question is checked, or 0."""
    for number in view.sources:
        if question in view.checks.get(number, ()) or view.ids.get(number) == f"check-{question}":
            return number
    call = re.compile(rf"^[ \t]*\w+\.check\(\s*[\"']{re.escape(question)}[\"']", re.MULTILINE)
    found = (number for number in view.sources if number in view.code)
    return next((number for number in found if call.search(view.sources[number])), 0)


def _binding_cell(view: View, names: Sequence[str]) -> int:
    """Return the last cell whose code binds one of some names, or 0."""
    if not names:
        return 0
    name = "|".join(map(re.escape, names))
    binds = re.compile(rf"^(?:(?:async )?def |class )?(?:{name})\b\s*(?:[(:=]|$)", re.MULTILINE)
    found = (number for number in reversed(view.sources) if number in view.code)
    return next((number for number in found if binds.search(view.sources[number])), 0)


def _is_check(source: str) -> bool:
    return source.lstrip().startswith("grader.check(")


def _answer_cell(view: View, question: ManualQuestion, answer: str) -> int:
    for number in view.sources:
        if view.ids.get(number) == f"answer-{question.name}":
            return number
    begin = answer.strip().split("\n")[0]
    begin = begin if len(begin) >= _TELLING else ""
    asked = False
    for number, source in view.sources.items():
        if asked or (begin and begin in source):
            return number
        asked = bool(question.prompt) and source.startswith(question.prompt)
    return 0


def differences(before: bytes, after: bytes) -> list[tuple[str, str]]:
    """Return what has changed between two submissions, as lines and what each of them is.

    A line is ``+`` (new), ``-`` (gone), ``@`` (a place in between) or `` `` (as it was).

    Raises:
        SubmissionError: one cannot be read, or it takes too long.
    """
    return run_limited(_differences, _all_lines(unpack(before)), _all_lines(unpack(after)))


def _all_lines(handed_in: HandedIn) -> list[str]:
    lines: list[str] = []
    for cell in handed_in.cells:
        lines += [f"# cell {cell.number} ({cell.kind})", *cell.source.split("\n")]
    return lines[:_MOST_LINES]


def _differences(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    found = difflib.unified_diff(before, after, n=_AROUND, lineterm="")
    lines = [line for number, line in enumerate(found) if number > 1]  # the first two are names
    return [(line[0], line[1:] if line[0] != "@" else "…") for line in lines]
