"""Who is in the class and handed nothing in, for staff."""

from collections.abc import Sequence
from pathlib import Path

from autograder.files import write_whole
from autograder.gradebook.points import csv_text
from autograder.gradebook.tables import safe_cell
from autograder.intake.roster import Roster
from autograder.results.outcome import Row

MISSING_FILE = "missing.csv"
_MOST_NAMES = 5
"""People whom a note names; the others are counted."""


def write_missing(roster: Roster, rows: Sequence[Row], out: Path) -> list[str]:
    """Write ``missing.csv``, and return what staff should know of a roster, a line each.

    Raises:
        OSError: it cannot be written.
    """
    notes = []
    people = roster.missing(row.submission for row in rows)
    if people:
        cells = ((one.name, one.identifier, one.email) for one in people)
        lines = [[safe_cell(cell) for cell in line] for line in cells]
        table = csv_text([["name", "id", "email"], *lines])
        write_whole(out / MISSING_FILE, "\ufeff" + table)
        named = _named([one.name or one.identifier or one.email for one in people])
        notes.append(
            f"{len(people)} of {len(roster)} in the roster handed in nothing: {named}; "
            f"see {MISSING_FILE}"
        )
    else:
        (out / MISSING_FILE).unlink(missing_ok=True)
    if strangers := roster.strangers(row.submission for row in rows):
        named = _named([one.name for one in strangers])
        notes.append(
            f"{len(strangers)} of {len(rows)} submissions are from nobody in the roster: {named}"
        )
    return notes


def _named(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
