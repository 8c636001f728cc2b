"""`autograder build`: the releases of a course."""

from argparse import ArgumentParser, BooleanOptionalAction
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.table import Table

from autograder.cache import Cache
from autograder.cli.console import console, output, say
from autograder.cli.options import add_effort, add_slugs
from autograder.later import uninterrupted
from autograder.release.archive import files_below
from autograder.release.build import BuiltRelease, Verified, build
from autograder.release.course import Course


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    add_slugs(parser)
    add = parser.add_argument
    add("--out", type=Path, default=Path("dist"), help="Where the releases go. [default: dist]")
    text = "Refuse a release whose tests fall short of verification. [default: --verify]"
    add("--verify", action=BooleanOptionalAction, help=text)
    parser.set_defaults(verify=True)  # not above: some versions of Python would add it to the help
    add_effort(parser)


def run(
    slugs: list[str], out: Path, root: Path, verify: bool, jobs: int | None, cache: bool
) -> None:
    """Build releases, and print a table of them."""
    kept = Cache(root if cache else None)
    with console.status("starting") as status:

        def progress(slug: str, step: str) -> None:
            status.update(f"{slug}: {step}")
            if not console.is_terminal:
                console.print(f"{slug}: {step}")

        def verifier(staged: Sequence[BuiltRelease]) -> Iterator[Verified]:
            with uninterrupted():
                from autograder.cli.verify import verify_staged  # it imports torch

            return verify_staged(status, jobs, kept, staged)

        releases = build(
            Course(root), slugs, out, progress, verifier if verify else None, kept, jobs
        )
    kept.forget_old()
    for release in releases:
        for note in release.notes:
            say(f"{release.assignment.slug}: {note}")
    table = Table(title=f"Releases in {out}", title_justify="left")
    table.add_column("file", overflow="fold")
    table.add_column("size", justify="right")
    for release in releases:
        slug, facts = release.assignment.slug, release.facts
        size = f"{len(facts.questions)} questions, {facts.points:g} points"
        table.add_row(f"[bold]{slug}[/]: {size}")
        for name, data in files_below(release.folder).items():
            table.add_row(f"  {name}", f"{len(data) / 1000:,.1f} kB")
        table.add_section()
    output.print(table)
