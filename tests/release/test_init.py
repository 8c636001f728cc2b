"""`autograder init`: a course of one's own, whole or not at all."""

import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from autograder.errors import CourseError
from autograder.release.course import Course
from autograder.release.master import read_master
from autograder.release.scaffold import FIRST, new_course
from tests.support.repository import run_command

FILES = {
    ".github/workflows/verify.yml",
    ".gitignore",
    "Makefile",
    "README.md",
    "requirements.txt",
    "solutions/a-line/a-line.ipynb",
    "solutions/a-line/accepted.py",
    "solutions/a-line/misconceptions.py",
    "solutions/course.yml",
}


def files_in(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return new_course(tmp_path, "deep-learning-1", "Deep learning: the first part")


def make(course: Path, *arguments: str) -> str:
    """Return what make would do."""
    command = ["make", "-n", "-C", str(course), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_command_writes_a_course_and_says_in_two_lines_what_is_next(tmp_path):
    process = run_command(tmp_path, "init", "my-course")
    assert process.returncode == 0, process.stderr
    first, _ = process.stderr.splitlines()
    assert "cd my-course && make dist" in first
    assert [p.name for p in tmp_path.iterdir()] == ["my-course"]
    assert files_in(tmp_path / "my-course") == FILES


def test_the_course_can_be_read(course):
    assert Course(course).title == "Deep learning: the first part"
    (assignment,) = Course(course).assignments([])
    assert assignment.slug == FIRST
    assert read_master(assignment.master).points > 0


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (None, "My course"),
        ("  \n", "My course"),
        ('Löwe: "deep"\n- @SLUG@ #1', 'Löwe: "deep" - @SLUG@ #1'),
        ("{{ x }} $(HOME) \\", "{{ x }} $(HOME) \\"),
    ],
)
def test_a_title_is_kept_as_it_is_and_made_of_the_name_where_there_is_none(tmp_path, title, said):
    course = new_course(tmp_path, "my-course", title)
    assert Course(course).title == said
    assert (course / "README.md").read_text(encoding="utf-8").startswith(f"# {said}\n")


def test_a_course_is_made_where_its_path_says(tmp_path):
    (tmp_path / "courses").mkdir()
    process = run_command(tmp_path, "init", "courses/my-course")
    assert process.returncode == 0, process.stderr
    assert files_in(tmp_path / "courses" / "my-course") == FILES


def test_a_course_in_no_folder_is_refused(tmp_path):
    with pytest.raises(CourseError, match=r"there is no folder .*none to make my-course in"):
        new_course(tmp_path / "none", "my-course")


def test_no_placeholder_is_left(course):
    for name in FILES:
        text = (course / name).read_text(encoding="utf-8")
        assert not re.search(r"@[A-Z_]+@", text), name


@pytest.mark.parametrize("name", ["My-course", "a b", "../up", "a--b", "", "1st", "-x"])
def test_a_name_that_cannot_be_used_is_refused(tmp_path, name):
    with pytest.raises(CourseError, match="cannot be a course's name; use small letters"):
        new_course(tmp_path, name)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "notes.txt").write_text("mine")
    process = run_command(tmp_path, "init", "taken")
    assert process.returncode == 2
    (line,) = process.stderr.splitlines()
    assert "taken exists already and is not empty" in line
    assert files_in(tmp_path) == {"taken/notes.txt"}


def test_a_file_or_link_of_that_name_is_refused(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link"):
        with pytest.raises(CourseError, match="exists already"):
            new_course(tmp_path, name)


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "empty").mkdir()
    assert files_in(new_course(tmp_path, "empty")) == FILES


def test_nothing_is_left_of_a_course_that_could_not_be_finished(tmp_path, monkeypatch):
    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr("autograder.release.scaffold.new_assignment", full)
    with pytest.raises(OSError, match="no space left"):
        new_course(tmp_path, "my-course")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("target", "command"), [("dist", "build"), ("test", "verify")])
def test_make_sets_up_an_environment_and_runs_the_command(course, target, command):
    lines = make(course, target).splitlines()
    assert any(f".venv/bin/autograder {command}" in line for line in lines)
    assert any(f"'torch-autograder=={version('torch-autograder')}'" in line for line in lines)
    torch = next(place for place, line in enumerate(lines) if "--torch-backend cpu" in line)
    package = next(place for place, line in enumerate(lines) if "-r requirements.txt" in line)
    assert torch < package, "pip would have fetched the torch that needs CUDA"


def test_another_package_and_another_python_can_be_given(course):
    done = make(course, "AUTOGRADER=../wheels/own.whl", "PYTHON=python3.12", "dist")
    assert "'../wheels/own.whl'" in done
    assert "torch-autograder==" not in done
    assert "python3.12 -m venv" in done


def test_a_wheel_in_the_course_is_taken_before_the_index(course):
    (course / "wheels").mkdir()
    (course / "wheels" / "torch_autograder-9.9-py3-none-any.whl").touch()
    done = make(course, "dist")
    assert "'wheels/torch_autograder-9.9-py3-none-any.whl'" in done
    assert "torch-autograder==" not in done


def test_git_keeps_no_release_no_grades_and_no_environment(course):
    subprocess.run(["git", "init", "-q", str(course)], check=True)
    for name in (".venv/bin/python", "dist/a-line/x.zip", ".autograder/x", "grades/grades.csv"):
        ignored = ["git", "-C", str(course), "check-ignore", "-q", name]
        assert subprocess.run(ignored, check=False).returncode == 0, name
    others = ["git", "-C", str(course), "ls-files", "--others", "--exclude-standard"]
    kept = subprocess.run(others, check=True, capture_output=True, text=True).stdout
    assert set(kept.splitlines()) == FILES


def test_the_workflow_runs_make_test_on_each_push(course):
    workflow = yaml.safe_load((course / ".github" / "workflows" / "verify.yml").read_text())
    assert "push" in workflow[True]  # what YAML 1.1 makes of `on`
    steps = workflow["jobs"]["verify"]["steps"]
    assert steps[-1] == {"run": "make test"}
