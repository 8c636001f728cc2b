"""`autograder new`: an assignment to begin with."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.cli.console import say
from autograder.cli.options import add_root
from autograder.release.scaffold import new_assignment


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("slug", help="The assignment's name, as in a6-attention.")
    add_root(parser)


def run(slug: str, root: Path) -> None:
    """Write the files of a new assignment, and say so where that makes the folder a course."""
    is_course = (root / "solutions").is_dir()
    for path in new_assignment(root, slug):
        say(f"wrote {path}")
    if not is_course:
        say(
            f"{root.resolve()} was no course; with its new folder solutions it is one "
            "(autograder init makes a course with a Makefile, a README and settings)"
        )
    say(f"next: edit them, then autograder build {slug}")
