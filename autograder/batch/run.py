"""The road of a batch: find, tell apart, grade what is not known, write."""

import functools
import shutil
import tempfile
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.batch.kept import keep_call, last_rung
from autograder.batch.work import (
    Executor,
    collect_unique,
    grade_class,
    refuse_or_grade,
    release_digest,
)
from autograder.errors import AutograderError
from autograder.gradebook.changes import Change, changes, changes_notes, standing, write_changes
from autograder.gradebook.histories import rename_rungs
from autograder.gradebook.late import apply_policy
from autograder.gradebook.manual import ManualGrades
from autograder.gradebook.members import Members, one_maximum, replacement_notes
from autograder.gradebook.points import read_points
from autograder.gradebook.tables import Gradebook
from autograder.intake.exports import find_submissions
from autograder.intake.roster import Roster, Submission
from autograder.late_policy import LatePolicy
from autograder.limits import Limits
from autograder.release_zip import Release
from autograder.results.journal import FILE, Journal, Member, writing
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
    rung: int | None = None,
    say: Callable[[str], None],
    pages: Callable[[Journal, Sequence[Row]], None] | None = None,
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
        rung: which of a misconception's hints students read, counted from 1; None for that of the
            last call.
        say: told in one line what else the user should know.
        pages: writes the pages of the class, once it is graded, while nobody else writes files.

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
        for line in _journal_notes(journal, out):
            say(line)
        given = read_points(manual, journal.answers(), release.manual)
        known = journal.members()
        found = find_submissions(paths, Path(scratch), say) if paths or not known else []
        members = Members(known, roster.complete(found) if roster else found, drop)
        left = [one for name, one in known.items() if name not in members.names]
        _require_names(regrade, {*members.names, *(one.name for one in left)})
        work = collect_unique(members.submissions, release.sought, journal)
        again = _again(work, left, regrade, journal, Path(scratch))
        rung = rung or last_rung(journal)
        keep_call(journal, out, release, limits, late, roster, rung)
        grades = ManualGrades(journal, release, rung)
        grades.begin_rubrics(release.guides())
        grades.give(given)
        batch = _Class(journal, members, grades, Gradebook(out, release), late)
        total = sum(len(unique.submissions) for unique in (*work, *again.left))
        grade = functools.partial(refuse_or_grade, executor, release, limits)
        finished, done = False, 0
        try:
            for row in grade_class(
                [*work, *again.left], journal, grade, members.firsts(), again.contents
            ):
                done += 1
                tell(Progress(batch.add(row, known), done, total))
            finished = True
        finally:
            with writing(out):  # what is decided from here on, its own writer brings in after us
                changed = batch.keep(finished)
                grades.write(out, release.guides(), batch.rows)
                write_changes(changed, out)
                if finished and pages:
                    pages(journal, batch.rows)
        for line in (*replacement_notes(batch.replaced), *changes_notes(changed, out)):
            say(line)
    return batch.rows


