"""What the form beside an answer says, made a grade."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from autograder.errors import AutograderError
from autograder.gradebook.decisions import AnswerGrade, Rubric
from autograder.gradebook.points import read_number

MOST_CODES = 200_000
"""Characters of a form's list of codes: a group of some 16,000 answers."""


@dataclass(frozen=True)
class GradeForm:
    """The form beside an answer, as it was sent."""

    codes: tuple[str, ...]  # the answers that it is about
    do: str  # the button: what to do, and behind a colon with what
    points: str  # what stands in the field for points
    had_points: str  # what stood there when the page was made
    comment: str  # the same for the comment
    had_comment: str
    tab: str = ""  # which of the grader's tabs it is

    @property
    def action(self) -> str:
        """What the button does."""
        return self.do.partition(":")[0]

    @property
    def argument(self) -> str:
        """What it does this with, or ""."""
        return self.do.partition(":")[2]


def read_grade_form(fields: Mapping[str, object]) -> GradeForm:
    """Read the fields of a form; what is not there is empty, and line ends are one character."""

    def text(name: str) -> str:
        value = fields.get(name, "")
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""

    return GradeForm(
        codes=tuple(dict.fromkeys(text("codes")[:MOST_CODES].split())),
        do=text("do"),
        points=text("points"),
        had_points=text("had_points"),
        comment=text("comment"),
        had_comment=text("had_comment"),
        tab=text("tab"),
    )


def new_grade(
    form: GradeForm, grade: AnswerGrade, rubric: Rubric, most: float, comments: Mapping[str, str]
) -> AnswerGrade:
    """Return the grade of an answer after a form.

    A text that the form does not change stays as it is now, whoever has written it meanwhile.

    Args:
        grade: what it has now.
        most: the points of the question.
        comments: those that can be used again, by name.

    Raises:
        AutograderError: the points are no number, or not one from 0 to the maximum.
    """
    if form.comment != form.had_comment:
        grade = replace(grade, comment=form.comment)
    if form.points != form.had_points:
        points = _points(form.points, most)
        grade = replace(grade, points=points, done=points is not None or bool(grade.items))
    match form.action:
        case "on":
            known = [item.id for item in rubric.items]
            held = {*grade.items, form.argument}
            items = tuple(name for name in known if name in held)
            grade = replace(grade, items=items, done=bool(items) or grade.done)
        case "off":
            items = tuple(name for name in grade.items if name != form.argument)
            grade = replace(grade, items=items, done=bool(items) or grade.points is not None)
        case "done":
            grade = replace(grade, done=True, later=False)
        case "later":
            grade = replace(grade, later=True)
        case "soon":
            grade = replace(grade, later=False)
        case "comment":
            again = comments.get(form.argument, "")
            lines = [line for line in (grade.comment, again) if line]
            if again and again not in grade.comment:
                grade = replace(grade, comment="\n".join(lines))
    return grade


def _points(text: str, most: float) -> float | None:
    """Return points that were typed; None for an empty field.

    Raises:
        AutograderError: they are no number, or not one from 0 to the maximum.
    """
    if not text:
        return None
    number = read_number(text)
    if number is None or not 0 <= number <= most:
        raise AutograderError(
            f"{text[:20]} cannot be the points: write a number from 0 to {most:g}, or leave the "
            "field empty and let the rubric count"
        )
    return number + 0.0  # never -0
