"""Tables of points that people fill in."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.csv_files import SEPARATORS, read_csv
from autograder.errors import AutograderError
from autograder.files import write_whole
from autograder.release_format import ManualQuestion
from autograder.text import printable

COLUMNS = ("answer", "points", "comment")
_NEEDED = ("answer", "points")
_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)")
_SHOWN = 40
"""Characters of a cell that an error repeats."""
_CLOSE = 1e-9
"""Points that are above the maximum by less are the maximum: sums of tenths are not exact."""


class Given(msgspec.Struct, frozen=True):
    """What people gave for an answer, as tables have it."""

    points: float | None = None  # None while it is not graded
    comment: str = ""  # for the student, or ""


@dataclass(frozen=True)
class Line:
    """A line of a table: its number in the file, and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table as it is in a file."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    separator: str = ","


def read_table(path: Path) -> Table:
    """Read a table with a column for codes and one for points.

    Values may be separated by commas, semicolons or tabs, and Excel's ``sep=;`` may come first.

    Raises:
        AutograderError: it is no such table; the message says where and what to do.
    """
    file = read_csv(path, "give a file that autograder answers wrote")
    if not file.lines:
        raise AutograderError(f"{path} is empty; autograder answers writes a table to fill in")
    (first, header), *below = file.lines
    columns = _columns(path, first, header)
    lines = []
    for number, cells in below:
        if any(cell.strip() for cell in cells[len(columns) :]):
            raise AutograderError(
                f"{path}, line {number}: there are more cells than columns; put quotes around "
                f"a cell that has a {SEPARATORS[file.separator]} in it"
            )
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        lines.append(Line(number, dict(zip(columns, padded, strict=False))))
    return Table(tuple(columns), tuple(lines), file.separator)


def _columns(path: Path, number: int, cells: Sequence[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    missing = [name for name in _NEEDED if name not in columns]
    twice = [name for name in COLUMNS if columns.count(name) > 1]
    if missing or twice:
        what = f"is no column {missing[0]}" if missing else f"are two columns {twice[0]}"
        raise AutograderError(
            f"{path}, line {number}: there {what}; the columns are {', '.join(COLUMNS)}, "
            "and this line names them"
        )
    return columns


def write_table(path: Path, table: Table) -> None:
    """Write a table, with a mark by which Excel knows that it is UTF-8."""
    lines = [[line.cells.get(name, "") for name in table.columns] for line in table.lines]
    write_whole(path, "\ufeff" + csv_text([table.columns, *lines], table.separator))


def csv_text(lines: Sequence[Sequence[str]], separator: str = ",") -> str:
    """Return lines of cells as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(lines)
    return text.getvalue()


def clean_code(cell: str) -> str:
    """Return a code as it was given out: spreadsheets add capitals and spaces."""
    return cell.strip().lower()


def read_points(
    paths: Sequence[Path], codes: Mapping[str, str], questions: Sequence[ManualQuestion]
) -> dict[Path, dict[str, Given]]:
    """Read the points that people gave, by table and code. Answers without points are left out.

    Args:
        codes: the question of each answer there is, by code.

    Raises:
        AutograderError: a table or a line of it cannot be used.
    """
    most = {question.name: question.points for question in questions}
    tables: dict[Path, dict[str, Given]] = {}
    found: dict[str, Given] = {}
    places: dict[str, str] = {}
    for path in paths:
        table = tables.setdefault(path, {})
        for line in read_table(path).lines:
            where = f"{path}, line {line.number}"
            code = clean_code(line.cells["answer"])
            question = codes.get(code)
            if question is None or question not in most:
                raise AutograderError(
                    f"{where}: there is no answer {_shown(code)}; take the code from the pages "
                    "that autograder answers wrote for this --out folder"
                )
            points = _points(where, line.cells["points"], question, most[question])
            if points is None:
                continue
            given = Given(points, line.cells.get("comment", "").strip())
            if found.setdefault(code, given) != given:
                differ = "points" if found[code].points != points else "comments"
                raise AutograderError(
                    f"{where}: answer {code} has other {differ} in {places[code]}; keep one of them"
                )
            if places.setdefault(code, where) == where:
                table[code] = given
    return tables


def read_number(text: str) -> float | None:
    """Return a number as people type it, such as ``0,5``; None for anything else."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _points(where: str, cell: str, question: str, most: float) -> float | None:
    """Read the points of an answer; None while there are none.

    Raises:
        AutograderError: they are no number, or not one from 0 to the maximum.
    """
    text = cell.strip()
    if not text:
        return None
    points = read_number(text)
    if points is None:
        raise AutograderError(
            f"{where}: points are {_shown(text)}, which is no number; write one from 0 to "
            f"{most:g}, or leave the cell empty"
        )
    if not 0 <= points <= most + _CLOSE:
        raise AutograderError(
            f"{where}: points are {_shown(text)}, but {question} has from 0 to {most:g}; "
            "correct them"
        )
    return abs(min(points, most))  # never -0


def _shown(text: str) -> str:
    text = printable(text)
    return f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text or '""'
