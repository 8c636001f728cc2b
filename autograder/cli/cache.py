"""`autograder cache`: what is kept of earlier runs."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.cache import FOLDER, Cache
from autograder.cli.console import output
from autograder.cli.options import add_root


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("action", choices=["clear"], help="clear: remove all of it.")
    add_root(parser)


def run(action: str, root: Path) -> None:
    """Clear the cache, and say what was in it."""
    number, size = Cache(root).clear()
    what = f"{number} results, {size / 1e6:.1f} MB" if number else "nothing was there"
    output.print(f"{root / FOLDER}: {action}ed, {what}")
