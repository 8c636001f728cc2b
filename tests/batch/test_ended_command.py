"""When the command is ended from outside, nothing that it started goes on."""

import signal
import subprocess
import sys
import time

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes

SLUG = "a0-pytorch-review"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs the kernel's help")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_an_ended_command_leaves_no_process(built, tmp_path, number):
    endless = tmp_path / "endless.ipynb"
    endless.write_text(writes(new_notebook(cells=[new_code_cell("while True:\n    pass")])))
    archive = built / "dist" / SLUG / f"{SLUG}-autograder.zip"
    command = [sys.executable, "-m", "autograder", "grade", str(archive), str(endless)]
    process = subprocess.Popen(
        [*command, "--out", str(tmp_path / "out")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    started: list[psutil.Process] = []
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any(p.cpu_times().user > 1 for p in started[4:]):
        time.sleep(0.2)
        started = psutil.Process(process.pid).children(recursive=True)
    assert len(started) >= 5, "server, grader, supervisor and student processes were expected"
    process.send_signal(number)
    process.wait(10)
    _, alive = psutil.wait_procs(started, timeout=10)
    for survivor in alive:
        survivor.kill()
    assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]
