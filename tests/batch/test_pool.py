"""Tasks side by side: workers are renewed, and one that dies or hangs costs its own task only."""

import os
import time
from contextlib import contextmanager
from multiprocessing import get_context

import pytest

from autograder.batch import pool
from autograder.batch.pool import no_preparation, run_tasks

FORK = get_context("fork")


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def square_unless_three(number: int) -> int:
    if number == 3:
        os._exit(7)
    return number * number


def sleep_at_three(number: int) -> int:
    if number == 3:
        time.sleep(60)
    return number


@contextmanager
def counting(receive):
    """Yield a function that tells how many tasks its process has done before."""
    receive()
    done: list[int] = []

    def count(task: int) -> int:
        done.append(task)
        return len(done) - 1

    yield count


@contextmanager
def adding(receive):
    """Yield a function that adds what all tasks are given, however large it is."""
    numbers = receive()
    yield lambda task: task + len(numbers)


def test_one_job_keeps_the_order():
    done = list(run_tasks(FORK, no_preparation(square), range(5), 1, 60, renew=5))
    assert [one.task for one in done] == [0, 1, 2, 3, 4]
    assert [one.result[0] for one in done] == [0, 1, 4, 9, 16]


@pytest.mark.parametrize(("renew", "processes"), [(1, 6), (2, 3), (4, 2), (50, 1)])
def test_a_process_does_so_many_tasks_before_another_takes_its_place(renew, processes):
    done = list(run_tasks(FORK, no_preparation(square), range(6), 1, 60, renew))
    assert len({one.result[1] for one in done}) == processes


def test_a_process_is_prepared_once_for_all_of_its_tasks():
    done = list(run_tasks(FORK, counting, range(6), 1, 60, renew=3))
    assert [one.result for one in done] == [0, 1, 2, 0, 1, 2]


def test_every_process_receives_what_all_tasks_need():
    given = bytes(10 << 20)  # more than a line holds
    done = list(run_tasks(FORK, adding, range(6), 2, 60, renew=2, given=given))
    assert {one.task: one.result for one in done} == {n: n + len(given) for n in range(6)}


def test_a_process_that_ends_costs_one_task_only():
    done = {
        one.task: one.result
        for one in run_tasks(FORK, no_preparation(square_unless_three), range(8), 2, 60, renew=50)
    }
    assert done == {n: None if n == 3 else n * n for n in range(8)}


def test_a_process_that_overstays_is_given_up_and_costs_one_task_only():
    done = {
        one.task: one
        for one in run_tasks(FORK, no_preparation(sleep_at_three), range(6), 2, 1, renew=50)
    }
    assert {n: one.result for n, one in done.items()} == {0: 0, 1: 1, 2: 2, 3: None, 4: 4, 5: 5}
    assert 1 <= done[3].seconds < 30


def test_stopping_early_leaves_no_process_behind():
    results = run_tasks(FORK, no_preparation(square), range(1000), 2, 60, renew=50)
    workers = {next(results).result[1] for _ in range(10)}
    results.close()
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


def sleep_at_the_first(number: int) -> tuple[int, float]:
    time.sleep(1.5 if number == 0 else 0.01)
    return number, time.monotonic()


def test_what_takes_much_longer_is_begun_anew_when_all_others_are_done(monkeypatch):
    monkeypatch.setattr(pool, "_SHORT", 0.3)
    started = no_preparation(sleep_at_the_first)
    done = list(run_tasks(FORK, started, range(80), 2, 60, 50, quick_first=True))
    assert sorted(one.task for one in done) == list(range(80))
    assert done[-1].task == 0
    assert done[-1].result is not None
    assert done[-1].result[1] > max(one.result[1] for one in done[:-1])


def test_one_that_dies_at_once_is_not_put_off():
    started = no_preparation(square_unless_three)
    done = list(run_tasks(FORK, started, range(9), 1, 60, 50, quick_first=True))
    assert [one.task for one in done] == list(range(9))
    assert [one.result is None for one in done].index(True) == 3
