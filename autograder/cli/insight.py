"""`autograder insight`: what a graded class teaches, as pages for staff."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.cli.console import console, say
from autograder.cli.options import count
from autograder.errors import AutograderError
from autograder.later import uninterrupted


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.epilog = (
        "Without --similar, --hints and --audit it writes DIR/insight/unknown.html: wrong answers "
        "that no misconception names. No points change."
    )
    add = parser.add_argument
    add("folder", metavar="DIR", type=Path, help="The --out of autograder grade.")
    text = "The folder of the course, whose accepted variants are looked at, too."
    add("--course", metavar="COURSE", type=Path, help=text)
    text = (
        "Write which submissions are more alike than chance makes them: insight/similar.html, and "
        "insight/dolos.zip for Dolos."
    )
    add("--similar", action="store_true", help=text)
    text = (
        "With --similar: compare with earlier classes, too. Give output folders of earlier "
        "gradings, or folders of notebooks."
    )
    add("--earlier", metavar="OLD", type=Path, nargs="+", default=[], help=text)
    text = (
        "Write where answers of the class show that a test is too weak or too strict: "
        "insight/audit.html. Answers are run again, in the sandbox."
    )
    add("--audit", action="store_true", help=text)
    text = "With --audit: notebooks run at a time; as many as cores."
    add("--jobs", type=count, help=text)
    text = (
        "Write how many were right after a hint, how many attempts questions took, and which "
        "mistakes go together: insight/hints.html."
    )
    add("--hints", action="store_true", help=text)
    text = (
        "With --hints: Gradescope's export of the class, which knows all earlier submissions. What "
        "it tells is kept, for the report and the desk."
    )
    add("--history", metavar="EXPORT", type=Path, nargs="+", default=[], help=text)


def run(
    folder: Path,
    course: Path | None,
    similar: bool,
    earlier: list[Path],
    hints: bool,
    history: list[Path],
    audit: bool = False,
    jobs: int | None = None,
) -> None:
    """Write the pages.

    Raises:
        AutograderError: a folder does not hold what is needed, or options do not go together.
    """
    if earlier and not similar:
        raise AutograderError("--earlier is for --similar; give both")
    if history and not hints:
        raise AutograderError("--history is for --hints; give both")
    if jobs and not audit:
        raise AutograderError("--jobs is for --audit; give both")
    pages = {"--similar": similar, "--hints": hints, "--audit": audit}
    asked = [name for name, wanted in pages.items() if wanted]
    if len(asked) > 1:
        raise AutograderError(f"{' and '.join(asked)} are two pages; ask for one at a time")
    if course and (similar or hints):
        raise AutograderError(
            f"--course is for unknown mistakes and --audit; leave it out with {asked[0]}"
        )
    # each imports what --help can do without
    if similar:
        with uninterrupted():
            from autograder.insight.write_similar import write_similar

        write_similar(folder, earlier, say)
    elif audit:
        with uninterrupted():
            from autograder.cli.progress import Meter
            from autograder.insight.audit.write_audit import write_audit

        with Meter(console) as meter:
            write_audit(folder, course, jobs, say, lambda n, all_: meter.tell("asking", n, all_))
    elif hints:
        with uninterrupted():
            from autograder.insight.write_hints import write_hints

        write_hints(folder, history, say)
    else:
        with uninterrupted():
            from autograder.insight.unknown import write_unknown

        write_unknown(folder, course, say)
