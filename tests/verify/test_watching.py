"""`autograder watch` verifies an assignment at each save, and shows it as students will see it."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import psutil
import pytest

from autograder.files import state_of
from tests.support.tiny import TinyCourse

SECONDS = 120


class Watching:
    """A command that runs, and the lines that it prints."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "autograder", "watch", "tiny", "--root", str(root)],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        self.lines: Queue[str] = Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stderr
        with self.process.stderr as lines:
            for line in lines:
                self.lines.put(line)

    def until(self, pattern: str) -> str:
        """Return the next line with a pattern."""
        while True:
            line = self.lines.get(timeout=SECONDS)
            if re.search(pattern, line):
                return line


@pytest.fixture
def watching(tiny: TinyCourse) -> Iterator[Watching]:
    command = Watching(tiny.root)
    yield command
    if command.process.poll() is None:
        command.process.kill()
    command.process.wait()
    command.reader.join()


def get(address: str, host: str | None = None) -> str:
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(answer.read().decode())


def test_it_tells_what_it_finds_at_each_save_and_ends_with_ctrl_c(tiny, watching):
    address = watching.until("how students see it").split()[-1]
    assert "verified" in watching.until("tiny: ")
    page, version = get(address), get(f"{address}version")
    assert "Write <code>double(x)</code>" in page
    assert "return 2 * x" not in page
    assert "verified" in page
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get(address, host="evil.example")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get(f"{address}../solutions/tiny/tiny.ipynb")

    tiny.cells[10].source = tiny.cells[10].source.replace("-21", "2")
    tiny.cells[4].source = "Write the function double."
    tiny.save()
    assert "FALLS SHORT" in watching.until("tiny: ")
    assert "Write the function double." in get(address)
    assert get(f"{address}version") != version

    good = tiny.master.read_text()
    tiny.master.write_text(good[:-200])
    assert "is not a notebook" in watching.until("tiny.ipynb")
    assert "is not a notebook" in get(address)

    children = psutil.Process(watching.process.pid).children(recursive=True)
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(SECONDS) == 0
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not alive


def test_an_assignment_that_there_is_not_is_one_line(tiny):
    command = [sys.executable, "-m", "autograder", "watch", "huge", "--root", str(tiny.root)]
    process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert process.returncode == 2
    (line,) = process.stderr.strip().splitlines()
    assert "the assignments are tiny" in line


def test_what_editors_write_for_themselves_is_no_change(tmp_path):
    (tmp_path / "a.ipynb").write_text("{}")
    before = state_of(tmp_path)
    for name in (".ipynb_checkpoints", "__pycache__"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.ipynb").write_text("{}")
    (tmp_path / ".a.ipynb.swp").write_text("")
    (tmp_path / "a.ipynb~").write_text("")
    assert state_of(tmp_path) == before
    os.utime(tmp_path / "a.ipynb", (1, 1))
    assert state_of(tmp_path) != before
