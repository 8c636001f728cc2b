"""From nothing to grades, outside of any clone, with the commands of the README: slow."""

import csv
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from autograder.notebook import write_notebook
from autograder.release import package
from autograder.release.master import read_master
from autograder.release.scaffold import FIRST
from autograder.release.views import make_notebook
from tests.support.repository import copy_sources

pytestmark = pytest.mark.slow

OURS = ("COVERAGE_PROCESS_CONFIG", "JUPYTER_PATH", "PYTHONPATH", "VIRTUAL_ENV")
"""Settings through which this environment would reach into the new ones."""


def run(folder: Path, *command: str | Path) -> str:
    """Run a command in a folder as if there were no other environment; return what it prints."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in OURS},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the package's wheel, made by pip from a clone."""
    folder = tmp_path_factory.mktemp("wheel")
    clone = copy_sources(folder / "clone")
    run(folder, sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, clone)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def course(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course that an installed package has begun, and that its Makefile has built."""
    folder = tmp_path_factory.mktemp("anywhere")
    venv.create(folder / "venv", with_pip=True)
    pip = [folder / "venv" / "bin" / "pip", "install", "--quiet"]
    # pip takes torch from a folder of wheels where it knows one; else as the README has it
    index = ["--index-url", "https://download.pytorch.org/whl/cpu"]
    (torch,) = (line for line in package.constraints().splitlines() if line.startswith("torch=="))
    run(folder, *pip, torch, *([] if os.environ.get("PIP_FIND_LINKS") else index))
    run(folder, *pip, wheel)
    said = run(folder, folder / "venv" / "bin" / "autograder", "init", "my-course")
    assert "cd my-course && make dist" in said
    run(folder / "my-course", "make", "dist", f"AUTOGRADER={wheel}", f"PYTHON={sys.executable}")
    return folder / "my-course"


def test_the_environment_of_a_course_has_the_pinned_packages_and_no_cuda(course):
    listed = run(course, ".venv/bin/pip", "list", "--format", "freeze").splitlines()
    installed = dict(line.split("==") for line in listed if "==" in line)
    assert not [name for name in installed if name.startswith(("nvidia", "cuda"))]
    known = package.constraints().splitlines()
    assert f"torch=={installed['torch'].partition('+')[0]}" in known
    assert f"otter-grader=={installed['otter-grader']}" in known


def test_a_release_of_a_course_grades_what_its_students_hand_in(course, tmp_path):
    release = course / "dist" / FIRST
    master = read_master(course / "solutions" / FIRST / f"{FIRST}.ipynb")
    handed_in = tmp_path / "handed-in"
    handed_in.mkdir()
    write_notebook(make_notebook(master, student=False), handed_in / "answered.ipynb")
    blank = (release / "student" / f"{FIRST}.ipynb").read_bytes()
    (handed_in / "blank.ipynb").write_bytes(blank)
    archive, out = release / f"{FIRST}-autograder.zip", tmp_path / "grades"
    run(course, ".venv/bin/autograder", "grade", archive, handed_in, "--out", out)
    with (out / "grades.csv").open(newline="", encoding="utf-8-sig") as lines:
        grades = {row["submission"]: row for row in csv.DictReader(lines)}
    assert {name: row["status"] for name, row in grades.items()} == {
        "answered": "graded",
        "blank": "graded",
    }
    tested = [question for question in master.questions if question.tests]
    assert tested
    for question in tested:
        assert float(grades["answered"][question.name]) == question.points
        assert float(grades["blank"][question.name]) == 0


def test_a_release_of_a_course_carries_the_wheel_that_a_clone_makes(course):
    name, data = package.wheel()
    with zipfile.ZipFile(course / "dist" / FIRST / f"{FIRST}-autograder.zip") as archive:
        assert archive.read(name) == data
        assert archive.read("requirements.txt").decode().splitlines() == [f"./{name}"]


def test_make_test_verifies_the_course(course, wheel):
    said = run(course, "make", "test", f"AUTOGRADER={wheel}")
    assert f"{FIRST}: verified; solution full 20/20" in said
