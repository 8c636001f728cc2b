"""The table of a class: what it shows of each submission, and which of them, in which order."""

import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec

from autograder.desk.numbers import whole_number
from autograder.results.answers import answer_code
from autograder.results.outcome import SCORED, Row, Status

ROWS = 100
"""Submissions of one page of the table."""
_CLOSE = 1e-9


class Line(msgspec.Struct, frozen=True):
    """What the table shows of a submission; far smaller than its result."""

    name: str  # the submission
    authors: str  # the names of its authors, or ""
    status: Status
    score: float
    max_score: float
    seconds: float  # how long grading took
    late: str  # how late, in words, or ""
    # points and maximum by question, those of people by their labels
    points: dict[str, tuple[float, float]]
    ungraded: tuple[str, ...]  # the questions whose answers nobody has graded yet
    flags: tuple[str, ...]  # the questions with something for staff to look at
    changed: bool  # whether people gave other points than tests
    identical_to: str
    absent: bool
    outdated: bool
    codes: frozenset[str]  # those of its answers
    questions: frozenset[str]  # the questions of these
    known_by: tuple[str, ...]  # names, ids and addresses of its authors
    text: str  # what is searched, in lower case

    @property
    def has_score(self) -> bool:
        """Whether its score says something about the work."""
        return self.status in SCORED


def line_of(row: Row) -> Line:
    """Return what the table shows of a row."""
    outcome, students = row.outcome, row.submission.students
    points = {one.name: (one.score, one.max_score) for one in outcome.questions}
    points |= {one.label: (one.score, one.max_score) for one in outcome.staff}
    graded = {one.question for one in outcome.staff}
    waiting = [one for one in outcome.answers if not one.is_empty and one.question not in graded]
    people = [part for one in students for part in (one.name, one.identifier, one.email) if part]
    return Line(
        row.name,
        row.authors,
        outcome.status,
        outcome.score,
        outcome.max_score,
        outcome.seconds,
        row.submission.late,
        points,
        tuple(one.question for one in waiting),
        tuple(one.name for one in outcome.questions if one.flags),
        any(one.overridden for one in outcome.questions),
        row.identical_to,
        row.absent,
        row.outdated,
        frozenset(map(answer_code, outcome.answers)),
        frozenset(one.question for one in outcome.answers),
        tuple(people),
        _folded(" ".join([row.name, *people])),
    )


def _folded(text: str) -> str:
    """Return a text as it is compared: without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


class Query(msgspec.Struct, frozen=True):
    """What somebody wants to see of a class."""

    q: str = ""  # words that all have to be in names or ids
    status: str = ""  # a status, or "" for all
    question: str = ""  # a question, or "" for all
    # of this question, else of the whole: "full", "part", "none", "ungraded", or "" for all
    points: str = ""
    flagged: bool = False
    late: bool = False
    complaint: bool = False  # whether a complaint is open
    sort: str = "name"
    down: bool = False  # from the greatest to the least
    page: int = 1

    def address(self, **changes: Any) -> str:
        """Return the address of this, or of something else that differs from it in some values."""
        wanted = msgspec.structs.asdict(msgspec.structs.replace(self, **changes))
        plain = msgspec.structs.asdict(Query())
        sent = {
            name: "1" if value is True else value
            for name, value in wanted.items()
            if value != plain[name]
        }
        return f"/?{urlencode(sent)}" if sent else "/"


class Selection(msgspec.Struct, frozen=True):
    """A page of the table."""

    lines: tuple[Line, ...]  # those that are shown
    first: int  # the number of the first, counted from 1
    count: int  # how many there are
    pages: int
    page: int


def read_query(sent: Mapping[str, str]) -> Query:
    """Read what an address asks for; what makes no sense there is left out."""

    def chosen(name: str, known: Iterable[str]) -> str:
        value = sent.get(name, "")
        return value if value in known else ""

    return Query(
        q=sent.get("q", "")[:200],
        status=chosen("status", ("graded", "stopped", "invalid", "failed")),
        question=sent.get("question", "")[:200],
        points=chosen("points", ("full", "part", "none", "ungraded")),
        flagged=bool(sent.get("flagged")),
        late=bool(sent.get("late")),
        complaint=bool(sent.get("complaint")),
        sort=chosen("sort", _ORDERS) or "name",
        down=bool(sent.get("down")),
        page=whole_number(sent.get("page")) or 1,
    )


def select(lines: Sequence[Line], query: Query, complained: frozenset[str]) -> Selection:
    """Return what a query asks for.

    Args:
        lines: the class, by name.
        query: what to show of it.
        complained: the submissions with an open complaint.
    """
    words = _folded(query.q).split()
    found = [
        line
        for line in lines
        if all(word in line.text for word in words) and _fits(line, query, complained)
    ]
    order = _ORDERS[query.sort]
    found.sort(key=lambda line: order(line, query), reverse=query.down)
    pages = max(1, math.ceil(len(found) / ROWS))
    page = min(max(1, query.page), pages)
    first = (page - 1) * ROWS
    return Selection(tuple(found[first : first + ROWS]), first + 1, len(found), pages, page)


def _fits(line: Line, query: Query, complained: frozenset[str]) -> bool:
    return (
        (not query.status or line.status == query.status)
        and (not query.late or bool(line.late))
        and (not query.complaint or line.name in complained)
        and (not query.flagged or _is_flagged(line, query))
        and _has_points(line, query)
    )


def _is_flagged(line: Line, query: Query) -> bool:
    return query.question in line.flags if query.question else bool(line.flags)


def _has_points(line: Line, query: Query) -> bool:
    """Say whether a submission has as many points as are looked for."""
    question = query.question
    if query.points == "ungraded":
        return question in line.ungraded if question else bool(line.ungraded)
    has = line.points.get(question) if question else (line.score, line.max_score)
    if has is None:
        return question in line.ungraded and not query.points
    if not query.points:
        return True
    score, most = has
    if not line.has_score:
        return False
    if query.points == "full":
        return score >= most - _CLOSE
    if query.points == "none":
        return score < _CLOSE
    return _CLOSE <= score < most - _CLOSE


def _score(line: Line, query: Query) -> tuple[Any, ...]:
    if query.question in line.points:
        return line.has_score, line.points[query.question][0], line.score
    return line.has_score, line.score


_ORDERS: dict[str, Callable[[Line, Query], Any]] = {
    "name": lambda line, _: line.name.casefold(),
    "students": lambda line, _: line.authors.casefold(),
    "status": lambda line, _: line.status,
    "score": _score,
    "ungraded": lambda line, _: len(line.ungraded),
    "flags": lambda line, _: len(line.flags),
    "time": lambda line, _: line.seconds,
    "late": lambda line, _: line.late,
}
