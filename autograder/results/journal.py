"""The journal of a batch: each result is safe the moment it is known."""

import fcntl
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from autograder.errors import AutograderError
from autograder.intake.roster import Student
from autograder.results.outcome import Outcome

FILE = "journal.sqlite"
_FORM = 3
"""The form of the journal; it is the database's ``user_version``. Form 2 did not know who is in the
class. In form 1, which had the number 0, results were kept as Gradescope's JSON."""
_FORM_OF_RESULTS = 2
"""The form since which results are kept as they are now."""
_LOCK = ".lock"
_RESULTS = """\
CREATE TABLE IF NOT EXISTS results (
    content TEXT NOT NULL,   -- digest of what was handed in
    release TEXT NOT NULL,   -- digest of the zip and the limits
    outcome TEXT NOT NULL,   -- an ``Outcome`` as JSON
    PRIMARY KEY (content, release)
) WITHOUT ROWID
"""
_ANSWERS = """\
CREATE TABLE IF NOT EXISTS answers (
    code TEXT PRIMARY KEY,   -- made from the question and the text of the answer
    question TEXT NOT NULL,
    points REAL,             -- NULL while nobody has graded it
    comment TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID
"""
_SUBMISSIONS = """\
CREATE TABLE IF NOT EXISTS submissions (
    name TEXT PRIMARY KEY,   -- of the submission
    member TEXT NOT NULL     -- a ``Member`` as JSON
) WITHOUT ROWID
"""


class Standing(msgspec.Struct, frozen=True):
    """What a submission was worth, and of what this was the result."""

    score: float  # points in all
    questions: dict[str, float]  # points by question, those of people by their labels
    content: str  # digest of what was handed in
    release: str  # digest of the release and the limits
    lost: float = 0.0  # the share of the points that lateness has cost


class Member(msgspec.Struct, frozen=True):
    """A submission of the class, as the folder knows it."""

    name: str  # the submission's name
    students: tuple[Student, ...]  # its authors
    late: str  # how late it was, in words, or ""
    late_seconds: float | None  # the same in seconds; None where nobody says
    content: str  # digest of what was handed in
    release: str  # digest of the release and the limits that it was graded with
    identical_to: str = ""  # name of the first submission with the same content, or ""
    present: bool = True  # whether it was among the paths of the last call
    # what the last call that came to its end left; None before there was one
    last: Standing | None = None


class Given(msgspec.Struct, frozen=True):
    """What people gave for an answer."""

    points: float | None = None  # None while it is not graded
    comment: str = ""  # for the student, or ""


class Journal:
    """The results of an output folder, which one grader at a time may use. Use it in ``with``.

    A result is kept by what it is the result of: the content that was handed in, and the release
    and limits that it was graded with. So a submission that has changed is graded again, and one
    that has not is never graded twice, whatever it is called. The points that people give belong to
    an answer, whatever release it is graded with.

    Args:
        release: digest of the zip and of the limits.

    Attributes:
        release: the same.
        was_old: whether it held results of an older form. These are forgotten, and so graded again;
            what people gave for answers stays.
        lacked_class: whether it held results, but not yet who is in the class.

    Raises:
        AutograderError: another grader uses the folder, or its journal cannot be read.
    """

    was_old = False
    lacked_class = False

    def __init__(self, folder: Path, release: str) -> None:
        self._folder = folder
        self.release = release

    def __enter__(self) -> "Journal":
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self._folder / _LOCK).open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise AutograderError(
                f"another grader is at work in {self._folder}; wait for it, or give another --out"
            ) from None
        path = self._folder / FILE
        try:
            self._database = sqlite3.connect(path, isolation_level=None)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")  # safe against power cuts, too
            self._open_tables()
        except sqlite3.DatabaseError as error:
            self._lock.close()
            raise AutograderError(
                f"{path} is not a journal of results ({error}); move it away, or give another --out"
            ) from None
        if self._form > _FORM:
            self.__exit__()
            raise AutograderError(
                f"{path} was written by a newer version of this package; update this one, or give "
                "another --out"
            )
        return self

    def _open_tables(self) -> None:
        """Make the tables where they are missing, and empty that of results of an older form."""
        ((self._form,),) = self._database.execute("PRAGMA user_version")
        for table in (_RESULTS, _ANSWERS, _SUBMISSIONS):
            self._database.execute(table)
        if self._form < _FORM:
            ((count,),) = self._database.execute("SELECT count(*) FROM results")
            self.lacked_class = count > 0
            if self._form < _FORM_OF_RESULTS:
                self.was_old = self._database.execute("DELETE FROM results").rowcount > 0
            self._database.execute(f"PRAGMA user_version = {_FORM}")

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._lock.close()

    def add(self, content: str, outcome: Outcome) -> None:
        """Keep the result of a content; one that was there is replaced."""
        self._database.execute(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?)",
            (content, self.release, msgspec.json.encode(outcome).decode()),
        )

    def remove(self, content: str) -> None:
        """Forget the result of a content."""
        self._database.execute(
            "DELETE FROM results WHERE content = ? AND release = ?", (content, self.release)
        )

    def outcome(self, content: str, release: str | None = None) -> Outcome | None:
        """Return the result of a content, with this release or with an earlier one."""
        row = self._database.execute(
            "SELECT outcome FROM results WHERE content = ? AND release = ?",
            (content, self.release if release is None else release),
        ).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Outcome)

    def members(self) -> dict[str, Member]:
        """Return the class: every submission that the folder knows, by name."""
        rows = self._database.execute("SELECT name, member FROM submissions ORDER BY name")
        return {name: msgspec.json.decode(member, type=Member) for name, member in rows}

    def keep(self, members: Iterable[Member], gone: Iterable[str] = ()) -> None:
        """Keep submissions of the class, and forget others by name: all of it or nothing."""
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany(
                "DELETE FROM submissions WHERE name = ?", [(name,) for name in gone]
            )
            self._database.executemany(
                "INSERT OR REPLACE INTO submissions VALUES (?, ?)",
                [(one.name, msgspec.json.encode(one).decode()) for one in members],
            )

    def meet(self, question: str, codes: Iterable[str]) -> None:
        """Note the answers to a question; those that are there stay as they are."""
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany(
                "INSERT OR IGNORE INTO answers (code, question) VALUES (?, ?)",
                [(code, question) for code in codes],
            )

    def give(self, given: Mapping[str, Given]) -> None:
        """Keep points, by code, for answers that have been met: all of them or none."""
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany(
                "UPDATE answers SET points = ?, comment = ? WHERE code = ?",
                [(one.points, one.comment, code) for code, one in given.items()],
            )

    def answers(self) -> dict[str, str]:
        """Return the question of every answer that has been met, by code."""
        return dict(self._database.execute("SELECT code, question FROM answers"))

    def given(self) -> dict[str, Given]:
        """Return the points of every answer that has some, by code."""
        rows = self._database.execute(
            "SELECT code, points, comment FROM answers WHERE points IS NOT NULL"
        )
        return {code: Given(points, comment) for code, points, comment in rows}
