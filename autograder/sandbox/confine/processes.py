"""The processes of a submission: find them, measure them, end them all."""

import os
import signal
import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

_PAGE = os.sysconf("SC_PAGE_SIZE")


class Process(NamedTuple):
    """A process as the kernel's table has it."""

    id: int
    parent: int  # the id of its parent
    threads: int  # how many it has
    resident: int  # bytes in RAM; what processes share counts for each


def descendants(root: int) -> list[Process]:
    """Return the children of a process, their children, and so on; the dead are left out.

    A supervisor asks ten times a second, and one read for each process is a third of what psutil
    takes to find the same.
    """
    children: dict[int, list[Process]] = {}
    for process in psutil.pids():
        try:
            line = Path(f"/proc/{process}/stat").read_bytes()
        except OSError:
            continue
        # from field 3 of proc(5) on; the name before it is in brackets, and of any bytes
        fields = line.rpartition(b")")[2].split()
        threads = int(fields[17])
        if fields[0] != b"Z" or threads > 1:  # where only the first thread has ended, others go on
            parent = int(fields[1])
            resident = int(fields[21]) * _PAGE
            children.setdefault(parent, []).append(Process(process, parent, threads, resident))
    found = children.pop(root, [])
    for below in found:  # grows meanwhile
        found += children.pop(below.id, [])
    return found


def own_mark() -> str:
    """Return what tells this process from all others that run, in this container or another."""
    return f"{_numbering()}.{os.getpid()}"


def has_ended(mark: str) -> bool:
    """Say whether the process of a mark has ended; of one in another container, nobody can say."""
    numbering, _, process = mark.partition(".")
    if numbering != _numbering() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # it is another user's, or no number that processes have
        pass
    return False


def _numbering() -> str:
    """Return by what processes are numbered here: containers have numbers of their own."""
    try:
        return str(os.stat("/proc/self/ns/pid").st_ino)
    except OSError:  # all of this system have one numbering
        return "0"


def have_children() -> bool:
    """Say whether this process has children; orphans below it count where it is their reaper."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def reap() -> None:
    """Collect children that have ended, without waiting."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def send(number: signal.Signals, processes: Iterable[int]) -> None:
    """Send a signal to processes; those that are gone already are passed over."""
    for process in processes:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(process, number)


def kill(processes: Iterable[int]) -> None:
    """End processes at once."""
    send(signal.SIGKILL, processes)


def end_descendants(root: int, spare: Collection[int] = frozenset(), seconds: float = 10) -> None:
    """End everything below a process; what forks meanwhile is found in the next round.

    Args:
        spare: processes to leave alone, if not what they start.
        seconds: when to give up.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        left = [process.id for process in descendants(root) if process.id not in spare]
        if not left:
            reap()
            return
        # stopped first, so that nothing forks while the list is worked through
        send(signal.SIGSTOP, left)
        kill(left)
        reap()


def proportional_bytes(process: int) -> int:
    """Return the memory of a process in which shared pages count in part."""
    with suppress(psutil.Error):
        return int(psutil.Process(process).memory_full_info().pss)
    return 0


def sockets_bytes() -> int:
    """Return what the sockets of this network namespace hold at most.

    What is sent and not yet received counts against the sender, up to ``wmem_default``: see
    socket(7). The filter of system calls does not let student code change that.
    """
    with suppress(OSError, ValueError, IndexError):
        used = int(Path("/proc/net/sockstat").read_text().split()[2])
        return used * int(Path("/proc/sys/net/core/wmem_default").read_text())
    return 0
