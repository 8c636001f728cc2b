"""What differs between two gradings of a class: lines, a table and a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.files import write_whole
from autograder.gradebook.points import csv_text
from autograder.gradebook.tables import safe_cell
from autograder.insight.pages import environment
from autograder.insight.replay import Difference, Replay, Said
from autograder.report.plots import shortened
from autograder.text import name_some, printable

PAGE, TABLE = "replay.html", "replay.csv"
_MOST = 200
"""Kinds of differences on the page; the table has them all."""
_NAMES = 20
"""Submissions that are named for each."""
_LONGEST = 300
"""Characters of a cell of the table that a student's code may have a say in."""
_COLUMNS = (
    *("submission", "question", "before", "after", "of before", "of after"),
    "misconception before",
    "misconception after",
    "message before",
    "message after",
)


@dataclass(frozen=True)
class Kind:
    """Submissions whose results of a question differ in the same way."""

    question: str
    before: Said
    after: Said
    names: tuple[str, ...]

    @property
    def named(self) -> str:
        """Some of the names, and how many more there are."""
        more = len(self.names) - _NAMES
        return ", ".join(self.names[:_NAMES]) + (f" and {more} more" if more > 0 else "")


def kinds(found: Replay) -> list[Kind]:
    """Put what differs in the same way together; what most have comes first in each question."""
    same: dict[tuple[str, Said, Said], list[str]] = {}
    for one in found.differences:
        same.setdefault((one.question, one.before, one.after), []).append(one.submission)
    order = list(dict.fromkeys(one.question for one in found.differences))
    made = [Kind(*what, tuple(names)) for what, names in same.items()]
    return sorted(made, key=lambda one: (order.index(one.question), -len(one.names)))


def summary(found: Replay) -> list[str]:
    """Return what staff should know, a line each."""
    return [printable(line) for line in _summary(found)]


def _summary(found: Replay) -> Iterator[str]:
    who = {one.submission for one in found.differences}
    yield (
        f"{_counted(found.compared)} graded with {found.called}: "
        f"{len(who) or 'none'} with another result"
    )
    for question in dict.fromkeys(one.question for one in found.differences):
        of = [one for one in found.differences if one.question == question]
        more = sum(_change(one) > 0 for one in of)
        less = sum(_change(one) < 0 for one in of)
        yield (
            f"{question}: {more} with more points, {less} with fewer, "
            f"{len(of) - more - less} with another misconception alone"
        )
    for question, before, after in found.reweighed:
        yield f"{question} is worth {after:g}, no longer {before:g}: shares of that are compared"
    if found.gone:
        yield f"no longer there, and not compared: {name_some(found.gone)}"
    if found.new:
        yield f"new, and not compared: {name_some(found.new)}"
    if found.not_kept:
        yield (
            f"not compared, as what was handed in is not kept or cannot be read: "
            f"{name_some(found.not_kept)}"
        )
    if found.failed:
        yield f"not compared, as grading itself failed then or now: {name_some(found.failed)}"


def _counted(count: int) -> str:
    return "1 submission" if count == 1 else f"{count} submissions"


def _change(one: Difference) -> float:
    change = one.after.share - one.before.share
    return 0.0 if abs(change) < 1e-9 else change


def write_replay(found: Replay, out: Path) -> list[Path]:
    """Write the page and the table into a folder, and return where they are.

    Raises:
        OSError: they cannot be written.
    """
    lines = [_line(one) for one in found.differences]
    table, page = out / TABLE, out / PAGE
    write_whole(table, csv_text([_COLUMNS, *lines]))
    write_whole(page, replay_page(found))
    return [page, table]


def _line(one: Difference) -> list[str]:
    old, now = one.before, one.after
    points = [f"{value:g}" for value in (old.score, now.score, old.max_score, now.max_score)]
    texts = (old.misconception, now.misconception, old.message, now.message)
    told = [safe_cell(shortened(text, _LONGEST)) for text in texts]
    return [safe_cell(one.submission), safe_cell(one.question), *points, *told]


def replay_page(found: Replay) -> str:
    """Return the page: HTML that needs nothing else, with names."""
    shown = kinds(found)
    return (
        environment()
        .get_template("replay.html")
        .render(found=found, told=summary(found), kinds=shown[:_MOST], count=len(shown))
    )
