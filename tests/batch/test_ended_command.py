"""When the command is ended from outside, nothing that it started goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.support.releases import impatient_zip
from tests.support.tiny import code_notebook

SLUG = "a0-pytorch-review"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs the kernel's help")


@pytest.fixture(scope="module")
def tiny_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return impatient_zip(tmp_path_factory.mktemp("tiny"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_an_ended_command_leaves_no_process(built, tmp_path, number):
    endless = tmp_path / "endless.ipynb"
    endless.write_text(code_notebook("while True:\n    pass"))
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


@pytest.mark.parametrize("wait", [0.0, 0.3, 1.0])
def test_ctrl_c_while_the_server_starts_is_one_line(tiny_release, tmp_path, wait):
    path = tmp_path / "one.ipynb"
    path.write_text(code_notebook("while True:\n    pass"))
    command = [sys.executable, "-m", "autograder", "grade", str(tiny_release), str(path)]
    process = subprocess.Popen(
        [*command, "--out", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None and not psutil.Process(process.pid).children():
        time.sleep(0.005)
    time.sleep(wait)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the server as well
    said, _ = process.communicate(timeout=30)
    assert process.returncode in (130, -signal.SIGINT), said  # both are 130 to a shell
    assert said.count("\n") <= 1, said
    assert "Traceback" not in said
