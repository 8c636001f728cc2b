"""The journal of a class: each result is safe the moment it is known, and so is each decision."""

import fcntl
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from autograder.errors import AutograderError
from autograder.intake.roster import Student
from autograder.results.events import Events, transaction
from autograder.results.outcome import Outcome
from autograder.results.schema import FORM, renew

FILE = "journal.sqlite"
_LOCK = ".lock"
_WRITING = ".writing"
_TRIES, _MOMENT = 5, 0.1
"""How often to try to get the lock, and the seconds between."""
_PATIENCE = 30.0
"""Seconds to wait for another process that writes."""


class Standing(msgspec.Struct, frozen=True):
    """What a submission was worth, and of what this was the result."""

    score: float  # points in all
    questions: dict[str, float]  # points by question, those of people by their labels
    content: str  # digest of what was handed in
    release: str  # digest of the release and the limits
    lost: float = 0.0  # the share of the points that lateness has cost
    # what tests gave, by question, where people have given other points
    tests: dict[str, float] = {}


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


def _locked(file: IO[str], tries: int) -> bool:
    """Say whether a lock could be had; who only looks whether it is taken holds it for a moment."""
    for last in range(tries - 1, -1, -1):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError:
            if last:
                time.sleep(_MOMENT)
    return False


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold what whoever writes the files of a class holds meanwhile; wait for others."""
    with (folder / _WRITING).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Running(msgspec.Struct, frozen=True):
    """How far a grading is."""

    done: int  # submissions whose result is known
    total: int  # submissions that it was given


class Journal:
    """The results of an output folder. Use it in ``with``, and in one thread.

    A result is kept by what it is the result of: the content that was handed in, and the release
    and limits that it was graded with. So a submission that has changed is graded again, and one
    that has not is never graded twice, whatever it is called. What people decide belongs to an
    answer or a submission, whatever release it is graded with.

    One grader at a time may use the folder. Others may read meanwhile, and write decisions.

    Args:
        release: digest of the zip and of the limits.
        grader: whether this is the grader; else the folder has to have a journal.

    Attributes:
        release: the same.
        events: what people have decided.
        was_old: whether it held results of an older form. These are forgotten, and so graded again;
            what people gave for answers stays.
        lacked_class: whether it held results, but not yet who is in the class.

    Raises:
        AutograderError: another grader uses the folder, it has no journal, or that cannot be read.
    """

    was_old = False
    lacked_class = False

    def __init__(self, folder: Path, release: str = "", *, grader: bool = True) -> None:
        self._folder = folder
        self._grader = grader
        self.release = release

    def __enter__(self) -> "Journal":
        path = self._folder / FILE
        if self._grader:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self._folder / _LOCK).open("w")
            if not _locked(self._lock, _TRIES):
                self._lock.close()
                raise AutograderError(
                    f"another grader is at work in {self._folder}; wait for it, or give another "
                    "--out"
                )
        elif not path.is_file():
            raise AutograderError(
                f"{self._folder} holds no {FILE}; give the --out folder of autograder grade"
            )
        try:
            self._database = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")  # safe against power cuts, too
            ((form,),) = self._database.execute("PRAGMA user_version")
            if form < FORM and not self._grader:
                ((tables,),) = self._database.execute("SELECT count(*) FROM sqlite_schema")
                self._database.close()
                raise AutograderError(
                    f"{path} was written by an older version of this package; grade once more, "
                    "which takes over what is graded"
                    if tables
                    else f"{path} is empty: a grading has only just begun there, or was ended at "
                    "once; try again in a moment, or grade once more"
                )
            if form < FORM:
                with transaction(self._database):
                    self.was_old, self.lacked_class = renew(self._database)
        except AutograderError:
            self._unlock()
            raise
        except sqlite3.DatabaseError as error:
            self._unlock()
            raise AutograderError(
                f"{path} is not a journal of results ({error}); move it away, or give another --out"
            ) from None
        if form > FORM:
            self.__exit__()
            raise AutograderError(
                f"{path} was written by a newer version of this package; update this one, or give "
                "another --out"
            )
        self.events = Events(self._database)
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._grader:
            self._lock.close()

    def add(self, content: str, outcome: Outcome) -> None:
        """Keep the result of a content; one that was there is replaced."""
        with transaction(self._database):
            self._database.execute(
                "INSERT OR REPLACE INTO results VALUES (?, ?, ?)",
                (content, self.release, msgspec.json.encode(outcome).decode()),
            )
            self._database.execute("UPDATE kept SET value = value + 1 WHERE name = 'done'")

    def begin(self, done: int, total: int) -> None:
        """Note how far a grading is; each result that is added is one more."""
        with transaction(self._database):
            self._database.executemany(
                "INSERT OR REPLACE INTO kept VALUES (?, ?)", [("done", done), ("total", total)]
            )

    def running(self) -> Running | None:
        """Return how far the grader is that is at work in the folder now; None for no grader."""
        with (self._folder / _LOCK).open("a") as lock:
            if _locked(lock, 1):
                return None
        found = dict(
            self._database.execute("SELECT name, value FROM kept WHERE name IN ('done', 'total')")
        )
        return Running(found.get("done", 0), found.get("total", 0))

    def outcome(self, content: str, release: str | None = None) -> Outcome | None:
        """Return the result of a content, with this release or with an earlier one."""
        row = self._database.execute(
            "SELECT outcome FROM results WHERE content = ? AND release = ?",
            (content, self.release if release is None else release),
        ).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Outcome)

    def results(self) -> Iterator[tuple[str, str, str]]:
        """Yield every result: the content, the release, and the outcome as JSON."""
        yield from self._database.execute("SELECT content, release, outcome FROM results")

    def members(self) -> dict[str, Member]:
        """Return the class: every submission that the folder knows, by name."""
        rows = self._database.execute("SELECT name, member FROM submissions ORDER BY name")
        return {name: msgspec.json.decode(member, type=Member) for name, member in rows}

    def member(self, name: str) -> Member | None:
        """Return one submission of the class, or None."""
        row = self._database.execute(
            "SELECT member FROM submissions WHERE name = ?", (name,)
        ).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Member)

    def keep(self, members: Iterable[Member], gone: Iterable[str] = ()) -> None:
        """Keep submissions of the class, and forget others by name: all of it or nothing."""
        names = [(name,) for name in gone]
        with transaction(self._database):
            for table in ("submissions", "handed_in", "published"):
                self._database.executemany(f"DELETE FROM {table} WHERE name = ?", names)
            self._database.executemany(
                "INSERT OR REPLACE INTO submissions VALUES (?, ?)",
                [(one.name, msgspec.json.encode(one).decode()) for one in members],
            )

    def keep_notebooks(self, notebooks: Sequence[tuple[str, str, bytes]]) -> None:
        """Keep what was handed in: names, contents, and what is kept of them."""
        with transaction(self._database):
            self._database.executemany(
                "INSERT INTO handed_in VALUES (?, ?, ?) ON CONFLICT (name, content) "
                "DO UPDATE SET notebook = excluded.notebook WHERE notebook != excluded.notebook",
                notebooks,
            )

    def rename_notebooks(self, names: Iterable[tuple[str, str]]) -> None:
        """Keep what was handed in under one name as earlier submissions of another."""
        with transaction(self._database):
            self._database.executemany(
                "UPDATE OR IGNORE handed_in SET name = ? WHERE name = ?",
                [(new, old) for old, new in names],
            )

    def notebook(self, name: str, content: str) -> bytes | None:
        """Return what is kept of a submission; None where there is nothing of this content."""
        row = self._database.execute(
            "SELECT notebook FROM handed_in WHERE name = ? AND content = ?", (name, content)
        ).fetchone()
        found: bytes | None = row[0] if row else None
        return found

    def contents(self, name: str) -> list[str]:
        """Return the contents that somebody has handed in so far and that are kept, in order."""
        rows = self._database.execute(
            "SELECT content FROM handed_in WHERE name = ? ORDER BY rowid", (name,)
        )
        return [content for (content,) in rows]

    def all_contents(self) -> dict[str, list[str]]:
        """Return the same of everybody, by name."""
        found: dict[str, list[str]] = {}
        for name, content in self._database.execute(
            "SELECT name, content FROM handed_in ORDER BY rowid"
        ):
            found.setdefault(name, []).append(content)
        return found

    def keep_call(self, values: dict[str, bytes]) -> None:
        """Keep something of the last call, by name: all of it or nothing."""
        with transaction(self._database):
            self._database.executemany(
                "INSERT OR REPLACE INTO kept VALUES (?, ?)", list(values.items())
            )

    def kept(self, name: str) -> bytes | None:
        """Return something that is kept of the last call, or None."""
        row = self._database.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        found: bytes | None = row[0] if row else None
        return found

    def published(self) -> dict[str, bytes]:
        """Return the digests of what the files of submissions were made from, by name."""
        return dict(self._database.execute("SELECT name, digest FROM published"))

    def publish(self, digests: dict[str, bytes]) -> None:
        """Note what the files of submissions have been made from."""
        with transaction(self._database):
            self._database.executemany(
                "INSERT OR REPLACE INTO published VALUES (?, ?)", list(digests.items())
            )

    def meet(self, answers: Iterable[tuple[str, str]]) -> None:
        """Note answers, as codes and questions; those that are there stay as they are."""
        with transaction(self._database):
            self._database.executemany("INSERT OR IGNORE INTO answers VALUES (?, ?)", answers)

    def answers(self) -> dict[str, str]:
        """Return the question of every answer that has been met, by code."""
        return dict(self._database.execute("SELECT code, question FROM answers"))

    def version(self) -> int:
        """Return a number that changes when another process has written."""
        ((number,),) = self._database.execute("PRAGMA data_version")
        return int(number)
