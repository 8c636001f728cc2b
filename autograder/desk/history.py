"""What was decided so far, in words, and how it is taken back."""

import math
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlparse

import msgspec
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from autograder.desk.numbers import whole_number
from autograder.desk.pages import page
from autograder.desk.security import form_route
from autograder.desk.state import ABOUT_SUBMISSIONS, Desk
from autograder.errors import AutograderError
from autograder.gradebook.decisions import (
    AnswerGrade,
    Apart,
    CellComment,
    Complaint,
    Event,
    GivenHint,
    Override,
    Rubric,
    RubricItem,
)
from autograder.results.events import undone_actions as events_undone

_MOST = 100
"""Actions of a page."""
_SENTENCES = 5
"""Decisions of an action that are shown."""
_LONGEST = 300
"""Characters of a text within a sentence."""
_LONGEST_PATH = 2_000
"""Characters of a path of this server: three for each byte of the longest name of a submission."""


class Action(msgspec.Struct, frozen=True):
    """What somebody decided at once."""

    number: int
    time: str  # UTC, as ISO 8601 has it
    who: str
    sentences: tuple[str, ...]  # what was decided
    more: int  # how many decisions there are beside those
    name: str  # the submission that it is about, or ""
    undone: bool  # whether it was taken back
    undoes: int | None  # the action that it takes back


class Actions(msgspec.Struct, frozen=True):
    """A page of actions, the last one first."""

    shown: tuple[Action, ...]
    page: int
    pages: int


def actions_of(events: Sequence[Event], undone: frozenset[int], page: int = 1) -> Actions:
    """Return what was decided, the last action first.

    Args:
        events: what was decided, in order.
        undone: the actions that have been taken back; see ``undone_actions``.
        page: which of the pages, counted from 1.
    """
    grouped: dict[int, list[Event]] = {}
    for event in events:
        grouped.setdefault(event.action, []).append(event)
    numbers = sorted(grouped, reverse=True)
    pages = max(1, math.ceil(len(numbers) / _MOST))
    page = min(max(1, page), pages)
    shown = numbers[(page - 1) * _MOST : page * _MOST]
    return Actions(tuple(_action(grouped[one], one in undone) for one in shown), page, pages)


def _action(group: Sequence[Event], undone: bool) -> Action:
    first = group[0]
    return Action(
        first.action,
        first.time,
        first.who,
        tuple(map(sentence, group[:_SENTENCES])),
        max(0, len(group) - _SENTENCES),
        next((one.key[0] for one in group if one.kind in ABOUT_SUBMISSIONS), ""),
        undone,
        first.undoes,
    )


def undone_actions(events: Iterable[Event]) -> frozenset[int]:
    """Return the actions that do not stand any more."""
    undoing = {event.action: event.undoes for event in events if event.undoes is not None}
    return frozenset(events_undone(undoing.items()))


def sentence(event: Event) -> str:
    """Return a decision in words."""
    before, after = event.before, event.after
    match event.kind:
        case "override":
            return f"{event.key[1]}: {_override(before, after)}"
        case "comment":
            line = f", line {event.key[2]}" if event.key[2] else ""
            return f"cell {event.key[1]}{line}: {_comment(before, after)}"
        case "complaint":
            return _complaint(before, after)
        case "hint":
            return f"{event.key[1]}: {_hint(after)}"
        case "answer":
            return f"answer {event.key[0]}: {_grade(before, after)}"
        case "rubric":
            return f"{event.key[0]}: {_rubric(before, after)}"
        case "apart":
            is_apart = isinstance(after, Apart) and after.apart
            how = "apart from its group" if is_apart else "back in its group"
            return f"answer {event.key[1]}: {how}"


def _override(before: object, after: object) -> str:
    if not isinstance(after, Override):
        return "the points of the tests again"
    was = f" (before: {before.points:g})" if isinstance(before, Override) else ""
    return f"{_points(after.points)} in place of those of the tests{was}: {_cut(after.reason)}"


