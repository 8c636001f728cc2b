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
from autograder.cache import Cache
from autograder.cli.app import FALLS_SHORT
from autograder.cli.console import console, output, say
from autograder.cli.options import add_effort, add_slugs, count
from autograder.cli.progress import Meter
from autograder.errors import VerificationError
from autograder.release import package
from autograder.release.archive import zip_bytes
from autograder.release.build import BuiltRelease, Verified
from autograder.release.contents import EXECUTABLE, autograder_files
from autograder.release.course import Course
from autograder.release.course_page import verification_figures
from autograder.release.imports import refuse_missing_modules, shared_modules
from autograder.release.master import read_master
from autograder.verify.attempts import DRAWS, choose_questions
from autograder.verify.show import print_report, render_page
from autograder.verify.verification import Subject, verify


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    add_slugs(parser)
    add = parser.add_argument
    add("--json", dest="json_file", metavar="FILE", type=Path, help="Write the results as JSON.")
    add("--html", dest="html_file", metavar="FILE", type=Path, help="Write the results as a page.")
    add_effort(parser)
    text = "Look at this question only; may be given several times."
    add("--question", dest="questions", metavar="NAME", action="append", default=[], help=text)
    text = f"Draws of fresh inputs; a release has to stand {DRAWS}. [default: {DRAWS}]"
    add("--draws", metavar="N", type=count, default=DRAWS, help=text)


def run(
    slugs: list[str],
    json_file: Path | None,
    html_file: Path | None,
    jobs: int | None,
    cache: bool,
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
    context = warm_server(name for master in masters for name in shared_modules(master))
    wheel = package.wheel()
    kept = Cache(root if cache else None)
    reports = {}
    with tempfile.TemporaryDirectory() as folder, Meter(console) as meter:
        subjects = []
        for master in masters:
            archive = Path(folder) / f"{master.path.stem}-autograder.zip"
            archive.write_bytes(zip_bytes(autograder_files(master, wheel), EXECUTABLE))
            subjects.append(Subject(master, archive))
        tell = functools.partial(meter.tell, "verifying,")
        for report in verify(
            subjects, context, kept, jobs, questions=questions, draws=draws, on_progress=tell
        ):
            reports[report.slug] = report
            print_report(report, output)
    kept.forget_old()
    ordered = [reports[m.path.stem] for m in masters if m.path.stem in reports]
    if json_file:
        data = [report.as_json() for report in ordered]
        json_file.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    if html_file:
        html_file.write_text(render_page(ordered), encoding="utf-8")
    if any(report.left for report in ordered):
        if behind := [m.path.stem for m in masters if m.path.stem not in reports]:
            say(f"not begun: {', '.join(behind)}")
        raise KeyboardInterrupt
    if not all(report.good for report in ordered):
        sys.exit(FALLS_SHORT)


def verify_staged(
    status: Status, jobs: int | None, cache: Cache, staged: Sequence[BuiltRelease]
) -> Iterator[Verified]:
    """Yield what staff read of each release's verification: it is a build's ``Verifier``.

    Raises:
        VerificationError: the tests of releases fall short.
        KeyboardInterrupt: it was stopped.
    """
    ours = {one.assignment.master: one for one in staged if one.master}
    yield from ((one, {}) for one in staged if not one.master)
    if not ours:
        return
    subjects = [Subject(one.master, one.archive) for one in ours.values() if one.master]
    context = warm_server(name for one in subjects for name in shared_modules(one.master))
    meter = Meter(console, quiet=console.is_terminal)  # where the status has its place

    def tell(done: int, total: int) -> None:
        meter.tell("verifying the tests,", done, total)
        status.update(f"verifying the tests, {meter.text}")

    short = {}
    for report in verify(subjects, context, cache, jobs, on_progress=tell):
        if report.left:
            say(f"{report.slug}: {report.not_judged}; nothing is released")
            raise KeyboardInterrupt
        if not report.good:
            print_report(report, output)
            short[report.slug] = len(report.problems)
            continue
        say(report.summary)
        yield (
            ours[report.master],
            {
                f"{report.slug}-verification.html": render_page([report]).encode(),
                verification_figures(report.slug): f"{report.figures}\n".encode(),
            },
        )
    if short:
        told = ", ".join(f"those of {slug} in {number}" for slug, number in short.items())
        raise VerificationError(
            f"nothing is released, as tests fall short: {told} points, listed above; "
            "mend them, or build with --no-verify"
        )


def warm_server(modules: Iterable[str]) -> ForkServerContext:
    """Start a fork server that has what verification needs, and what the solutions import."""
    return start_server("autograder.verify.verification", *sorted(set(modules)))
