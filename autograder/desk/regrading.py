"""Grade a submission again, in a process of its own."""

import asyncio
import contextlib
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from autograder.batch.executors import Where, choose_executor
from autograder.batch.kept import read_call
from autograder.batch.run import run_batch
from autograder.desk.live import Live
from autograder.errors import AutograderError
from autograder.report.pages import write_report
from autograder.results.journal import Journal
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
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", __name__, self._folder, name),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self._said.append(printable(line.decode(errors="replace").rstrip()))
            self._live.tell("grading")
        self.failed = await self._process.wait() != 0
        self._live.tell("grading")


def grade_again(folder: Path, name: str) -> None:
    """Grade a submission again with what the class was graded with, and write tables and pages.

    Raises:
        AutograderError: another grader is at work, or the submission is not kept.
    """
    with Journal(folder, grader=False) as journal:
        call = read_call(journal, folder)
    release = call.release
    executor = choose_executor(
        Where.LOCAL, 1, None, list(release.modules), print, soon=True, few=True
    )
    rows = run_batch(
        executor,
        release,
        (),
        folder,
        call.limits,
        lambda _progress: None,
        regrade=[name],
        roster=call.roster,
        late=call.late,
        say=print,
    )
    write_report(rows, release.title, folder)


if __name__ == "__main__":
    try:
        grade_again(Path(sys.argv[1]), sys.argv[2])
    except (AutograderError, OSError) as error:
        sys.exit(str(error))
