"""Run the grader as another user, or in a PID namespace."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.repository import REPOSITORY

ORDINARY_USER = 65534


@pytest.fixture(scope="session")
def foreign_python() -> Iterator[list[str]]:
    """Return the words that start ``autograder`` as an ordinary user.

    The user needs a Python of its own: root's lies where only root can read it.
    """
    if os.geteuid() != 0:
        pytest.skip("only root can become another user; as an ordinary user, all else runs so")
    if not shutil.which("setpriv"):
        pytest.skip("setpriv (util-linux) is not installed")
    home = Path(tempfile.mkdtemp(prefix="python-", dir="/var/tmp"))
    home.chmod(0o755)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    base = Path(sys.base_prefix)
    standard = home / "lib" / version
    for folder in (home / "bin", standard):
        folder.mkdir(parents=True)
    unwanted = ("__pycache__", "test", "site-packages", "idlelib", "tkinter", "ensurepip")
    wanted = [p for p in (base / "lib" / version).iterdir() if p.name not in unwanted]
    libraries = sorted((base / "lib").glob("libpython*"))
    copy = ["cp", "-a", "--reflink=auto", "--"]
    copy_relocated((base / "bin" / version).resolve(), home / "bin" / version, base / "lib")
    subprocess.run([*copy, *map(str, wanted), str(standard)], check=True)
    if libraries:
        subprocess.run([*copy, *map(str, libraries), str(home / "lib")], check=True)
    words = ["setpriv", f"--reuid={ORDINARY_USER}", f"--regid={ORDINARY_USER}", "--clear-groups"]
    words += [str(home / "bin" / version)]
    trial = subprocess.run(
        [*words, "-c", "import torch, autograder"],
        env=python_path(),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if trial.returncode != 0:
        pytest.skip(f"an ordinary user cannot read the packages here: {trial.stderr[-300:]}")
    yield [*words, "-m", "autograder"]
    shutil.rmtree(home)


def copy_relocated(source: Path, target: Path, libraries: Path) -> None:
    """Copy a binary that looks for its libraries in a fixed folder; the copy looks beside itself.

    LD_LIBRARY_PATH would not do: the grader drops it from the environment.
    """
    fixed = str(libraries).encode() + b"\0"
    relative = b"$ORIGIN/../lib".ljust(len(fixed), b"\0")
    target.write_bytes(source.read_bytes().replace(fixed, relative))
    target.chmod(0o755)


def python_path() -> dict[str, str]:
    """Return the setting by which another Python finds this one's packages."""
    packages = [p for p in sys.path if p.endswith("site-packages")]
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY), *packages]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def in_pid_namespace(owner: int) -> list[str]:
    """Return the words that put a command into a PID namespace of its own."""
    words = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if os.geteuid() != 0:
        words[1:1] = ["--user", "--map-current-user"]
    if not shutil.which("unshare") or subprocess.run([*words, "true"], check=False).returncode:
        pytest.skip(
            f"user {owner} cannot make a PID namespace, without which this attack is unsafe"
        )
    return words
