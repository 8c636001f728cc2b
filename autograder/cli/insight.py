"""`autograder insight`: what a graded class teaches."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.cli.console import say
from autograder.errors import AutograderError


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.epilog = "Pages go to DIR/insight/. No points change."
    parser.add_argument("folder", metavar="DIR", type=Path, help="The --out of autograder grade.")
    parser.add_argument(
        "--similar",
        action="store_true",
        help="Write which submissions are more alike than chance makes them: insight/similar.html, "
        "and insight/dolos.zip for Dolos.",
    )
    parser.add_argument(
        "--earlier",
        metavar="OLD",
        type=Path,
        nargs="+",
        default=[],
        help="With --similar: compare with earlier classes, too. Give output folders of earlier "
        "gradings, or folders of notebooks.",
    )


def run(folder: Path, similar: bool, earlier: list[Path]) -> None:
    """Write what is asked for."""
    if not similar:
        raise AutograderError("say what to look at: --similar")
    from autograder.insight.write_similar import write_similar

    write_similar(folder, earlier, say)
