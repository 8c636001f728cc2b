"""The `autograder` command: every subcommand is a thin call."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from autograder.course import Course
from autograder.errors import AutograderError

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


def main() -> None:
    """Run the command; what a user can mend becomes one line and exit status 2."""
    try:
        app()
    except AutograderError as error:
        console.print(f"[red]error:[/red] {error}", markup=True)
        sys.exit(BAD_INPUT)