@dataclass
class _Class:
    """A class while it is graded. State: the rows so far, and whose place they have taken.

    Rows are as tests left them until the end, when what people decided is brought in anew.
    """

    journal: Journal
    members: Members
    grades: ManualGrades
    book: Gradebook
    late: LatePolicy | None
    rows: list[Row] = field(default_factory=list)
    written: dict[str, Row] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)

    def _complete(self, row: Row) -> Row:
        """Return a row with what people gave and what lateness costs."""
        return apply_policy(self.grades.merge(row), self.late)

    def add(self, row: Row, known: Mapping[str, Member]) -> Row:
        """Take in the result of a submission, write it, and return it with what people decided."""
        complete = self._complete(row)
        self.book.add(complete)
        self.written[row.name] = complete
        if row.name not in self.members.names:  # graded again from what the journal keeps
            return complete
        self.rows.append(row)
        if row.fresh:  # who was known already is kept with all others, at the end
            before = known[row.name].last if row.name in known else None
            self.journal.keep([self.members.member(row, self.journal.release, before)])
        return complete

    def keep(self, finished: bool) -> list[Change]:
        """Add the rest of the class, write the tables, and return what has changed for whom.

        Args:
            finished: whether the call has come to its end. What a stopped call has changed is told
                by the one that does.
        """
        release = self.journal.release
        self.replaced = self.members.replaced(self.rows)
        self.grades.refresh()  # people may have decided meanwhile
        rows = [
            self._complete(row) for row in (*self.rows, *self.members.left(self.rows, self.journal))
        ]
        for row in rows:
            if self.written.get(row.name) != row:
                self.book.add(row)
        self.rows = one_maximum(rows)
        last = self.members.last(self.rows)
        now = {
            row.name: standing(row, self.members.member(row, release, None).release)
            for row in self.rows
        }
        kept = now if finished else last
        gone = [*self.members.dropped, *self.replaced]
        self.journal.rename_notebooks(self.replaced.items())
        rename_rungs(self.journal, self.replaced.items())
        self.journal.keep(
            [self.members.member(row, release, kept.get(row.name)) for row in self.rows], gone=gone
        )
        for name in gone:
            self.book.remove(name)
        self.book.write_tables(self.rows)
        return changes(self.rows, last, now)


def _journal_notes(journal: Journal, out: Path) -> Iterator[str]:
    """Yield what staff should know of a journal that an older version wrote."""
    if journal.was_old:
        yield f"{out / FILE} was written by an older version: all is graded again"
    elif journal.lacked_class:
        yield (
            f"{out / FILE} was written by an older version, which did not keep who is in the "
            "class: give the paths of everyone this once"
        )


def _scratch(out: Path) -> tempfile.TemporaryDirectory[str]:
    """Make a folder to unpack zips in; what graders left that were killed is removed.

    The journal's lock is held, so no other grader is at work here.
    """
    for left in out.glob(f"{_UNPACKED}*"):
        shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=out)


@dataclass(frozen=True)
class _Again:
    """What is graded again."""

    contents: frozenset[str]
    left: tuple[UniqueSubmission, ...]  # those of them that are not among the paths of this call


def _require_names(names: Sequence[str], there: Container[str]) -> None:
    """Refuse to grade somebody again who is not there.

    Raises:
        AutograderError: a name is not there.
    """
    for name in names:
        if name != EVERYTHING and name not in there:
            raise AutograderError(
                f"there is no submission named {name} to grade again; see the first column of "
                f"grades.csv, or say --regrade {EVERYTHING}"
            )


def _again(
    work: Sequence[UniqueSubmission],
    left: Sequence[Member],
    names: Sequence[str],
    journal: Journal,
    scratch: Path,
) -> _Again:
    """Return the contents that are to be graded again, from their paths or from the journal.

    Raises:
        AutograderError: the journal does not have what somebody handed in.
    """
    by_name = {submission.name: unique for unique in work for submission in unique.submissions}
    everyone = EVERYTHING in names
    contents = {one.content for name, one in by_name.items() if everyone or name in names}
    there = {one.content for one in work}
    found: dict[str, UniqueSubmission] = {}
    for one in left:
        if not (everyone or one.name in names) or one.content in contents:
            continue
        kept = journal.notebook(one.name, one.content)
        if kept is None and everyone:  # closing notes name whoever has a result of earlier tests
            continue
        if kept is None:
            raise AutograderError(
                f"{one.name} cannot be graded again without the notebook, which is not kept here: "
                "an older version graded it, or it cannot be read or is too large; add its path "
                "to this call"
            )
        contents.add(one.content)
        if one.content in there:
            continue
        path = scratch / f"kept-{len(found)}"
        path.write_bytes(kept)
        submission = Submission(one.name, path, one.students, one.late, one.late_seconds)
        found[one.content] = UniqueSubmission(one.content, (submission,), kept=True)
    return _Again(frozenset(contents), tuple(found.values()))
