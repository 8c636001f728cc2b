"""Work that takes seconds, in processes of their own: pages go on meanwhile."""

import asyncio
import contextlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

_TROUBLE = 300
"""Characters of what a process said that failed."""


class Chore:
    """Something that is done whenever there is reason to. State: whether there is.

    Args:
        arguments: what Python is called with.
        pause: seconds from a reason to the work; reasons that come meanwhile are one.
        done: told what the process has written when it has come to its end.

    Attributes:
        problem: why the last one did not work, or "".
    """

    def __init__(
        self, arguments: Sequence[str | Path], pause: float, done: Callable[[bytes], None]
    ) -> None:
        self._arguments = arguments
        self._pause = pause
        self._done = done
        self._wanted = False
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self.problem = ""

    def renew(self) -> None:
        """Do it, in a while."""
        self._wanted = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._work())

    @property
    def is_due(self) -> bool:
        """Whether there is reason for it, or it is being done."""
        return self._task is not None and not self._task.done()

    async def finish(self) -> None:
        """Do at once what there is reason for, and return when that is done."""
        if self._task is not None and self.is_due:
            self._pause = 0.0
            await self._task

    def close(self) -> None:
        """Leave what is not done."""
        self._wanted = False
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _work(self) -> None:
        while self._wanted:
            end = asyncio.get_running_loop().time() + self._pause
            while self._pause and asyncio.get_running_loop().time() < end:
                await asyncio.sleep(0.05)
            self._wanted = False
            self._process = await start(self._arguments, stderr=asyncio.subprocess.PIPE)
            written, said = await self._process.communicate()
            if self._process.returncode == 0:
                self.problem = ""
                self._done(written)
            else:
                last = said.decode(errors="replace").strip().rpartition("\n")[2]
                self.problem = last[:_TROUBLE] or "it was ended"
                self._done(b"")


async def start(arguments: Sequence[str | Path], stderr: int) -> asyncio.subprocess.Process:
    """Start Python; Ctrl-C is for the desk, which sees to what it has started."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=stderr,
        start_new_session=True,
    )
