"""`autograder watch`: what falls short of an assignment, and how students see it, at each save."""

from argparse import ArgumentParser
from pathlib import Path

from rich.console import Group
from rich.live import Live
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from autograder.cache import Cache
from autograder.cli.console import output, say
from autograder.cli.options import add_effort, add_root
from autograder.cli.verify import warm_server
from autograder.release import package
from autograder.release.course import Course
from autograder.release.imports import shared_modules
from autograder.release.master import Master, read_master
from autograder.release.views import make_notebook
from autograder.verify.attempts import Kind
from autograder.verify.judge import Report
from autograder.verify.preview import Preview
from autograder.verify.watching import Watch

_MOST = 12
"""Lines of what falls short that a terminal has room for."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.epilog = "Ends with Ctrl-C."
    parser.add_argument("slug", metavar="SLUG", help="The assignment.")
    add_root(parser)
    add_effort(parser)


def run(slug: str, root: Path, jobs: int | None, cache: bool) -> None:
    """Look at an assignment whenever it is saved, until Ctrl-C.

    Raises:
        AutograderError: there is no such assignment, or at first its master cannot be read.
    """
    (assignment,) = Course(root).assignments([slug])
    modules = shared_modules(read_master(assignment.master))
    with Preview(slug) as preview, Live(console=output, refresh_per_second=4) as live:
        page = f"how students see it: {preview.address}"

        def show_error(text: str) -> None:
            preview.say(text, good=False)
            live.update(Group(Text(f"✗ {text}", "red"), page))
            _tell(live, text)

        def show_master(master: Master) -> None:
            preview.show(make_notebook(master, student=True))

        def show_report(report: Report) -> None:
            live.update(Group(report_table(report), page))
            if not report.left:
                preview.say(report.verdict, report.good)
                _tell(live, report.summary)

        kept = Cache(root if cache else None)
        watch = Watch(
            assignment,
            package.wheel(),
            warm_server(modules),
            kept,
            jobs,
            on_master=show_master,
            on_report=show_report,
            on_error=show_error,
        )
        live.update(Group("looking at the assignment ...", page))
        if not output.is_terminal:
            say(page)
        try:
            watch.run()
        except KeyboardInterrupt:
            kept.forget_old()


def _tell(live: Live, line: str) -> None:
    """Print a line where there is no terminal to show a table on."""
    if not live.console.is_terminal:
        say(line)


def report_table(report: Report) -> Group:
    """Return how each question stands, and what falls short, to be shown on a terminal."""
    kinds = Kind.ACCEPTED, Kind.MISCONCEPTION, Kind.MUTANT
    table = Table(title=report.slug, title_justify="left")
    table.add_column("question")
    for kind in kinds:
        table.add_column(f"{kind.value}s", justify="right")
    for question in report.questions:
        bad = {kind: sum(bool(row.problem) for row in report.of(kind, question)) for kind in kinds}
        left = {kind: report.left[kind, question] for kind in kinds}
        cells = [
            f"{report.count(kind, question)}"
            + (f" [dim]+ {left[kind]}[/]" if left[kind] else "")
            + (" [red]✗[/]" if bad[kind] else "")
            for kind in kinds
        ]
        table.add_row(question, *cells)
    problems = report.problems
    lines = [Text.from_markup(f"[red]✗[/] {escape(line)}") for line in problems[:_MOST]]
    if len(problems) > _MOST:
        lines.append(Text(f"and {len(problems) - _MOST} more: autograder verify {report.slug}"))
    style = "yellow" if report.left else "green" if report.good else "red"
    last = Text(f"{report.left.total()} not judged yet" if report.left else report.summary, style)
    return Group(table, *lines, last)
