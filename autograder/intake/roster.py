"""Who handed in what: the submissions of a class, as data."""

from dataclasses import dataclass, field
from pathlib import Path

CANVAS = "Canvas"
GRADESCOPE = "Gradescope"
MOODLE = "Moodle"
NBGRADER = "nbgrader"


@dataclass(frozen=True)
class Student:
    """One author of a submission, as far as the export tells.

    Attributes:
        name: the person's name, or "".
        identifier: the id that the course's platform knows the person by, or "".
        email: the address, or "".
        platform: who gave the id, or "" when no platform did. It does not tell people apart.
    """

    name: str = ""
    identifier: str = ""
    email: str = ""
    platform: str = field(default="", compare=False)


@dataclass(frozen=True)
class Submission:
    """One submission of a class.

    Attributes:
        name: names its result; different for each submission of a batch, and fit for a file name.
        path: a notebook, or a zip or folder with one.
        students: its authors, where the export says so; several for a group.
        late: how late it was, in words, or "".
    """

    name: str
    path: Path
    students: tuple[Student, ...] = ()
    late: str = ""
