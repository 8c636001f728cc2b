"""The tables of a journal, and what becomes of a journal of an older form."""

import sqlite3

import msgspec

from autograder.results import events
from autograder.results.events import Events

FORM = 4
"""The form of the journal; it is the database's ``user_version``. Form 3 kept the points of people
beside their answers, and nothing of what was handed in. Form 2 did not know who is in the class. In
form 1, which had the number 0, results were kept as Gradescope's JSON."""
_FORM_OF_RESULTS = 2
"""The form since which results are kept as they are now."""
_FORM_OF_CLASS = 3
"""The form since which it is kept who is in the class."""
EARLIER = "earlier"
"""Who gave the points that a journal of an older form has."""
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
    question TEXT NOT NULL
) WITHOUT ROWID
"""
_SUBMISSIONS = """\
CREATE TABLE IF NOT EXISTS submissions (
    name TEXT PRIMARY KEY,   -- of the submission
    member TEXT NOT NULL     -- a ``Member`` as JSON
) WITHOUT ROWID
"""
_HANDED_IN = """\
CREATE TABLE IF NOT EXISTS handed_in (
    name TEXT NOT NULL,      -- of the submission
    content TEXT NOT NULL,   -- digest of what was handed in
    notebook BLOB NOT NULL,  -- what was handed in; see ``intake/handed_in.py``
    PRIMARY KEY (name, content)
)
"""
_KEPT = """\
CREATE TABLE IF NOT EXISTS kept (
    name TEXT PRIMARY KEY,   -- of something that is kept of the last call, or how far it is
    value BLOB NOT NULL
) WITHOUT ROWID
"""
_PUBLISHED = """\
CREATE TABLE IF NOT EXISTS published (
    name TEXT PRIMARY KEY,   -- of the submission
    digest BLOB NOT NULL     -- digest of what its files were made from
) WITHOUT ROWID
"""
_TABLES = (_RESULTS, _ANSWERS, _SUBMISSIONS, _HANDED_IN, _KEPT, _PUBLISHED, *events.TABLES)


def renew(database: sqlite3.Connection) -> tuple[bool, bool]:
    """Make the tables, and bring what a journal of an older form has into them.

    Call it within a transaction: another process may do the same.

    Returns:
        whether results had to be forgotten; and whether there are some, but not yet who is in the
        class.
    """
    ((form,),) = database.execute("PRAGMA user_version")
    if form >= FORM:  # somebody else has done it meanwhile
        return False, False
    given: list[tuple[str, float, str]] = []
    if _has(database, "answers"):
        given = database.execute(
            "SELECT code, points, comment FROM answers WHERE points NOT NULL ORDER BY code"
        ).fetchall()
        database.execute("ALTER TABLE answers RENAME TO old_answers")
    for table in _TABLES:
        database.execute(table)
    if _has(database, "old_answers"):
        database.execute("INSERT INTO answers SELECT code, question FROM old_answers")
        database.execute("DROP TABLE old_answers")
    changes = [("answer", (code,), _grade(points, comment)) for code, points, comment in given]
    Events(database).append(EARLIER, changes)
    ((count,),) = database.execute("SELECT count(*) FROM results")
    was_old = False
    if form < _FORM_OF_RESULTS:
        was_old = database.execute("DELETE FROM results").rowcount > 0
    database.execute(f"PRAGMA user_version = {FORM}")
    return was_old, count > 0 and form < _FORM_OF_CLASS


def _has(database: sqlite3.Connection, table: str) -> bool:
    found = database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,))
    return found.fetchone() is not None


def _grade(points: float, comment: str) -> str:
    """Return the grade of an answer as its event has it; see ``gradebook/decisions.py``."""
    given = {"points": points} | ({"comment": comment} if comment else {}) | {"done": True}
    return msgspec.json.encode(given).decode()
