"""What people decide, typed: grades of answers, rubrics, other points, comments, complaints."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from autograder.errors import AutograderError
from autograder.results.answers import answer_code
from autograder.results.events import Change, StoredEvent
from autograder.results.journal import Journal
from autograder.text import encodable

Kind = Literal["rubric", "answer", "override", "comment", "complaint", "apart", "hint"]
Key = tuple[str, ...]
_CLOSE = 1e-9
"""Points that differ by less are the same: sums of tenths are not exact."""
_DIGITS = 5
"""Decimals of points, as for those of questions with tests."""
MOST_TEXT = 20_000
"""Characters of a text that people write."""


class RubricItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that an answer can be given, or lose, points for."""

    id: str  # names it within its rubric, for good
    text: str  # what it is for, as Markdown; the student reads it
    points: float  # its points, which may be negative


class Rubric(msgspec.Struct, frozen=True, omit_defaults=True):
    """What answers to a question are graded by. Key: the question."""

    items: tuple[RubricItem, ...] = ()
    # what an answer has before items count: 0, or the maximum where items take away
    start: float = 0.0


class AnswerGrade(msgspec.Struct, frozen=True, omit_defaults=True):
    """What people gave for an answer. Key: its code; see ``results/answers.py``."""

    items: tuple[str, ...] = ()  # ids of the rubric's items that hold
    points: float | None = None  # points given directly, in place of the items' sum
    comment: str = ""  # for the student, or ""
    later: bool = False  # whether somebody wants to look at it again
    done: bool = False  # whether it is graded


class Override(msgspec.Struct, frozen=True, omit_defaults=True):
    """Points in place of those of a question's tests. Key: the submission and the question."""

    points: float
    reason: str  # why, for the student
    content: str = ""  # digest of what it was decided about; ``decide`` fills it in


class CellComment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A comment that the student reads.

    Key: the submission, the cell's number, and the number of a line in it or "". Both are counted
    from 1, as ``ShownCell.number`` is.
    """

    text: str
    content: str = ""  # digest of what it was written about; ``decide`` fills it in


class Complaint(msgspec.Struct, frozen=True, omit_defaults=True):
    """A student's question about a grade, for staff. Key: the submission and an id."""

    question: str  # the question that it is about, or ""
    text: str
    state: Literal["open", "answered"] = "open"
    answer: str = ""


class Apart(msgspec.Struct, frozen=True):
    """An answer that is not graded with those like it. Key: the question and the code."""

    apart: bool


class GivenHint(msgspec.Struct, frozen=True, omit_defaults=True):
    """A hint that was written for a wrong answer after its class was graded; no points hang on it.

    Key: the submission and the question.
    """

    label: str  # the mistake, for staff
    text: str  # the hint, for the student
    content: str = ""  # digest of what it was written about; ``decide`` fills it in


Value = Rubric | AnswerGrade | Override | CellComment | Complaint | Apart | GivenHint
_TYPES: dict[str, tuple[Any, int]] = {
    "rubric": (Rubric, 1),
    "answer": (AnswerGrade, 1),
    "override": (Override, 2),
    "comment": (CellComment, 3),
    "complaint": (Complaint, 2),
    "apart": (Apart, 2),
    "hint": (GivenHint, 2),
}
"""The type of a kind's values, and how many parts its keys have."""


class Event(msgspec.Struct, frozen=True):
    """A decision: who, when, what, before and after."""

    number: int
    action: int  # the number of the first of those that were decided together
    time: str  # UTC, as ISO 8601 has it
    who: str
    kind: Kind
    key: Key
    before: Any | None  # a ``Value``; None where nothing was decided
    after: Any | None  # a ``Value``; None where nothing is decided any more
    undoes: int | None  # the action that this takes back, or None


def points_of(grade: AnswerGrade, rubric: Rubric, most: float) -> float | None:
    """Return the points of an answer, from 0 to the maximum; None while it is not graded.

    Points that were given directly when the question was worth more are none: somebody has to look
    again.
    """
    if not grade.done:
        return None
    if grade.points is not None:
        return None if grade.points > most + _CLOSE else min(grade.points, most)
    held = set(grade.items)
    total = rubric.start + math.fsum(item.points for item in rubric.items if item.id in held)
    return round(min(max(total, 0.0), most), _DIGITS) + 0.0  # never -0


