"""Write the pages of a graded class beside its tables."""

from collections.abc import Sequence
from pathlib import Path

from autograder.batch.work import Row
from autograder.files import write_whole
from autograder.gradebook.manual import waiting
from autograder.release_zip import Release
from autograder.report.pages import feedback_page, report_page
from autograder.report.statistics import Graded, summarise

REPORT = "report.html"
FEEDBACK = "feedback"


def write_report(rows: Sequence[Row], release: Release, out: Path) -> None:
    """Write ``report.html`` for staff, and a page per student in ``feedback/``.

    Args:
        rows: all results.
        release: what they were graded with.
        out: the output folder.
    """
    title = release.title
    graded = [_graded(row) for row in sorted(rows, key=lambda row: row.submission.name)]
    ungraded = sum(waiting(rows, release).values())
    write_whole(out / REPORT, report_page(summarise(title, graded, ungraded)))
    for one in graded:
        write_whole(out / FEEDBACK / f"{one.name}.html", feedback_page(title, one))


def _graded(row: Row) -> Graded:
    outcome = row.outcome
    return Graded(
        row.submission.name,
        "; ".join(student.name for student in row.submission.students),
        row.submission.late,
        outcome.status,
        outcome.score,
        outcome.max_score,
        outcome.seconds,
        row.identical_to,
        outcome.report,
    )
