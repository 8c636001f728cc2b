"""Who handed in what: the submissions of a class, as data."""

from dataclasses import dataclass, field
from pathlib import Path

BLACKBOARD = "Blackboard"
BRIGHTSPACE = "Brightspace"
CANVAS = "Canvas"
GRADESCOPE = "Gradescope"
ILIAS = "ILIAS"
MOODLE = "Moodle"
NBGRADER = "nbgrader"
SAKAI = "Sakai"


@dataclass(frozen=True)
class Student:
    """One author of a submission, as far as the export tells."""

    name: str = ""  # the person's name, or ""
    identifier: str = ""  # the id that the course's platform knows the person by, or ""
    email: str = ""  # the address, or ""
    # who gave the id, or "" when no platform did. It does not tell people apart
    platform: str = field(default="", compare=False)


@dataclass(frozen=True)
class Submission:
    """One submission of a class."""

    name: str  # names its result; different for each submission of a batch, and fit for a file name
    path: Path  # a notebook, or a zip or folder with one
    students: tuple[Student, ...] = ()  # its authors, where the export says so; several for a group
    late: str = ""  # how late it was, in words, or ""
    # the same in seconds, 0 for in time; None where nobody says
    late_seconds: float | None = None
