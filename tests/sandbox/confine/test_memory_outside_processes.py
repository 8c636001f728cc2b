"""Memory that no process has mapped is bounded: files in memory, and what lies in sockets."""

import time
from pathlib import Path

import pytest

from autograder.cell import Cell
from autograder.limits import Limits
from autograder.sandbox.confine import cgroup, processes
from autograder.sandbox.confine import layers as confine
from autograder.sandbox.confine.zygote import Zygote
from autograder.sandbox.control import Sandbox
from tests.support.child_process import in_child

pytestmark = pytest.mark.skipif(not confine.ON_LINUX, reason="confinement needs Linux")
SURVEY = {layer.name: layer.available for layer in confine.survey()}
needs_namespaces = pytest.mark.skipif(not SURVEY[confine.NAMESPACES], reason="no namespaces")
needs_groups = pytest.mark.skipif(not SURVEY[confine.GROUP], reason="no groups can be made")

SMALL = Limits(seconds=60, memory_mb=400, disk_mb=60, file_mb=60, open_files=4_096)
FILL = """
import os
total = 0
for folder in (".", "/dev/shm", "/tmp", "."):
    try:
        with open(f"{folder}/{os.getpid()}-{total}.bin", "wb") as file:
            while True:
                total += file.write(bytes(1 << 20))
                file.flush()
    except OSError as error:
        print(error)
"""
SOCKETS = """
import socket
import time
kept = []
block = bytes(65536)
while True:
    try:
        one, other = socket.socketpair()
    except OSError:  # as many as a process may have open
        time.sleep(20)
    kept.append((one, other))
    one.setblocking(False)
    try:
        while True:
            one.send(block)
    except BlockingIOError:
        pass
"""


def run(*sources: str, limits: Limits = SMALL):
    cells = [Cell(text, number) for number, text in enumerate(sources, start=1)]
    zygote = Zygote()
    try:
        with Sandbox(cells, ["q1"], {}, limits, zygote=zygote) as sandbox:
            sandbox.begin()
            sandbox.follow()
            with sandbox.environment("q1", 10) as names:
                total = names.get("total")
            return sandbox.record, total
    finally:
        zygote.close()


@needs_namespaces
def test_all_folders_in_memory_share_one_limit():
    _, total = run(FILL)
    assert 50 << 20 < total <= 61 << 20


@needs_namespaces
@pytest.mark.parametrize(
    "grouped", [pytest.param(True, marks=needs_groups), False], ids=["group", "no group"]
)
def test_what_lies_in_sockets_counts_as_memory(grouped, monkeypatch):
    if not grouped:
        monkeypatch.setattr(cgroup, "_places", lambda: iter(()))
    record, _ = run("a = 1", SOCKETS)
    assert (confine.GROUP in record.layers) is grouped
    assert record.stop is not None
    assert (record.stop.cell, record.stop.limit) == (2, "memory_mb")


@needs_namespaces
def test_sockets_and_workers_of_an_ordinary_notebook_are_no_bomb(monkeypatch):
    monkeypatch.setattr(cgroup, "_places", lambda: iter(()))
    record, _ = run(
        "import socket, time\nkept = [socket.socketpair() for _ in range(200)]\ntime.sleep(0.5)"
    )
    assert record.stop is None
    assert record.errors == {}


@needs_groups
def test_no_group_is_left():
    place = next(cgroup._places()).folder
    run("a = 1")
    end = time.monotonic() + 10
    while time.monotonic() < end:  # the group goes a moment after its processes
        names = [path.name.removeprefix("autograder-") for path in place.glob("autograder-*")]
        if not (ended := [name for name in names if processes.has_ended(name)]):
            break
    assert ended == []


@needs_groups
def test_a_group_that_a_grader_left_is_removed():
    place = next(cgroup._places()).folder
    left = Path(place, f"autograder-{in_child(processes.own_mark)}")
    left.mkdir()
    run("a = 1")
    assert not left.exists()
