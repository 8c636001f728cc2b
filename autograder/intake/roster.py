"""Who handed in what, as data; and who is in the class, from a table that staff have."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.csv_files import CsvFile, parse_csv, read_csv
from autograder.errors import AutograderError
from autograder.text import printable

BLACKBOARD = "Blackboard"
BRIGHTSPACE = "Brightspace"
CANVAS = "Canvas"
GRADESCOPE = "Gradescope"
ILIAS = "ILIAS"
MOODLE = "Moodle"
NBGRADER = "nbgrader"
SAKAI = "Sakai"

_MAX_TEXT = 200
"""Characters of a name, an id or an address; a cell that is longer is cut."""
_HEADER_WITHIN = 10
"""Lines among which the one with the columns' names is; Sakai writes a title above."""
_NAME = ("name", "full name", "student", "student name", "vollständiger name")
_FIRST = ("first name", "firstname", "given name", "first", "vorname", "prénom", "nombre")
_LAST = ("last name", "lastname", "surname", "family name", "last", "nachname", "nom")
_EMAIL = ("email", "e-mail", "mail", "email address", "e-mail address", "e-mail-adresse")
_LOGIN = ("sis login id", "login", "login id", "username", "user name", "netid", "eid")
_IDS = (
    *("id", "sid", "student id", "identifier", "id number", "student number", "user id"),
    *("sis user id", "display id", "orgdefinedid", "org defined id", "matriculation number"),
    *("matrikelnummer", "matriculation", "participant"),
)
"""Columns in the order in which they say how somebody is known."""
_CANVAS_ROWS = re.compile(r"points possible|manual posting|student, test|test student", re.I)
"""What Canvas' gradebook has in the column of names and is nobody."""
_MOODLE_COLUMNS = frozenset({"identifier", "participant"})
_MOODLE_NUMBER = re.compile(r"\D*\s([0-9]{1,20})")
"""What Moodle calls who is graded without a name: Participant 12345, in many languages."""
_OWN_NUMBERS = (BRIGHTSPACE, CANVAS, MOODLE)
"""Platforms whose ids are numbers of their own."""
_NOTHING = ("", "-", "n/a", "none", "null")
_BETWEEN = re.compile(r"\s+-\s+|[_()]+|(?<=\S)-(?=\S)")
"""What stands between a name and other words in a file's name."""


@dataclass(frozen=True)
class Student:
    """One author of a submission, as far as the export tells."""

    name: str = ""  # the person's name, or ""
    identifier: str = ""  # the id that the course's platform knows the person by, or ""
    email: str = ""  # the address, or ""
    # who gave the id, or "" when no platform did. It does not tell people apart
    platform: str = field(default="", compare=False)


@dataclass(frozen=True)
class Submission:
    """One submission of a class."""

    name: str  # names its result; different for each submission of a batch, and fit for a file name
    path: Path  # a notebook, or a zip or folder with one
    students: tuple[Student, ...] = ()  # its authors, where the export says so; several for a group
    late: str = ""  # how late it was, in words, or ""
    # the same in seconds, 0 for in time; None where nobody says
    late_seconds: float | None = None


@dataclass(frozen=True)
class _Member:
    """Somebody in the class, and all that the person is known by."""

    student: Student
    keys: frozenset[tuple[str, str]]  # ids, login and address, each with its column
    names: frozenset[str]  # the name, however it may be written
    words: frozenset[str]  # those of the name
    line: int  # where in the file


class Roster:
    """A class: who is who among submissions, and who is missing.

    Attributes:
        data: the table that it was read from.
    """

    def __init__(self, members: Sequence[_Member], data: bytes = b"") -> None:
        self.data = data
        self._members = tuple(members)
        self._by_key = _unique((key, one) for one in members for _, key in one.keys)
        self._named: dict[str, set[_Member]] = defaultdict(set)
        for one in members:
            for name in one.names:
                self._named[name].add(one)

    def __len__(self) -> int:
        return len(self._members)

    def complete(self, submissions: Iterable[Submission]) -> list[Submission]:
        """Return the submissions with what the roster knows of their authors.

        An author is found by id, login or address, and else by a name that only one person has.
        Where nobody knows the author, the submission's name may be one of these. Names become the
        roster's; an id or address that an export has stays.
        """
        return [
            replace(submission, students=self._authors(submission)) for submission in submissions
        ]

    def missing(self, submissions: Iterable[Submission]) -> list[Student]:
        """Return who is in the class and among the authors of no submission, by name."""
        there = {member for submission in submissions for member in self._members_of(submission)}
        absent = [one.student for one in self._members if one not in there]
        return sorted(absent, key=lambda one: (one.name, one.identifier, one.email))

    def strangers(self, submissions: Iterable[Submission]) -> list[Submission]:
        """Return the submissions of nobody in the class, as far as anybody can tell."""
        return [one for one in submissions if not self._members_of(one)]

    def _members_of(self, submission: Submission) -> set[_Member]:
        found = set(map(self._find, submission.students))
        if not submission.students:
            found.add(self._called(submission.name))
        return {member for member in found if member}

    def _authors(self, submission: Submission) -> tuple[Student, ...]:
        if not submission.students:
            member = self._called(submission.name)
            return (member.student,) if member else ()
        return tuple(
            _filled(student, member.student) if (member := self._find(student)) else student
            for student in submission.students
        )

    def _find(self, student: Student) -> _Member | None:
        """Return the member whom an export calls so."""
        names = _names(student.name)
        for key in filter(None, (student.identifier, student.email)):
            member = self._by_key.get(_key(key))
            # A platform's own number can be somebody else's number elsewhere.
            sure = member and (
                student.platform not in _OWN_NUMBERS
                or member.student.platform == student.platform
                or not names.isdisjoint(member.names)
            )
            if sure:
                return member
        return self._only(names)

    def _only(self, names: Iterable[str]) -> _Member | None:
        """Return the member with one of some names, if no other has one of them."""
        found = {member for name in names for member in self._named.get(name, ())}
        return found.pop() if len(found) == 1 else None

    def _called(self, name: str) -> _Member | None:
        """Return the one member whose id, login, address or name is in a submission's name."""
        for parts in ([name], _BETWEEN.split(name)):
            found = {
                member
                for part in parts
                for member in (self._by_key.get(_key(part)), self._only(_names(part)))
                if member
            }
            if len(found) == 1:
                return found.pop()
        words = set(_words(name))
        found = {one for one in self._members if len(one.words) > 1 and one.words <= words}
        return found.pop() if len(found) == 1 else None


