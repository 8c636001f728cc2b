"""What the pages show: the folder of a graded class, in memory as far as that makes it quick."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from autograder.batch.kept import LastCall, read_call
from autograder.batch.work import release_digest
from autograder.desk.class_table import Line, line_of
from autograder.desk.figures import Figures
from autograder.desk.live import Live
from autograder.desk.mistakes import Mistakes
from autograder.desk.publishing import Publishing
from autograder.desk.regrading import Regrading
from autograder.errors import AutograderError
from autograder.gradebook.decisions import Complaint, Decisions, Event, Key, Kind, Value
from autograder.gradebook.late import apply_policy
from autograder.gradebook.manual import ManualGrades
from autograder.gradebook.members import Members
from autograder.results.journal import Journal, Member, Running
from autograder.results.outcome import Row

_PAUSE = 0.5
"""Seconds between two looks at whether another process has written."""
ABOUT_SUBMISSIONS = ("override", "comment", "complaint", "hint")
"""Kinds of decisions whose keys begin with a submission."""
_AT_A_TIME = 20
"""Results that are read between two requests."""


class Desk:
    """The folder of a graded class. State: what the journal has; others write to it, too.

    Use it in ``with``. All of it runs in one thread, that of the server's loop.

    Args:
        folder: the output folder of ``autograder grade``.
        say: told when closing it takes a while.
        course: the course's folder, into which misconceptions are written; None for none.

    Attributes:
        folder: the output folder of ``autograder grade``.
        journal: its journal.
        decisions: what people have decided.
        call: what the class was graded with.
        live: tells open pages what has changed: ``class`` (the table), ``decisions``, ``grading``
            (how far it is), ``figures``, ``mistakes`` and ``published``.
        figures: the report's figures.
        publishing: writes the files of the class after decisions.
        regrading: grades a submission again.
        mistakes: those that no misconception names.
        running: how far the grader is that is at work, or None.
        members: the class, by name.

    Raises:
        AutograderError: the folder holds no graded class, or one of an older version.
    """

    def __init__(
        self, folder: Path, say: Callable[[str], None] = print, course: Path | None = None
    ) -> None:
        self.folder = folder
        self._say = say
        self.live = Live()
        self.figures = Figures(folder, self.live)
        self.publishing = Publishing(folder, self.live)
        self.regrading = Regrading(folder, self.live)
        self.mistakes = Mistakes(folder, course, self.live)
        self.running: Running | None = None
        self.members: dict[str, Member] = {}
        self._lines: dict[str, Line] = {}
        self._sorted: tuple[Line, ...] = ()
        self._complaints: dict[Key, Complaint] = {}
        self._events: list[Event] = []  # those that are in the lines
        self._version = -1  # the journal's, when it was looked at
        self._graders = 0.0  # when the last grader began
        self._looking = asyncio.Lock()

    def __enter__(self) -> "Desk":
        self.journal = Journal(self.folder, grader=False)
        self.journal.__enter__()
        try:
            self.decisions = Decisions(self.journal)
            self._read_call()
        except AutograderError:
            self.journal.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.journal.__exit__()

    def _read_call(self) -> None:
        """Read what the class was graded with last."""
        self._kept = self.journal.kept("call")
        self.call: LastCall = read_call(self.journal, self.folder)
        self.journal.release = release_digest(self.call.release, self.call.limits)
        self._grades = ManualGrades(self.journal, self.call.release, self.call.rung)

    @property
    def title(self) -> str:
        """The assignment's name, for people."""
        return self.call.release.title

    @property
    def lines(self) -> tuple[Line, ...]:
        """The table of the class, by name."""
        return self._sorted

    @property
    def complaints(self) -> dict[Key, Complaint]:
        """The complaints, by submission and id."""
        return self._complaints

    @property
    def _last_event(self) -> int:
        return self._events[-1].number if self._events else 0

    @property
    def events(self) -> Sequence[Event]:
        """What people have decided so far, in order."""
        return self._events

    def events_about(self, name: str) -> list[Event]:
        """Return what was decided about a submission, its answers, and what they are graded by."""
        line = self._lines.get(name)
        codes = line.codes if line else frozenset()
        questions = line.questions if line else frozenset()
        return [
            event
            for event in self._events
            if (event.kind in ABOUT_SUBMISSIONS and event.key[0] == name)
            or (event.kind == "answer" and event.key[0] in codes)
            or (event.kind == "rubric" and event.key[0] in questions)
            or (event.kind == "apart" and event.key[1] in codes)
        ]

    def row(self, name: str) -> Row | None:
        """Return a submission with its result and all that people decided about it, or None."""
        member = self.members.get(name)
        if member is None:
            return None
        (row,) = Members({name: member}, (), ()).left((), self.journal)
        row = replace(row, identical_to=member.identical_to)
        return apply_policy(self._grades.merge(row), self.call.late)

    def decide(self, who: str, changes: Sequence[tuple[Kind, Key, Value | None]]) -> int:
        """Decide something, and let all pages know; see ``Decisions.decide``."""
        number = self.decisions.decide(who, changes)
        self.live.tell("decisions")
        return number

    def undo(self, who: str, action: int) -> int:
        """Take an action back, and let all pages know; see ``Decisions.undo``."""
        number = self.decisions.undo(who, action)
        self.live.tell("decisions")
        return number

    async def close_books(self) -> None:
        """Write what decisions have changed and is not written yet, and end all other work."""
        await self.look()
        if self.publishing.is_due:
            self._say("writing tables and pages of the last decisions ...")
            await self.publishing.finish()
        await self.figures.close()
        await self.regrading.close()
        await self.mistakes.close()

    async def watch(self) -> None:
        """Look for what other processes write, for as long as the desk is open."""
        while True:
            await self.look()
            await asyncio.sleep(_PAUSE)

    async def look(self) -> None:
        """Bring what is known up to what the journal has."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        running = self.journal.running()
        if running != self.running:
            self.running = running
            self.live.tell("grading")
        version, events = self.journal.version(), self.decisions.events(self._last_event)
        began = self._last_began()
        again = running is None and began != self._graders  # a grader has come to its end
        if version == self._version and not events and not again:
            return
        self._version = version
        if again:
            self._graders = began
        if self._kept != self.journal.kept("call"):
            self._read_call()
            again = True
        if events:
            self._events += events
            self._grades.refresh()
            found = self.decisions.all("complaint")
            self._complaints = {key: one for key, one in found.items() if one}
            self.live.tell("decisions")
            self.publishing.renew()  # at first, too: an earlier desk may have been ended early
        if await self._renew(events, everything=again):
            self.live.tell("class")
            self.figures.renew()
            self.mistakes.change()

    def _last_began(self) -> float:
        try:
            return (self.folder / ".lock").stat().st_mtime
        except OSError:
            return 0.0

    async def _renew(self, events: Sequence[Event], *, everything: bool) -> bool:
        """Make the lines anew of what has changed, and say whether anything has."""
        members = self.journal.members()
        changed = dict.fromkeys(
            name
            for name, member in members.items()
            if everything or self.members.get(name) != member or name not in self._lines
        )
        changed |= dict.fromkeys(self._touched(events))
        gone = self._lines.keys() - members.keys()
        self.members = members
        for number, name in enumerate(changed):
            row = self.row(name) if name in members else None
            if row:
                self._lines[name] = line_of(row)
            if number % _AT_A_TIME == 0:
                await asyncio.sleep(0)  # let requests in between
        for name in gone:
            del self._lines[name]
        if changed or gone:
            self._sorted = tuple(self._lines[name] for name in sorted(self._lines))
        return bool(changed or gone)

    def _touched(self, events: Iterable[Event]) -> list[str]:
        """Return the submissions whose points decisions may have changed."""
        names, codes, questions = set(), set(), set()
        for event in events:
            match event.kind:
                case kind if kind in ABOUT_SUBMISSIONS:
                    names.add(event.key[0])
                case "answer":
                    codes.add(event.key[0])
                case "rubric":
                    questions.add(event.key[0])
        return [
            line.name
            for line in self._lines.values()
            if line.name in names or line.codes & codes or line.questions & questions
        ]
