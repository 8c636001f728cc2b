"""Mistakes that no misconception names: found, declared in the course, verified, hinted at."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from autograder.desk.chores import Chore, end, started
from autograder.desk.live import Live
from autograder.errors import AutograderError
from autograder.insight.found import Done, Draft, Looked, UnknownMistake, Written
from autograder.text import printable

_PAUSE = 1.0
"""Seconds from a change to another look."""
_WORK = "autograder.insight.at_the_desk"
_LINES = 60
"""Lines of what verification says that are kept."""
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_NOTHING = "the work was ended"


@dataclass
class Work:
    """What somebody does about a group. State: how far that is."""

    mistake: UnknownMistake
    draft: Draft
    written: Written | None = None  # what stands in the course
    good: bool | None = None  # whether verification found nothing; None before it has ended
    said: deque[str] = field(default_factory=lambda: deque(maxlen=_LINES))  # what it says
    seconds: float = 0.0  # how long it took
    given: int = 0  # the decision by which its hint was given, or 0


class Mistakes(Chore):
    """The unknown mistakes of a class. State: the last look, and what is done about groups.

    One person at a time writes into the course.

    Args:
        folder: the output folder of ``autograder grade``.
        course: the course's folder, or None.
        live: told ``mistakes`` when there is something new.
    """

    def __init__(self, folder: Path, course: Path | None, live: Live) -> None:
        self._places = (folder, *([course] if course else []))
        super().__init__(("-m", _WORK, "look", *self._places), _PAUSE, self._take)
        self.course = course
        self._live = live
        self._works: dict[str, Work] = {}
        self._writing = asyncio.Lock()
        self._verifying: asyncio.Task[None] | None = None
        self.found: Looked | None = None

    def want(self) -> None:
        """Look, if nobody has wanted to know so far."""
        if self.found is None and not self.is_due and not self.problem:
            self.renew()

    def change(self) -> None:
        """Look again where somebody has looked, as the class has changed."""
        if self.found is not None or self.problem:
            self.renew()

    def work(self, name: str) -> Work | None:
        """Return what is done about a group, or what could be; None for no such group."""
        if name in self._works:
            return self._works[name]
        groups = self.found.unknown.groups if self.found else ()
        drafts = self.found.drafts if self.found else ()
        for mistake, draft in zip(groups, drafts, strict=True):
            if mistake.id == name:
                return Work(mistake, draft)
        return None

    @property
    def works(self) -> Sequence[Work]:
        """What somebody has begun."""
        return tuple(self._works.values())

    def keep(self, work: Work) -> None:
        """Remember what somebody has begun."""
        self._works[work.mistake.id] = work
        self._live.tell("mistakes")

    @property
    def is_verifying(self) -> bool:
        """Whether a verification is at work."""
        return self._verifying is not None and not self._verifying.done()

    async def write(self, work: Work) -> None:
        """Declare a draft in the course, and begin to verify its question.

        Raises:
            AutograderError: it cannot be declared.
        """
        async with self._writing:
            if self.is_verifying:
                raise AutograderError("a question is being verified; wait until that is done")
            if work.written:
                raise AutograderError("it stands in the course already; take it back first")
            done = await self._ask("write", msgspec.json.encode(work.draft))
            work.written, work.good = done.written, None
            self.keep(work)
            self._verifying = asyncio.get_running_loop().create_task(self._verify(work))

    async def take_back(self, work: Work) -> None:
        """Take a declaration out of the course again.

        Raises:
            AutograderError: somebody has changed the file since.
        """
        async with self._writing:
            if work.written is None:
                raise AutograderError("nothing of it stands in the course")
            await end(self._verifying)
            await self._ask("undo", msgspec.json.encode(work.written))
            work.written, work.good = None, None
            work.said.clear()
            self.keep(work)

    async def close(self) -> None:
        """Leave what is not done; what is declared stays."""
        await super().close()
        await end(self._verifying)

    def _take(self, written: bytes) -> None:
        if not self.problem:
            self.found = msgspec.json.decode(written, type=Looked)
        self._live.tell("mistakes")

    async def _ask(self, what: str, sent: bytes) -> Done:
        """Have something done in a process of its own.

        Raises:
            AutograderError: it was not done.
        """
        pipe = asyncio.subprocess.PIPE
        async with started(("-m", _WORK, what, *self._places), pipe, pipe) as process:
            written, said = await process.communicate(sent)
        if process.returncode:
            last = said.decode(errors="replace").strip().rpartition("\n")[2]
            raise AutograderError(last or _NOTHING)
        return msgspec.json.decode(written, type=Done)

    async def _verify(self, work: Work) -> None:
        assert work.written is not None
        assert self.course is not None
        work.said.clear()
        begin = time.monotonic()
        question = ("--question", work.mistake.question)
        command = ("-m", "autograder", "verify", work.written.slug, *question)
        async with started(
            (*command, "--root", self.course), stderr=asyncio.subprocess.STDOUT
        ) as process:
            assert process.stdout is not None
            async for line in process.stdout:
                text = _ESCAPES.sub("", line.decode(errors="replace")).rstrip()
                if text:
                    work.said.append(printable(text))
                    self._live.tell("mistakes")
            work.good = await process.wait() == 0
        work.seconds = time.monotonic() - begin
        self._live.tell("mistakes")
