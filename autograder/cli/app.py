"""The `autograder` command: every subcommand is a thin call."""

from __future__ import annotations

import functools
import json
import sys
import tempfile
from collections.abc import Sequence
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import rich.markup
import typer
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import TaskID
from rich.status import Status
from rich.table import Table

from autograder.batch.executors import Where, choose_executor
from autograder.batch.fork_server import start_server
from autograder.cli.progress import Teller
from autograder.errors import AutograderError, VerificationError
from autograder.release.course import Assignment, Course
from autograder.text import printable

if TYPE_CHECKING:
    from autograder.release.build import Verifier
    from autograder.release.master import Master

BAD_INPUT = 2
"""Exit status when the user has to mend something."""
INTERRUPTED = 130
"""Exit status when the user has stopped the command, as shells have it."""
FALLS_SHORT = 1
"""Exit status when the tests of an assignment are not good enough."""

app = typer.Typer(
    help="Build, verify and grade PyTorch course assignments.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
console = Console(stderr=True, highlight=False, soft_wrap=True)

Slugs = Annotated[list[str] | None, typer.Argument(help="Assignments; all when none is named.")]
Root = Annotated[Path, typer.Option(help="The course's folder, which holds solutions/.")]


@app.callback()
def autograder() -> None:
    """Build, verify and grade PyTorch course assignments."""


@app.command()
def new(
    slug: Annotated[str, typer.Argument(help="The assignment's name, as in a6-attention.")],
    root: Root = Path(),
) -> None:
    """Begin a new assignment with a small one that works: master, misconceptions, variants."""
    from autograder.release.scaffold import new_assignment

    for path in new_assignment(root, slug):
        console.print(f"wrote {path}", markup=False)
    console.print(f"next: edit them, then autograder build {slug}", markup=False)


@app.command()
def build(
    slugs: Slugs = None,
    out: Annotated[Path, typer.Option(help="Where the releases go.")] = Path("dist"),
    root: Root = Path(),
    verify: Annotated[
        bool, typer.Option(help="Refuse a release whose tests fall short of verification.")
    ] = True,
) -> None:
    """Make the student release and the Gradescope autograder of each assignment."""
    from autograder.release.build import BuiltRelease
    from autograder.release.build import build as build_releases

    with console.status("starting") as status:

        def progress(slug: str, step: str) -> None:
            status.update(f"{slug}: {step}")
            if not console.is_terminal:
                console.print(f"{slug}: {step}")

        course = Course(root)
        verifier = _verifier(status, course.assignments(slugs or [])) if verify else None
        releases: list[BuiltRelease] = build_releases(course, slugs or [], out, progress, verifier)
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


def _verifier(status: Status, assignments: Sequence[Assignment]) -> Verifier:
    """Return what a build looks with whether the tests of a release are good enough."""
    from autograder.release.course_page import verification_figures
    from autograder.verify import verification
    from autograder.verify.show import print_report, render_page

    # not before it is needed
    server = functools.cache(lambda: _start_verification_server(assignments))

    def verifier(master: Master, archive: Path) -> dict[str, bytes]:
        slug = master.path.stem

        def progress(done: int, total: int) -> None:
            status.update(f"{slug}: verifying the tests, {done} of {total}")

        report = verification.verify(master, archive, progress, server())
        if not report.good:
            print_report(report, Console(highlight=False))
            raise VerificationError(
                f"{slug} is not released: its tests fall short in {len(report.problems)} points, "
                "listed above; mend them, or build with --no-verify"
            )
        console.print(report.summary, markup=False)
        return {
            f"{slug}-verification.html": render_page([report]).encode(),
            verification_figures(slug): f"{report.figures}\n".encode(),
        }

    return verifier


def _start_verification_server(assignments: Sequence[Assignment]) -> ForkServerContext:
    """Start a fork server that has what verification needs, and what the solutions import."""
    from autograder.release.contents import solution_modules
    from autograder.release.master import read_master

    modules = {name for a in assignments for name in solution_modules(read_master(a.master))}
    return start_server("autograder.verify.verification", *sorted(modules))


@app.command()
def verify(
    slugs: Slugs = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the results as JSON.")
    ] = None,
    html_file: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the results as a page.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Notebooks graded at a time; one more than cores.")
    ] = None,
    root: Root = Path(),
) -> None:
    """Test the hidden tests: against the solution, variants of it, misconceptions and mutants."""
    from autograder.release.archive import zip_bytes
    from autograder.release.contents import EXECUTABLE, autograder_files, build_wheel, source_root
    from autograder.release.master import read_master
    from autograder.verify import verification
    from autograder.verify.show import print_report, render_page

    assignments = Course(root).assignments(slugs or [])
    context = _start_verification_server(assignments)
    wheel = build_wheel(source_root())
    reports = []
    for assignment in assignments:
        master = read_master(assignment.master)
        bar = Bar(console=console, transient=True, disable=not console.is_terminal)
        with tempfile.TemporaryDirectory() as folder, bar:
            archive = Path(folder) / f"{assignment.slug}-autograder.zip"
            archive.write_bytes(zip_bytes(autograder_files(master, wheel), EXECUTABLE))
            task = bar.add_task(assignment.slug, total=None)

            def progress(done: int, total: int, bar: Bar = bar, task: TaskID = task) -> None:
                bar.update(task, completed=done, total=total)

            reports.append(verification.verify(master, archive, progress, context, jobs))
        print_report(reports[-1], Console(highlight=False))
    if json_file:
        data = [report.as_json() for report in reports]
        json_file.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    if html_file:
        html_file.write_text(render_page(reports), encoding="utf-8")
    if not all(report.good for report in reports):
        raise typer.Exit(FALLS_SHORT)


