"""`autograder answers`: what people grade by, and write their points into."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.cli.console import say
from autograder.report.sheets import write_answers


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.epilog = (
        "Each question has a page to read and a CSV file to fill in: points, and a comment if you "
        "like. Hand it back with `autograder grade ... --manual DIR/answers/q3.csv`. Called again, "
        "this keeps what you have filled in and adds new answers."
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="The --out of autograder grade.")


def run(folder: Path) -> None:
    """Write pages and tables of all answers that people grade."""
    for path in write_answers(folder):
        say(f"read {path.with_suffix('.html')}, fill in {path}")
