"""The student process: run the notebook cell by cell, and freeze a copy at each check cell.

From the first cell on, nothing in this process can be trusted. What follows is written for honest
notebooks; what a hostile one makes of it is contained by the confinement around the process and by
the grading process, which believes none of its words.
"""

import contextlib
import gc
import io
import os
import random
import signal
import socket
import sys
import time
import types
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import numpy as np
import torch
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder.sandbox.channel import Channel
from autograder.sandbox.serve import Server
from autograder.sandbox.wire import (
    MAX_TEXT,
    Begin,
    CellBegins,
    CellFailed,
    Finished,
    Frozen,
)

_WORK_BETWEEN_COPIES = 0.4
"""Seconds of cells after which a copy of the state is made, in case a later cell ends the process.
A copy costs some milliseconds; what ran since the last one is run again when it is needed."""


class CellTimeout(BaseException):
    """A cell ran longer than it may. Not an Exception, so that honest code does not swallow it."""


class OutputLimitError(RuntimeError):
    """The notebook printed more than it may."""


class _Sink(io.TextIOBase):
    """Standard output of the notebook: counts, and keeps nothing."""

    def __init__(self, most: int) -> None:
        self._left = most

    def write(self, text: str) -> int:
        """Count a text; complain once the limit is passed."""
        self._left -= len(text)
        if self._left < 0:
            raise OutputLimitError("the notebook prints more than it may; print less")
        return len(text)

    def writable(self) -> bool:
        """Say that writing is possible."""
        return True

    def isatty(self) -> bool:
        """Say that nobody is looking."""
        return False


def prepare(*, thoroughly: bool = True) -> None:
    """Do once what every student process needs, before it is forked: imports, mostly.

    Torch gets one thread before its first operation: a process whose thread pool has started
    cannot be forked.

    Args:
        thoroughly: also what only some notebooks need. It pays when many are graded.
    """
    os.environ.setdefault("MPLBACKEND", "agg")
    with contextlib.suppress(ImportError):
        import matplotlib.pyplot  # noqa: F401
    torch.set_num_threads(1)
    with contextlib.suppress(RuntimeError):  # too late when an operation has run already
        torch.set_num_interop_threads(1)
    if thoroughly:
        model = torch.nn.Linear(2, 2)
        optimizer = torch.optim.Adam(model.parameters())
        model(torch.ones(1, 2)).sum().backward()
        optimizer.step()  # the first step imports a great deal
    _make_shell()
    gc.collect()
    gc.freeze()  # what is here now is shared with every copy; the collector leaves it alone


