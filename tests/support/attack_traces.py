"""What an attack may leave: processes, files, visitors at a door that listens."""

import ctypes
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
import pytest

from tests.support.repository import REPOSITORY

MARKER = "a0attack"
"""Part of the name of everything that an attack leaves behind."""
TRACES = re.compile(rf"{MARKER}|^loot\.txt$|heartbeat|-moved$")
SHARED_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/run/lock", "/mnt")
PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Door:
    """Listens where attacks call: TCP, UDP, unix sockets with a path and with an abstract name."""

    folder: Path
    port: int = 0
    sockets: list[socket.socket] = field(default_factory=list)

    def open(self) -> None:
        tcp = socket.create_server(("127.0.0.1", 0))
        self.port = tcp.getsockname()[1]
        self.sockets = [tcp]
        addresses = {
            "stream": (str(self.folder / "door.sock"), f"\0{MARKER}-door-{self.port}"),
            "dgram": (str(self.folder / "door-dgram.sock"), f"\0{MARKER}-door-dgram-{self.port}"),
        }
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", self.port))
        self.sockets.append(udp)
        for kind, names in addresses.items():
            for name in names:
                stream = kind == "stream"
                end = socket.socket(
                    socket.AF_UNIX, socket.SOCK_STREAM if stream else socket.SOCK_DGRAM
                )
                end.bind(name)
                if not name.startswith("\0"):
                    os.chmod(name, 0o777)
                if stream:
                    end.listen()
                self.sockets.append(end)
        for end in self.sockets:
            end.setblocking(False)

    def visitors(self) -> list[str]:
        """Return what has arrived at any of the sockets."""
        arrived = []
        for end in self.sockets:
            try:
                if end.type == socket.SOCK_STREAM:
                    connection, _ = end.accept()
                    connection.close()
                    content = "a connection"
                else:
                    content = repr(end.recv(200))
                arrived.append(f"{content} at {end.getsockname()!r}")
            except BlockingIOError:
                continue
        return arrived

    def close(self) -> None:
        for end in self.sockets:
            end.close()


def run_and_reap(
    words: list[str], environment: dict[str, str], folder: Path, timeout: float
) -> tuple[int | None, str, list[str]]:
    """Run a command; return its status, its output, and the processes that it left behind.

    Whatever loses its parent becomes a child of this process, however often it forks.
    """
    libc = ctypes.CDLL(None)
    me = psutil.Process()
    known = {child.pid for child in me.children(recursive=True)}
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        # a file, since a daemon that holds a pipe open would make communicate() wait for it
        with tempfile.TemporaryFile() as terminal:
            process = subprocess.Popen(
                words,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=terminal,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                status: int | None = process.wait(timeout)
            except subprocess.TimeoutExpired:
                status = None
            survivors = left_behind(me, known, 0 if status is None else 3)
            for child in survivors:
                child.kill()
            psutil.wait_procs(survivors, 5)
            process.wait(5)
            terminal.seek(0)
            output = terminal.read(50_000_000).decode(errors="replace")
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
    return status, output, [] if status is None else [describe(child) for child in survivors]


def left_behind(me: psutil.Process, known: set[int], seconds: float) -> list[psutil.Process]:
    """Return what still runs below this process after a little patience."""
    deadline = time.monotonic() + seconds
    while True:
        left = []
        for child in me.children(recursive=True):
            if child.pid in known:
                continue
            try:
                if child.status() == psutil.STATUS_ZOMBIE:
                    if child.ppid() == me.pid:
                        child.wait(0)
                else:
                    left.append(child)
            except (psutil.Error, ChildProcessError):
                continue
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.1)


def describe(process: psutil.Process) -> str:
    return f"{process.pid} {process}"


def find_traces(own: list[Path]) -> list[str]:
    """Return the files that attacks have left anywhere, and remove them."""
    places = [Path(place) for place in SHARED_PLACES] + [REPOSITORY, Path.home()]
    prefixes = {Path(p) for p in (*sys.path, sys.prefix, sys.base_prefix) if p}
    found = []
    for place in {p.resolve() for p in (*places, *prefixes) if p.is_dir()}:
        # a folder may vanish meanwhile, or be closed
        names = [entry.name for entry in place.iterdir()] if os.access(place, os.R_OK) else []
        found += [place / name for name in names if MARKER in name]
    for folder in own:
        for root, folders, names in os.walk(folder):
            found += [Path(root, name) for name in folders + names if TRACES.search(name)]
    for home in {Path.home(), Path("/root"), *own}:
        for name in (
            f".ipython/profile_default/startup/{MARKER}.py",
            f".config/matplotlib/{MARKER}",
            f".cache/{MARKER}",
        ):
            if (home / name).exists():
                found.append(home / name)
    for path in found:
        subprocess.run(["rm", "-rf", str(path)], check=False)
    changed = [
        str(module.__file__)
        for module in (os, pytest, nbformat)
        if MARKER in Path(str(module.__file__)).read_text()
    ]
    return [str(path) for path in found] + changed