def _comment(before: object, after: object) -> str:
    if not isinstance(after, CellComment):
        return "the comment was removed"
    return f"{'another comment' if before else 'a comment'}: {_cut(after.text)}"


def _hint(after: object) -> str:
    if not isinstance(after, GivenHint):
        return "without the hint"
    return f"a hint for “{_cut(after.label)}”: {_cut(after.text)}"


def _complaint(before: object, after: object) -> str:
    if not isinstance(after, Complaint):
        return "a complaint was removed"
    about = f" about {after.question}" if after.question else ""
    if isinstance(before, Complaint) and after.state != before.state:
        if after.state == "answered":
            return f"complaint{about} answered: {_cut(after.answer)}"
        return f"complaint{about} open again"
    if isinstance(before, Complaint) and after.answer != before.answer:
        return f"complaint{about}, another answer: {_cut(after.answer)}"
    return f"complaint{about}: {_cut(after.text)}"


def _grade(before: object, after: object) -> str:
    if not isinstance(after, AnswerGrade):
        return "not graded"
    old = before if isinstance(before, AnswerGrade) else AnswerGrade()
    parts = []
    if after.points is not None and after.points != old.points:
        parts.append(f"{_points(after.points)} given directly")
    elif after.points is None and old.points is not None:
        parts.append("points by the rubric again")
    added = [one for one in after.items if one not in old.items]
    removed = [one for one in old.items if one not in after.items]
    parts += [f"with {', '.join(added)}"] if added else []
    parts += [f"without {', '.join(removed)}"] if removed else []
    if after.comment != old.comment:
        parts.append(f"comment: {_cut(after.comment)}" if after.comment else "without the comment")
    if after.later != old.later:
        parts.append("to be looked at again" if after.later else "looked at again")
    if after.done != old.done:
        parts.append("graded" if after.done else "not graded any more")
    return "; ".join(parts) or "as it was"


def _rubric(before: object, after: object) -> str:
    if not isinstance(after, Rubric):
        return "without a rubric"
    old = before if isinstance(before, Rubric) else Rubric()
    was: Mapping[str, RubricItem] = {one.id: one for one in old.items}
    now = {one.id: one for one in after.items}
    parts = [f"an answer begins with {after.start:g}"] if after.start != old.start else []
    for name, one in now.items():
        if name not in was:
            parts.append(f"{name} is new: {one.points:+g}, {_cut(one.text)}")
        elif was[name].points != one.points:
            parts.append(f"{name}: {one.points:+g} in place of {was[name].points:+g}")
        if name in was and was[name].text != one.text:
            parts.append(f"{name} now says: {_cut(one.text)}")
    parts += [f"{name} is gone" for name in was if name not in now]
    return "rubric: " + ("; ".join(parts) or "its items in another order")


def _points(number: float) -> str:
    return "1 point" if number == 1 else f"{number:g} points"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def own_path(sent: object) -> str:
    """Return where a form wants to go back to: a path of this server, or the class."""
    if not isinstance(sent, str) or not sent.startswith("/") or sent[1:2] in ("/", "\\"):
        return "/"
    if len(sent) > _LONGEST_PATH:
        return "/"
    parts = urlparse(sent)
    return sent if not parts.scheme and not parts.netloc and sent.isprintable() else "/"


def routes(desk: Desk) -> list[BaseRoute]:
    """Return the routes of the page of all decisions, and of undoing."""

    async def show(request: Request) -> Response:
        wanted = whole_number(request.query_params.get("page")) or 1
        actions = actions_of(desk.events, undone_actions(desk.events), wanted)
        return page(request, "history.html", title=desk.title, actions=actions)

    async def undo(request: Request, form: FormData) -> Response:
        action = whole_number(form.get("action"))
        if action is None:
            raise AutograderError("this names no action; load the page again")
        desk.undo(request.state.grader.name, action)
        await desk.look()
        return RedirectResponse(own_path(form.get("back")), 303)

    return [Route("/history", show), form_route("/undo", undo)]