@app.command()
def grade(
    archive: Annotated[Path, typer.Argument(metavar="ZIP", help="The autograder zip.")],
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Notebooks, folders, zips, or the export of Gradescope, Canvas, Moodle, nbgrader.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="Where grades.csv, results/ and the journal go.")],
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Submissions graded at a time; as many as cores.")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(help="Limit for a whole notebook, in seconds.")
    ] = None,
    cell_timeout: Annotated[
        float | None,
        typer.Option(help="Limit for one cell, and for all tests of one question, in seconds."),
    ] = None,
    memory: Annotated[int | None, typer.Option(help="Limit for the memory, in MB.")] = None,
    regrade: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Grade this submission again; 'all' for every one."),
    ] = None,
    manual: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Points for answers; see autograder answers --help."),
    ] = None,
    executor: Annotated[
        Where, typer.Option(help="Grade on this machine's cores, or on a Dask cluster.")
    ] = Where.LOCAL,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The Dask cluster; by default one of this machine."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors only.")] = False,
) -> None:
    """Grade a class, each submission confined and apart from the hidden tests.

    Stopped at any point, the same command goes on where it was.
    """
    from autograder.release_zip import read_release
    from autograder.results import journal

    release = read_release(archive)
    say = functools.partial(console.print, markup=False)
    soon = not (out / journal.FILE).exists()
    grade_side_by_side = choose_executor(executor, jobs, scheduler, release.modules, say, soon=soon)
    from autograder.batch.run import run_batch
    from autograder.gradebook.tables import closing_notes
    from autograder.limits import change_limits
    from autograder.report.write import write_report

    limits = change_limits(
        release.limits,
        seconds=timeout,
        cell_seconds=cell_timeout,
        question_seconds=cell_timeout,
        memory_mb=memory,
    )
    with Teller(console, quiet) as tell:
        try:
            rows = run_batch(
                grade_side_by_side,
                release,
                paths,
                out,
                limits,
                tell,
                regrade=regrade or (),
                manual=manual or (),
                say=(lambda _: None) if quiet else say,
            )
        except KeyboardInterrupt:
            console.print("stopped; what is graded is kept, and the same command goes on from here")
            raise typer.Exit(INTERRUPTED) from None
    write_report(rows, release.title, out)
    for note in () if quiet else closing_notes(rows, release, out):
        console.print(note, markup=False)


@app.command()
def answers(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The --out of autograder grade.")],
) -> None:
    """Write what you need to grade answers by hand, without names: DIR/answers/.

    Each question has a page to read and a CSV file to fill in: points, and a comment if you
    like. Hand it back with `autograder grade ... --manual DIR/answers/q3.csv`. Called again, this
    keeps what you have filled in and adds new answers.
    """
    from autograder.report.sheets import write_answers

    for path in write_answers(folder):
        console.print(f"read {path.with_suffix('.html')}, fill in {path}", markup=False)


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
    from autograder.sandbox.confine.layers import survey

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
