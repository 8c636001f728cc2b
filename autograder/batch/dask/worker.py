"""Worker processes: below a Dask worker, a warm process that grades as a local job does.

A Dask worker is no place to fork student code from: it has threads, it holds the secrets of
whoever started it, and, daemonic as it is, it may have no children in multiprocessing's sense. So
the worker runs a plain command, the worker process, with a clean environment and a fork server of
its own. It sends that submissions and gets results back; both are bytes to it, and it never imports
torch.
"""

import functools
import os
import pickle
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from autograder.batch.fork_server import kept_environment, start_server
from autograder.batch.work import grade_side_by_side
from autograder.errors import SubmissionError
from autograder.files import write_files
from autograder.intake.names import is_candidate
from autograder.intake.roster import Submission
from autograder.intake.submission import MAX_FILES, MAX_NAMES, MAX_NOTEBOOK
from autograder.results.outcome import UniqueSubmission
from autograder.sandbox.confine.scratch import make_scratch
from autograder.tree import CrowdedError, Tree

_IDLE = 60.0
"""Seconds without work after which a worker process ends: nothing stays on another's cluster."""
_PATIENCE = 60.0
"""Seconds beyond the time in which a grading process is given up, until its worker process is."""

_END = 5.0
"""Seconds in which a worker process that is told to end has to."""


class WorkerError(Exception):
    """A worker process has ended or does not answer; another one may."""


def pack(path: Path, *, kept: bool = False) -> bytes:
    """Return a submission as bytes, for machines that share no file system.

    They are its name, at which grading looks, and by relative path what grading reads: no caches,
    no links, nothing too large to be read. A file that travels alone has the path "".

    Args:
        path: a notebook, or a zip or folder with one.
        kept: see ``UniqueSubmission``.

    Raises:
        SubmissionError: it cannot be read; the message is what grading it would say.
    """
    try:
        if not path.is_dir():
            return pickle.dumps((path.name, {"": _dated(path)}, kept))
        files = {}
        left = MAX_NOTEBOOK + MAX_FILES
        with Tree(path, MAX_NAMES) as tree:
            # notebooks first: other files must not use up their share
            for name in sorted(tree.names, key=lambda name: (not is_candidate(name), name)):
                if tree.size(name) <= left:
                    files[name] = _dated(path / name)
                    left -= len(files[name][0])
        return pickle.dumps((path.name, files, kept))
    except CrowdedError:
        raise SubmissionError(f"{path.name} holds more than {MAX_NAMES} files") from None
    except OSError as error:
        raise SubmissionError(f"{path.name} cannot be read: {error.strerror or error}") from None


def _dated(path: Path) -> tuple[bytes, float]:
    """Return what grading would read of a file, and when it was last changed."""
    with path.open("rb") as file:
        return file.read(MAX_NOTEBOOK + 1), path.stat().st_mtime


def _unpack(submission: bytes, folder: Path) -> UniqueSubmission:
    """Write a submission into an empty folder; its names are to be trusted."""
    name, files, kept = pickle.loads(submission)
    whole = Path(folder, name)
    write_files(whole, {inside: data for inside, (data, _) in files.items()})
    for inside, (_, modified) in files.items():
        os.utime(whole / inside, (modified, modified))
    return UniqueSubmission("", (Submission(whole.stem, whole),), kept=kept)


class _WorkerProcess:
    """A worker process as the Dask worker sees it. Any thread may use it.

    Args:
        order: what submissions are graded with, pickled: a release, and the limits.
    """

    def __init__(self, order: bytes) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            command = f"from autograder.batch.dask.worker import serve; serve({theirs.fileno()})"
            self._process = subprocess.Popen(
                [sys.executable, "-c", command],
                env=kept_environment(),
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the command, which ends the worker
                stdin=subprocess.PIPE,
            )
        assert self._process.stdin is not None
        with self._process.stdin as stdin:
            stdin.write(order)

    def is_alive(self) -> bool:
        """Say whether it runs."""
        return self._process.poll() is None

    def grade(self, submission: bytes, seconds: float) -> bytes:
        """Return the pickled result of a packed submission.

        Raises:
            OSError: the worker process has ended, or gives no answer in so many seconds.
            EOFError: it has ended meanwhile.
        """
        ours, theirs = Pipe()
        with ours:
            with theirs:
                socket.send_fds(self._line, [b"+"], [theirs.fileno()])
            ours.send_bytes(submission)
            if not ours.poll(seconds):
                raise OSError("no answer")
            return ours.recv_bytes()

    def end(self) -> None:
        """End it, and with it what it has started."""
        self._line.close()
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


_processes: dict[str, _WorkerProcess] = {}
_lock = threading.Lock()


def grade_on_worker(batch: str, order: bytes, submission: bytes, seconds: float) -> bytes:
    """Grade one submission; this is the task that Dask workers do.

    Args:
        batch: tells commands apart; this worker has a worker process for each.
        order: what submissions are graded with, pickled: a release, and the limits.
        submission: what ``pack`` returned.
        seconds: after how long a grading process is given up.

    Returns:
        The pickled ``Outcome``.

    Raises:
        WorkerError: the worker process has ended or does not answer.
    """
    process = None
    try:
        with _lock:
            process = _processes.get(batch)
            if process is None or not process.is_alive():
                process = _processes[batch] = _WorkerProcess(order)
        return process.grade(submission, seconds + _PATIENCE)
    except (OSError, EOFError) as error:
        with _lock:
            if process is not None and _processes.get(batch) is process:
                _processes.pop(batch).end()
        raise WorkerError(str(error)) from None


def end_worker_process(batch: str) -> None:
    """End this worker's process for a command that is done or was stopped."""
    with _lock:
        process = _processes.pop(batch, None)
    if process is not None:
        process.end()


def serve(descriptor: int) -> None:
    """Run as the worker process, until the worker at the other end of the line has ended.

    Args:
        descriptor: the line, over which the worker sends a connection for each submission.
    """
    line = socket.socket(fileno=descriptor)
    line.set_inheritable(False)
    line.settimeout(_IDLE)
    release, limits = pickle.load(sys.stdin.buffer)
    context = start_server(*release.modules)
    folder = make_scratch()
    try:
        grade = functools.partial(grade_side_by_side, context, release, limits=limits, jobs=1)
        while True:
            try:
                _, descriptors, _, _ = socket.recv_fds(line, 1, 1)
            except TimeoutError:
                if threading.active_count() == 1:
                    break
                continue
            if not descriptors:
                break
            threading.Thread(
                target=_answer, args=(Connection(descriptors[0]), grade, folder), daemon=True
            ).start()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)  # the fork server notices, and what it has forked ends with it


def _answer(
    connection: Connection, grade: Callable[[Sequence[UniqueSubmission]], Any], folder: Path
) -> None:
    """Grade one submission, just as a local job does."""
    with connection, tempfile.TemporaryDirectory(dir=folder) as own:
        ((_, outcome),) = grade([_unpack(connection.recv_bytes(), Path(own))])
        connection.send_bytes(pickle.dumps(outcome))
