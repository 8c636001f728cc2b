"""What a release tells the grader beyond what Otter's own files have a place for."""

from typing import Any

import msgspec

SETTINGS = "assignment.json"
"""The file in a release's zip."""
PROMPT_LENGTH = 200
"""Characters of a manual question's text by which its answer is found."""
ANSWER_CELL = "_Write your answer here, in place of this text._"
"""What stands in the answer cell of a manual question until the student writes."""


class ManualQuestion(msgspec.Struct, frozen=True):
    """A question that people grade.

    Attributes:
        name: the question.
        points: its points.
        prompt: the beginning of the text cell before the answer, by which the answer is found.
    """

    name: str
    points: float
    prompt: str


class Settings(msgspec.Struct, frozen=True):
    """The content of the file.

    Attributes:
        points: the points of each question with tests.
        manual: the questions that people grade.
        limits: what a submission may use, where it differs from the defaults.
    """

    points: dict[str, float] = {}
    manual: list[ManualQuestion] = []
    limits: dict[str, Any] = {}
