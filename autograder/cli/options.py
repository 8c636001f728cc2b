"""Arguments that several commands take."""

from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction
from pathlib import Path


def add_root(parser: ArgumentParser) -> None:
    """Add ``root``."""
    text = "The course's folder, which holds solutions/. [default: .]"
    parser.add_argument("--root", type=Path, default=Path(), help=text)


def add_slugs(parser: ArgumentParser) -> None:
    """Add ``slugs``, and the ``root`` below which they are."""
    parser.add_argument("slugs", nargs="*", help="Assignments; all when none is named.")
    add_root(parser)


def add_effort(parser: ArgumentParser) -> None:
    """Add ``jobs`` and ``cache``: how much is computed at a time, and whether it is anew."""
    text = "Processes at a time; as many as there are cores."
    parser.add_argument("--jobs", metavar="N", type=count, help=text)
    text = "Use results of earlier runs, which are kept in .autograder/. [default: --cache]"
    parser.add_argument("--cache", action=BooleanOptionalAction, help=text)
    parser.set_defaults(cache=True)  # not above: some versions of Python would add it to the help


def count(text: str) -> int:
    """Read a number of things: at least one."""
    if (number := int(text)) < 1:
        raise ArgumentTypeError(f"{number} is less than 1")
    return number
