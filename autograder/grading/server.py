"""The fork server: a warm process without secrets, from which every grading process is forked."""

import multiprocessing
import multiprocessing.forkserver
import os
from multiprocessing.context import ForkServerContext

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


def start_server() -> ForkServerContext:
    """Start the server, which imports torch and the rest while the caller goes on.

    The environment is cleaned first: keys and tokens of the person who grades are then in no
    memory that student code could read.
    """
    for name in list(os.environ):
        if name not in _KEPT_SETTINGS and not name.startswith("LC_"):
            del os.environ[name]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.sandbox.warm"])
    multiprocessing.forkserver.ensure_running()
    return context
