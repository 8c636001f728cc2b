"""`autograder gradescope`: what a release calls on Gradescope."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.gradescope.entry import run

__all__ = ["add_arguments", "run"]


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    text = "Gradescope's folder. [default: /autograder]"
    parser.add_argument("--root", type=Path, default=Path("/autograder"), help=text)
