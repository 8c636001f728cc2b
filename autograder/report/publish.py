"""Make the files of a class say what people have decided: tables, results, feedback, report."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from autograder.batch.kept import LastCall, read_call
from autograder.batch.work import release_digest
from autograder.gradebook.histories import keep_rungs, read_histories
from autograder.gradebook.late import apply_policy
from autograder.gradebook.manual import ManualGrades
from autograder.gradebook.members import Members, one_maximum
from autograder.gradebook.tables import Gradebook
from autograder.release_zip import Release
from autograder.report.pages import write_feedback, write_report
from autograder.results.journal import Journal, writing
from autograder.results.outcome import Row

WITH_STUDENT = (
    "the tests ran in the students' own processes, as in plain Otter: whoever wants to can forge a "
    "result, and read the hidden tests"
)


def read_class(journal: Journal, out: Path) -> tuple[LastCall, ManualGrades, list[Row]]:
    """Return what a class was graded with, what people gave, and all rows with that.

    Raises:
        AutograderError: the folder does not hold what is needed.
    """
    call = read_call(journal, out)
    journal.release = release_digest(call.release, call.limits)
    grades = ManualGrades(journal, call.release, call.rung)
    left = Members(journal.members(), (), ()).left((), journal)
    return call, grades, one_maximum([apply_policy(grades.merge(row), call.late) for row in left])


def publish(out: Path, names: Iterable[str] | None = None) -> list[str]:
    """Write the files of a class anew, of those submissions for which something has changed.

    A grader may be at work: it brings in what is decided until it ends, and whoever comes second
    waits until the files of the first are whole.

    Args:
        out: the output folder of a graded class.
        names: submissions whose files are looked at; by default all. Tables and the report are
            always those of the whole class.

    Returns:
        the submissions whose files have been written.

    Raises:
        AutograderError: the folder does not hold what is needed, or cannot be written.
        OSError: a file cannot be written.
    """
    with Journal(out, grader=False) as journal, writing(out):
        call, grades, rows = read_class(journal, out)
        wanted = None if names is None else set(names)
        digests = {row.name: _digest(call.release, row) for row in rows}
        before = journal.published()
        changed = [
            row
            for row in rows
            if before.get(row.name) != digests[row.name] and (wanted is None or row.name in wanted)
        ]
        book = Gradebook(out, call.release)
        for row in changed:
            book.add(row)
            write_feedback(row, call.release.title, out)
        book.write_tables(rows)
        grades.write(out, call.release.guides(), rows)
        _write_report(journal, rows, call.release, out)
        journal.publish({row.name: digests[row.name] for row in changed})
        return [row.name for row in changed]


def write_pages(journal: Journal, release: Release, out: Path, rows: Sequence[Row]) -> None:
    """Write the report and all pages of students, where results and tables are written already."""
    for row in rows:
        write_feedback(row, release.title, out)
    _write_report(journal, rows, release, out)
    journal.publish({row.name: _digest(release, row) for row in rows})


def _write_report(journal: Journal, rows: Sequence[Row], release: Release, out: Path) -> None:
    warnings = (WITH_STUDENT,) if release.tests_with_student else ()
    keep_rungs(journal, rows)
    write_report(rows, release.title, out, warnings, read_histories(journal))


def _digest(release: Release, row: Row) -> bytes:
    """Return a digest of what the files of a submission are made from."""
    made_from = (release.title, row.name, row.identical_to, row.outcome)
    return hashlib.sha256(msgspec.msgpack.encode(made_from)).digest()
