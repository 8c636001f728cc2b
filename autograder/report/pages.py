"""The pages for a graded class: one for staff, and one of feedback for each student."""

import base64
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from autograder.files import write_whole
from autograder.gradebook.manual import Sheet, waiting
from autograder.intake.pictures import Picture
from autograder.report import plots
from autograder.report.hints import HintFigures
from autograder.report.intervals import Interval
from autograder.report.markdown import markdown, markdown_line
from autograder.report.plots import Bar
from autograder.report.statistics import ClassSummary, Mistake, summarise
from autograder.results.answers import MOST, NO_ANSWER
from autograder.results.attempts import Histories
from autograder.results.feedback import entries, item_line, notes
from autograder.results.outcome import FAILED, GRADED, INVALID, SCORED, STOPPED, HeldItem, Row
from autograder.templates import clean, page_environment
from autograder.text import printable

MOST_SUBMISSIONS = 1_000
"""Rows of the table of submissions: a page of 5,000 would be slow to open and to read."""
MOST_MISTAKES = 25
MOST_GROUPS = 25
MOST_NAMES = 12
_PLOTTED = 8
"""Bars in a plot of mistakes; more are in its table."""
_NAME, _TEXT = 80, 300
"""Characters that are shown of a name, and of a message."""
_FILE_NAME = 255
"""Bytes of a file's name that every file system of today takes."""
_FEEDBACK = 50_000
"""Characters that are shown of one text on a student's page; what we write is far shorter."""

_UNDEFINED = "\N{EN DASH}"
_STATUSES = {
    GRADED: "graded",
    STOPPED: "stopped early, graded as far as it ran",
    INVALID: "could not be read",
    FAILED: "not graded: the autograder failed",
}
LIMITS = {
    "": "the process ended by itself",
    "seconds": "time for the whole notebook",
    "cell_seconds": "time for one cell",
    "question_seconds": "time for the tests of one question",
    "memory_mb": "memory",
    "processes": "number of processes and threads",
    "file_mb": "size of one file",
    "disk_mb": "size of the working folder",
    "open_files": "number of open files",
    "output_mb": "amount of printed text",
}
"""What to call a limit; "" is for a crash."""


def write_report(
    rows: Sequence[Row],
    title: str,
    out: Path,
    warnings: Sequence[str] = (),
    histories: Histories | None = None,
) -> None:
    """Write ``report.html`` for staff."""
    rows = sorted(rows, key=lambda row: row.name)
    summary = summarise(title, rows, sum(waiting(rows).values()), histories)
    write_whole(out / "report.html", report_page(summary, warnings))


def write_feedback(row: Row, title: str, out: Path) -> None:
    """Write the page of a student in ``feedback/``."""
    write_whole(out / "feedback" / f"{row.name}.html", feedback_page(title, row))


def report_page(summary: ClassSummary, warnings: Sequence[str] = ()) -> str:
    """Return the page for staff: HTML that needs nothing else.

    It links to the pages of students as ``feedback/<name>.html``.
    """
    return _render("report.html", summary=summary, warnings=warnings)


def feedback_page(title: str, row: Row) -> str:
    """Return the page for one student: what Gradescope would show now, in the same words.

    The total is there only when every question that counts is visible: before that, it would
    tell what the instructor chose to keep back.
    """
    found = list(entries(row.outcome))
    later = [entry for entry in found if entry.visibility != "visible"]
    total_shown = row.outcome.status in SCORED and all(one.max_score is None for one in later)
    return _render(
        "feedback.html",
        title=title,
        row=row,
        total_shown=total_shown,
        output=notes(row.outcome),
        entries=[entry for entry in found if entry.visibility == "visible"],
        more_later=any(one.visibility != "hidden" for one in later),
    )


def figures(summary: ClassSummary, link: Callable[[str], str]) -> Markup:
    """Return the sections with all figures of the page for staff, for another page.

    Args:
        summary: the figures.
        link: the address of a submission, by its name; "" for none.
    """
    return Markup(_environment(link).get_template("figures.html").render(summary=summary))


def hints_section(found: Sequence[HintFigures], reads_hints: bool, most: int) -> Markup:
    """Return what came after hints, for another page.

    Args:
        found: the figures.
        reads_hints: whether students read hints at once.
        most: how many hints are shown.
    """
    template = _environment(_link).get_template("after_hints.html")
    return Markup(template.render(found=found, reads_hints=reads_hints, most=most))


