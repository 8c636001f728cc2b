"""`autograder init`: a course of one's own."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.cli.console import say
from autograder.release.scaffold import FIRST, new_course


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    text = "The course's folder, which is made, as in deep-learning-1 or ~/courses/deep-learning-1."
    parser.add_argument("folder", type=Path, help=text)
    parser.add_argument("--title", help="What the course is called. [default: from its name]")


def run(folder: Path, title: str | None) -> None:
    """Write a new course, and say what to do with it."""
    new_course(folder.parent, folder.name, title)
    say(f"next: cd {folder} && make dist, which sets up .venv and builds solutions/{FIRST}")
    say("README.md says which file is for students, for staff and for Gradescope")
