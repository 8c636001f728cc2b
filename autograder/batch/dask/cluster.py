"""Grade a class on a Dask cluster: one of this machine's own, or one that others run."""

import asyncio
import contextlib
import logging
import os
import pickle
import queue
import shutil
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import dask
from distributed import (
    CancelledError,
    Client,
    Future,
    KilledWorker,
    LocalCluster,
    Security,
    TimeoutError,  # noqa: A004 - the built-in one only from Python 3.11 on
)
from distributed.comm import connect

from autograder.batch.dask.worker import WorkerError, end_worker_process, grade_on_worker, pack
from autograder.batch.work import GAVE_UP
from autograder.errors import AutograderError, SubmissionError
from autograder.limits import Limits
from autograder.release_zip import Release, longest_grading
from autograder.results.outcome import FAILED, INVALID, Outcome, UniqueSubmission, ungraded
from autograder.sandbox.confine.scratch import make_scratch

INSTALL = "pip install 'torch-autograder[dask]'"
PATIENCE = 1800.0
"""Seconds without a worker after which a class is given up; what is graded is kept."""
_SAY_AFTER = 10.0
"""Seconds without a worker after which the user is told."""
_CONNECT = 5.0
"""Seconds in which a scheduler has to answer."""
_PERIOD = 1.0
"""Seconds between two looks at the cluster."""
_AHEAD = 4
"""Submissions on their way for each thread of a worker; the others wait on disk."""
_RETRIES = 2
"""Times that a submission is sent again when the worker process that graded it has ended."""
_END = 5.0
"""Seconds that ending the worker processes may take; they end by themselves, later."""
_SAME = ("torch-autograder", "torch")
"""Packages whose version is the same everywhere, or scores might not be."""
_KEPT = "what is graded is kept, and the same command goes on from here"


def grade_with_dask(
    release: Release,
    work: Sequence[UniqueSubmission],
    limits: Limits,
    jobs: int | None,
    scheduler: str | None,
    say: Callable[[str], None],
    patience: float = PATIENCE,
) -> Iterator[tuple[UniqueSubmission, Outcome]]:
    """Grade contents on a cluster, and yield each result when it is known.

    Args:
        jobs: how many to grade at a time; by default as many as the cluster can.
        scheduler: the cluster's address; None for a cluster of this machine's own cores, which
            ends with the generator.
        say: told in one line what the user should know meanwhile.
        patience: after how many seconds without a worker to give up.

    Raises:
        AutograderError: the cluster cannot be used, or is gone.
    """
    if not work:
        return
    with _connect(jobs, scheduler) as client:
        batch = _Batch(client, release, limits, jobs if scheduler else None, say, patience)
        yield from batch.grade(work)


@contextlib.contextmanager
def _connect(jobs: int | None, scheduler: str | None) -> Iterator[Client]:
    """Connect to a cluster, or start one.

    Raises:
        AutograderError: nobody answers.
    """
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said in one line
    with contextlib.ExitStack() as stack:
        stack.enter_context(
            dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"})
        )
        if scheduler is None:
            client = Client(stack.enter_context(_local_cluster(jobs)), set_as_default=False)
        else:
            asyncio.run(_knock(scheduler))
            client = Client(scheduler, set_as_default=False)
        yield stack.enter_context(client)


async def _knock(scheduler: str) -> None:
    """See whether a scheduler answers; a ``Client`` would take long to give up, and not quietly.

    Raises:
        AutograderError: nobody answers.
    """
    try:
        security = Security().get_connection_args("client")
        (await connect(scheduler, timeout=_CONNECT, **security)).abort()
    except (OSError, TimeoutError, RuntimeError, TypeError, ValueError):
        raise AutograderError(
            f"no Dask scheduler can be reached at {scheduler}; check that it runs, the address "
            "(as in tcp://host:8786) and, for tls://, Dask's certificates"
        ) from None


@contextlib.contextmanager
def _local_cluster(jobs: int | None) -> Iterator[LocalCluster]:
    """Start a cluster that only this process can talk to, on the loopback interface.

    Whoever can talk to a scheduler can run code as its user, and others may have accounts here:
    that is what the certificates are for.
    """
    try:
        security = Security.temporary()
    except ImportError:
        raise AutograderError(f"a Dask cluster needs the package cryptography; {INSTALL}") from None
    settings: dict[str, object] = {
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
        # Ctrl-C is for this process, which ends its workers
        "distributed.worker.preload": [
            "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
        ],
    }
    folder = make_scratch()
    try:
        with (
            dask.config.set(settings),
            LocalCluster(
                n_workers=jobs or os.cpu_count() or 1,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                # no dashboard; its server starts all the same, and takes any port that is free
                scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                security=security,
                silence_logs=logging.CRITICAL,
                local_directory=str(folder),
            ) as cluster,
        ):
            yield cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class _Sent:
    unique: UniqueSubmission
    future: Future
    start: float


def _check_version(place: str, package: str, found: str) -> None:
    """Refuse another version than this machine's; a build for another GPU is the same version."""
    own = version(package)
    if found.partition("+")[0] != own.partition("+")[0]:
        has = f"has {package} {found}" if found else f"does not have {package}"
        raise AutograderError(f"{place} {has}; install version {own} there, as on this machine")


