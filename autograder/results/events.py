"""What people decide, as events in the journal: appended, and never changed or removed."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import NamedTuple

from autograder.errors import AutograderError

TABLES = (
    """\
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    action INTEGER NOT NULL,  -- number of the first of the events that were decided together
    time TEXT NOT NULL,       -- UTC
    who TEXT NOT NULL,        -- a grader, or what else decided
    kind TEXT NOT NULL,       -- what is decided
    key TEXT NOT NULL,        -- about what: a list of strings as JSON
    before TEXT,              -- what was decided until then, as JSON; NULL for nothing
    after TEXT,               -- what is decided now, as JSON; NULL for nothing any more
    undoes INTEGER            -- the action that this takes back, or NULL
)
""",
    "CREATE INDEX IF NOT EXISTS events_by_key ON events (kind, key, number)",
    "CREATE INDEX IF NOT EXISTS events_by_action ON events (action)",
)

Key = tuple[str, ...]
Change = tuple[str, Key, str | None]
"""A kind, a key, and what is decided now as JSON; None for nothing any more."""
_COLUMNS = "number, action, time, who, kind, key, before, after, undoes"


class StoredEvent(NamedTuple):
    """An event as the journal has it."""

    number: int
    action: int
    time: str
    who: str
    kind: str
    key: Key
    before: str | None
    after: str | None
    undoes: int | None


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Write to a journal that several processes use: all of it or nothing, and in turn.

    Raises:
        AutograderError: it cannot be written.
    """
    try:
        with database:
            database.execute("BEGIN IMMEDIATE")
            yield
    except sqlite3.OperationalError as error:
        raise AutograderError(
            f"the journal cannot be written ({error}); see that its disk has room and that no "
            "program keeps it locked, then try again"
        ) from None


def undone_actions(undoing: Iterable[tuple[int, int]]) -> set[int]:
    """Return the actions that do not stand any more.

    Args:
        undoing: actions, and what each took back.
    """
    undone: set[int] = set()
    for action, taken_back in sorted(undoing, reverse=True):
        if action not in undone:  # else what it took back stands again
            undone.add(taken_back)
    return undone


class Events:
    """The events of a journal. State: none but the database, which other processes write to."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def write(self, who: str, changes: Sequence[Change], undoes: int | None = None) -> int:
        """Append events: one action, all of it or nothing. What changes nothing is no event.

        Returns:
            the action's number; 0 where nothing changes.

        Raises:
            AutograderError: the journal cannot be written.
        """
        with transaction(self._database):
            return self.append(who, changes, undoes)

    def append(self, who: str, changes: Sequence[Change], undoes: int | None = None) -> int:
        """Do the same within a transaction that has begun."""
        action = 0
        time = datetime.now(timezone.utc).isoformat(timespec="seconds")
        for kind, key, after in changes:
            before = self.value(kind, key)
            if before == after:
                continue
            number = self.last() + 1
            action = action or number
            row = (number, action, time, who, kind, _text(key), before, after, undoes)
            self._database.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return action

    def undo(self, who: str, action: int) -> int:
        """Append events that put back what was before an action.

        Returns:
            the number of the new action.

        Raises:
            AutograderError: there is no such action, or what it has decided has changed since.
        """
        with transaction(self._database):
            done = self._select("WHERE action = ? ORDER BY number", (action,))
            if not done:
                raise AutograderError(f"there is no action {action} in the journal to undo")
            first: dict[tuple[str, Key], str | None] = {}
            last: dict[tuple[str, Key], str | None] = {}
            for event in done:
                first.setdefault((event.kind, event.key), event.before)
                last[event.kind, event.key] = event.after
            for (kind, key), after in last.items():
                if self.value(kind, key) != after:
                    latest = self._latest(kind, key)
                    raise AutograderError(
                        f"this cannot be undone: {latest.who} has changed it since, at "
                        f"{latest.time}; undo that first, or decide anew"
                    )
            changes = [(kind, key, before) for (kind, key), before in first.items()]
            return self.append(who, changes, undoes=action)

    def last_undoable(self, who: str) -> int | None:
        """Return the last action of somebody that still stands, or None. Undoing is no action."""
        undone = undone_actions(
            self._database.execute(
                "SELECT DISTINCT action, undoes FROM events WHERE undoes NOT NULL"
            )
        )
        actions = self._database.execute(
            "SELECT DISTINCT action FROM events WHERE who = ? AND undoes IS NULL "
            "ORDER BY action DESC",
            (who,),
        )
        return next((action for (action,) in actions if action not in undone), None)

    def value(self, kind: str, key: Key) -> str | None:
        """Return what is decided about something, as JSON, or None."""
        row = self._database.execute(
            "SELECT after FROM events WHERE kind = ? AND key = ? ORDER BY number DESC LIMIT 1",
            (kind, _text(key)),
        ).fetchone()
        after: str | None = row[0] if row else None
        return after

    def values(self, kind: str) -> dict[Key, str]:
        """Return all that is decided of a kind, as JSON, by key."""
        rows = self._database.execute(  # SQLite takes ``after`` from the row that has the maximum
            "SELECT key, after, max(number) FROM events WHERE kind = ? GROUP BY key", (kind,)
        )
        return {tuple(json.loads(key)): after for key, after, _ in rows if after is not None}

    def since(self, number: int, kinds: Iterable[str] = ()) -> list[StoredEvent]:
        """Return the events behind a number, in order; of some kinds only, where they are given."""
        wanted = tuple(kinds)
        among = f"AND kind IN ({', '.join('?' * len(wanted))})" if wanted else ""
        return self._select(f"WHERE number > ? {among} ORDER BY number", (number, *wanted))

    def last(self) -> int:
        """Return the number of the last event; 0 for none."""
        ((number,),) = self._database.execute("SELECT coalesce(max(number), 0) FROM events")
        return int(number)

    def _latest(self, kind: str, key: Key) -> StoredEvent:
        (event,) = self._select(
            "WHERE kind = ? AND key = ? ORDER BY number DESC LIMIT 1", (kind, _text(key))
        )
        return event

    def _select(self, where: str, values: tuple[object, ...]) -> list[StoredEvent]:
        rows = self._database.execute(f"SELECT {_COLUMNS} FROM events {where}", values)
        made = (StoredEvent(*row) for row in rows)
        return [event._replace(key=tuple(json.loads(str(event.key)))) for event in made]


def _text(key: Key) -> str:
    return json.dumps(key)
