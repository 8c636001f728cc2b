"""The processes of a submission are found, measured and ended, whatever they make of themselves."""

import ctypes
import os
import signal
import sys
import threading
import time

import pytest

from autograder.sandbox.confine import processes
from tests.support.child_process import in_child

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the table of processes is Linux's")
libc = ctypes.CDLL(None)
PR_SET_NAME = 15


def start(function=signal.pause):
    """Start a child process that calls a function and then waits; return its number."""
    child = os.fork()
    if child == 0:
        function()
        signal.pause()
    return child


def find(wanted):
    """Return the descendants of this process, once they are as wanted."""
    while True:
        found = processes.descendants(os.getpid())
        if wanted(found):
            return found
        time.sleep(0.01)


def end():
    """End all that this process has started, and say whether anything is left."""
    processes.end_descendants(os.getpid())
    return processes.descendants(os.getpid())


def test_children_of_children_are_found_and_ended():
    def look():
        child = start(start)
        found = find(lambda found: len(found) == 2)
        direct = [process.id for process in found if process.parent == os.getpid()] == [child]
        return direct, found[1].parent == child, end(), processes.have_children()

    assert in_child(look) == str((True, True, [], False))


def test_the_dead_are_left_out():
    def look():
        child = start(lambda: os._exit(0))
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        before = processes.have_children()
        found = processes.descendants(os.getpid())
        processes.reap()
        return before, found, processes.have_children()

    assert in_child(look) == str((True, [], False))


def test_threads_and_memory_are_counted():
    def work():
        threading.Thread(target=signal.pause, daemon=True).start()
        kept.append(b"x" * (64 << 20))

    kept = []

    def look():
        start(work)
        most = 64 << 20

        def is_at_work(found):  # its share of what the parent has may be as much from the start
            return [p.threads for p in found] == [2] and most < sum(
                processes.proportional_bytes(p.id) for p in found
            )

        (found,) = find(is_at_work)
        shared = processes.proportional_bytes(found.id) < found.resident
        end()
        return found.threads, shared, processes.proportional_bytes(found.id)

    assert in_child(look) == str((2, True, 0))


def test_a_process_may_have_any_name():
    def look():
        start(lambda: libc.prctl(PR_SET_NAME, b"\xff) Z 1 (", 0, 0, 0))
        find(lambda found: len(found) == 1)
        time.sleep(0.1)
        return len(find(lambda found: len(found) == 1)), end()

    assert in_child(look) == str((1, []))


def test_a_process_whose_first_thread_has_ended_is_not_taken_for_dead():
    def leave_a_thread():
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        libc.pthread_exit(None)

    def look():
        child = start(leave_a_thread)
        deadline = time.monotonic() + 30
        state = ""
        while state != "Z" and time.monotonic() < deadline:
            with open(f"/proc/{child}/stat") as file:
                state = file.read().rpartition(")")[2].split()[0]
        return state, [process.id == child for process in processes.descendants(os.getpid())], end()

    assert in_child(look) == str(("Z", [True], []))
