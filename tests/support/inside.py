"""The command, run in the process of the tests.

What takes longest of a short command is to import torch, in the fork server that grades. Here one
server does for all commands of a process. Tests of what a command does with signals, with the
terminal or with its own end run it in a process of its own.
"""

import contextlib
import faulthandler
import io
import os
import subprocess
import sys
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path

from autograder.batch.fork_server import start_server
from autograder.cli.app import main

_LONGEST = 1800.0
"""Seconds that a command may take, before all is ended with a traceback."""


@contextlib.contextmanager
def _as_if_alone(folder: Path, arguments: tuple[str, ...]) -> Iterator[None]:
    """Give a command its folder and its words, and take back what it changes for its process."""
    before, words, place = dict(os.environ), sys.argv, Path.cwd()
    faulthandler.dump_traceback_later(_LONGEST, exit=True, file=sys.__stderr__)
    os.chdir(folder)
    sys.argv = ["autograder", *arguments]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            # the whole of it, whichever command comes first
            start_server("autograder.verify.verification")
            yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        os.chdir(place)
        sys.argv = words
        os.environ.clear()
        os.environ.update(before)


def run_inside(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``autograder`` in this process, and return how it ended, as if it had one of its own."""
    printed, told = io.StringIO(), io.StringIO()
    status = 0
    with (
        _as_if_alone(folder or Path.cwd(), arguments),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(told),
    ):
        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        except Exception:
            status = 1
            traceback.print_exc()
    return subprocess.CompletedProcess(arguments, status, printed.getvalue(), told.getvalue())
