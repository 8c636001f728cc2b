"""What a small course is graded with, made in this process: much cheaper than a whole build."""

from pathlib import Path

from autograder.release import package
from autograder.release.archive import zip_bytes
from autograder.release.contents import EXECUTABLE, autograder_files
from autograder.release.master import read_master
from tests.support.tiny import TinyCourse, tiny_cells


def autograder_zip(course: TinyCourse) -> Path:
    """Save a course's master, and build its autograder zip and nothing else of its release."""
    master = read_master(course.save())
    path = course.root / "tiny-autograder.zip"
    path.write_bytes(zip_bytes(autograder_files(master, package.wheel()), EXECUTABLE))
    return path


def impatient_zip(folder: Path) -> Path:
    """Build the autograder zip of the small course with limits of a few seconds."""
    course = TinyCourse(folder / "course", tiny_cells())
    course.cells[0].source += "\nlimits: {cell_seconds: 2, question_seconds: 4}"
    return autograder_zip(course)
