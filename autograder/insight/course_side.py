"""The assignment of a course that a class was graded for."""

from pathlib import Path

from autograder.errors import AutograderError, CourseError
from autograder.release.course import Assignment, Course
from autograder.release.declarations import read_declarations
from autograder.release.master import Master, read_master
from autograder.release_format import ACCEPTED
from autograder.release_zip import Release


def find_assignment(root: Path, release: Release) -> tuple[Assignment, Master]:
    """Return the assignment of a course whose name is that of a release, and its master.

    Raises:
        AutograderError: the course has none.
    """
    names = []
    for assignment in Course(root).assignments([]):
        try:
            master = read_master(assignment.master)
        except AutograderError as error:  # this one is not the only one
            names.append(f"{assignment.slug} (which cannot be read: {error})")
            continue
        if master.config.name == release.title:
            return assignment, master
        names.append(master.config.name)
    raise CourseError(
        f"{root} has no assignment named {release.title}, which this class was graded for; "
        f"there are {', '.join(names)}"
    )


def accepted_text(master: Master) -> str:
    """Return the text of the unusual right solutions beside a master, or "".

    Raises:
        CourseError: they cannot be read.
    """
    found = read_declarations(master, ACCEPTED)
    return found.text if found else ""
