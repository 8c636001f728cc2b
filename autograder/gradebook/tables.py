"""The output folder of a batch: a result per submission, and tables of all."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from autograder.batch.work import Row
from autograder.files import write_whole
from autograder.gradebook.manual import label_of, waiting
from autograder.gradebook.uploads import CANVAS_FILE, GRADESCOPE_FILE, safe_cell, uploads
from autograder.release_zip import Release
from autograder.results.outcome import write_json


class Gradebook:
    """Writes the output folder.

    Args:
        folder: where it goes.
        release: for the names of the assignment and its questions.
    """

    def __init__(self, folder: Path, release: Release) -> None:
        self._folder = folder
        self._release = release
        self._staff = [label_of(question, release.questions) for question in release.manual]

    def add(self, row: Row) -> None:
        """Write the result of one submission."""
        path = self._folder / "results" / f"{row.submission.name}.json"
        write_json(row.outcome.report, path)

    def write_tables(self, rows: Sequence[Row]) -> None:
        """Write the table of all submissions, and those that platforms import."""
        header = ["submission", "students", "ids", "emails", "late", "status", "score", "max_score"]
        header += [*self._release.questions, *self._staff, "seconds", "identical_to"]
        lines = [self._line(row) for row in sorted(rows, key=lambda row: row.submission.name)]
        table = io.StringIO()
        csv.writer(table).writerows([header, *lines])
        write_whole(self._folder / "grades.csv", table.getvalue())
        made = uploads(rows, self._release)
        for name, text in ((CANVAS_FILE, made.canvas), (GRADESCOPE_FILE, made.gradescope)):
            if text is None:  # another class was graded here before
                (self._folder / name).unlink(missing_ok=True)
            else:
                write_whole(self._folder / name, text)

    def _line(self, row: Row) -> list[str]:
        outcome, students = row.outcome, row.submission.students
        scores = {question.name: f"{question.score:g}" for question in outcome.questions}
        staff = {question.name: f"{question.score:g}" for question in outcome.staff}
        return [
            safe_cell(row.submission.name),
            safe_cell("; ".join(student.name for student in students)),
            safe_cell("; ".join(student.identifier for student in students)),
            safe_cell("; ".join(student.email for student in students)),
            safe_cell(row.submission.late),
            outcome.status,
            f"{outcome.score:g}",
            f"{outcome.max_score:g}",
            *(scores.get(question, "0") for question in self._release.questions),
            *(staff.get(label, "") for label in self._staff),
            f"{outcome.seconds:.2f}",
            safe_cell(row.identical_to),
        ]


def closing_notes(rows: Sequence[Row], release: Release, out: Path) -> list[str]:
    """Return what staff should know when a class is graded, a line each."""
    notes = list(uploads(rows, release).notes)
    for question, count in waiting(rows, release).items():
        answers = "1 answer has" if count == 1 else f"{count} answers have"
        notes.append(f"{question}: {answers} no points yet; to give some: autograder answers {out}")
    return notes
