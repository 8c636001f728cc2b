"""The student process: run the notebook cell by cell, and freeze a copy at each check cell.

From the first cell on, nothing in this process can be trusted. What follows is written for honest
notebooks; what a hostile one makes of it is contained by the confinement around the process and by
the grading process, which believes none of its words.
"""

import contextlib
import os
import random
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, NoReturn

import numpy as np
import torch

from autograder.sandbox.student import kernel
from autograder.sandbox.student.serve import Server
from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.channel import Channel

_WORK_BETWEEN_COPIES = 1.0
"""Seconds of cells after which a copy of the state is made, in case a later cell ends the process.
A copy costs some milliseconds; what ran since the last one is run again when it is needed."""

_TRIES = 30
"""Copies that are made of a process with threads, until one works."""


class CellTimeout(BaseException):
    """A cell ran longer than it may. Not an Exception, so that honest code does not swallow it."""


def run_student(channel: Channel) -> NoReturn:
    """Become the student process: receive the notebook, run it, and answer for its last state."""
    begin, _ = channel.receive()
    assert isinstance(begin, wire.Begin)
    _Notebook(begin, channel).run()


class _Notebook:
    """The notebook as it runs. State: the shell, and which cell is next."""

    def __init__(self, begin: wire.Begin, channel: Channel) -> None:
        self._begin = begin
        self._channel = channel
        self._shell = kernel.make_shell()
        self._copies: list[int] = []
        self._unchecked = set(begin.questions)  # to be tested with the last state
        self._quiet = False  # a copy that runs cells again announces nothing

    def run(self) -> NoReturn:
        """Run every cell, freeze the last state for whatever was not checked, and end."""
        kernel.look_like_a_kernel(self._shell, self._begin.output_bytes, self.check)
        since_copy = 0.0
        for index in range(len(self._begin.cells)):
            if since_copy > _WORK_BETWEEN_COPIES and self._unchecked:
                self._freeze("", index)
                since_copy = 0.0
            start = time.monotonic()
            self._run_cell(index)
            since_copy += time.monotonic() - start
        if self._unchecked:
            self._freeze("", len(self._begin.cells))
        self._channel.send(wire.Finished())
        with contextlib.suppress(Exception):
            self._channel.receive()  # until the grading process has seen enough
        os._exit(0)

    def _run_cell(self, index: int) -> None:
        if not self._quiet:
            self._channel.send(wire.CellBegins(index))
        cell = self._begin.cells[index]
        failure: BaseException | None = None
        with self._deadline():
            try:
                self._seed()
                result = self._shell.run_cell(cell.source, store_history=True)
                failure = result.error_before_exec or result.error_in_exec
            except BaseException as escaped:
                failure = escaped
        if "matplotlib.pyplot" in sys.modules:
            with contextlib.suppress(Exception):
                sys.modules["matplotlib.pyplot"].close("all")
        if failure is not None and not self._quiet:
            self._channel.send(wire.CellFailed(index, _describe(failure)))
        for question in cell.checks:
            self.check(question)

    def _seed(self) -> None:
        """Seed before each cell, where the assignment asks for it."""
        seed, variable = self._begin.seed, self._begin.seed_variable
        if seed is None:
            return
        if variable:
            self._shell.user_ns[variable] = seed
        else:
            np.random.seed(seed)
            random.seed(seed)

    @contextlib.contextmanager
    def _deadline(self) -> Iterator[None]:
        """Interrupt the main thread when a cell takes too long, again and again."""

        def interrupt(*_: Any) -> None:
            raise CellTimeout(f"the cell ran longer than {self._begin.cell_seconds:g} s")

        signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, self._begin.cell_seconds, 0.2)
        try:
            yield
        except CellTimeout:  # it came between the cell's end and the next line
            pass
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def check(self, question: str) -> None:
        """Freeze the state for a question; called by the notebook's check cells."""
        is_tested = question in self._begin.questions and not self._quiet
        if is_tested and self._freeze(question, -1):
            self._unchecked.discard(question)

    def _freeze(self, label: str, index: int) -> bool:
        """Make a copy of this process that waits, and announce it; say whether there is one."""
        for copy in list(self._copies):
            with contextlib.suppress(ChildProcessError):
                if os.waitpid(copy, os.WNOHANG)[0]:
                    self._copies.remove(copy)
        try:
            ours, theirs = socket.socketpair()
            copy = _fork_past_threads()
        except OSError:  # the notebook has used up its processes or files: go on without a copy
            return False
        if copy == 0:
            signal.setitimer(signal.ITIMER_REAL, 0)
            theirs.close()
            self._channel.close()
            self._wait(Channel(ours, "requests"), index)
        ours.close()
        with contextlib.suppress(OSError):  # out of reach of a signal to the notebook's group
            os.setpgid(copy, copy)
        self._copies.append(copy)
        self._channel.send(wire.Frozen(label, index, copy), descriptor=theirs.fileno())
        theirs.close()
        return True

    def _wait(self, channel: Channel, index: int) -> NoReturn:
        """Serve as a copy of the state before a cell, or at a check cell (index -1)."""
        self._quiet = True

        def resume(until: int) -> None:
            for cell in range(index, until):
                self._run_cell(cell)

        go_on = resume if index >= 0 else None
        Server(self._shell.user_ns, channel, self._begin.question_seconds, go_on).run()


def _fork_past_threads() -> int:
    """Fork; return 0 in the copy, and its id in this process.

    A thread of the notebook may hold a lock of torch at the moment of the fork, and nobody would
    ever release it in the copy, which has no such thread. So where there are threads, the lock of
    torch's generator is taken and released right before the fork: the thread that had it needs
    Python's own lock before it can take it again, and that one is ours. As other locks are out of
    reach, a copy then shows that it works; one that hangs is ended, and another is made.
    """
    if threading.active_count() == 1:
        return os.fork()
    for _ in range(_TRIES):
        reading, writing = os.pipe()
        torch.get_rng_state()
        copy = os.fork()
        if copy == 0:
            os.close(reading)
            state = torch.get_rng_state()
            torch.rand(1)
            torch.set_rng_state(state)
            random.setstate(random.getstate())
            os.write(writing, b"+")
            os.close(writing)
            return 0
        os.close(writing)
        works = bool(select.select([reading], [], [], 0.5)[0]) and bool(os.read(reading, 1))
        os.close(reading)
        if works:
            return copy
        os.kill(copy, signal.SIGKILL)
        os.waitpid(copy, 0)
    return os.fork()


def _describe(error: BaseException) -> str:
    """Return an exception as one line."""
    try:
        text = f"{type(error).__name__}: {error}"
    except BaseException:
        text = type(error).__name__
    return text[: wire.MAX_TEXT].encode(errors="replace").decode()
