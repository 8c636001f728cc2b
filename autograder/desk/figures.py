"""The report's figures, worked out in a process of their own: a large class takes seconds."""

import asyncio
import contextlib
import sys
from pathlib import Path
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from autograder.batch.kept import read_call
from autograder.batch.work import release_digest
from autograder.desk.live import Live
from autograder.gradebook.late import apply_policy
from autograder.gradebook.manual import ManualGrades, waiting
from autograder.gradebook.members import Members, one_maximum
from autograder.report.pages import figures, figures_beside
from autograder.report.statistics import summarise
from autograder.results.journal import Journal

_PAUSE = 2.0
"""Seconds between two times that figures are worked out."""


class Shown(msgspec.Struct, frozen=True):
    """Figures as HTML of ours."""

    beside: Markup  # the most important ones
    whole: Markup  # all of them


class Figures:
    """The figures of a class. State: the last ones, and whether others are being worked out.

    Args:
        folder: the output folder of ``autograder grade``.
        live: told ``figures`` when there are new ones.
    """

    def __init__(self, folder: Path, live: Live) -> None:
        self._folder = folder
        self._live = live
        self._wanted = False
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self.shown: Shown | None = None
        self.problem = ""  # why there are none, or ""

    def renew(self) -> None:
        """Work the figures out anew, in a while."""
        self._wanted = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._work())

    def close(self) -> None:
        """Leave what is not worked out yet."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _work(self) -> None:
        while self._wanted:
            self._wanted = False
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", __name__, self._folder),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            made, said = await self._process.communicate()
            if self._process.returncode == 0:
                beside, whole = msgspec.json.decode(made, type=tuple[str, str])
                self.shown, self.problem = Shown(Markup(beside), Markup(whole)), ""
            else:  # the pages go on without
                why = said.decode(errors="replace").strip().rpartition("\n")[2]
                self.problem = f"The figures cannot be worked out: {why}"
            self._live.tell("figures")
            await asyncio.sleep(_PAUSE)


def submission_address(name: str) -> str:
    """Return where the page of a submission is."""
    return f"/submission/{quote(name, safe='')}"


def work_out(folder: Path) -> tuple[str, str]:
    """Return the most important figures, and all of them, as HTML.

    Raises:
        AutograderError: the folder holds no graded class.
    """
    with Journal(folder, grader=False) as journal:
        call = read_call(journal, folder)
        journal.release = release_digest(call.release, call.limits)
        grades = ManualGrades(journal, call.release)
        left = Members(journal.members(), (), ()).left((), journal)
        rows = one_maximum([apply_policy(grades.merge(row), call.late) for row in left])
    rows.sort(key=lambda row: row.name)
    summary = summarise(call.release.title, rows, sum(waiting(rows).values()))
    return str(figures_beside(summary)), str(figures(summary, submission_address))


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(work_out(Path(sys.argv[1]))))
