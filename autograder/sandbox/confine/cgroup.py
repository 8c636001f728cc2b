"""A control group: the kernel counts all memory of a submission, and bounds it.

Limits of single processes miss what no process has mapped: files in memory, and what lies in
sockets and pipes. The kernel's groups count it. Groups of version 1 and 2 are used where this
process may make one: as root on a machine, or in a container whose groups can be written.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from autograder.sandbox.confine import processes

_PREFIX = "autograder-"
_KILLED = re.compile(rb"^oom_kill ([0-9]+)", re.MULTILINE)
_TRIES, _PAUSE = 20, 0.05
"""How often a group is tried to be removed, and the seconds between: its processes are ending."""


class _Place(NamedTuple):
    """Where a group can be made."""

    folder: Path  # the group above
    limit: str  # the file that takes the limit, in bytes
    swap: str  # the file that takes that of swapped memory
    events: str  # the file that counts processes that were ended


class MemoryGroup:
    """A group without processes yet, made by a process that outlives it.

    Args:
        most: bytes of memory, those of files in memory and of the kernel's buffers included.

    Raises:
        OSError: there are no groups here, or none may be made.
    """

    def __init__(self, most: int) -> None:
        place = next(_places(), None)
        if place is None:
            raise OSError(0, "no memory groups that can be made")
        _remove_stale(place.folder)
        # kept open: the student's world has another view of the file system
        self._above = os.open(place.folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        self._name = f"{_PREFIX}{processes.own_mark()}"
        try:
            os.mkdir(self._name, dir_fd=self._above)
            try:
                self._write(place.limit, str(most))
                with suppress(OSError):  # not every kernel counts it
                    self._write(place.swap, "0" if place.swap == "memory.swap.max" else str(most))
                self._door = self._open("cgroup.procs", os.O_WRONLY)
                self._events = self._open(place.events, os.O_RDONLY)
            except OSError:
                self.remove()
                raise
        except OSError:
            os.close(self._above)
            raise

    def _open(self, file: str, flags: int) -> int:
        return os.open(f"{self._name}/{file}", flags | os.O_CLOEXEC, dir_fd=self._above)

    def _write(self, file: str, text: str) -> None:
        descriptor = self._open(file, os.O_WRONLY)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)

    def join(self) -> None:
        """Move this process into the group, and with it what it will start; it cannot leave."""
        os.write(self._door, b"0")
        self.close()

    def close(self) -> None:
        """Close what this process holds of the group."""
        for descriptor in (self._above, self._door, self._events):
            os.close(descriptor)

    def ran_out(self) -> bool:
        """Say whether the kernel has ended a process of the group for its memory."""
        found = _KILLED.search(os.pread(self._events, 1 << 12, 0))
        return found is not None and int(found[1]) > 0

    def remove(self) -> None:
        """Remove the group; its processes have been ended."""
        for _ in range(_TRIES):
            try:
                os.rmdir(self._name, dir_fd=self._above)
            except FileNotFoundError:
                return
            except OSError:
                time.sleep(_PAUSE)


def _places() -> Iterator[_Place]:
    """Yield where this process may make a group, the closest to its own first."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
        own = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    except OSError:
        return
    for _, controllers, path in own:
        for _, folder, kind, options, *_ in mounts:
            root = Path(folder)
            here = root / path.lstrip("/")
            here = here if here.is_dir() else root  # a container may see its own part only
            if kind == "cgroup" and "memory" in set(options.split(",")) & set(
                controllers.split(",")
            ):
                swap = "memory.memsw.limit_in_bytes"
                if os.access(here, os.W_OK):
                    yield _Place(here, "memory.limit_in_bytes", swap, "memory.oom_control")
            elif kind == "cgroup2" and not controllers:
                for above in (here, *here.parents):
                    if above.is_relative_to(root) and _hands_on_memory(above):
                        yield _Place(above, "memory.max", "memory.swap.max", "memory.events")


def _hands_on_memory(folder: Path) -> bool:
    """Say whether groups below one have a limit on memory, and may be made by this process."""
    with suppress(OSError):
        controllers = (folder / "cgroup.subtree_control").read_text().split()
        return "memory" in controllers and os.access(folder, os.W_OK)
    return False


def _remove_stale(folder: Path) -> None:
    """Remove groups of graders that were ended; one with processes stays in any case."""
    for left in folder.glob(f"{_PREFIX}*"):
        if processes.has_ended(left.name.removeprefix(_PREFIX)):
            with suppress(OSError):
                left.rmdir()
