"""The student process: run the notebook cell by cell, and freeze a copy at each check cell.

From the first cell on, nothing in this process can be trusted. What follows is written for honest
notebooks; what a hostile one makes of it is contained by the confinement around the process and by
the grading process, which believes none of its words.
"""

import contextlib
import os
import random
import signal
import socket
import sys
import time
from collections.abc import Iterator
from typing import Any, NoReturn

import numpy as np

from autograder.sandbox.student import kernel
from autograder.sandbox.student.copies import fork_past_threads
from autograder.sandbox.student.imports import without_missing
from autograder.sandbox.student.serve import Server
from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.channel import Channel

_WORK_BETWEEN_COPIES = 1.0
"""Seconds of cells after which a copy of the state is made, in case a later cell ends the process.
A copy costs some milliseconds; what ran since the last one is run again when it is needed."""

_MOST_FILES = 8
"""Files of the working folder that are named where one is missing."""
_NOTHING = object()
"""What a name stands for that is not bound."""


_REST = "the rest of the cell was run without it"
"""What is said of a cell in which an import failed."""


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
        # by question without a check cell: what its names stood for when it was looked at last
        self._bound: dict[str, list[object]] = {}
        self._answering: set[str] = set()  # those of them whose answer may still be going on

    def run(self) -> NoReturn:
        """Run every cell, freeze the last state for whatever was not checked, and end."""
        kernel.look_like_a_kernel(self._shell, self._begin.output_bytes, self.check)
        self._look_at_answers()
        since_copy = 0.0
        for index in range(len(self._begin.cells)):
            if since_copy > _WORK_BETWEEN_COPIES and self._unchecked:
                self._freeze("", index)
                since_copy = 0.0
            start = time.monotonic()
            self._run_cell(index)
            self._freeze_answers(index)
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
                rest = without_missing(self._shell, cell.source, failure)
                if rest and failure is not None:
                    again = self._shell.run_cell(rest, store_history=False)
                    further = again.error_before_exec or again.error_in_exec
                    failure = ImportError(f"{_describe(failure)}; {_REST}")
                    if further is not None:
                        failure = ImportError(f"{failure}: {_describe(further)}")
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

    def _look_at_answers(self) -> set[str]:
        """Return the questions without a check cell whose names are bound anew, and note those."""
        anew = set()
        for question, names in self._begin.binds.items():
            objects = [self._shell.user_ns.get(name, _NOTHING) for name in names]
            before = self._bound.get(question, objects)
            if any(new is not old for new, old in zip(objects, before, strict=True)):
                anew.add(question)
            self._bound[question] = objects
        return anew

    def _freeze_answers(self, index: int) -> None:
        """Freeze the state for what a cell answers, of the questions without a check cell.

        An answer goes on until a cell that the release gave, or one that answers another question:
        a later copy replaces the one before.
        """
        anew = self._look_at_answers()
        if index in self._begin.given:
            self._answering = set()
            return
        self._answering = anew or self._answering
        for question in sorted(self._answering & self._unchecked):
            self._freeze(question, -1)

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
            copy = fork_past_threads()
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


def _describe(error: BaseException) -> str:
    """Return an exception as one line."""
    try:
        text = f"{type(error).__name__}: {error}"
    except BaseException:
        text = type(error).__name__
    if isinstance(error, FileNotFoundError):
        text += f" ({_files_here()})"
    return text[: wire.MAX_TEXT].encode(errors="replace").decode()


def _files_here() -> str:
    """Say which files there are in the working folder."""
    with contextlib.suppress(OSError):
        names = sorted(name for name in os.listdir() if not name.startswith("."))
        more = f" and {len(names) - _MOST_FILES} more" if len(names) > _MOST_FILES else ""
        if names:
            return f"there are {', '.join(names[:_MOST_FILES])}{more}"
    return "there are no files"
