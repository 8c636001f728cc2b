"""Work that takes seconds, in processes of their own: pages go on meanwhile."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Sequence
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

    async def close(self) -> None:
        """Leave what is not done."""
        await end(self._task)

    async def _work(self) -> None:
        while self._wanted:
            end = asyncio.get_running_loop().time() + self._pause
            while self._pause and asyncio.get_running_loop().time() < end:
                await asyncio.sleep(0.05)
            self._wanted = False
            async with started(self._arguments, stderr=asyncio.subprocess.PIPE) as process:
                written, said = await process.communicate()
            if process.returncode == 0:
                self.problem = ""
                self._done(written)
            else:
                last = said.decode(errors="replace").strip().rpartition("\n")[2]
                self.problem = last[:_TROUBLE] or "it was ended"
                self._done(b"")


@contextlib.asynccontextmanager
async def started(
    arguments: Sequence[str | Path], stderr: int, stdin: int = asyncio.subprocess.DEVNULL
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run Python, which has ended afterwards; Ctrl-C is for the desk alone."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=stderr,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.communicate()  # its pipes are closed then, while the loop still runs


async def end(task: asyncio.Task[None] | None) -> None:
    """Cancel a task, and return when it has ended."""
    if task is not None:
        task.cancel()
        await asyncio.wait({task})