def figures_beside(summary: ClassSummary) -> Markup:
    """Return the most important figures and plots, to stand beside something else."""
    return Markup(_environment(_link).get_template("beside.html").render(summary=summary))


def _render(template: str, **values: Any) -> str:
    return _environment(_link).get_template(template).render(values)


@cache
def _environment(link: Callable[[str], str]) -> jinja2.Environment:
    environment = page_environment("autograder.report", finalize=clean)
    environment.filters.update(
        cut=plots.shortened,
        markdown=_markdown,
        item=_item,
        name=_name,
        number=plots.number,
        share=share,
        range=shares,
        between=_between,
        correlation=_correlation,
        duration=duration,
        link=link,
        data_uri=data_uri,
    )
    environment.globals.update(
        statuses=_STATUSES,
        limits=LIMITS,
        scored=SCORED,
        most_submissions=MOST_SUBMISSIONS,
        most_mistakes=MOST_MISTAKES,
        most_groups=MOST_GROUPS,
        most_names=MOST_NAMES,
        text_length=_TEXT,
        feedback_length=_FEEDBACK,
        histogram=plots.histogram,
        bin_label=plots.bin_label,
        question_bars=_question_bars,
        mistake_bars=_mistake_bars,
        no_answer=NO_ANSWER,
    )
    return environment


def _markdown(text: str) -> Markup:
    """Return a text of staff, without control characters, as HTML."""
    return markdown(str(clean(text)))


def _item(item: HeldItem) -> Markup:
    """Return an item of a rubric as HTML."""
    return markdown_line(str(clean(plots.shortened(item_line(item), _FEEDBACK))))


def _name(text: str) -> str:
    """Return a submission's name, or a student's, as one short line."""
    return plots.shortened(printable(text), _NAME)


def share(value: float | None) -> str:
    """Return a share in percent."""
    return _UNDEFINED if value is None else f"{100 * value:.0f} %"


def shares(interval: Interval) -> str:
    """Return where a share lies, in percent."""
    return f"{100 * interval.low:.0f} to {share(interval.high)}"


def _between(interval: Interval) -> str:
    return f"{_correlation(interval.low)} to {_correlation(interval.high)}"


def _correlation(value: float | None) -> str:
    return _UNDEFINED if value is None else f"{round(value, 2) + 0.0:.2f}"  # never -0.00


def duration(seconds: float) -> str:
    """Return a time as people say it."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600:,} h {whole % 3600 // 60} min"


def _link(name: str) -> str:
    """Return where a student's page is, or "" for a name that no file can have."""
    if name != printable(name) or len(f"{name}.html".encode()) > _FILE_NAME:
        return ""
    return f"feedback/{quote(name, safe='')}.html"


def answers_page(title: str, sheet: Sheet, table: str) -> str:
    """Return the page of all answers to a question that people grade, without names.

    Args:
        title: the assignment, for people.
        sheet: the question and its answers.
        table: the name of the file for the points.
    """
    return _render("answers.html", title=title, sheet=sheet, table=table, longest=MOST)


def data_uri(picture: Picture) -> str:
    """Return a picture as an address that holds it."""
    return f"data:{picture.kind};base64,{base64.b64encode(picture.shown).decode()}"


def _question_bars(summary: ClassSummary) -> Markup:
    """Draw how much of each question's points was reached."""
    rows = [
        Bar(f"{_name(one.name)} ({plots.number(one.max_score)} points)", value, share(value))
        for one in summary.questions
        if (value := one.difficulty) is not None
    ]
    least = min(summary.questions, key=lambda q: 2.0 if q.difficulty is None else q.difficulty)
    title = f"Share of points reached per question; the lowest is {_name(least.name)}"
    return plots.bars(rows, title, 1.0)


def _mistake_bars(mistakes: Sequence[Mistake], title: str) -> Markup:
    """Draw how often the most frequent mistakes were made."""
    rows = [
        Bar(f"{_name(one.question)}: {one.label}", one.count, f"{one.count:,}")
        for one in mistakes[:_PLOTTED]
    ]
    return plots.bars(rows, title, mistakes[0].count)