class _Batch:
    """A batch on a cluster: few submissions on their way at a time, and an eye on the workers."""

    def __init__(
        self,
        client: Client,
        release: Release,
        limits: Limits,
        jobs: int | None,
        say: Callable[[str], None],
        patience: float,
    ) -> None:
        self._client = client
        self._release = release
        self._jobs = jobs
        self._say = say
        self._patience = patience
        self._address = client.scheduler.address
        self._seconds = longest_grading(release, limits)
        order = pickle.dumps((release, limits))
        self._name = str(uuid.uuid4())
        # a task and not data: when the worker that holds it dies, another one gets it again
        self._order = client.submit(bytes, order, key=f"release-{self._name}")
        self._sent: dict[str, _Sent] = {}
        self._done: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._known: set[str] = set()
        self._threads = 0
        self._looked = 0.0
        self._alone_since: float | None = None
        self._told = False

    def grade(self, work: Sequence[UniqueSubmission]) -> Iterator[tuple[UniqueSubmission, Outcome]]:
        """Grade contents, and yield each result when it is known."""
        waiting = deque(work)
        try:
            self._check_scheduler()
            while waiting or self._sent:
                self._look()
                while waiting and len(self._sent) < (self._jobs or _AHEAD * max(1, self._threads)):
                    unique = waiting.popleft()
                    try:
                        self._send(unique)
                    except SubmissionError as error:
                        yield unique, ungraded(INVALID, str(error), self._release, 0.0)
                yield from self._next()
        except (OSError, CancelledError):
            raise AutograderError(
                f"the Dask scheduler {self._address} is gone, or has dropped this work; {_KEPT}"
            ) from None
        finally:
            self._end()

    def _end(self) -> None:
        """End what is still being graded, and the worker processes."""
        # in a thread, as it has no time limit of its own; a worker that is gone has none left
        thread = threading.Thread(target=self._end_processes, daemon=True)
        thread.start()
        thread.join(_END)

    def _end_processes(self) -> None:
        with contextlib.suppress(Exception):
            self._client.cancel([sent.future for sent in self._sent.values()])
            self._client.run(end_worker_process, self._name, on_error="ignore")

    def _send(self, unique: UniqueSubmission) -> None:
        """Send a submission on its way.

        Raises:
            SubmissionError: it cannot be read.
        """
        submission = pack(unique.submissions[0].path, kept=unique.kept)
        future = self._client.submit(
            grade_on_worker,
            self._name,
            self._order,
            submission,
            self._seconds,
            key=f"grade-{uuid.uuid4()}",
            retries=_RETRIES,
        )
        self._sent[future.key] = _Sent(unique, future, time.monotonic())
        future.add_done_callback(self._done.put)

    def _next(self) -> Iterator[tuple[UniqueSubmission, Outcome]]:
        """Wait a little for the next result."""
        try:
            future = self._done.get(timeout=_PERIOD)
        except queue.Empty:
            return
        sent = self._sent[future.key]
        try:
            outcome: Outcome = pickle.loads(future.result(timeout=_PERIOD))
        except TimeoutError:  # the worker that had it died: it is being graded again
            future.add_done_callback(self._done.put)
            return
        except (KilledWorker, WorkerError):
            seconds = time.monotonic() - sent.start
            outcome = ungraded(FAILED, GAVE_UP, self._release, seconds)
        except (OSError, CancelledError):
            raise
        except Exception as error:
            raise AutograderError(
                f"Dask cannot do this work ({type(error).__name__}: {error}); make sure that the "
                f"scheduler and all workers have the same packages: {INSTALL}; {_KEPT}"
            ) from None
        del self._sent[future.key]
        yield sent.unique, outcome

    def _check_scheduler(self) -> None:
        """Make sure that the scheduler can read what it is sent."""
        package = _SAME[0]
        try:
            found = self._client.run_on_scheduler(version, package)
        except PackageNotFoundError:
            found = ""
        _check_version(f"the scheduler {self._address}", package, found)

    def _check_workers(self, workers: list[str]) -> None:
        """Make sure that workers grade as this machine would."""
        for package in _SAME:
            # a function that every worker has, whatever is installed there
            found = self._client.run(version, package, workers=workers, on_error="return")
            for worker, value in found.items():
                if isinstance(value, str):
                    _check_version(f"the worker {worker}", package, value)
                elif isinstance(value, PackageNotFoundError):
                    _check_version(f"the worker {worker}", package, "")
        self._known.update(workers)

    def _look(self) -> None:
        """Look at the cluster every now and then, whose workers may come and go.

        Raises:
            AutograderError: there has been no worker for too long, or one that cannot be used.
        """
        now = time.monotonic()
        if now < self._looked + _PERIOD:
            return
        self._looked = now
        threads = self._client.nthreads()
        self._threads = sum(threads.values())
        if new := threads.keys() - self._known:
            self._check_workers(list(new))
        if threads:
            self._alone_since, self._told = None, False
            return
        self._alone_since = self._alone_since or now
        if now >= self._alone_since + self._patience:
            raise AutograderError(
                f"{self._address} has had no worker for {self._patience / 60:.3g} minutes; {_KEPT}"
            )
        if now >= self._alone_since + _SAY_AFTER and not self._told:
            self._told = True
            self._say(
                f"{self._address} has no worker; waiting for one, for up to "
                f"{self._patience / 60:.3g} minutes"
            )
