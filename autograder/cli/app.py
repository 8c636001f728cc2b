"""The `autograder` command: finds out which subcommand is asked for, and imports that one alone."""

import argparse
import importlib
import signal
import sys

from autograder.errors import AutograderError
from autograder.later import uninterrupted

FALLS_SHORT = 1
"""Exit status when the tests of an assignment are not good enough."""
BAD_INPUT = 2
"""Exit status when the user has to mend something; of a wrong command line, too."""
INTERRUPTED = 130
"""Exit status when the user has stopped the command, as shells have it."""

COMMANDS = {
    "init": "Begin a course in a folder of its own, with a small assignment that works.",
    "new": "Begin a new assignment with a small one that works: master, misconceptions, variants.",
    "import": "Turn notebooks of nbgrader and older Otter into masters, and say what needs a hand.",
    "build": "Make the student release and the Gradescope autograder of each assignment.",
    "verify": "Test the hidden tests: against the solution, variants of it, misconceptions and "
    "mutants.",
    "cache": "Remove what builds and verifications keep of earlier runs: cache clear.",
    "watch": "Verify an assignment at each save, and show it as students will see it.",
    "grade": "Grade a class, each submission confined and apart from the hidden tests.",
    "answers": "Write what you need to grade answers by hand, without names: DIR/answers/.",
    "desk": "Grade answers, and look at a graded class, in a browser.",
    "insight": "Show what a graded class teaches: mistakes without a name, submissions alike.",
    "replay": "Grade what a graded class handed in with other tests, and show what differs.",
    "gradescope": "Grade the submission in Gradescope's folders; called by a release's "
    "run_autograder.",
    "doctor": "List the layers of confinement that this machine offers, and what is missing.",
}
"""What each does. Its file in this folder has its arguments, ``add_arguments``, and does it, in
``run``, which is called with them by name."""


def main() -> None:
    """Run the command; what a user can mend becomes one line and exit status 2."""
    try:
        _run()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left to do is to end
        sys.exit(INTERRUPTED)


def _run() -> None:
    parser = argparse.ArgumentParser(
        "autograder",
        description="Build, verify and grade PyTorch course assignments.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(
        title="commands", dest="command", metavar="COMMAND", required=True
    )
    for name, does in COMMANDS.items():
        commands.add_parser(name, help=does, description=does, allow_abbrev=False)
    if not sys.argv[1:]:
        parser.print_help()
        sys.exit(BAD_INPUT)
    name = parser.parse_args(sys.argv[1:2]).command
    try:
        with uninterrupted():
            command = importlib.import_module(f"autograder.cli.{name}")
        command.add_arguments(commands.choices[name])
        # options may stand between the arguments
        given = commands.choices[name].parse_intermixed_args(_without_dashes(sys.argv[2:]))
        command.run(**vars(given))
    except (AutograderError, OSError) as error:
        from autograder.cli.console import tell_error  # it takes more time than all of --help

        tell_error(error)
        sys.exit(BAD_INPUT)


def _without_dashes(arguments: list[str]) -> list[str]:
    """Take ``--`` out, and let no name behind it look like an option: argparse forgets about it."""
    if "--" not in arguments:
        return arguments
    place = arguments.index("--")
    names = (f"./{name}" if name.startswith("-") else name for name in arguments[place + 1 :])
    return [*arguments[:place], *names]
