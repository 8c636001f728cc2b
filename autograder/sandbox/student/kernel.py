"""Make a process look like a notebook's kernel: shell, standard streams, otter, multiprocessing."""

import contextlib
import gc
import io
import multiprocessing
import os
import random
import sys
import tempfile
import types
from collections.abc import Callable
from multiprocessing import forkserver, resource_tracker
from typing import Any

import numpy as np
import torch
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder.later import import_later
from autograder.sandbox.student import parked
from autograder.sandbox.student.huge_pages import use_huge_pages
from autograder.sandbox.student.rehearsal import rehearse


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


def prepare(*, thoroughly: bool = True) -> None:
    """Do once what every student process needs, before it is forked: imports, mostly.

    Torch gets one thread before its first operation: a process whose thread pool has started
    cannot be forked.

    Args:
        thoroughly: also what makes copies cheaper. It pays when many are graded.
    """
    os.environ.setdefault("MPLBACKEND", "agg")
    _import_compiler_later()
    _seed_what_is_there()
    torch.set_num_threads(1)
    with contextlib.suppress(RuntimeError):  # too late when an operation has run already
        torch.set_num_interop_threads(1)
    shell = make_shell()
    if thoroughly:
        rehearse()
        shell.run_cell("pass")
    parked.note_otter()
    gc.freeze()  # what is here now is shared with every copy; the collector leaves it alone
    gc.enable()  # which rests while much is imported
    if thoroughly:
        use_huge_pages()


def make_shell() -> InteractiveShell:
    """Return the one shell of this process: no history, no colours, no terminal."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.HistoryManager.hist_file = ":memory:"
    settings.InteractiveShell.colors = "nocolor"
    settings.InteractiveShell.autocall = 0
    shell: InteractiveShell = InteractiveShell.instance(config=settings)
    shell.display_formatter.active_types = ["text/plain"]
    return shell


def look_like_a_kernel(
    shell: InteractiveShell, output_bytes: int, on_check: Callable[[str], None]
) -> None:
    """Give this process what a notebook finds in a kernel.

    Args:
        output_bytes: how much may be printed.
        on_check: called with the question of each check cell.
    """
    sys.stdout = sys.stderr = _Sink(output_bytes)
    sys.stdin = io.StringIO()
    sys.path.insert(0, "")
    shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
    shell.system = shell.system_raw  # the other one wants a terminal
    shell.enable_gui = lambda *_: None
    shell.enable_matplotlib = lambda *_: ("agg", "agg")
    tempfile.tempdir = None  # worked out anew, for this environment
    random.seed()
    np.random.seed()
    torch.default_generator.seed()  # torch.seed() also looks for graphics cards, which takes longer
    # one core each: threads would gain nothing, and a copy of a process with threads hangs
    torch.set_num_threads = torch.set_num_interop_threads = lambda *_: None
    _load_without_workers()
    _forget_fork_server()
    parked.put_otter_away()
    sys.modules["otter"] = stub = otter_stub(on_check)
    shell.user_ns["grader"] = stub.Notebook()  # for a notebook whose set-up cell is gone
    _leave_uncompiled()


def _load_without_workers() -> None:
    """Let data loaders load in the process itself: the batches are the same."""
    loader = torch.utils.data.DataLoader.__init__

    def without_workers(self: Any, *args: Any, **kwargs: Any) -> None:
        kwargs.update(num_workers=0, prefetch_factor=None, persistent_workers=False)
        kwargs.pop("timeout", None)
        kwargs.pop("multiprocessing_context", None)
        loader(self, *args[:5], **kwargs)

    torch.utils.data.DataLoader.__init__ = without_workers  # type: ignore[method-assign]


def _import_compiler_later() -> None:
    """Do without torch's compiler until somebody compiles.

    Optimizers and ``torch.func`` import it only to say where it has to stop, and fake tensors, by
    which ``check_on_meta`` computes, only to look at its settings. It takes as long as torch
    itself, and memory that each copy of this process would have, too.
    """

    def unchanged(function: Any, *_: Any, **__: Any) -> Any:
        return function

    import_later(
        "torch._dynamo",
        parts=False,
        now=("config",),
        graph_break=lambda *_, **__: None,
        disable=unchanged,
        allow_in_graph=unchanged,
        disallow_in_graph=unchanged,
        compiled_autograd=types.SimpleNamespace(_disable=contextlib.nullcontext),
    )


def _seed_what_is_there() -> None:
    """Let ``torch.manual_seed`` pass over kinds of devices that this build of torch cannot have.

    It would note the call for each of them, with the stack of its caller, in case one appears: that
    takes longer than most cells that seed.
    """
    for name in ("cuda", "xpu", "mtia"):
        device = getattr(torch, name, None)
        is_built = getattr(device, "_is_compiled", None)
        if is_built is not None and not is_built():
            device.manual_seed_all = lambda _: None  # type: ignore[union-attr]


def _leave_uncompiled() -> None:
    """Let torch.compile give back what it gets: it works the same, and there is no compiler.

    To look for one, and to trace, would take longer than what a notebook computes here.
    """

    def unchanged(model: Any = None, **_: Any) -> Any:
        return model if model is not None else unchanged

    torch.compile = unchanged
    torch.nn.Module.compile = lambda *_, **__: None  # type: ignore[method-assign]


def _forget_fork_server() -> None:
    """Make multiprocessing new: this process may descend from a fork server of its own."""
    multiprocessing.set_start_method("fork", force=True)
    names = "_fd", "_pid", "_forkserver_address", "_forkserver_alive_fd", "_forkserver_pid"
    for helper in (resource_tracker._resource_tracker, forkserver._forkserver):
        for name in names:
            if hasattr(helper, name):
                setattr(helper, name, None)


def otter_stub(on_check: Callable[[str], None]) -> types.ModuleType:
    """Return what ``import otter`` gives in the student process; see ``look_like_a_kernel``."""

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
