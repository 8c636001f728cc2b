"""The journal of a batch: each result is safe the moment it is known."""

import fcntl
import json
import sqlite3
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

from autograder.errors import AutograderError
from autograder.grading.results import Outcome, QuestionScore

FILE = "journal.sqlite"
_LOCK = ".lock"
_SCHEMA = """\
CREATE TABLE IF NOT EXISTS results (
    content TEXT NOT NULL,   -- digest of what was handed in
    release TEXT NOT NULL,   -- digest of the zip and the limits
    outcome TEXT NOT NULL,   -- JSON
    PRIMARY KEY (content, release)
) WITHOUT ROWID
"""


class Journal:
    """The results of an output folder, which one grader at a time may use. Use it in ``with``.

    A result is kept by what it is the result of: the content that was handed in, and the release
    and limits that it was graded with. So a submission that has changed is graded again, and one
    that has not is never graded twice, whatever it is called.

    Args:
        folder: the output folder.
        release: digest of the zip and of the limits.

    Raises:
        AutograderError: another grader uses the folder, or its journal cannot be read.
    """

    def __init__(self, folder: Path, release: str) -> None:
        self._folder = folder
        self._release = release

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
            self._database.execute(_SCHEMA)
        except sqlite3.DatabaseError as error:
            self._lock.close()
            raise AutograderError(
                f"{path} is not a journal of results ({error}); move it away, or give another --out"
            ) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._database.close()
        self._lock.close()

    def add(self, content: str, outcome: Outcome) -> None:
        """Keep the result of a content; one that was there is replaced."""
        self._database.execute(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?)",
            (content, self._release, json.dumps(asdict(outcome))),
        )

    def remove(self, content: str) -> None:
        """Forget the result of a content."""
        self._database.execute(
            "DELETE FROM results WHERE content = ? AND release = ?", (content, self._release)
        )

    def outcome(self, content: str) -> Outcome | None:
        """Return the result of a content."""
        row = self._database.execute(
            "SELECT outcome FROM results WHERE content = ? AND release = ?",
            (content, self._release),
        ).fetchone()
        if row is None:
            return None
        data = json.loads(row[0])
        data["questions"] = tuple(QuestionScore(**question) for question in data["questions"])
        return Outcome(**data)
