"""`autograder insight`: what a graded class teaches, as pages for staff."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.cli.console import say
from autograder.errors import AutograderError


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.epilog = (
        "Without --similar and --hints it writes DIR/insight/unknown.html: wrong answers that no "
        "misconception names. No points change."
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
) -> None:
    """Write the pages.

    Raises:
        AutograderError: a folder does not hold what is needed, or options do not go together.
    """
    if earlier and not similar:
        raise AutograderError("--earlier is for --similar; give both")
    if history and not hints:
        raise AutograderError("--history is for --hints; give both")
    if similar and hints:
        raise AutograderError("--similar and --hints are two pages; ask for one at a time")
    if course and (similar or hints):
        other = "--similar" if similar else "--hints"
        raise AutograderError(f"--course is for unknown mistakes; leave it out with {other}")
    # each imports what --help can do without
    if similar:
        from autograder.insight.write_similar import write_similar

        write_similar(folder, earlier, say)
    elif hints:
        from autograder.insight.write_hints import write_hints

        write_hints(folder, history, say)
    else:
        from autograder.insight.unknown import write_unknown

        write_unknown(folder, course, say)
