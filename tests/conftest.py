"""Real masters, real releases: built once, used by many tests."""

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from attack_yard import ATTACKS
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

REPOSITORY = Path(__file__).parents[1]
MAIN = "a0-pytorch-review"
"""The assignment that fast tests build and grade with."""
SOURCES = ("autograder", "solutions", "pyproject.toml", "constraints.txt", "README.md", "LICENSE")

CONFIG = """\
# ASSIGNMENT CONFIG
name: tiny
export_cell:
  pdf: false
tests:
  ok_format: false
"""

SOLUTION = '''\
def double(x):
    """Twice x."""
    # BEGIN SOLUTION NO PROMPT
    result = 2 * x
    return result
    # END SOLUTION
    """ # BEGIN PROMPT
    # TODO: return twice x
    raise NotImplementedError("q1: double is not written yet")
    """ # END PROMPT
'''

HIDDEN_TEST = '''\
""" # BEGIN TEST CONFIG
hidden: true
""" # END TEST CONFIG
def test_negative_numbers_are_doubled(double):
    unlikely_number = -21
    assert double(unlikely_number) == 2 * unlikely_number
'''


def tiny_cells() -> list[NotebookNode]:
    """Return the cells of a small master: one tested question, one manual question."""
    return [
        new_raw_cell(CONFIG),
        new_markdown_cell("# A tiny assignment"),
        new_code_cell("import math"),
        new_raw_cell("# BEGIN QUESTION\nname: q1\npoints: 2"),
        new_markdown_cell("**Question 1.** Write `double(x)`."),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell(SOLUTION),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# BEGIN TESTS"),
        new_code_cell("def test_one_is_doubled(double):\n    assert double(1) == 2, 'try 1'"),
        new_code_cell(HIDDEN_TEST),
        new_raw_cell("# END TESTS"),
        new_raw_cell("# END QUESTION"),
        new_raw_cell("# BEGIN QUESTION\nname: q2\nmanual: true\npoints: 1"),
        new_markdown_cell("**Question 2.** Why?"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_markdown_cell("Because doubling is linear. Rubric: one point for linearity."),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# END QUESTION"),
        new_markdown_cell("That is all."),
    ]


@dataclass
class TinyCourse:
    """A course folder with one small assignment, whose cells a test may change."""

    root: Path
    cells: list[NotebookNode]

    @property
    def master(self) -> Path:
        return self.root / "solutions" / "tiny" / "tiny.ipynb"

    @property
    def out(self) -> Path:
        return self.root / "dist"

    def save(self) -> Path:
        """Write the master and return its path."""
        notebook = new_notebook(cells=self.cells)
        notebook.metadata.kernelspec = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        self.master.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, self.master)
        return self.master


@pytest.fixture
def tiny(tmp_path: Path) -> TinyCourse:
    """Return a small course that builds."""
    course = TinyCourse(tmp_path / "course", tiny_cells())
    course.save()
    return course


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
    """Run ``autograder`` from the package in a folder."""
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


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository in which A0 has been built."""
    return build_once(tmp_path_factory, "built", MAIN)


@pytest.fixture(scope="session")
def all_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository in which every assignment has been built: for slow tests."""
    return build_once(tmp_path_factory, "all-built")


LONGEST = ("test_attacks", "test_authoring", "test_batch", "test_build", "test_ordinary_things")
"""Files that begin first, so that no worker is left with one of them when the others are done."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file together; attacks are spread by the call that grades them."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))
    for item in items:
        attack, user = (
            getattr(item, "callspec", None) and item.callspec.params.get(name)
            for name in ("attack", "user")
        )
        group = f"{ATTACKS[attack].group} {user}" if attack else item.path.stem
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse a pytest in which groups do nothing: each worker would build and grade everything."""
    grouped = getattr(session.config.option, "loadgroup", False)
    if grouped and session.items and "@" not in session.items[-1].nodeid:
        raise pytest.UsageError("pytest-xdist does not group tests with this version of pytest")
