"""The road of a batch: find, tell apart, grade what is not known, write."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.work import Executor, collect_unique, grade_class, release_digest
from autograder.errors import AutograderError
from autograder.gradebook.manual import ManualGrades
from autograder.gradebook.points import read_points
from autograder.gradebook.tables import Gradebook
from autograder.intake.exports import find_submissions
from autograder.intake.roster import Roster
from autograder.limits import Limits
from autograder.release_zip import Release
from autograder.results.journal import FILE, Journal
from autograder.results.outcome import Row, UniqueSubmission

_UNPACKED = ".unpacked-"
EVERYTHING = "all"
"""The name that stands for every submission in ``regrade``."""


@dataclass(frozen=True)
class Progress:
    """How far a batch is."""

    row: Row  # the submission whose result has just become known
    done: int  # how many are known, this one included
    total: int  # how many there are


def run_batch(
    executor: Executor,
    release: Release,
    paths: Sequence[Path],
    out: Path,
    limits: Limits,
    tell: Callable[[Progress], None],
    *,
    regrade: Sequence[str] = (),
    manual: Sequence[Path] = (),
    roster: Roster | None = None,
    say: Callable[[str], None],
) -> list[Row]:
    """Grade a class; what an earlier call got done is not done again.

    Args:
        paths: notebooks, folders, zips, and the exports of platforms.
        tell: told of each result.
        regrade: names of submissions to grade again, or ``all``.
        manual: tables of points that people gave for answers.
        roster: who is in the class, where staff said so.
        say: told in one line what else the user should know.

    Raises:
        AutograderError: there is nothing to grade, another grader is at work in ``out``, no
            submission has a name in ``regrade``, or a table in ``manual`` cannot be used.
    """
    with (
        Journal(out, release_digest(release, limits)) as journal,
        _scratch(out) as scratch,
    ):
        if journal.was_old:
            say(f"{out / FILE} was written by an older version: all is graded again")
        given = read_points(manual, journal.answers(), release.manual)
        found = find_submissions(paths, Path(scratch), say)
        work = collect_unique(roster.complete(found) if roster else found, release.sought)
        for unique in _chosen(work, regrade):
            journal.remove(unique.content)
        grades = ManualGrades(journal, release, given)
        book = Gradebook(out, release)
        total = sum(len(unique.submissions) for unique in work)
        rows: list[Row] = []
        try:
            for row in grade_class(
                work, journal, lambda unknown: executor(release, unknown, limits)
            ):
                row = grades.merge(row)
                rows.append(row)
                book.add(row)
                tell(Progress(row, len(rows), total))
        finally:
            book.write_tables(rows)
            grades.write(out, release.guides())
    return rows


def _scratch(out: Path) -> tempfile.TemporaryDirectory[str]:
    """Make a folder to unpack zips in; what graders left that were killed is removed.

    The journal's lock is held, so no other grader is at work here.
    """
    for left in out.glob(f"{_UNPACKED}*"):
        shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=out)


def _chosen(work: Sequence[UniqueSubmission], names: Sequence[str]) -> list[UniqueSubmission]:
    """Return the contents that are to be graded again.

    Raises:
        AutograderError: a name is not there.
    """
    if EVERYTHING in names:
        return list(work)
    by_name = {submission.name: unique for unique in work for submission in unique.submissions}
    for name in names:
        if name not in by_name:
            raise AutograderError(
                f"there is no submission named {name} to grade again; see the first column of "
                f"grades.csv, or say --regrade {EVERYTHING}"
            )
    return [by_name[name] for name in names]
