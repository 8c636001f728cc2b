"""Complaints from a table: what students ask about their grades."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from autograder.csv_files import parse_csv
from autograder.desk.class_table import Line
from autograder.errors import AutograderError
from autograder.gradebook.decisions import MOST_TEXT, Complaint, Key, Kind, Value
from autograder.text import printable

_MOST = 10_000
"""Lines of a table."""
_SUBMISSION = ("submission", "student", "name", "id", "email")
_QUESTION = ("question",)
_TEXT = ("complaint", "text", "message", "request", "comment")
"""What the columns may be called, in the order in which they are looked for."""


def read_complaints(
    data: bytes,
    path: Path,
    known: Mapping[str, Line],
    noted: Mapping[Key, Complaint],
    time: datetime,
) -> list[tuple[Kind, Key, Value | None]]:
    """Return the decisions that note the complaints of a CSV; what is noted already is none.

    It has the columns ``submission`` (its name, or a student's name, id or address, which only one
    submission has) and ``complaint``, and where it likes ``question``.

    Args:
        data: the content of the file.
        path: what to call it.
        known: the class, by name.
        noted: the complaints so far.
        time: the moment, from which new ids are made.

    Raises:
        AutograderError: it cannot be used; the message says where and what to do. Then nothing of
            it counts.
    """
    path = Path(printable(path.name))
    lines = parse_csv(data, path).lines
    if not lines:
        raise AutograderError(f"{path} is empty; it needs the columns submission and complaint")
    if len(lines) > _MOST:
        raise AutograderError(f"{path} has more than {_MOST:,} lines; send it in parts")
    heads = [cell.strip().casefold() for cell in lines[0][1]]
    who, what = _column(heads, _SUBMISSION), _column(heads, _TEXT)
    if who is None or what is None:
        raise AutograderError(
            f"{path}, line {lines[0][0]}: this names no columns submission and complaint; write "
            "them above the others"
        )
    about = _column(heads, _QUESTION)
    by_words = _by_words(known)
    there = {(key[0], one.question, one.text) for key, one in noted.items()}
    made: list[tuple[Kind, Key, Value | None]] = []
    for number, cells in lines[1:]:
        text = _cell(cells, what)
        if not text:
            continue
        if len(text) > MOST_TEXT:
            raise AutograderError(
                f"{path}, line {number}: this is longer than {MOST_TEXT} characters"
            )
        name = _find(_cell(cells, who), known, by_words, f"{path}, line {number}")
        question = _cell(cells, about) if about is not None else ""
        if (name, question, text) in there:
            continue
        there.add((name, question, text))
        key = (name, f"{time:%Y%m%dT%H%M%S}-{number}")
        made.append(("complaint", key, Complaint(question, text)))
    return made


def _column(heads: list[str], names: tuple[str, ...]) -> int | None:
    return next((heads.index(name) for name in names if name in heads), None)


def _cell(cells: tuple[str, ...], index: int) -> str:
    return cells[index].strip() if index < len(cells) else ""


def _by_words(known: Mapping[str, Line]) -> dict[str, set[str]]:
    """Return the submissions by what else their authors are known by."""
    found: dict[str, set[str]] = {}
    for line in known.values():
        for word in line.known_by:
            found.setdefault(word.casefold(), set()).add(line.name)
    return found


def _find(
    cell: str, known: Mapping[str, Line], by_words: Mapping[str, set[str]], where: str
) -> str:
    """Return the submission that a cell means.

    Raises:
        AutograderError: it means none, or several.
    """
    if cell in known:
        return cell
    found = by_words.get(cell.casefold(), set())
    if len(found) != 1:
        problem = "is no submission" if not found else f"may be {len(found)} submissions"
        raise AutograderError(
            f"{where}: {printable(cell)[:80] or 'an empty cell'} {problem}; write the name that "
            "the table of the class has"
        )
    return min(found)
