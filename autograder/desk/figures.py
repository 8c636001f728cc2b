"""The report's figures, worked out in a process of their own: a large class takes seconds."""

import sys
from pathlib import Path
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from autograder.desk.chores import Chore
from autograder.desk.live import Live
from autograder.errors import AutograderError
from autograder.gradebook.histories import read_histories
from autograder.gradebook.manual import waiting
from autograder.report.pages import figures, figures_beside, hints_section
from autograder.report.publish import read_class
from autograder.report.statistics import summarise
from autograder.results.journal import Journal

_PAUSE = 2.0
"""Seconds from a change to its figures."""
_MOST_HINTS = 200
"""Hints on the page of mistakes."""


class Shown(msgspec.Struct, frozen=True):
    """Figures as HTML of ours."""

    beside: Markup  # the most important ones
    whole: Markup  # all of them
    hints: Markup  # what came after hints


class Figures(Chore):
    """The figures of a class. State: the last ones, and that of ``Chore``.

    Args:
        folder: the output folder of ``autograder grade``.
        live: told ``figures`` when there are new ones.
    """

    def __init__(self, folder: Path, live: Live) -> None:
        super().__init__(("-m", __name__, folder), _PAUSE, self._take)
        self._live = live
        self.shown: Shown | None = None

    def _take(self, written: bytes) -> None:
        if not self.problem:
            parts = msgspec.json.decode(written, type=tuple[str, str, str])
            self.shown = Shown(*map(Markup, parts))
        self._live.tell("figures")


def submission_address(name: str) -> str:
    """Return where the page of a submission is."""
    return f"/submission/{quote(name, safe='')}"


def work_out(folder: Path) -> tuple[str, str, str]:
    """Return the most important figures, all of them, and those of hints, as HTML.

    Raises:
        AutograderError: the folder holds no graded class.
    """
    with Journal(folder, grader=False) as journal:
        call, _, rows = read_class(journal, folder)
        histories = read_histories(journal)
    rows.sort(key=lambda row: row.name)
    summary = summarise(call.release.title, rows, sum(waiting(rows).values()), histories)
    whole = figures(summary, submission_address)
    hints = hints_section(summary.hints, summary.reads_hints, _MOST_HINTS)
    return str(figures_beside(summary)), str(whole), str(hints)


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(msgspec.json.encode(work_out(Path(sys.argv[1]))))
    except (AutograderError, OSError) as error:
        sys.exit(str(error))
