"""A master is read once in a command, whatever number of processes need it.

A build opens it before for its digest.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

WATCH = """\
import os, sys

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        if os.path.abspath(arguments[0]) == {master!r}:
            log = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(log, b"opened\\n")
            os.close(log)

sys.addaudithook(watch)
"""


@pytest.mark.parametrize(
    ("command", "opened"),
    [(("build",), 2), (("build", "--no-verify"), 2), (("verify", "--draws", "2"), 1)],
)
def test_a_master_is_read_once(tiny, tmp_path: Path, command: tuple[str, ...], opened: int):
    log = tmp_path / "opened"
    watch = tmp_path / "watch"
    watch.mkdir()
    text = WATCH.format(master=str(tiny.master.absolute()), log=str(log))
    (watch / "sitecustomize.py").write_text(text)  # which every process of Python imports
    package = str(Path(__file__).parents[2])
    process = subprocess.run(
        [sys.executable, "-m", "autograder", *command, "--root", str(tiny.root)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{watch}:{package}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    assert log.read_text().splitlines() == ["opened"] * opened
