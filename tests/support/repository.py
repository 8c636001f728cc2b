"""Copies of the repository, the command run in them, and what it builds there."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.inside import run_inside

REPOSITORY = Path(__file__).parents[2]
MAIN = "a0-pytorch-review"
"""The assignment that fast tests build and grade with."""
SOURCES = ("autograder", "solutions", "pyproject.toml", "constraints.txt", "README.md", "LICENSE")


def copy_sources(target: Path) -> Path:
    """Copy what a clone of the repository holds and a build needs."""
    target.mkdir(parents=True)
    for name in SOURCES:
        source = REPOSITORY / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", ".*_cache")
            shutil.copytree(source, target / name, ignore=ignored)
        else:
            shutil.copy(source, target / name)
    return target


def run_command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``autograder`` in a folder, from the package there if it has one."""
    if folder == REPOSITORY or not (folder / "autograder").is_dir():
        return run_inside(*arguments, folder=folder)
    return subprocess.run(
        [sys.executable, "-m", "autograder", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def run_build(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``autograder build``, without the verification that other tests look at."""
    return run_command(folder, "build", "--no-verify", *arguments)


def build_once(factory: pytest.TempPathFactory, name: str, *slugs: str) -> Path:
    """Return a copy of the repository in which assignments have been built.

    It is one folder for all workers of pytest-xdist: the first that needs it builds.
    """
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / name / "clone"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "dist" / "manifest.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            process = run_build(copy_sources(folder), *slugs)
            assert process.returncode == 0, process.stderr
    return folder