class Decisions:
    """The decisions in a journal, which several processes may use at once. State: the journal's."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._events = journal.events

    def decide(self, who: str, changes: Sequence[tuple[Kind, Key, Any | None]]) -> int:
        """Decide several things as one action: all of it or nothing.

        Args:
            who: the grader.
            changes: kinds, keys, and values; None where nothing is to be decided any more.

        Returns:
            the number of the action; 0 where all was so before.

        Raises:
            AutograderError: a key or value cannot be, or the journal cannot be written.
        """
        stored: list[Change] = []
        for kind, key, value in changes:
            _check(kind, key, value)
            if isinstance(value, Override | CellComment | GivenHint) and not value.content:
                member = self._journal.member(key[0])
                value = replace(value, content=member.content if member else "")
            stored.append((kind, tuple(key), None if value is None else _json(value)))
        return self._events.write(who, stored)

    def undo(self, who: str, action: int) -> int:
        """Put back what was before an action, as a new action, and return its number.

        Raises:
            AutograderError: something that it decided has changed since, there is no such action,
                or the journal cannot be written.
        """
        return self._events.undo(who, action)

    def last_undoable(self, who: str) -> int | None:
        """Return the last action of somebody that still stands, or None. Undoing is no action."""
        return self._events.last_undoable(who)

    def get(self, kind: Kind, key: Key) -> Any | None:
        """Return what is decided about something, or None."""
        return _value(kind, self._events.value(kind, tuple(key)))

    def all(self, kind: Kind) -> dict[Key, Any]:
        """Return all that is decided of a kind, by key."""
        return {key: _value(kind, after) for key, after in self._events.values(kind).items()}

    def events(self, since: int = 0, submission: str | None = None) -> list[Event]:
        """Return the events behind a number, in order.

        Args:
            submission: only those about this submission: its points, hints, comments and
                complaints, the grades of its answers, and the rubrics of their questions.
        """
        events = [_event(one) for one in self._events.since(since)]
        if submission is None:
            return events
        codes = self._codes(submission)
        questions = set(codes.values())
        return [one for one in events if _is_about(one, submission, codes, questions)]

    def last(self) -> int:
        """Return the number of the last event; 0 for none."""
        return self._events.last()

    def _codes(self, submission: str) -> dict[str, str]:
        """Return the questions of a submission's answers, by code."""
        member = self._journal.member(submission)
        if member is None:
            return {}
        outcome = self._journal.outcome(member.content, member.release)
        return {answer_code(one): one.question for one in outcome.answers} if outcome else {}


def _is_about(event: Event, submission: str, codes: Mapping[str, str], questions: set[str]) -> bool:
    match event.kind:
        case "rubric":
            return event.key[0] in questions
        case "answer":
            return event.key[0] in codes
        case "apart":
            return event.key[1] in codes
        case _:
            return event.key[0] == submission


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _value(kind: str, text: str | None) -> Any | None:
    return None if text is None else msgspec.json.decode(text, type=_TYPES[kind][0])


def _event(one: StoredEvent) -> Event:
    before, after = _value(one.kind, one.before), _value(one.kind, one.after)
    kind = msgspec.convert(one.kind, Kind)
    return Event(
        one.number, one.action, one.time, one.who, kind, one.key, before, after, one.undoes
    )


def _check(kind: str, key: Key, value: Any | None) -> None:
    """Refuse what must not be kept.

    Raises:
        AutograderError: a key or value cannot be.
    """
    if kind not in _TYPES:
        raise AutograderError(f"there are no decisions of the kind {kind}")
    type_, parts = _TYPES[kind]
    if len(key) != parts or not all(isinstance(part, str) for part in key) or not key[0]:
        raise AutograderError(f"{list(key)} is no key of a decision of the kind {kind}")
    if value is None:
        return
    if not isinstance(value, type_):
        raise AutograderError(f"{type(value).__name__} is no decision of the kind {kind}")
    numbers, texts = _parts(value)
    if not all(math.isfinite(number) for number in numbers):
        raise AutograderError("points have to be a number")
    if isinstance(value, AnswerGrade | Override) and any(number < 0 for number in numbers):
        raise AutograderError("points have to be 0 or more")
    if isinstance(value, Rubric):
        ids = [item.id for item in value.items]
        if len(set(ids)) < len(ids) or not all(ids):
            raise AutograderError("each item of a rubric needs an id of its own")
    if any(text != encodable(text) for text in texts):
        raise AutograderError("a text holds halves of characters, which cannot be kept")
    if any(len(text) > MOST_TEXT for text in texts):
        raise AutograderError(f"a text is longer than {MOST_TEXT:,} characters; shorten it")


def _parts(value: Any) -> tuple[list[float], list[str]]:
    """Return the numbers and the texts that people gave."""
    match value:
        case Rubric():
            numbers = [value.start, *(item.points for item in value.items)]
            return numbers, [item.text for item in value.items]
        case AnswerGrade():
            return ([] if value.points is None else [value.points]), [value.comment]
        case Override():
            return [value.points], [value.reason]
        case CellComment():
            return [], [value.text]
        case Complaint():
            return [], [value.text, value.answer]
        case GivenHint():
            return [], [value.label, value.text]
    return [], []
