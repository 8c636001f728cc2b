"""What a release tells the grader beyond what Otter's own files have a place for."""

import hashlib
from typing import Any, Literal

import msgspec

from autograder.late_policy import LatePolicy

SETTINGS = "assignment.json"
"""The file in a release's zip."""
REFERENCE = "reference.py"
"""The file in a release's zip with the master's own solutions."""
LEFT_OUT = "__left_out__"
"""The name in it of a dict: for each name of the master that it lacks, the reason."""
MISCONCEPTIONS = "misconceptions.py"
"""The file of an assignment's wrong solutions, beside its master and in the release's zip."""
ACCEPTED = "accepted.py"
"""The file of its unusual right solutions and equivalent mutants, beside its master."""
RUBRICS = "rubrics.json"
"""The file in a release's zip that helps people grade: a ``Guide`` by the name of the question.

It is a file of its own because settings are read before student code runs, and this must not be.
"""
PROMPT_LENGTH = 200
"""Characters of a manual question's text by which its answer is found."""
ANSWER_CELL = "_Write your answer here, in place of this text._"
"""What stands in the answer cell of a manual question until the student writes."""


class ManualQuestion(msgspec.Struct, frozen=True):
    """A question that people grade."""

    name: str  # the question
    points: float  # its points
    prompt: str  # the beginning of the text cell before the answer, by which the answer is found
    code: bool = False  # whether the answer is code rather than text
    text: str = ""  # the whole text cell before the answer; "" in a zip of an earlier version


class GivenCell(msgspec.Struct, frozen=True):
    """A cell of the student's notebook, as the release gave it."""

    cell_id: str  # its id
    digest: str  # the digest of its source; see ``digest_of``
    answers: str = ""  # the question whose answer is to be written there, or ""


def digest_of(source: str) -> str:
    """Return the digest of a cell's source; blanks at the ends of lines make no difference."""
    text = "\n".join(line.rstrip() for line in source.strip().splitlines())
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


class Sought(msgspec.Struct, frozen=True):
    """What a submission should be: by this the right one of several notebooks is known."""

    assignment: str = ""  # the assignment's name, as notebooks have it in their metadata
    questions: tuple[str, ...] = ()  # the questions that have checks
    outputs: bool = False  # whether pictures that cells show belong to an answer
    shown: bool = False  # whether what people see of a notebook is wanted, outputs and all


class Guide(msgspec.Struct, frozen=True):
    """What people need to grade a question."""

    prompt: str = ""  # the whole text of the question
    rubric: str = ""  # the model answer and the rubric, which students must not see


class Feedback(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What students see of a result, and when."""

    # ``score`` alone; also which ``tests`` failed; also each ``message``; or ``hint``, which is
    # everything: the mistake behind a message, and the hint of a misconception
    show: Literal["score", "tests", "message", "hint"] = "hint"
    # Gradescope's visibility: ``visible`` (at once), ``after_due_date``, ``after_published``, or
    # ``hidden`` (from students, for good)
    when: Literal["visible", "after_due_date", "after_published", "hidden"] = "visible"


class Settings(msgspec.Struct, frozen=True):
    """The content of the file."""

    points: dict[str, float] = {}  # the points of each question with tests
    manual: list[ManualQuestion] = []  # the questions that people grade
    limits: dict[str, Any] = {}  # what a submission may use, where it differs from the defaults
    feedback: Feedback | None = None  # what students see; None leaves that to Otter's own settings
    # what the solution imports beside what every grader has; imported once for a class
    modules: list[str] = []
    given: list[GivenCell] = []  # the cells of the student's notebook, in order
    # by question with tests: the names that its answer binds. Where a notebook has no check cell,
    # it is tested behind the cells that bind them; without any, at the notebook's end
    binds: dict[str, list[str]] = {}
    late: LatePolicy | None = None  # what handing in late costs; None for nothing
    bonus: list[str] = []  # the questions whose points do not count towards the maximum
    tests_with_student: bool = False  # whether tests run in the student process, as Otter's do
