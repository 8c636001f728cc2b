"""The `autograder` command: every subcommand is a thin call."""

import sys
from pathlib import Path
from typing import Annotated

import rich.markup
import typer
from rich.console import Console
from rich.table import Table

from autograder.course import Course
from autograder.errors import AutograderError, printable

BAD_INPUT = 2
"""Exit status when the user has to mend something."""

app = typer.Typer(
    help="Build, verify and grade PyTorch course assignments.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
console = Console(stderr=True, highlight=False, soft_wrap=True)

Root = Annotated[Path, typer.Option(help="The course's folder, which holds solutions/.")]


@app.callback()
def autograder() -> None:
    """Build, verify and grade PyTorch course assignments."""


@app.command()
def build(
    slugs: Annotated[
        list[str] | None, typer.Argument(help="Assignments to build; all when none is named.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the releases go.")] = Path("dist"),
    root: Root = Path(),
) -> None:
    """Make the student release and the Gradescope autograder of each assignment."""
    from autograder.release.build import Release
    from autograder.release.build import build as build_releases

    with console.status("starting") as status:

        def progress(slug: str, step: str) -> None:
            status.update(f"{slug}: {step}")
            if not console.is_terminal:
                console.print(f"{slug}: {step}")

        releases: list[Release] = build_releases(Course(root), slugs or [], out, progress)
    table = Table(title=f"Releases in {out}", title_justify="left")
    table.add_column("file", overflow="fold")
    table.add_column("size", justify="right")
    for release in releases:
        head = f"[bold]{release.slug}[/]: {release.questions} questions, {release.points:g} points"
        table.add_row(head)
        for name, size in release.files.items():
            table.add_row(f"  {name}", f"{size / 1000:,.1f} kB")
        table.add_section()
    Console(highlight=False).print(table)


@app.command()
def grade(
    archive: Annotated[Path, typer.Argument(metavar="ZIP", help="The autograder zip.")],
    submissions: Annotated[
        list[Path],
        typer.Argument(
            metavar="SUBMISSION...", help="Notebooks, or zips and folders with one notebook each."
        ),
    ],
    out: Annotated[Path, typer.Option(help="Where grades.csv and results/ go.")],
    seconds: Annotated[
        float | None, typer.Option(help="Limit for a whole notebook, in seconds.")
    ] = None,
    cell_seconds: Annotated[
        float | None,
        typer.Option(help="Limit for one cell, and for all tests of one question, in seconds."),
    ] = None,
) -> None:
    """Grade submissions, each confined and apart from the hidden tests."""
    from autograder.grading.server import start_server

    context = start_server()  # it gets warm while this process reads the zip
    from autograder.grading import batch
    from autograder.grading.package import read_package
    from autograder.sandbox.limits import change_limits

    package = read_package(archive)
    limits = change_limits(
        package.limits, seconds=seconds, cell_seconds=cell_seconds, question_seconds=cell_seconds
    )
    names = batch.result_names(submissions)
    out.mkdir(parents=True, exist_ok=True)
    book = batch.Gradebook(out, package)
    told = False
    for path, outcome in zip(
        names, batch.grade_one_by_one(context, package, names, limits), strict=True
    ):
        book.add(names[path], outcome)
        if not told and "layers" in outcome.report["extra_data"]:
            _tell_layers(outcome.report["extra_data"])
            told = True
        score = f"{outcome.score:g}/{outcome.max_score:g}"
        note = f"  {outcome.message}" if outcome.message else ""
        line = f"{names[path]}: {outcome.status} {score} in {outcome.seconds:.1f} s{note}"
        console.print(printable(line), markup=False)


def _tell_layers(data: dict[str, list[str]]) -> None:
    """Say once which layers of confinement hold, and which this machine could not give."""
    console.print(f"confined by: {', '.join(data['layers']) or 'nothing'}", markup=False)
    if data["missing_layers"]:
        missing = "; ".join(data["missing_layers"])
        console.print(f"not to be had here: {missing} (see `autograder doctor`)", markup=False)


@app.command()
def gradescope(
    root: Annotated[Path, typer.Option(help="Gradescope's folder.")] = Path("/autograder"),
) -> None:
    """Grade the submission in Gradescope's folders; called by a release's run_autograder."""
    from autograder.gradescope.entry import run

    run(root)


@app.command()
def doctor() -> None:
    """List the layers of confinement that this machine offers, and what is missing."""
    from autograder.sandbox.confine import survey

    table = Table(title="Confinement of student code on this machine", title_justify="left")
    for heading in ("layer", "here", "what it does"):
        table.add_column(heading)
    layers = survey()
    for layer in layers:
        here = "yes" if layer.available else "no"
        detail = f" ({layer.detail})" if layer.detail else ""
        table.add_row(layer.name, here, layer.protects + detail)
    Console(highlight=False).print(table)
    if not all(layer.available for layer in layers):
        console.print("docs/security.md says what a missing layer means.")


def main() -> None:
    """Run the command; what a user can mend becomes one line and exit status 2."""
    try:
        app()
    except (AutograderError, OSError) as error:
        console.print(f"[red]error:[/red] {rich.markup.escape(printable(str(error)))}")
        sys.exit(BAD_INPUT)
