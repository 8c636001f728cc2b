"""Copies of the student process, in which everything goes on as in the original."""

import os
import random
import select
import signal
import threading

import torch

_TRIES = 30
"""Copies that are made of a process with threads, until one works."""


def fork_alike() -> int:
    """Fork; return 0 in the copy, and its id in this process.

    Python gives a copy's ``random`` a new seed. It gets its state back: what a notebook has seeded
    must not be judged by chance.
    """
    state = random.getstate()
    copy = os.fork()
    if copy == 0:
        random.setstate(state)
    return copy


def fork_past_threads() -> int:
    """Fork; return 0 in the copy, and its id in this process.

    A thread of the notebook may hold a lock of torch at the moment of the fork, and nobody would
    ever release it in the copy, which has no such thread. So where there are threads, the lock of
    torch's generator is taken and released right before the fork: the thread that had it needs
    Python's own lock before it can take it again, and that one is ours. As other locks are out of
    reach, a copy then shows that it works; one that hangs is ended, and another is made.
    """
    if threading.active_count() == 1:
        return fork_alike()
    for _ in range(_TRIES):
        reading, writing = os.pipe()
        torch.get_rng_state()
        copy = fork_alike()
        if copy == 0:
            os.close(reading)
            state = torch.get_rng_state()
            torch.rand(1)
            torch.set_rng_state(state)
            os.write(writing, b"+")
            os.close(writing)
            return 0
        os.close(writing)
        works = bool(select.select([reading], [], [], 0.5)[0]) and bool(os.read(reading, 1))
        os.close(reading)
        if works:
            return copy
        os.kill(copy, signal.SIGKILL)
        os.waitpid(copy, 0)
    return fork_alike()
