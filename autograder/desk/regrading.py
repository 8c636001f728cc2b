"""Grade a submission again, in a process of its own."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from autograder.batch.kept import RELEASE_FILE
from autograder.desk.chores import start
from autograder.desk.live import Live
from autograder.errors import AutograderError
from autograder.text import printable

_LINES = 12
"""Lines of what it says that are kept."""


class Regrading:
    """Grades one submission at a time again. State: which one, and what it has said.

    Args:
        folder: the output folder of ``autograder grade``.
        live: told ``grading`` when there is something new.
    """

    def __init__(self, folder: Path, live: Live) -> None:
        self._folder = folder
        self._live = live
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._said: deque[str] = deque(maxlen=_LINES)
        self.name = ""  # the submission that is graded, or was last
        self.failed = False  # whether that did not work

    @property
    def is_running(self) -> bool:
        """Whether it is at work."""
        return self._task is not None and not self._task.done()

    @property
    def said(self) -> Sequence[str]:
        """What it said last."""
        return tuple(self._said)

    def begin(self, name: str) -> None:
        """Begin to grade a submission again.

        Raises:
            AutograderError: it is grading another one.
        """
        if self.is_running:
            raise AutograderError(f"{self.name} is being graded; wait until that is done")
        self.name, self.failed = name, False
        self._said.clear()
        self._task = asyncio.get_running_loop().create_task(self._run(name))
        self._live.tell("grading")

    def close(self) -> None:
        """End it; what is graded is kept."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()

    async def _run(self, name: str) -> None:
        # the zip of the folder stands for all that the class was graded with
        grade = ("-m", "autograder", "grade", self._folder / RELEASE_FILE, "--out", self._folder)
        self._process = await start((*grade, f"--regrade={name}"), stderr=asyncio.subprocess.STDOUT)
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self._said.append(printable(line.decode(errors="replace").rstrip()))
            self._live.tell("grading")
        self.failed = await self._process.wait() != 0
        self._live.tell("grading")
