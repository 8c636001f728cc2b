"""The output folder of a batch: a result per submission, and tables of all."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import printable
from autograder.files import write_whole
from autograder.grading.batch import Row
from autograder.grading.package import Package
from autograder.grading.results import write_json


def _cell(text: str) -> str:
    """Return a text for a table that a spreadsheet will open: no formula, no control characters."""
    text = printable(text)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


class Gradebook:
    """Writes the output folder.

    Args:
        folder: where it goes.
        package: for the names of the questions.
    """

    def __init__(self, folder: Path, package: Package) -> None:
        self._folder = folder
        self._questions = package.questions

    def add(self, row: Row) -> None:
        """Write the result of one submission."""
        path = self._folder / "results" / f"{row.submission.name}.json"
        write_json(row.outcome.report, path)

    def write_tables(self, rows: Sequence[Row]) -> None:
        """Write the table of all submissions."""
        header = ["submission", "students", "ids", "emails", "late", "status", "score", "max_score"]
        header += [*self._questions, "seconds", "identical_to"]
        lines = [self._line(row) for row in sorted(rows, key=lambda row: row.submission.name)]
        table = io.StringIO()
        csv.writer(table).writerows([header, *lines])
        write_whole(self._folder / "grades.csv", table.getvalue())

    def _line(self, row: Row) -> list[str]:
        outcome, students = row.outcome, row.submission.students
        scores = {question.name: f"{question.score:g}" for question in outcome.questions}
        return [
            _cell(row.submission.name),
            _cell("; ".join(student.name for student in students)),
            _cell("; ".join(student.identifier for student in students)),
            _cell("; ".join(student.email for student in students)),
            _cell(row.submission.late),
            outcome.status,
            f"{outcome.score:g}",
            f"{outcome.max_score:g}",
            *(scores.get(question, "0") for question in self._questions),
            f"{outcome.seconds:.2f}",
            _cell(row.identical_to),
        ]
