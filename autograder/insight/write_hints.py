"""`autograder insight --hints`: what came after hints, attempts, and mistakes that go together."""

from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.files import write_whole
from autograder.gradebook.histories import keep_exported, read_histories
from autograder.gradescope.export import read_export
from autograder.insight.attempts import SHOWN, Day, attempts_to_full, points_over_time
from autograder.insight.class_folder import PAGES, open_class
from autograder.insight.pages import environment
from autograder.insight.pairs import LEAST, MistakePair, mistake_pairs
from autograder.report.hints import hint_figures, read_at_once
from autograder.report.pages import hints_section
from autograder.report.plots import Bar, curve, number
from autograder.report.publish import publish
from autograder.results.attempts import Histories
from autograder.results.journal import Journal
from autograder.results.outcome import Row

PAGE = "hints.html"
MOST_HINTS = 300
MOST_PAIRS = 100


def write_hints(folder: Path, exports: Sequence[Path], say: Callable[[str], None]) -> None:
    """Write the page of hints and attempts into ``insight/`` of a graded class.

    What exports tell is kept in the folder, for the report and the desk as well.

    Args:
        folder: the output folder of ``autograder grade``.
        exports: Gradescope's exports of the class; none to take what the folder knows already.
        say: told what was found and where it is.

    Raises:
        AutograderError: the folder does not hold what is needed, or an export cannot be read; then
            nothing has been written.
        OSError: the page cannot be written.
    """
    if exports:
        with open_class(folder):
            pass  # is one, before an export is read, which may take a while
        read = _together([read_export(path) for path in exports])
        with Journal(folder, grader=False) as journal:
            keep_exported(journal, read)
        publish(folder, ())
    with open_class(folder) as opened:
        histories = read_histories(opened.journal)
    path = folder / PAGES / PAGE
    release = opened.release
    reads_hints = read_at_once(release.feedback)
    write_whole(path, hints_page(release.title, histories, opened.rows, reads_hints))
    say(_told(histories))
    say(f"open {path}")


def _together(read: Sequence[Histories]) -> Histories:
    return Histories(
        tuple(attempts for one in read for attempts in one.students),
        tuple(hint for one in read for hint in one.hints),
        ", ".join(one.source for one in read),
    )


def _told(histories: Histories) -> str:
    students, attempts = len(histories.students), histories.count
    return (
        f"{attempts:,} attempt{'' if attempts == 1 else 's'} of {students:,} "
        f"student{'' if students == 1 else 's'} or group{'' if students == 1 else 's'}; "
        f"{histories.several:,} handed in more than once"
    )


def hints_page(
    title: str, histories: Histories, rows: Sequence[Row], reads_hints: bool = True
) -> str:
    """Return the page: HTML that needs nothing else, without names.

    Args:
        title: the assignment, for people.
        histories: what the class handed in, one after another.
        rows: what it handed in last.
        reads_hints: whether students read hints at once.
    """
    days = points_over_time(histories)
    return (
        environment()
        .get_template("hints.html")
        .render(
            title=title,
            told=_told(histories),
            source=histories.source,
            hints=hints_section(hint_figures(histories), reads_hints, MOST_HINTS),
            questions=attempts_to_full(histories),
            shown=SHOWN,
            days=days,
            curve=_curve(days) if days else "",
            pairs=mistake_pairs(rows)[:MOST_PAIRS],
            most_pairs=MOST_PAIRS,
            least=LEAST,
            chance=_chance,
        )
    )


def _curve(days: Sequence[Day]) -> str:
    rows = [Bar(day.date, day.mean, number(day.mean)) for day in days]
    title = (
        f"Mean points at the end of each day, from {number(days[0].mean)} on {days[0].date} to "
        f"{number(days[-1].mean)} on {days[-1].date}"
    )
    return curve(rows, title, "end of the day, in UTC", max(day.mean for day in days))


def _chance(pair: MistakePair) -> str:
    """Return how sure it is that two mistakes go together, in as many digits as mean something."""
    return "below 0.001" if pair.false_rate < 0.001 else f"{pair.false_rate:.3f}"
