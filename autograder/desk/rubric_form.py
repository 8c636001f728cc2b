"""What the form of a rubric says, and what becomes of the answers that are graded with it."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from autograder.errors import AutograderError
from autograder.gradebook.decisions import (
    AnswerGrade,
    Key,
    Kind,
    Rubric,
    RubricItem,
    Value,
    points_of,
)
from autograder.gradebook.points import read_number
from autograder.gradebook.rubrics import MOST_ITEMS

NEW = "new"
"""What stands in a field's name for an item that is not there yet."""
_MOST_POINTS = 10_000.0


def edition(rubric: Rubric) -> str:
    """Return a text that tells this rubric from all others: what a form was made for."""
    return hashlib.sha256(repr(rubric).encode(errors="replace")).hexdigest()[:16]


def read_rubric(fields: Mapping[str, object], rubric: Rubric) -> Rubric:
    """Return the rubric that a form makes of the one that it shows.

    Fields are ``start``, and for each item ``points:ID``, ``text:ID`` and ``delete:ID``; with
    ``new`` for the ID, an item is added. A field that is not there changes nothing.

    Raises:
        AutograderError: points are no number, an item has no text, or there are too many.
    """
    items = []
    for item in rubric.items:
        if fields.get(f"delete:{item.id}"):
            continue
        text = _text(fields, f"text:{item.id}", item.text)
        points = _number(fields, f"points:{item.id}", item.points, text)
        if not text:
            raise AutograderError(
                "an item has no text any more: write one, or tick Delete to take it out"
            )
        items.append(RubricItem(item.id, text, points))
    text = _text(fields, f"text:{NEW}", "")
    if text:
        points = _number(fields, f"points:{NEW}", None, text)
        items.append(RubricItem(f"i{secrets.token_hex(4)}", text, points))
    elif _text(fields, f"points:{NEW}", ""):
        raise AutograderError("the new item has points and no text: write what they are for")
    if len(items) > MOST_ITEMS:
        raise AutograderError(f"a rubric has at most {MOST_ITEMS} items")
    return Rubric(tuple(items), _number(fields, "start", rubric.start, "the start"))


def _text(fields: Mapping[str, object], name: str, otherwise: str) -> str:
    value = fields.get(name)
    return " ".join(value.split()) if isinstance(value, str) else otherwise


def _number(fields: Mapping[str, object], name: str, otherwise: float | None, what: str) -> float:
    """Return a number of points.

    Raises:
        AutograderError: it is none.
    """
    value = _text(fields, name, "" if otherwise is None else f"{otherwise:.10g}")
    number = read_number(value.replace("\u2212", "-"))
    if number is None or abs(number) > _MOST_POINTS:
        raise AutograderError(
            f"the points of \u201c{what[:60]}\u201d are {value[:20] or 'missing'}: write a number, "
            "such as 0.5 or -1"
        )
    return number + 0.0


@dataclass(frozen=True)
class Effects:
    """What a change of a rubric does to answers that are graded."""

    touched: tuple[str, ...]  # codes of those that are graded with what changes
    moved: tuple[str, ...]  # of those that get other points
    bare: tuple[str, ...]  # of those that have nothing left, and are to be graded anew
    changes: tuple[tuple[Kind, Key, Value | None], ...]  # what is decided, as one action


def effects(
    question: str, before: Rubric, after: Rubric, grades: Mapping[str, AnswerGrade], most: float
) -> Effects:
    """Return what a change of a rubric does.

    An item that is deleted is taken off all answers. Those that have nothing else are not graded
    any more, as nobody has said what they are worth.

    Args:
        grades: those of the question's answers, by code.
        most: the points of the question.
    """
    kept = {item.id: item for item in after.items}
    gone = {item.id for item in before.items} - kept.keys()
    changed = {item.id for item in before.items if kept.get(item.id) != item}
    touched, moved, bare = [], [], []
    changes: list[tuple[Kind, Key, Value | None]] = [("rubric", (question,), after)]
    for code, grade in sorted(grades.items()):
        left = tuple(name for name in grade.items if name not in gone)
        new = grade
        if left != grade.items:
            is_bare = grade.done and not left and grade.points is None
            new = replace(grade, items=left, done=grade.done and not is_bare)
            changes.append(("answer", (code,), new))
            if is_bare:
                bare.append(code)
        if points_of(grade, before, most) != points_of(new, after, most):
            moved.append(code)
        if changed.intersection(grade.items) or code in moved[-1:]:
            touched.append(code)
    return Effects(tuple(touched), tuple(moved), tuple(bare), tuple(changes))
