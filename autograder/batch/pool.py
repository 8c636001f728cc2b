"""Do tasks side by side, in processes that are forked from a warm one."""

import functools
import itertools
import math
import os
import statistics
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkServerContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from autograder.batch.fork_server import end_with_server

Task = TypeVar("Task")
Result = TypeVar("Result")
Context = ForkServerContext | ForkContext
_NO_MORE = None
"""Sent to a worker in place of a task, which is never None."""
_KNOWN = 5
"""Tasks that have to be done before it is known how long one takes."""
_SHORT, _TIMES = 20.0, 5.0
"""A task is never put off before so many seconds, nor so many times what half of them take."""
Receive = Callable[[], Any]
"""Returns what all tasks need. It is secret: a process of student code is not forked after it."""
Prepare = Callable[[Receive], AbstractContextManager[Callable[[Task], Result]]]
"""Makes a process ready, and yields the function that does a task in it; it has to receive once."""


@dataclass(frozen=True)
class Done(Generic[Task, Result]):
    """A task that has ended."""

    task: Task  # the task
    result: Result | None  # what its function returned; None if its process ended or overstayed
    seconds: float  # how long it took


@dataclass
class _Worker(Generic[Task]):
    """A process, and the task that it is at."""

    process: BaseProcess
    line: Connection
    task: Task | None = None
    start: float = 0.0
    done: int = 0


def _work(prepare: Prepare[Task, Any], line: Connection, most: int) -> None:
    """Run in a process of its own: do so many tasks at most, and send the results."""
    end_with_server()
    warnings.simplefilter("ignore")  # of odd numbers in answers, which the results speak of
    with suppress(EOFError), prepare(line.recv) as do:
        for _ in range(most):
            task = line.recv()
            if task is _NO_MORE:
                break
            line.send(do(task))
    os._exit(0)  # taking an interpreter with torch down by the book takes longer than some tasks


def run_tasks(
    context: Context,
    prepare: Prepare[Task, Result],
    tasks: Iterable[Task],
    jobs: int | None,
    seconds: float,
    renew: int = 1,
    given: Any = None,
    *,
    quick_first: bool = False,
) -> Generator[Done[Task, Result], None, None]:
    """Do tasks, and yield each as it ends; one job at a time keeps their order.

    Args:
        context: what processes are forked from: the fork server, or this process.
        prepare: called once in each process; returns a context manager, whose value is the function
            that does a task. It, tasks, results and what is given must be possible to pickle.
        tasks: what to do; taken one by one, as processes become free.
        jobs: how many processes at a time; by default as many as there are cores.
        seconds: after how long at one task a process is given up.
        renew: how many tasks a process does before another takes its place.
        given: what all tasks need; a process has it only once it asks for it.
        quick_first: whether a task that takes much longer than others is put off until these are
            done, and begun anew then.
    """
    most = jobs or os.cpu_count() or 1
    waiting = _Waiting(tasks, seconds if quick_first else None)
    busy: list[_Worker[Task]] = []
    idle: list[_Worker[Task]] = []
    ended: list[BaseProcess] = []
    try:
        while True:
            for task in itertools.islice(waiting, most - len(busy)):
                worker = idle.pop() if idle else _start(context, prepare, given, renew)
                _give(worker, task)
                busy.append(worker)
            if not busy:
                break
            ended = [process for process in ended if process.is_alive()]
            for worker in _ready(busy, seconds, waiting):
                busy.remove(worker)
                done = _take(worker)
                if done.result is None:
                    worker.process.kill()
                elif quick_first:
                    waiting.took.append(done.seconds)
                if done.result is None or worker.done == renew:
                    worker.line.close()
                    ended.append(worker.process)  # it ends while others go on
                else:
                    idle.append(worker)
                if done.result is None and waiting.put_off(done):
                    continue
                yield done
    finally:
        for worker in busy:
            worker.process.kill()
        for worker in idle:
            with suppress(OSError):
                worker.line.send(_NO_MORE)
        for worker in (*busy, *idle):
            worker.line.close()
            worker.process.join()
        for process in ended:
            process.join()


def no_preparation(function: Callable[[Task], Result]) -> Prepare[Task, Result]:
    """Return what ``run_tasks`` wants of a function for which a process need not be made ready."""
    return functools.partial(_receive_nothing, function)


def _receive_nothing(
    function: Callable[[Task], Result], receive: Receive
) -> AbstractContextManager[Callable[[Task], Result]]:
    receive()
    return nullcontext(function)


def _start(context: Context, prepare: Prepare[Task, Any], given: Any, most: int) -> _Worker[Task]:
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(prepare, theirs, most))
    process.start()
    theirs.close()
    with suppress(OSError):  # as with tasks
        ours.send(given)
    return _Worker(process, ours)


def _give(worker: _Worker[Task], task: Task) -> None:
    """Let a worker do a task."""
    worker.task, worker.start, worker.done = task, time.monotonic(), worker.done + 1
    with suppress(OSError):  # it has ended, which is noticed when its result is taken
        worker.line.send(task)


class _Waiting(Iterator[Task]):
    """Tasks that wait: those that nobody has begun, then those that were put off.

    Args:
        seconds: after how long at one task a process is given up; None where none is put off.
    """

    def __init__(self, tasks: Iterable[Task], seconds: float | None) -> None:
        self._first = iter(tasks)
        self._next: list[Task] = []  # the one that is to come, once it has been looked for
        self._later: list[Task] = []
        self._seconds = seconds
        self.took: list[float] = []  # how long tasks have taken

    def __next__(self) -> Task:
        if self._look():
            return self._next.pop()
        self._seconds = None  # whatever is begun from here on goes to its end
        return self._later.pop(0) if self._later else next(self._first)

    def _look(self) -> bool:
        """Say whether there is a task that nobody has begun."""
        if not self._next:
            self._next = list(itertools.islice(self._first, 1))
        return bool(self._next)

    @property
    def patience(self) -> float:
        """After how many seconds a task is put off."""
        if self._seconds is None or len(self.took) < _KNOWN or not self._look():
            return math.inf
        return max(_SHORT, _TIMES * statistics.median(self.took))

    def put_off(self, done: Done[Task, Any]) -> bool:
        """Put a task off that has not come to its end; say whether it is."""
        if self._seconds is None or not self.patience <= done.seconds < self._seconds:
            return False
        self._later.append(done.task)
        return True


def _ready(
    busy: list[_Worker[Task]], seconds: float, waiting: _Waiting[Task]
) -> list[_Worker[Task]]:
    """Wait for the first result, end or deadline, and return what is due."""
    most = min(seconds, waiting.patience)
    now = time.monotonic()
    first = min(worker.start for worker in busy) + most
    wait([worker.line for worker in busy], max(0.0, first - now))
    now = time.monotonic()
    return [one for one in busy if one.line.poll() or now >= one.start + most]


def _take(worker: _Worker[Task]) -> Done[Task, Any]:
    """Take a worker's result; there is none where it has ended or overstays."""
    result = None
    with suppress(EOFError, OSError):
        if worker.line.poll():
            result = worker.line.recv()
    assert worker.task is not None
    return Done(worker.task, result, time.monotonic() - worker.start)
