"""The guide for authors: what it shows is what `autograder new` writes, and it works."""

import re
from pathlib import Path

import nbformat
import pytest

from autograder.release.course import Course
from autograder.release.master import read_master
from tests.support.repository import REPOSITORY, run_command

GUIDE = (REPOSITORY / "docs" / "authoring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", GUIDE, flags=re.DOTALL)
COMMANDS = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the guide's commands have been run, one after another.

    All but ``verify``: the build does the same once more.
    """
    folder = tmp_path_factory.mktemp("course")
    for command in COMMANDS:
        program, *arguments = command.split()
        assert program == "autograder"
        if arguments[0] == "verify":
            continue
        process = run_command(folder, *arguments)
        assert process.returncode == 0, process.stdout + process.stderr
    return folder


def test_the_guide_shows_what_is_in_the_example(course: Path):
    folder = course / "solutions" / "a-line"
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.py")]
    texts += [c.source for c in nbformat.read(folder / "a-line.ipynb", as_version=4).cells]
    shown = [text.strip("\n") for kind, text in BLOCKS if kind == "python" and "..." not in text]
    assert len(shown) >= 6
    for block in shown:
        assert any(block in text for text in texts), block


def test_the_commands_of_the_guide_lead_to_a_verified_release(course: Path):
    assert [command.split()[1] for command in COMMANDS] == ["new", "verify", "build"]
    page = course / "dist" / "a-line" / "a-line-verification.html"
    assert "a-line: verified; solution full 20/20" in page.read_text(encoding="utf-8")
    assert (course / "dist" / "a-line" / "a-line-autograder.zip").is_file()
    assert (course / "assignments" / "a-line" / "a-line.ipynb").is_file()


def test_the_settings_in_the_guide_are_read(course: Path):
    settings, course_settings = (text for kind, text in BLOCKS if kind == "yaml")
    path = course / "solutions" / "a-line" / "a-line.ipynb"
    notebook = nbformat.read(path, as_version=4)
    config = notebook.cells[0]
    config.source = config.source[: config.source.index("feedback:")] + settings
    nbformat.write(notebook, path)
    master = read_master(path)
    assert master.feedback.show == "hint"
    assert master.limits == {"seconds": 900}
    second = course / "solutions" / "a-second-one" / "a-second-one.ipynb"
    second.parent.mkdir()
    second.touch()
    (course / "solutions" / "course.yml").write_text(course_settings)
    assert Course(course).title == "An introduction to PyTorch"
    assert [one.slug for one in Course(course).assignments([])] == ["a-line", "a-second-one"]


def test_every_check_has_its_place_in_the_guide():
    import autograder.checks

    text = (REPOSITORY / "docs" / "checks.md").read_text(encoding="utf-8") + GUIDE
    names = set(re.findall(r"`((?:check|assert)_\w+)", text))
    exported = {n for n in autograder.checks.__all__ if n.startswith(("check_", "assert_"))}
    assert names == exported


@pytest.mark.parametrize(
    ("slug", "complaint"),
    [
        ("A6", "'A6' cannot be an assignment's name"),
        ("a--b", "cannot be an assignment's name"),
        ("../x", "cannot be an assignment's name"),
        ("taken", "exists already"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(tmp_path: Path, slug: str, complaint: str):
    from autograder.errors import CourseError
    from autograder.release.scaffold import new_assignment

    (tmp_path / "solutions" / "taken").mkdir(parents=True)
    with pytest.raises(CourseError, match=re.escape(complaint)):
        new_assignment(tmp_path, slug)
    assert [p.name for p in (tmp_path / "solutions").iterdir()] == ["taken"]


def test_a_course_is_not_begun_without_a_word(tmp_path: Path):
    first, second = (run_command(tmp_path, "new", slug) for slug in ("one", "two"))
    assert (first.returncode, second.returncode) == (0, 0)
    (line,) = [line for line in first.stderr.splitlines() if "course" in line]
    assert line.startswith(f"{tmp_path.resolve()} was no course")
    assert "course" not in second.stderr.replace(str(tmp_path), "")


def test_a_course_in_no_folder_is_not_begun(tmp_path: Path):
    process = run_command(tmp_path, "new", "one", "--root", "nowhere")
    assert process.returncode == 2
    (line,) = process.stderr.splitlines()
    assert "there is no folder nowhere" in line
    assert not list(tmp_path.iterdir())
