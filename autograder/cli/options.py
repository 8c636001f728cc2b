"""Arguments that several commands take."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path


def add_root(parser: ArgumentParser) -> None:
    """Add ``root``."""
    text = "The course's folder, which holds solutions/. [default: .]"
    parser.add_argument("--root", type=Path, default=Path(), help=text)


def add_slugs(parser: ArgumentParser) -> None:
    """Add ``slugs``, and the ``root`` below which they are."""
    parser.add_argument("slugs", nargs="*", help="Assignments; all when none is named.")
    add_root(parser)


def count(text: str) -> int:
    """Read a number of things: at least one."""
    if (number := int(text)) < 1:
        raise ArgumentTypeError(f"{number} is less than 1")
    return number
