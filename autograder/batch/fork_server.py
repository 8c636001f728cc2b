"""The fork server: a warm process without secrets, from which every grading process is forked."""

import atexit
import multiprocessing
import multiprocessing.forkserver
import os
import signal
import sys
from multiprocessing import resource_tracker
from multiprocessing.context import ForkServerContext
from typing import Any

from autograder.later import uninterrupted
from autograder.sandbox.confine import linux

_KEPT_SETTINGS = (
    "HOME",
    "LANG",
    "LD_LIBRARY_PATH",
    "MPLCONFIGDIR",
    "PATH",
    "PYTHONPATH",
    "TMPDIR",
    "VIRTUAL_ENV",
)


_COLD, _WARM, _HALF_WARM = (f"autograder.batch.{name}" for name in ("cold", "warm", "lukewarm"))
"""What a server imports first, and what last; see there."""
_PLOTS = "matplotlib.pyplot"
ON_META = "autograder.grading.warm_on_meta"
"""For tests on torch's device meta. A server for few leaves it to them, and begins sooner."""


def kept_environment() -> dict[str, str]:
    """Return the variables of this process's environment that a server may know of."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT_SETTINGS or name.startswith("LC_")
    }


def start_server(*modules: str, few: bool = False, plots: bool = True) -> ForkServerContext:
    """Start the server, which imports torch and the rest while the caller goes on.

    The environment is cleaned first: keys and tokens of the person who grades are then in no
    memory that student code could read.

    Args:
        modules: what else the server imports, for tasks that are not submissions of students.
        few: whether there is so little to do that it pays to begin at once, half warm.
        plots: whether matplotlib is imported, too: it takes a third as long as torch.
    """
    for name in os.environ.keys() - kept_environment().keys():
        del os.environ[name]
    # NumPy and SciPy would start a thread for each core, in the server and again in every copy
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ["MPLBACKEND"] = "agg"
    context = multiprocessing.get_context("forkserver")
    wanted = [name for name in modules if not (few and name == ON_META)]
    wanted += [_PLOTS] if plots else []
    context.set_forkserver_preload([_COLD, *wanted, _HALF_WARM if few else _WARM])
    # Ctrl-C is for the command, which ends the server. What is blocked when the server starts never
    # reaches it; here it waits for the moment until there is one.
    resource_tracker.ensure_running()  # which has a way of its own, and would unblock the signal
    with uninterrupted():
        multiprocessing.forkserver.ensure_running()
    atexit.register(_end_server, os.getpid())
    return context


def _end_server(owner: int) -> None:
    """End the server with the command, which may be done before all is imported."""
    server: Any = multiprocessing.forkserver._forkserver
    if server._forkserver_pid is not None and os.getpid() == owner:
        os.kill(server._forkserver_pid, signal.SIGKILL)


def end_with_server() -> None:
    """Make a process that was forked from the server end when the command does.

    The server ends once nobody holds the descriptor by which it could be asked for more; a forked
    process is given that, too, and has no use for it. The kernel then ends what the server forked.
    """
    server: Any = multiprocessing.forkserver._forkserver
    if server._forkserver_alive_fd is not None:
        os.close(server._forkserver_alive_fd)
        server._forkserver_alive_fd = None
    if sys.platform == "linux":
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
