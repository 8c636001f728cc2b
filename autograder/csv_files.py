"""Read tables that people save from spreadsheets: CSV of all countries, whatever Excel calls it."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
"""What may stand between cells, and what people call it."""
_SAID = re.compile(r"\s*\"?sep=(?P<separator>[,;\t])\"?[,;\t]*\s*", re.IGNORECASE)


@dataclass(frozen=True)
class CsvFile:
    """The lines of a CSV file that hold something."""

    path: Path
    separator: str
    # each with its number in the file, and its cells as they are
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    data: bytes  # its content


def read_csv(path: Path, hint: str) -> CsvFile:
    """Read a CSV file in UTF-8 or UTF-16, with or without a mark in front.

    The separator is the one that the file names (``sep=;`` on the first line, as Excel writes and
    reads it), or that its first line has most of.

    Args:
        hint: what to give in its place, for the message if it cannot be read.

    Raises:
        AutograderError: it cannot be read, or is no CSV; the message says where and what to do.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AutograderError(f"{path} cannot be read ({error.strerror}); {hint}") from None
    return parse_csv(data, path)


def parse_csv(data: bytes, path: Path) -> CsvFile:
    """Read the content of a CSV file; ``path`` is what messages call it.

    Raises:
        AutograderError: it is no CSV; the message says where and what to do.
    """
    text = _decode(data, path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    said = _SAID.fullmatch(first)
    separator = said["separator"] if said else max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[tuple[int, tuple[str, ...]]] = []
    begin = 1
    skip = said is not None
    try:
        for cells in reader:
            number, begin = begin, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if skip:
                skip = False
                continue
            lines.append((number, tuple(cells)))
    except csv.Error as error:
        raise AutograderError(
            f"{path}, line {reader.line_num}: this is not CSV ({error}); save the table as CSV "
            "(UTF-8) from your spreadsheet"
        ) from None
    return CsvFile(path, separator, tuple(lines), data)


def _decode(data: bytes, path: Path) -> str:
    # Excel calls UTF-16 "Unicode text"; with "CSV UTF-8" it puts a mark in front.
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise AutograderError(
            f"{path} is not a text in UTF-8; save the table as CSV (UTF-8) from your spreadsheet"
        )
    return text
