"""Who is in the class: what the folder knows, and what a call adds to it, replaces and drops."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from msgspec.structs import replace as replace_fields

from autograder.errors import AutograderError
from autograder.intake.roster import Student, Submission
from autograder.results.journal import Journal, Member, Standing
from autograder.results.outcome import FAILED, Row, ungraded
from autograder.text import file_name, printable

_FORGOTTEN = (
    "The result is not kept any more: an older version of the autograder wrote it. That is not "
    "your fault; your instructor has to grade this submission again."
)

_MOST_PAIRS = 5
"""Replaced submissions in a note; the others are counted."""

_Author = tuple[str, str]
"""Somebody whom a platform knows: the platform, and the identifier there."""


def _authors(students: Iterable[Student]) -> frozenset[_Author]:
    """Return by whom a submission is; nobody where no platform gave the id of every author."""
    found = [(one.platform, one.identifier) for one in students]
    return frozenset(found) if all(all(author) for author in found) else frozenset()


class Members:
    """A class, while a call is at work on it. State: none; what it was made from stays as it is.

    A submission is known by the ids of its authors where a platform gives them, else by its name.
    So whoever hands in again takes the place of the earlier submission, whatever a platform calls
    the new one; and who has the name of somebody else gets another name.

    Args:
        known: what the folder knows, by name.
        submissions: what the call has found.
        drop: names of submissions that leave the class.

    Attributes:
        submissions: what the call has found, by the names that it has in this class.
        names: these names.
        dropped: names of the class that leave it.

    Raises:
        AutograderError: no submission has a name in ``drop``.
    """

    def __init__(
        self, known: Mapping[str, Member], submissions: Sequence[Submission], drop: Sequence[str]
    ) -> None:
        taken = {one.name for one in submissions}
        named = [_named(one, known, taken) for one in submissions]
        for name in drop:
            if name not in known and all(name != one.name for one in named):
                raise AutograderError(
                    f"there is no submission named {name} to drop; see the first column of "
                    "grades.csv"
                )
        self._known = known
        self.dropped = [name for name in dict.fromkeys(drop) if name in known]
        self.submissions = [one for one in named if one.name not in set(drop)]
        self.names = {one.name for one in self.submissions}

    def firsts(self) -> dict[str, str]:
        """Return who of those that this call does not touch was first with a content."""
        left = [one for one in self._known.values() if one.name not in self.names]
        found: dict[str, str] = {}
        for one in sorted(left, key=lambda member: (bool(member.identical_to), member.name)):
            if one.name not in self.dropped:
                found.setdefault(one.content, one.name)
        return found

    def replaced(self, rows: Sequence[Row]) -> dict[str, str]:
        """Return the earlier submissions in whose places rows have come: names by names.

        The one of a group has not been replaced before all of its authors have handed in again.
        """
        by_author = {
            author: row.name for row in rows for author in _authors(row.submission.students)
        }
        found = {}
        for one in self._known.values():
            authors = _authors(one.students)
            if one.name not in self.names and authors and authors <= by_author.keys():
                found[one.name] = by_author[min(authors)]
        return found

    def left(self, rows: Sequence[Row], journal: Journal) -> list[Row]:
        """Return the rest of the class: those whose results this call has not made.

        They keep the results that they have. That of an earlier release stands where there is none
        of this one, as there is nothing to grade again.
        """
        gone = {*self.dropped, *self.replaced(rows), *(row.name for row in rows)}
        firsts = self.firsts()
        made = []
        for member in self._known.values():
            if member.name in gone:
                continue
            outcome = journal.outcome(member.content)
            outdated = outcome is None
            if outcome is None:
                outcome = journal.outcome(member.content, member.release)
            if outcome is None:
                outcome = ungraded(FAILED, _FORGOTTEN, None, 0)
            submission = Submission(
                member.name, Path(member.name), member.students, member.late, member.late_seconds
            )
            first = firsts.get(member.content, member.name)
            row = Row(
                submission,
                outcome,
                "" if first == member.name else first,
                content=member.content,
                absent=self._absent(member),
                outdated=outdated,
            )
            made.append(row)
        return made

    def _absent(self, member: Member) -> bool:
        """Say whether the last call did not name it; one without any paths names nobody anew."""
        return member.name not in self.names if self.names else not member.present

    def last(self, rows: Sequence[Row]) -> dict[str, Standing]:
        """Return what rows were worth after the last call, by name, where they were there."""
        found = {name: one.last for name, one in self._known.items()}
        for earlier, name in self.replaced(rows).items():
            if found.get(name) is None:
                found[name] = found[earlier]
        return {name: standing for name, standing in found.items() if standing}

    def member(self, row: Row, release: str, last: Standing | None) -> Member:
        """Return what the folder keeps of a row."""
        one = row.submission
        return Member(
            one.name,
            one.students,
            one.late,
            one.late_seconds,
            row.content,
            self._known[row.name].release if row.outdated else release,
            row.identical_to,
            present=not row.absent,
            last=last,
        )


def _named(submission: Submission, known: Mapping[str, Member], taken: set[str]) -> Submission:
    """Return a submission by a name that nobody else in the class has."""
    there = known.get(submission.name)
    now = _authors(submission.students)
    before = _authors(there.students) if there else frozenset()
    same_platform = {platform for platform, _ in now} & {platform for platform, _ in before}
    if not same_platform or now & before:
        return submission
    ids = "-".join(identifier for _, identifier in sorted(now))
    name = file_name(f"{submission.name}-{ids}")
    while name in taken:
        name += "-"
    taken.add(name)
    return replace(submission, name=name)


def replacement_notes(replaced: Mapping[str, str]) -> list[str]:
    """Return what staff should know of earlier submissions that are gone: a line, or none."""
    if not replaced:
        return []
    pairs = [f"{printable(new)} for {printable(old)}" for old, new in sorted(replaced.items())]
    more = len(pairs) - _MOST_PAIRS
    shown = ", ".join(pairs[:_MOST_PAIRS]) + (f" and {more} more" if more > 0 else "")
    return [f"handed in again, in place of an earlier submission: {shown}"]


def one_maximum(rows: Sequence[Row]) -> list[Row]:
    """Return rows with one maximum: the tests' points, and those of what people have graded.

    What an earlier release has graded keeps the maximum of its tests, of which its score is a part.
    """
    staff = {grade.label: grade.counted for row in rows for grade in row.outcome.staff}
    by_people = sum(staff.values())
    tests = max((_of_tests(row) for row in rows if not row.outdated), default=0.0)
    return [
        replace_fields(
            row,
            outcome=replace_fields(
                row.outcome, max_score=(_of_tests(row) if row.outdated else tests) + by_people
            ),
        )
        for row in rows
    ]


def _of_tests(row: Row) -> float:
    return row.outcome.max_score - sum(grade.counted for grade in row.outcome.staff)
