"""`autograder replay`: what a graded class handed in, graded with other tests."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.batch.executors import Where, choose_executor
from autograder.cli.console import console, say
from autograder.cli.options import count
from autograder.errors import AutograderError
from autograder.later import uninterrupted
from autograder.release_zip import read_release


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.epilog = "OLD_GRADES stays as it is; only what differs is shown, with reasons."
    add = parser.add_argument
    add("folder", metavar="OLD_GRADES", type=Path, help="The --out of autograder grade.")
    text = "The autograder zip to grade with. [default: the one that OLD_GRADES was graded with]"
    add("--release", metavar="ZIP", type=Path, help=text)
    text = "Where replay.html and replay.csv go. [default: replay]"
    add("--out", metavar="DIR", type=Path, default=Path("replay"), help=text)
    add("--jobs", type=count, help="Submissions graded at a time; as many as cores.")
    add("--quiet", action="store_true", help="Print errors only.")


def run(folder: Path, release: Path | None, out: Path, jobs: int | None, quiet: bool) -> None:
    """Grade a class again, and write what differs.

    Raises:
        AutograderError: the folder or the zip does not hold what is needed, or ``out`` is in the
            folder, which is not changed.
    """
    if out.resolve().is_relative_to(folder.resolve()):
        raise AutograderError(f"{out} is in {folder}, which is not changed; give another --out")
    with uninterrupted():  # what --help can do without
        from autograder.cli.progress import Teller
        from autograder.insight.replay import open_copy, replay
        from autograder.insight.replay_page import summary, write_replay

    given = read_release(release) if release else None
    with open_copy(folder) as known:
        tests, limits = known.release, known.call.limits
        if given:
            tests, limits = given, given.limits
        grade = choose_executor(Where.LOCAL, jobs, None, tests.modules, say, soon=True, few=False)
        out.mkdir(parents=True, exist_ok=True)  # it shows now, not once all is graded
        with Teller(console, quiet) as tell:
            found = replay(known, grade, tests, limits, tell)
    page, _ = write_replay(found, out)
    for line in () if quiet else (*summary(found), f"open {page}"):
        say(line)
