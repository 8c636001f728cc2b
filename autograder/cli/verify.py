"""`autograder verify`: whether the hidden tests are right; a build asks that, too."""

import functools
import json
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.context import ForkServerContext
from pathlib import Path

from rich.status import Status

from autograder.batch.fork_server import start_server
from autograder.cli.app import FALLS_SHORT
from autograder.cli.console import console, output, say
from autograder.cli.options import add_slugs, count
from autograder.cli.progress import Meter
from autograder.errors import VerificationError
from autograder.release import package
from autograder.release.archive import zip_bytes
from autograder.release.build import BuiltRelease, Progress
from autograder.release.contents import EXECUTABLE, autograder_files
from autograder.release.course import Course
from autograder.release.course_page import verification_figures
from autograder.release.imports import refuse_missing_modules, solution_modules
from autograder.release.master import Master, read_master
from autograder.verify.attempts import DRAWS, choose_questions
from autograder.verify.show import print_report, render_page
from autograder.verify.verification import verify


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    add_slugs(parser)
    add = parser.add_argument
    add("--json", dest="json_file", metavar="FILE", type=Path, help="Write the results as JSON.")
    add("--html", dest="html_file", metavar="FILE", type=Path, help="Write the results as a page.")
    add("--jobs", type=count, help="Notebooks graded at a time; one more than cores.")
    text = "Look at this question only; may be given several times."
    add("--question", dest="questions", metavar="NAME", action="append", default=[], help=text)
    text = f"Draws of fresh inputs; a release has to stand {DRAWS}. [default: {DRAWS}]"
    add("--draws", metavar="N", type=count, default=DRAWS, help=text)


def run(
    slugs: list[str],
    json_file: Path | None,
    html_file: Path | None,
    jobs: int | None,
    questions: list[str],
    draws: int,
    root: Path,
) -> None:
    """Verify assignments, and print what was found of each; of one that is stopped, too.

    Raises:
        KeyboardInterrupt: it was stopped; what was found is told and written.
    """
    masters = [read_master(assignment.master) for assignment in Course(root).assignments(slugs)]
    for master in masters:
        refuse_missing_modules(master)
        choose_questions(master, questions)
    context = _start_server(masters)
    wheel = package.wheel()
    reports = []
    for master in masters:
        slug = master.path.stem
        with tempfile.TemporaryDirectory() as folder, Meter(console) as meter:
            archive = Path(folder) / f"{slug}-autograder.zip"
            archive.write_bytes(zip_bytes(autograder_files(master, wheel), EXECUTABLE))
            tell = functools.partial(meter.tell, f"{slug}: verifying,")
            report = verify(master, archive, tell, context, jobs, questions=questions, draws=draws)
        reports.append(report)
        print_report(report, output)
        if report.left:
            break
    if json_file:
        data = [report.as_json() for report in reports]
        json_file.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    if html_file:
        html_file.write_text(render_page(reports), encoding="utf-8")
    if report.left:
        if behind := [master.path.stem for master in masters[len(reports) :]]:
            say(f"not begun: {', '.join(behind)}")
        raise KeyboardInterrupt
    if not all(report.good for report in reports):
        sys.exit(FALLS_SHORT)


def verify_staged(
    progress: Progress, status: Status, staged: Sequence[BuiltRelease]
) -> Iterator[dict[str, bytes]]:
    """Yield what staff read of each release's verification: it is a build's ``Verifier``.

    Raises:
        VerificationError: the tests of a release fall short.
        KeyboardInterrupt: it was stopped.
    """
    ours = [one.master for one in staged if isinstance(one.master, Master)]
    context = _start_server(ours) if ours else None
    for release in staged:
        slug = release.assignment.slug
        if not isinstance(release.master, Master) or context is None:
            yield {}
            continue
        progress(slug, "verifying the tests")
        meter = Meter(console, quiet=console.is_terminal)  # where the status has its place

        def tell(done: int, total: int, slug: str = slug, meter: Meter = meter) -> None:
            meter.tell(f"{slug}: verifying the tests,", done, total)
            status.update(f"{slug}: verifying the tests, {meter.text}")

        report = verify(release.master, release.archive, tell, context)
        if report.left:
            say(f"{slug}: {report.not_judged}; nothing is released")
            raise KeyboardInterrupt
        if not report.good:
            print_report(report, output)
            raise VerificationError(
                f"{slug} is not released: its tests fall short in {len(report.problems)} points, "
                "listed above; mend them, or build with --no-verify"
            )
        say(report.summary)
        yield {
            f"{slug}-verification.html": render_page([report]).encode(),
            verification_figures(slug): f"{report.figures}\n".encode(),
        }


def _start_server(masters: Iterable[Master]) -> ForkServerContext:
    """Start a fork server that has what verification needs, and what the solutions import."""
    modules = {name for master in masters for name in solution_modules(master)}
    return start_server("autograder.verify.verification", *sorted(modules))
