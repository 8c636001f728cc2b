"""Run tasks side by side, each in a process of its own that is forked from a warm one."""

import os
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkServerContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from autograder.grading.server import end_with_server

Task = TypeVar("Task")
Result = TypeVar("Result")
Context = ForkServerContext | ForkContext


@dataclass(frozen=True)
class Done(Generic[Task, Result]):
    """A task that has ended.

    Attributes:
        task: the task.
        result: what its function returned; None if its process ended or overstayed.
        seconds: how long it took.
    """

    task: Task
    result: Result | None
    seconds: float


@dataclass
class _Running(Generic[Task]):
    task: Task
    process: BaseProcess
    receiver: Connection
    start: float


def _work(function: Callable[[Task], Any], task: Task, reply: Connection) -> None:
    """Run in a process of its own: do one task, and send the result."""
    end_with_server()
    warnings.simplefilter("ignore")  # of odd numbers in answers, which the results speak of
    reply.send(function(task))
    reply.close()
    os._exit(0)  # taking an interpreter with torch down by the book takes longer than some tasks


def run_tasks(
    context: Context,
    function: Callable[[Task], Result],
    tasks: Iterable[Task],
    jobs: int | None,
    seconds: float,
) -> Iterator[Done[Task, Result]]:
    """Do tasks, and yield each as it ends; one job at a time keeps their order.

    Args:
        context: what processes are forked from: the fork server, or this process.
        function: does a task; it and the tasks must be possible to pickle.
        tasks: what to do; taken one by one, as processes become free.
        jobs: how many processes at a time; by default as many as there are cores.
        seconds: after how long a process is given up.
    """
    most = jobs or os.cpu_count() or 1
    waiting = iter(tasks)
    running: list[_Running[Task]] = []
    ended: list[BaseProcess] = []
    more = True
    try:
        while more or running:
            while more and len(running) < most:
                task = next(waiting, _NOTHING)
                if task is _NOTHING:
                    more = False
                else:
                    running.append(_start(context, function, task))  # type: ignore[arg-type]
            _join(ended)  # processes end while the next ones start
            for one in _ready(running, seconds):
                running.remove(one)
                yield _finish(one)
                ended.append(one.process)
    finally:
        for one in running:
            one.process.kill()
            ended.append(one.process)
        _join(ended)


_NOTHING = object()


def _start(context: Context, function: Callable[[Task], Any], task: Task) -> _Running[Task]:
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(function, task, sender))
    process.start()
    sender.close()
    return _Running(task, process, receiver, time.monotonic())


def _ready(running: list[_Running[Task]], seconds: float) -> list[_Running[Task]]:
    """Wait for the first result, end or deadline, and return what is due."""
    if not running:
        return []
    now = time.monotonic()
    first = min(one.start for one in running) + seconds
    wait([one.receiver for one in running], max(0.0, first - now))
    now = time.monotonic()
    return [one for one in running if one.receiver.poll() or now >= one.start + seconds]


def _finish(one: _Running[Task]) -> Done[Task, Any]:
    """Take a result, or give the process up."""
    result = None
    try:
        if one.receiver.poll():
            result = one.receiver.recv()
    except (EOFError, OSError):
        pass
    finally:
        one.receiver.close()
    if result is None:
        one.process.kill()
    return Done(one.task, result, time.monotonic() - one.start)


def _join(ended: list[BaseProcess]) -> None:
    for process in ended:
        process.join()
    ended.clear()
