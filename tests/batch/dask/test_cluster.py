"""A class graded on a Dask cluster: the same results, whatever happens to the cluster."""

import contextlib
import importlib.metadata
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from autograder.batch.work import GAVE_UP, collect_unique
from autograder.errors import AutograderError
from autograder.intake.exports import find_submissions
from autograder.release_zip import read_release
from tests.support.command import start_grading
from tests.support.releases import impatient_zip
from tests.support.tiny import code_notebook

RIGHT = "def double(x):\n    return 2 * x"
ENDLESS = "while True:\n    pass"
OUTLASTS_INTERRUPTS = (
    "while True:\n    try:\n        while True:\n            pass\n"
    "    except BaseException:\n        pass"
)
DASK = Path(sys.executable).with_name("dask")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return impatient_zip(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return a class: right, wrong, hostile and broken, as notebooks, as a zip and as a folder."""
    folder = tmp_path_factory.mktemp("class")
    texts = {
        "right.ipynb": code_notebook(RIGHT),
        "copy.ipynb": code_notebook(RIGHT),
        "wrong.ipynb": code_notebook("def double(x):\n    return 3 * x"),
        "fails.ipynb": code_notebook("1 / 0", RIGHT),
        "killed.ipynb": code_notebook(
            RIGHT, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
        ),
        "gone.ipynb": code_notebook(RIGHT, "import os; os._exit(0)"),
        "stubborn.ipynb": code_notebook(RIGHT, OUTLASTS_INTERRUPTS),
        "half.ipynb": '{"cells": [',
        "essay.txt": "I could not open the notebook.",
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    reads = "factor = int(open('data/factor.txt').read())\ndef double(x):\n    return factor * x"
    beside = folder / "with-data"
    (beside / "data").mkdir(parents=True)
    (beside / "work.ipynb").write_text(code_notebook(reads))
    (beside / "data" / "factor.txt").write_text("2")
    with zipfile.ZipFile(folder / "zipped.zip", "w") as archive:
        archive.writestr("hand in/work.ipynb", code_notebook(reads, "'zipped'"))
        archive.writestr("data/factor.txt", "2")
    return [*(folder / name for name in texts), beside, folder / "zipped.zip"]


def results(out: Path) -> dict[str, object]:
    """Return all that was found out about each submission, but for how long it took."""
    found = {}
    for path in sorted((out / "results").glob("*.json")):
        result = json.loads(path.read_text())
        data = result["extra_data"]
        tests = [(t["name"], t.get("score"), t.get("output")) for t in result["tests"]]
        known = [data.get(name) for name in ("status", "identical_to", "stop", "layers")]
        found[path.stem] = (known, result.get("output"), tests)
    return found


@pytest.fixture(scope="module")
def expected(release: Path, submissions: list[Path], tmp_path_factory) -> dict[str, object]:
    out = tmp_path_factory.mktemp("local") / "out"
    process = start_grading(release, submissions, out)
    assert process.returncode == 0, process.stderr
    return results(out)


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@contextlib.contextmanager
def running(*command: object, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command; afterwards nothing that it has started may be left."""
    process = subprocess.Popen(
        [str(word) for word in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    try:
        yield process
    finally:
        started = below(psutil.Process(process.pid)) if process.poll() is None else []
        process.terminate()
        process.wait(30)
        _, alive = psutil.wait_procs(started, timeout=20)
        for survivor in alive:
            survivor.kill()
        assert not alive


@contextlib.contextmanager
def scheduler(folder: Path, **environment: str) -> Iterator[str]:
    """Run a scheduler, on a free port of the loopback interface."""
    file = folder / "scheduler.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file)
    with running(DASK, "scheduler", *words, **environment):
        wait_until(lambda: file.exists() and file.read_text().strip().endswith("}"))
        yield json.loads(file.read_text())["address"]


@contextlib.contextmanager
def worker(address: str, folder: Path, **environment: str) -> Iterator[psutil.Process]:
    """Run a worker of two threads; yields its nanny."""
    words = ("--host", "127.0.0.1", "--nthreads", "2", "--no-dashboard")
    command = (DASK, "worker", address, *words, "--local-directory", folder)
    with running(*command, **environment) as process:
        yield psutil.Process(process.pid)


def below(process: psutil.Process, word: str = "") -> list[psutil.Process]:
    """Return what a process has started whose command line has a word in it."""
    found: list[psutil.Process] = []
    try:
        children = process.children(recursive=True)
    except psutil.Error:  # it has ended meanwhile
        return found
    for child in children:
        with contextlib.suppress(psutil.Error):
            if word in " ".join(child.cmdline()):
                found.append(child)
    return found


WORKER, PROCESS = "--multiprocessing-fork", "dask.worker"


def dask_command(release: Path, paths: list[Path], out: Path, *options: str) -> list[object]:
    command = [sys.executable, "-m", "autograder", "grade", "--executor", "dask", *options]
    return [*command, "--out", out, "--", release, *paths]


def test_a_cluster_of_this_machine_gives_the_same_results(release, submissions, expected, tmp_path):
    out = tmp_path / "out"
    process = start_grading(release, submissions, out, "--executor", "dask", "--jobs", "2")
    assert process.returncode == 0, process.stderr
    assert "Traceback" not in process.stderr
    assert results(out) == expected
    again = start_grading(release, submissions[:2], out, "--executor", "dask")
    assert "(graded before)" in again.stderr


def test_killed_commands_and_killed_workers_cost_no_result(
    release, submissions, expected, tmp_path
):
    out = tmp_path / "out"

    def known() -> int:
        return len(list(out.glob("results/*.json")))

    with (
        scheduler(tmp_path) as address,
        worker(address, tmp_path / "worker", SECRET_TOKEN="sesame") as nanny,
    ):
        command = dask_command(release, submissions, out, "--scheduler", address)
        first = subprocess.Popen([str(word) for word in command], stderr=subprocess.DEVNULL)
        wait_until(known)
        first.kill()
        first.wait()
        before = known()
        second = subprocess.Popen(
            [str(word) for word in command], stderr=subprocess.PIPE, text=True
        )
        wait_until(lambda: known() > before)
        (victim,) = below(nanny, WORKER)
        running = below(nanny, PROCESS)  # the first command's has not ended yet
        assert running
        for process in [one for each in running for one in (each, *below(each))]:
            with contextlib.suppress(psutil.Error):
                assert "SECRET_TOKEN" not in process.environ()
        assert "SECRET_TOKEN" in victim.environ()
        victim.kill()
        _, told = second.communicate(timeout=120)
        assert second.returncode == 0, told
        assert "(graded before)" in told
        assert results(out) == expected
        wait_until(lambda: not below(nanny, PROCESS), 20)


@pytest.mark.slow
def test_a_submission_whose_workers_die_fails_and_is_graded_again_next_time(release, tmp_path):
    path, out = tmp_path / "endless.ipynb", tmp_path / "out"
    path.write_text(code_notebook(RIGHT, ENDLESS))
    with (
        scheduler(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as address,
        worker(address, tmp_path / "worker") as nanny,
    ):
        command = dask_command(
            release, [path], out, "--scheduler", address, "--cell-timeout", "100"
        )
        with running(*command) as grading:
            wait_until(lambda: below(nanny, PROCESS))
            below(nanny, WORKER)[0].kill()
            assert grading.wait(60) == 0
    result = json.loads((out / "results" / "endless.json").read_text())
    assert (result["extra_data"]["status"], result["output"]) == ("failed", GAVE_UP)


def test_ctrl_c_leaves_one_line_and_no_process(release, tmp_path):
    path = tmp_path / "endless.ipynb"
    path.write_text(code_notebook(RIGHT, ENDLESS))
    command = dask_command(
        release, [path], tmp_path / "out", "--jobs", "1", "--cell-timeout", "100"
    )
    process = subprocess.Popen(
        [str(word) for word in command],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # as on a terminal, all of the command's processes get the signal
    )
    started: list[psutil.Process] = []

    def is_grading() -> bool:
        whole = psutil.Process(process.pid)
        started[:] = below(whole)
        # below the process: its tracker, the fork server, a grader, and the sandbox's processes
        return any(len(below(each)) > 4 for each in below(whole, PROCESS))

    try:
        wait_until(is_grading)
        for one in started:
            with contextlib.suppress(psutil.Error):
                ports = [c.laddr.ip for c in one.net_connections() if c.status == "LISTEN"]
                assert set(ports) <= {"127.0.0.1"}
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130
    (line,) = told.strip().splitlines()
    assert line.startswith("stopped; what is graded is kept")
    _, alive = psutil.wait_procs(started, timeout=10)
    assert not alive


def error_of(process: subprocess.CompletedProcess[str]) -> str:
    assert process.returncode == 2, process.stderr
    (line,) = process.stderr.strip().splitlines()
    return line


def test_options_that_contradict_each_other_and_a_missing_package_are_one_line(
    release, submissions, tmp_path, monkeypatch
):
    out = tmp_path / "out"
    alone = start_grading(release, submissions, out, "--scheduler", "tcp://127.0.0.1:8786")
    assert "add --executor dask" in error_of(alone)
    (tmp_path / "distributed.py").write_text(
        "raise ModuleNotFoundError('not installed', name='distributed')"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    command = list(map(str, dask_command(release, submissions, out)))
    missing = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "pip install 'torch-autograder[dask]'" in error_of(missing)


def test_a_scheduler_that_cannot_be_reached_is_named(release, submissions, tmp_path):
    address = "tcp://127.0.0.1:9"
    process = start_grading(
        release, submissions, tmp_path / "out", "--executor", "dask", "--scheduler", address
    )
    assert f"no Dask scheduler can be reached at {address}" in error_of(process)


def test_a_worker_that_would_grade_differently_is_refused_and_none_is_waited_for_in_vain(
    release, submissions, tmp_path
):
    from autograder.batch.dask.cluster import grade_with_dask

    package = read_release(release)
    work = collect_unique(find_submissions(submissions[:1], tmp_path), package.sought)
    told: list[str] = []
    with scheduler(tmp_path) as address:
        vain = grade_with_dask(
            package, work, package.limits, None, address, told.append, patience=1.5
        )
        with pytest.raises(AutograderError, match=r"no worker for 0\.025 minutes; what is gr"):
            list(vain)
        other = tmp_path / "other" / "torch-1.0.dist-info"
        other.mkdir(parents=True)
        (other / "METADATA").write_text("Metadata-Version: 2.1\nName: torch\nVersion: 1.0\n")
        with worker(address, tmp_path / "worker", PYTHONPATH=str(other.parent)):
            process = start_grading(
                release, submissions, tmp_path / "out", "--executor", "dask", "--scheduler", address
            )
    own = importlib.metadata.version("torch")
    assert f"has torch 1.0; install version {own} there" in error_of(process)
