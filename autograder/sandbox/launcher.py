"""Launchers: start the processes of a submission, and see that all of them end.

A student process is a copy of the process that starts it, and finds in its memory all that the
latter has. So a grading process that has read the tests can start no more of them. A ``Nursery`` is
a process that was forked before that, reads nothing, and starts them for it, one after another.
"""

import os
import shutil
import signal
import socket
import time
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import NoReturn, Protocol

from autograder.sandbox import confine, linux, processes, supervisor

_SECONDS_TO_END = 15.0


class Launcher(Protocol):
    """Starts the processes of one submission at a time."""

    def start(self, plan: supervisor.Plan, control: socket.socket, lifeline: socket.socket) -> None:
        """Start the processes of a submission.

        Args:
            plan: what they are told.
            control: the student process's end of its channel; closed here.
            lifeline: the supervisor's end of the line that it is told of its end by; closed here.
        """

    def end(self) -> None:
        """See to it that everything which was started ends, and remove the submission's files."""


class OwnLauncher:
    """Starts student processes from this very process, which must not have read a test."""

    def start(self, plan: supervisor.Plan, control: socket.socket, lifeline: socket.socket) -> None:
        """See ``Launcher``."""
        self._scratch = plan.scratch
        self._others: frozenset[int] = frozenset()
        if confine.ON_LINUX:
            linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)  # orphans come here, to be ended
            if processes.have_children():
                self._others = frozenset(processes.descendants(os.getpid()))
        try:
            self._outer = supervisor.start(plan, control, lifeline)
        finally:
            control.close()
            lifeline.close()

    def end(self) -> None:
        """See ``Launcher``; a supervisor that does not end by itself is ended."""
        deadline = time.monotonic() + _SECONDS_TO_END
        while time.monotonic() < deadline:
            try:
                if os.waitpid(self._outer, os.WNOHANG)[0]:
                    break
            except ChildProcessError:
                break
            time.sleep(0.002)
        else:
            with suppress(ProcessLookupError):
                os.killpg(self._outer, signal.SIGKILL)
        if confine.ON_LINUX and processes.have_children():
            processes.end_descendants(os.getpid(), self._others)
        shutil.rmtree(self._scratch, ignore_errors=True)


class Nursery:
    """Has student processes started from a process of their own, forked when this is made."""

    def __init__(self) -> None:
        self._line, theirs = Pipe()
        self._process = os.fork()
        if self._process == 0:
            try:
                confine.keep_only(theirs.fileno())
                _serve(theirs)
            finally:
                os._exit(1)
        theirs.close()

    def start(self, plan: supervisor.Plan, control: socket.socket, lifeline: socket.socket) -> None:
        """See ``Launcher``."""
        try:
            self._line.send(plan)
            for end in (control, lifeline):
                send_handle(self._line, end.fileno(), self._process)
        finally:
            control.close()
            lifeline.close()

    def end(self) -> None:
        """See ``Launcher``. It goes on in the other process while this one returns."""
        self._line.send(None)

    def close(self) -> None:
        """End the process, when all that it has started has ended."""
        self._line.close()
        os.waitpid(self._process, 0)


def _serve(line: Connection) -> NoReturn:
    """Start and end what the grading process asks for, until that has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which ends the rest
    if confine.ON_LINUX:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    launcher = OwnLauncher()
    while True:
        try:
            plan = line.recv()
            if plan is None:
                launcher.end()
                continue
            ends = [socket.socket(fileno=recv_handle(line)) for _ in range(2)]
        except (EOFError, OSError):
            os._exit(0)
        with suppress(OSError):  # no process to be had: the grading process finds its line closed
            launcher.start(plan, *ends)
