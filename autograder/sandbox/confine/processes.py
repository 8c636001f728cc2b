"""The processes of a submission: find them, measure them, end them all."""

import os
import signal
import time
from collections.abc import Collection, Iterable
from pathlib import Path

_PROC = Path("/proc")


def _parents() -> dict[int, int]:
    """Return the parent of every process that /proc shows."""
    parents = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                parents[int(entry.name)] = int(fields[1])
    return parents


def descendants(root: int) -> list[int]:
    """Return the children of a process, their children, and so on; the dead are left out."""
    parents = _parents()
    found: list[int] = []
    wanted = {root}
    while wanted:
        generation = {child for child, parent in parents.items() if parent in wanted}
        wanted = generation - set(found)
        found += sorted(wanted)
    return found


def have_children() -> bool:
    """Say whether this process has children; orphans below it count where it is their reaper."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def reap() -> list[int]:
    """Collect children that have ended, without waiting; return their ids."""
    ended: list[int] = []
    while True:
        try:
            child, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if child == 0:
            return ended
        ended.append(child)


def send(number: signal.Signals, processes: Iterable[int]) -> None:
    """Send a signal to processes; those that are gone already are passed over."""
    for process in processes:
        try:
            os.kill(process, number)
        except (ProcessLookupError, PermissionError):
            continue


def kill(processes: Iterable[int]) -> None:
    """End processes at once."""
    send(signal.SIGKILL, processes)


def end_descendants(root: int, spare: Collection[int] = frozenset(), seconds: float = 10) -> None:
    """End everything below a process; what forks meanwhile is found in the next round.

    Args:
        root: the process, which itself goes on.
        spare: processes to leave alone, if not what they start.
        seconds: when to give up.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        left = [process for process in descendants(root) if process not in spare]
        if not left:
            return
        # stopped first, so that nothing forks while the list is worked through
        send(signal.SIGSTOP, left)
        kill(left)
        reap()


def resident_bytes(processes: list[int]) -> int:
    """Return the memory that processes have in RAM; what they share counts for each."""
    page = os.sysconf("SC_PAGE_SIZE")
    total = 0
    for process in processes:
        try:
            total += int((_PROC / str(process) / "statm").read_text().split()[1]) * page
        except OSError:
            continue
    return total


def proportional_bytes(process: int) -> int:
    """Return the memory of a process in which shared pages count in part."""
    try:
        for line in (_PROC / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def threads(processes: list[int]) -> int:
    """Return how many threads processes have together."""
    total = 0
    for process in processes:
        try:
            total += len(os.listdir(_PROC / str(process) / "task"))
        except OSError:
            continue
    return total
