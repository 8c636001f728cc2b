"""The folder of a graded class, opened to learn from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.kept import LastCall
from autograder.errors import SubmissionError
from autograder.insight.own_code import own_code
from autograder.intake.handed_in import unpack_notebook
from autograder.intake.submission import SubmittedNotebook
from autograder.release_zip import Release
from autograder.report.publish import read_class
from autograder.results.journal import Journal
from autograder.results.outcome import Row

PAGES = "insight"
"""The folder in that of a class where pages go."""


@dataclass(frozen=True)
class ClassFolder:
    """A graded class. Nothing in it is changed."""

    path: Path
    call: LastCall  # what it was graded with
    rows: tuple[Row, ...]  # all submissions, by name, with what people decided
    journal: Journal

    @property
    def release(self) -> Release:
        """What it was graded with."""
        return self.call.release

    def notebook(self, row: Row, content: str = "") -> SubmittedNotebook | None:
        """Return what was handed in; None where it is not kept.

        Args:
            content: the digest of an earlier submission of the same author; else the last.
        """
        kept = self.journal.notebook(row.name, content or row.content)
        if kept is None:
            return None
        try:
            return unpack_notebook(kept)
        except SubmissionError:
            return None

    def own_code(self, row: Row) -> dict[str, str]:
        """Return what its author wrote, by question; nothing where it is not kept."""
        notebook = self.notebook(row)
        return own_code(notebook, self.release) if notebook else {}


@contextmanager
def open_class(folder: Path) -> Iterator[ClassFolder]:
    """Open the output folder of ``autograder grade``, where a grader may be at work.

    Raises:
        AutograderError: it holds no graded class, or one of an older version.
    """
    with Journal(folder, grader=False) as journal:
        call, _, rows = read_class(journal, folder)
        yield ClassFolder(folder, call, tuple(rows), journal)
