"""`autograder insight`: what a graded class teaches."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.cli.console import say


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.epilog = "Writes DIR/insight/unknown.html: wrong answers that no misconception names."
    add = parser.add_argument
    add("folder", metavar="DIR", type=Path, help="The --out of autograder grade.")
    text = "The folder of the course, whose accepted variants are looked at, too."
    add("--course", metavar="COURSE", type=Path, help=text)


def run(folder: Path, course: Path | None) -> None:
    """Write the pages.

    Raises:
        AutograderError: a folder does not hold what is needed.
    """
    from autograder.insight.unknown import write_unknown  # which imports what --help can do without

    write_unknown(folder, course, say)
