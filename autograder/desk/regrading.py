"""Grade a submission again, in a process of its own."""

import asyncio
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from autograder.batch.kept import RELEASE_FILE
from autograder.desk.chores import end, started
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

    async def close(self) -> None:
        """End it; what is graded is kept."""
        await end(self._task)

    async def _run(self, name: str) -> None:
        # the zip of the folder stands for all that the class was graded with
        command = ("-m", "autograder", "grade", self._folder / RELEASE_FILE)
        options = ("--out", self._folder, f"--regrade={name}")
        async with started((*command, *options), stderr=asyncio.subprocess.STDOUT) as process:
            assert process.stdout is not None
            async for line in process.stdout:
                self._said.append(printable(line.decode(errors="replace").rstrip()))
                self._live.tell("grading")
            self.failed = await process.wait() != 0
        self._live.tell("grading")