def _make_shell() -> InteractiveShell:
    """Return the one shell of this process: no history, no colours, no terminal."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.HistoryManager.hist_file = ":memory:"
    settings.InteractiveShell.colors = "NoColor"
    settings.InteractiveShell.autocall = 0
    shell: InteractiveShell = InteractiveShell.instance(config=settings)
    shell.display_formatter.active_types = ["text/plain"]
    return shell


def run_student(channel: Channel) -> NoReturn:
    """Become the student process: receive the notebook, run it, and answer for its last state."""
    begin, _ = channel.receive()
    assert isinstance(begin, Begin)
    _Notebook(begin, channel).run()


class _Notebook:
    """The notebook as it runs. State: the shell, and which cell is next."""

    def __init__(self, begin: Begin, channel: Channel) -> None:
        self._begin = begin
        self._channel = channel
        self._shell = _make_shell()
        self._copies: list[int] = []
        self._quiet = False  # a copy that runs cells again announces nothing

    def run(self) -> NoReturn:
        """Run every cell, freeze the last state for whatever was not checked, and end."""
        self._set_up()
        since_copy = 0.0
        self._freeze("", 0)
        for index in range(len(self._begin.cells)):
            if since_copy > _WORK_BETWEEN_COPIES:
                self._freeze("", index)
                since_copy = 0.0
            start = time.monotonic()
            self._run_cell(index)
            since_copy += time.monotonic() - start
        self._freeze("", len(self._begin.cells))
        self._channel.send(Finished())
        with contextlib.suppress(Exception):
            self._channel.receive()  # until the grading process has seen enough
        os._exit(0)

    def _set_up(self) -> None:
        """Make this process look like a notebook's kernel."""
        sys.stdout = sys.stderr = _Sink(self._begin.output_bytes)
        sys.stdin = io.StringIO()
        sys.path.insert(0, "")
        shell = self._shell
        shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
        shell.enable_gui = lambda *_: None
        shell.enable_matplotlib = lambda *_: ("agg", "agg")
        random.seed()
        np.random.seed()
        torch.seed()
        # one core each: threads would gain nothing, and a copy of a process with threads hangs
        torch.set_num_threads = torch.set_num_interop_threads = lambda *_: None
        loader = torch.utils.data.DataLoader.__init__

        def without_workers(self: Any, *args: Any, **kwargs: Any) -> None:
            kwargs.update(num_workers=0, prefetch_factor=None, persistent_workers=False)
            kwargs.pop("timeout", None)
            kwargs.pop("multiprocessing_context", None)
            loader(self, *args[:5], **kwargs)

        torch.utils.data.DataLoader.__init__ = without_workers  # type: ignore[method-assign]
        sys.modules["otter"] = otter_stub(self.check)
        for name in [n for n in sys.modules if n.startswith("otter.")]:
            del sys.modules[name]

    def _run_cell(self, index: int) -> None:
        if not self._quiet:
            self._channel.send(CellBegins(index))
        cell = self._begin.cells[index]
        error = ""
        with self._deadline():
            try:
                self._seed()
                result = self._shell.run_cell(cell.source, store_history=True)
                failure = result.error_before_exec or result.error_in_exec
            except BaseException as escaped:
                failure = escaped
        if failure is not None:
            error = _describe(failure)
        if "matplotlib.pyplot" in sys.modules:
            with contextlib.suppress(Exception):
                sys.modules["matplotlib.pyplot"].close("all")
        if error and not self._quiet:
            self._channel.send(CellFailed(index, error))
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
        if question in self._begin.questions and not self._quiet:
            self._freeze(question, -1)

    def _freeze(self, label: str, index: int) -> None:
        """Make a copy of this process that waits, and announce it."""
        for copy in list(self._copies):
            with contextlib.suppress(ChildProcessError):
                if os.waitpid(copy, os.WNOHANG)[0]:
                    self._copies.remove(copy)
        ours, theirs = socket.socketpair()
        copy = os.fork()
        if copy == 0:
            signal.setitimer(signal.ITIMER_REAL, 0)
            theirs.close()
            self._channel.close()
            self._wait(Channel(ours, "requests"), index)
        ours.close()
        self._copies.append(copy)
        self._channel.send(Frozen(label, index, copy), descriptor=theirs.fileno())
        theirs.close()

    def _wait(self, channel: Channel, index: int) -> NoReturn:
        """Serve as a copy of the state before a cell, or at a check cell (index -1)."""
        self._quiet = True

        def resume(until: int) -> None:
            for cell in range(index, until):
                self._run_cell(cell)

        Server(
            self._shell.user_ns,
            channel,
            self._begin.cell_seconds,
            resume if index >= 0 else None,
        ).run()


def _describe(error: BaseException) -> str:
    """Return an exception as one line."""
    try:
        text = f"{type(error).__name__}: {error}"
    except BaseException:
        text = type(error).__name__
    return text[:MAX_TEXT].encode(errors="replace").decode()


def otter_stub(on_check: Callable[[str], None]) -> types.ModuleType:
    """Return what ``import otter`` gives in the student process.

    Args:
        on_check: called with the question of each check cell.
    """

    class Notebook:
        """Stands for otter.Notebook: results are worked out elsewhere."""

        def __init__(self, *_: Any, **__: Any) -> None:
            """Take any arguments, as Otter does."""

        def check(self, question: str, *_: Any, **__: Any) -> None:
            """Remember the state for this question."""
            on_check(question)

        def check_all(self, *_: Any, **__: Any) -> None:
            """Do nothing: grading looks at each question anyway."""

        export = to_pdf = run_plugin = add_plugin_files = check_all

    module = types.ModuleType("otter")
    module.Notebook = Notebook  # type: ignore[attr-defined]
    return module
