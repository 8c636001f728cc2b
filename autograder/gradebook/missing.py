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


def write_missing(roster: Roster, rows: Sequence[Row], out: Path) -> str:
    """Write ``missing.csv``, and return what it says in one line, or "" if nobody is missing.

    Raises:
        OSError: it cannot be written.
    """
    people = roster.missing(row.submission for row in rows)
    if not people:
        (out / MISSING_FILE).unlink(missing_ok=True)
        return ""
    lines = [[safe_cell(cell) for cell in (one.name, one.identifier, one.email)] for one in people]
    write_whole(out / MISSING_FILE, "\ufeff" + csv_text([["name", "id", "email"], *lines]))
    shown = [one.name or one.identifier or one.email for one in people[:_MOST_NAMES]]
    more = len(people) - len(shown)
    named = ", ".join(shown) + (f" and {more} more" if more else "")
    return (
        f"{len(people)} of {len(roster)} in the roster handed in nothing: {named}; {MISSING_FILE}"
    )
