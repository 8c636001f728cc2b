"""Write the pages of a graded class beside its tables."""

from collections.abc import Sequence
from pathlib import Path

from autograder.files import write_whole
from autograder.gradebook.manual import waiting
from autograder.report.pages import feedback_page, report_page
from autograder.report.statistics import summarise
from autograder.results.outcome import Row

REPORT = "report.html"
FEEDBACK = "feedback"


def write_report(rows: Sequence[Row], title: str, out: Path) -> None:
    """Write ``report.html`` for staff, and a page per student in ``feedback/``.

    Args:
        rows: all results.
        title: the assignment, for people.
        out: the output folder.
    """
    rows = sorted(rows, key=lambda row: row.name)
    ungraded = sum(waiting(rows).values())
    write_whole(out / REPORT, report_page(summarise(title, rows, ungraded)))
    for row in rows:
        write_whole(out / FEEDBACK / f"{row.name}.html", feedback_page(title, row))
