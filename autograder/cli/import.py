"""`autograder import`: masters from notebooks of nbgrader and of earlier versions of Otter."""

from argparse import ArgumentParser
from pathlib import Path

from autograder.cli.console import say
from autograder.cli.options import add_root
from autograder.release.importing.notebooks import import_notebooks


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    text = "Source notebooks of nbgrader or masters of Otter, or folders such as source/ps1."
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=text)
    add_root(parser)


def run(paths: list[Path], root: Path) -> None:
    """Write masters, and say what needs a hand."""
    made = import_notebooks(root, paths)
    for one in made:
        size = f"{one.questions} questions"
        if one.points is not None:
            size += f", {one.points:g} points"
        say(f"wrote {one.master}, made of {one.kind}: {size}")
        for note in one.notes:
            say(f"  cell {note.source} (cell {note.master} of the master): {note.problem}")
        if one.problem:
            say(f"  mend this before you build it: {one.problem}")
    slugs = " ".join(one.master.stem for one in made)
    say(f"next: look them through, then autograder build --no-verify {slugs}")
