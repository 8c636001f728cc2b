"""`autograder grade`: a class, on this machine or on a cluster."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.batch.executors import Where, choose_executor
from autograder.batch.kept import RELEASE_FILE, read_call
from autograder.cli.console import console, say
from autograder.cli.options import count
from autograder.files import mention
from autograder.intake.roster import read_roster
from autograder.late_policy import parse_policy
from autograder.later import uninterrupted
from autograder.release_zip import read_release
from autograder.results.journal import FILE, Journal

_FEW = 4
"""Notebooks that are graded before a server that makes itself ready for many would be."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.epilog = (
        "Stopped at any point, the same command goes on where it was. Who was graded into the "
        "folder before stays in the class."
    )
    add = parser.add_argument
    add("archive", metavar="ZIP", type=Path, help="The autograder zip.")
    text = "Notebooks, folders, zips, or what a platform lets staff download."
    add("paths", metavar="PATH", nargs="*", type=Path, help=text)
    text = "Where grades.csv, results/ and the journal go. [required]"
    add("--out", type=Path, required=True, help=text)
    add("--jobs", type=count, help="Submissions graded at a time; as many as cores.")
    add("--timeout", type=float, help="Limit for a whole notebook, in seconds.")
    text = "Limit for one cell, and for all tests of one question, in seconds."
    add("--cell-timeout", type=float, help=text)
    add("--memory", type=int, help="Limit for the memory, in MB.")
    text = "Grade this submission again; 'all' for every one."
    add("--regrade", metavar="NAME", action="append", default=[], help=text)
    text = (
        "Which of a mistake's hints students read, where it has several: 1 says where to look, 2 "
        "the idea, 3 has an example. [default: that of the last call, and 1 at first]"
    )
    add("--hint", dest="rung", metavar="N", type=int, choices=range(1, 4), help=text)
    text = "Points for answers; see autograder answers --help."
    add("--manual", metavar="FILE", action="append", default=[], type=Path, help=text)
    text = "A CSV of the class, as platforms export it: says who is who, and who is missing."
    add("--roster", metavar="FILE", type=Path, help=text)
    text = "What lateness costs, as 'per_day: 10 %%, grace: 15 min, most: 3 days'; or none."
    add("--late", metavar="POLICY", help=text)
    text = "Run tests beside the student's code, as plain Otter does; see docs/security.md."
    add("--tests-with-student", action="store_true", help=text)
    text = "Take this submission out of the class."
    add("--drop", metavar="NAME", action="append", default=[], help=text)
    text = "Grade on this machine's cores, or on a Dask cluster. [default: local]"
    add("--executor", choices=[where.value for where in Where], default="local", help=text)
    text = "The Dask cluster; by default one of this machine."
    add("--scheduler", metavar="ADDRESS", help=text)
    add("--quiet", action="store_true", help="Print errors only.")


def run(
    archive: Path,
    paths: list[Path],
    out: Path,
    jobs: int | None,
    timeout: float | None,
    cell_timeout: float | None,
    memory: int | None,
    regrade: list[str],
    rung: int | None,
    manual: list[Path],
    roster: Path | None,
    drop: list[str],
    late: str | None,
    tests_with_student: bool,
    executor: str,
    scheduler: str | None,
    quiet: bool,
) -> None:
    """Grade a class, and write its tables and pages."""
    release = read_release(archive)
    people = read_roster(roster) if roster else None
    limits, policy = release.limits, release.late
    if (out / RELEASE_FILE).exists() and archive.samefile(out / RELEASE_FILE):
        with Journal(out, grader=False) as kept:
            call = read_call(kept, out)
        release, limits, policy, people = (
            call.release,
            call.limits,
            call.late,
            people or call.roster,
        )
    if tests_with_student and not release.tests_with_student:
        release = release.with_student()
    policy = policy if late is None else parse_policy(late)
    soon = not (out / FILE).exists()
    where = Where(executor)
    loose = bool(paths) and all(path.suffix == ".ipynb" and path.is_file() for path in paths)
    grade_side_by_side = choose_executor(
        where,
        jobs,
        scheduler,
        release.modules,
        say,
        soon=soon,
        few=loose and len(paths) <= _FEW,
        plots=not loose or mention(paths, "matplotlib"),
    )
    with uninterrupted():  # while that imports torch
        from autograder.batch.run import run_batch
        from autograder.cli.progress import Teller
        from autograder.gradebook.late import lateness_notes
        from autograder.gradebook.missing import write_missing
        from autograder.gradebook.tables import closing_notes
        from autograder.limits import change_limits
        from autograder.report.publish import WITH_STUDENT, write_pages

    limits = change_limits(
        limits,
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
                regrade=regrade,
                manual=manual,
                roster=people,
                drop=drop,
                late=policy,
                rung=rung,
                say=(lambda _: None) if quiet else say,
                pages=lambda journal, rows: write_pages(journal, release, out, rows),
            )
        except KeyboardInterrupt:
            say("stopped; what is graded is kept, and the same command goes on from here")
            raise
    notes = [*closing_notes(rows, release, out), *lateness_notes(rows, policy)]
    if release.tests_with_student:
        notes.append(WITH_STUDENT)
    if people:
        notes += write_missing(people, rows, out)
    for note in () if quiet else notes:
        say(note)