def read_roster(path: Path, data: bytes | None = None) -> Roster:
    """Read the people of a class from CSV, as Canvas, Moodle, Sakai or Gradescope write it.

    Columns are found by their names: a name, or first and last name; ids; a login; an address.
    Others do not matter.

    Args:
        path: the file.
        data: its content, where that is known already.

    Raises:
        AutograderError: it is no such table, names nobody, or gives one id to two people.
    """
    hint = "give a CSV with names, ids or addresses"
    file = read_csv(path, hint) if data is None else parse_csv(data, path)
    place, columns = _header(file)
    members = []
    owners: dict[tuple[str, str], _Member] = {}
    for number, cells in file.lines[place + 1 :]:
        member = _member(number, columns, cells)
        if member is None:
            continue
        same = next((owners[key] for key in sorted(member.keys) if key in owners), None)
        if same is None:
            members.append(member)
            owners |= dict.fromkeys(member.keys, member)
        elif same.student != member.student:
            column, key = next(key for key in sorted(member.keys) if key in owners)
            raise AutograderError(
                f"{path}, line {number}: the {column} {key} is also on line {same.line}, for "
                "somebody else; correct one of them"
            )
    if not members:
        raise AutograderError(f"{path} names nobody; give a table with a line for each student")
    return Roster(members, file.data)


def _header(file: CsvFile) -> tuple[int, dict[str, int]]:
    """Return which line names the columns, and where each known column is.

    Raises:
        AutograderError: no line does.
    """
    known = {*_NAME, *_FIRST, *_LAST, *_EMAIL, *_LOGIN, *_IDS}
    best: dict[str, int] = {}
    place = 0
    for n, (_, cells) in enumerate(file.lines[:_HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            name = " ".join(cell.split()).lower()
            if name in known:
                columns.setdefault(name, column)
        if len(columns) > len(best):
            best, place = columns, n
    if not best or not any(name in best for name in (*_NAME, *_LAST, *_EMAIL, *_LOGIN, *_IDS)):
        number = file.lines[0][0] if file.lines else 1
        raise AutograderError(
            f"{file.path}, line {number}: no column is a name, an id or an address; the first "
            "line names the columns, such as Name, ID, Email"
        )
    return place, best


def _member(number: int, columns: dict[str, int], cells: Sequence[str]) -> _Member | None:
    def known(names: Sequence[str]) -> dict[str, str]:
        found = {
            name: _text(cells[columns[name]])
            for name in names
            if columns.get(name, len(cells)) < len(cells)
        }
        return {name: text for name, text in found.items() if text.lower() not in _NOTHING}

    first_last = [*known(_FIRST).values()][:1] + [*known(_LAST).values()][:1]
    name = next(iter(known(_NAME).values()), " ".join(first_last))
    emails, ids = known(_EMAIL), known(_IDS)
    for column in ids.keys() & _MOODLE_COLUMNS:
        if match := _MOODLE_NUMBER.fullmatch(ids[column]):
            ids[column] = match[1]
    ids |= known(_LOGIN)
    if _CANVAS_ROWS.fullmatch(name) or not (name or ids or emails):
        return None
    is_moodle = not _MOODLE_COLUMNS.isdisjoint(columns)
    platform = CANVAS if "student" in columns and "id" in columns else MOODLE if is_moodle else ""
    shown, address = next(iter(ids.values()), ""), next(iter(emails.values()), "")
    keys = frozenset((column, _key(text)) for column, text in (ids | emails).items())
    return _Member(
        Student(name, shown, address, platform),
        keys,
        frozenset(_names(name)),
        frozenset(_words(name)),
        number,
    )


def _text(cell: str) -> str:
    # Brightspace puts a # in front, so that spreadsheets keep zeros; others a quote.
    return printable(" ".join(cell.split())[:_MAX_TEXT]).lstrip("#'")


def _unique(pairs: Iterable[tuple[str, _Member]]) -> dict[str, _Member]:
    """Return members by what only one of them is known by."""
    found: dict[str, _Member | None] = {}
    for key, member in pairs:
        found[key] = member if found.get(key, member) == member else None
    return {key: member for key, member in found.items() if key and member}


def _filled(student: Student, known: Student) -> Student:
    """Return a student of an export with what the roster adds."""
    return Student(
        # Canvas' file names have lost spaces and capitals; Moodle may give a number.
        known.name or student.name,
        student.identifier or known.identifier,
        student.email or known.email,
        student.platform if student.identifier else known.platform or student.platform,
    )


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _names(name: str) -> set[str]:
    """Return a name as others may write it: in any order, without accents, or run together."""
    words = _words(name)
    turned = _words(" ".join(reversed(name.split(","))))
    last_first = "".join(words[-1:] + words[:-1])
    return {" ".join(sorted(words)), "".join(words), "".join(turned), last_first} - {""}


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))
