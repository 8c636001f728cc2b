"""Read what is hostile in a process of its own, whose memory and time are bounded."""

import os
import pickle
import resource
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

from autograder.errors import SubmissionError

_MEMORY = 190 << 20
"""Bytes beyond what is mapped: a notebook of the largest size once, and its cells."""
_SECONDS = 60.0
_COMPUTING_SECONDS = 20
"""Of the processor: a busy machine must not make a difference."""

Given = ParamSpec("Given")
Value = TypeVar("Value")


def run_limited(
    function: Callable[Given, Value], *args: Given.args, **kwargs: Given.kwargs
) -> Value:
    """Call a function in a copy of this process, and return what it returns.

    Raises:
        SubmissionError: it raised this, or used up its memory or its time.
        RuntimeError: it raised anything else.
    """
    ours, theirs = Pipe(duplex=False)
    process = os.fork()
    if process == 0:
        ours.close()
        try:
            _run(theirs, lambda: function(*args, **kwargs))
        finally:
            os._exit(1)
    theirs.close()
    try:
        result = _receive(ours, time.monotonic() + _SECONDS)
    finally:
        ours.close()
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    if isinstance(result, SubmissionError | RuntimeError):
        raise result
    value: Value = result[0]
    return value


def _receive(line: Connection, end: float) -> Any:
    """Return what the other process sends, or the error that its silence stands for."""
    try:
        if line.poll(max(0.0, end - time.monotonic())):
            return pickle.loads(line.recv_bytes())
    except (EOFError, OSError):  # it was ended for its time or its memory
        pass
    return SubmissionError(
        "it takes too much time or memory to be read; clear the outputs, save it and hand it in "
        "again"
    )


def _run(line: Connection, call: Callable[[], object]) -> NoReturn:
    """Run in the process of its own: call, and send what came of it."""
    try:
        _bound_this_process()
        sent = pickle.dumps((call(),))
    except SubmissionError as error:
        sent = pickle.dumps(error)
    except MemoryError:
        sent = pickle.dumps(
            SubmissionError(
                "it needs too much memory to be read; clear the outputs, save it and "
                "hand it in again"
            )
        )
    except Exception as error:
        sent = pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
    line.send_bytes(sent)
    os._exit(0)


def _bound_this_process() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_COMPUTING_SECONDS, _COMPUTING_SECONDS))
    if sys.platform == "linux":  # elsewhere mapped memory says little
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + _MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
