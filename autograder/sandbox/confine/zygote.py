"""The zygote: a process that starts student processes, and sees that all of them end.

A student process is a copy of the process that starts it, and finds in its memory all that the
latter has. So a grading process, which reads the tests, starts none itself. It forks a zygote
before it reads anything, and asks that for as many as it needs.
"""

import os
import shutil
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from pathlib import Path
from typing import NoReturn

from autograder.sandbox.confine import layers as confine
from autograder.sandbox.confine import linux, processes, seccomp, supervisor

_SECONDS_TO_END = 15.0


class ZygoteError(Exception):
    """The zygote has ended; another process has to go on with a new one."""


class Zygote:
    """Has student processes started from a process of their own, forked when this is made.

    Args:
        prepare: what that process does first, for all that it starts.
    """

    def __init__(self, prepare: Callable[[], None] | None = None) -> None:
        self._line, theirs = Pipe()
        self._process = os.fork()
        if self._process == 0:
            try:
                confine.keep_only(theirs.fileno())
                _serve(theirs, prepare)
            finally:
                os._exit(1)
        theirs.close()

    def start(self, plan: supervisor.Plan, control: socket.socket, lifeline: Connection) -> None:
        """Start the processes of a submission.

        Args:
            plan: what they are told.
            control: the student process's end of its channel; closed here.
            lifeline: the supervisor's end of the line that it is told of its end by; closed here.

        Raises:
            ZygoteError: the zygote has ended.
        """
        with control, lifeline:
            try:
                self._line.send(plan)
                for end in (control, lifeline):
                    send_handle(self._line, end.fileno(), self._process)
            except OSError as error:
                raise ZygoteError(f"student processes cannot be started: {error}") from None

    def end(self, plan: supervisor.Plan) -> None:
        """Have everything ended that was started for a plan, and its files removed.

        That goes on in the other process while this one returns.
        """
        with suppress(OSError):  # it has ended, and all below it with it
            self._line.send(plan.scratch)

    def close(self) -> None:
        """End the process, when all that it has started has ended."""
        self._line.close()
        os.waitpid(self._process, 0)


def _serve(line: Connection, prepare: Callable[[], None] | None) -> NoReturn:
    """Run as the zygote, until the process that asks has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which ends the rest
    if confine.ON_LINUX:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)  # orphans come here, to be ended
        with suppress(OSError):  # then each student process finds out, and says so
            for metadata in (False, True):
                seccomp.make_filters(metadata=metadata)
    if prepare:
        prepare()
    families: dict[Path, int] = {}  # the outermost process by the scratch folder
    while True:
        try:
            request = line.recv()
            if isinstance(request, supervisor.Plan):
                control = socket.socket(fileno=recv_handle(line))
                lifeline = Connection(recv_handle(line))
        except (EOFError, OSError):
            os._exit(0)
        if isinstance(request, supervisor.Plan):
            # where no process can be had, the grading process finds its channel closed
            with control, lifeline, suppress(OSError):
                families[request.scratch] = supervisor.start(request, control, lifeline)
        else:
            if outer := families.pop(request, None):
                _wait_for_end(outer)
            if not families and confine.ON_LINUX and processes.have_children():
                processes.end_descendants(os.getpid())
            shutil.rmtree(request, ignore_errors=True)


def _wait_for_end(outer: int) -> None:
    """Wait for an outermost process; one that does not end by itself is ended."""
    deadline = time.monotonic() + _SECONDS_TO_END
    with suppress(ChildProcessError, ProcessLookupError):
        while time.monotonic() < deadline:
            if os.waitpid(outer, os.WNOHANG)[0]:
                return
            time.sleep(0.002)
        os.killpg(outer, signal.SIGKILL)
