"""The road of a batch: find, tell apart, grade what is not known, write."""

import functools
import shutil
import tempfile
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.work import (
    Executor,
    collect_unique,
    grade_class,
    refuse_or_grade,
    release_digest,
)
from autograder.errors import AutograderError
from autograder.gradebook.changes import changes, changes_notes, standing, write_changes
from autograder.gradebook.late import apply_policy
from autograder.gradebook.manual import ManualGrades
from autograder.gradebook.members import Members, one_maximum, replacement_notes
from autograder.gradebook.points import read_points
from autograder.gradebook.tables import Gradebook
from autograder.intake.exports import find_submissions
from autograder.intake.roster import Roster
from autograder.late_policy import LatePolicy
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
    drop: Sequence[str] = (),
    late: LatePolicy | None = None,
    say: Callable[[str], None],
) -> list[Row]:
    """Grade a class; what an earlier call got done is not done again.

    The folder is the class: who was graded there before and is not in ``paths`` stays, and keeps
    the result. A call that is stopped leaves those as they were whom it did not come to.

    Args:
        paths: notebooks, folders, zips, and the exports of platforms. With none, tables and pages
            are made anew of what ``out`` knows.
        tell: told of each result.
        regrade: names of submissions to grade again, or ``all``.
        manual: tables of points that people gave for answers.
        roster: who is in the class, where staff said so.
        drop: names of submissions that leave the class.
        late: what handing in late costs; None for nothing.
        say: told in one line what else the user should know.

    Returns:
        a row for each submission of the class.

    Raises:
        AutograderError: there is nothing to grade, another grader is at work in ``out``, no
            submission has a name in ``regrade`` or ``drop``, or a table in ``manual`` cannot be
            used.
    """
    with (
        Journal(out, release_digest(release, limits)) as journal,
        _scratch(out) as scratch,
    ):
        if journal.was_old:
            say(f"{out / FILE} was written by an older version: all is graded again")
        elif journal.lacked_class:
            say(
                f"{out / FILE} was written by an older version, which did not keep who is in the "
                "class: give the paths of everyone this once"
            )
        given = read_points(manual, journal.answers(), release.manual)
        known = journal.members()
        found = find_submissions(paths, Path(scratch), say) if paths or not known else []
        members = Members(known, roster.complete(found) if roster else found, drop)
        work = collect_unique(members.submissions, release.sought)
        for unique in _chosen(work, regrade, known):
            journal.remove(unique.content)
        grades = ManualGrades(journal, release, given)
        book = Gradebook(out, release)
        total = sum(len(unique.submissions) for unique in work)
        rows: list[Row] = []
        finished = False
        try:
            for row in grade_class(
                work,
                journal,
                functools.partial(refuse_or_grade, executor, release, limits),
                members.firsts(),
            ):
                row = apply_policy(grades.merge(row), late)
                rows.append(row)
                book.add(row)
                if row.fresh:  # who was known already is kept with all others, at the end
                    before = known[row.name].last if row.name in known else None
                    journal.keep([members.member(row, journal.release, before)])
                tell(Progress(row, len(rows), total))
            finished = True
        finally:
            replaced = members.replaced(rows)
            left = [apply_policy(grades.merge(row), late) for row in members.left(rows, journal)]
            for row in left:
                book.add(row)
            rows = one_maximum([*rows, *left])
            last = members.last(rows)
            now = {
                row.name: standing(row, members.member(row, journal.release, None).release)
                for row in rows
            }
            # What a stopped call has changed is told by the one that comes to the end.
            to_keep = now if finished else last
            journal.keep(
                [members.member(row, journal.release, to_keep.get(row.name)) for row in rows],
                gone=[*members.dropped, *replaced],
            )
            for name in (*members.dropped, *replaced):
                book.remove(name)
            book.write_tables(rows)
            grades.write(out, release.guides())
            changed = changes(rows, last, now)
            write_changes(changed, out)
        for line in (*replacement_notes(replaced), *changes_notes(changed, out)):
            say(line)
    return rows


def _scratch(out: Path) -> tempfile.TemporaryDirectory[str]:
    """Make a folder to unpack zips in; what graders left that were killed is removed.

    The journal's lock is held, so no other grader is at work here.
    """
    for left in out.glob(f"{_UNPACKED}*"):
        shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=out)


def _chosen(
    work: Sequence[UniqueSubmission], names: Sequence[str], known: Container[str]
) -> list[UniqueSubmission]:
    """Return the contents that are to be graded again.

    Raises:
        AutograderError: a name is not there, or the class has it but the paths do not.
    """
    if EVERYTHING in names:
        return list(work)
    by_name = {submission.name: unique for unique in work for submission in unique.submissions}
    for name in names:
        if name not in by_name and name in known:
            raise AutograderError(
                f"{name} cannot be graded again without the notebook; add its path to this call"
            )
        if name not in by_name:
            raise AutograderError(
                f"there is no submission named {name} to grade again; see the first column of "
                f"grades.csv, or say --regrade {EVERYTHING}"
            )
    return [by_name[name] for name in names]
