"""What the answers page shows: an answer, and how far its question is."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from autograder.desk.answers_state import Grading, OpenQuestion, used_comments
from autograder.desk.class_answers import ClassAnswer
from autograder.desk.leases import Holder
from autograder.desk.likeness import different_words
from autograder.desk.pages import page
from autograder.desk.queue import Item
from autograder.gradebook.decisions import AnswerGrade, Apart, Event, points_of
from autograder.report.plots import number
from autograder.results.answers import MOST

_TAB = 6
"""Bytes of the name of a tab."""


@dataclass(frozen=True)
class Place:
    """Where a tab of a grader is."""

    question: str
    tab: str
    show_names: bool = False
    is_quick: bool = False  # whether one item of the rubric is all that an answer gets

    def address(self, *parts: str, **more: str) -> str:
        """Return the address of something of the question, for this tab."""
        asked = {"tab": self.tab, **more}
        asked |= {"names": "1"} if self.show_names else {}
        asked |= {"quick": "1"} if self.is_quick else {}
        path = "/".join(quote(part, safe="") for part in (self.question, *parts))
        return f"/answers/{path}?{urlencode(asked)}"


@dataclass(frozen=True)
class Typed:
    """What somebody has typed that could not be taken, and why."""

    points: str
    comment: str
    new: tuple[str, str]
    points_error: str = ""
    new_error: str = ""


def place_of(request: Request) -> Place:
    """Return where a request comes from; a tab that is new gets a name."""
    asked = request.query_params
    tab = asked.get("tab", "")[:20] or secrets.token_hex(_TAB)
    names, quick = (asked.get(name) == "1" for name in ("names", "quick"))
    return Place(request.path_params["question"], tab, names, quick)


def holder_of(request: Request, tab: str) -> Holder:
    """Return the tab of the grader who asks."""
    return Holder(request.state.grader.name, tab)


async def open_question(grading: Grading, name: str) -> OpenQuestion:
    """Return a question as it is now.

    Raises:
        HTTPException: there is none of this name.
    """
    grading.refresh()
    if name not in grading.questions:
        raise HTTPException(404)
    return await grading.open(name)


def show_answer(
    request: Request,
    grading: Grading,
    question: OpenQuestion,
    place: Place,
    item: Item,
    typed: Typed | None = None,
) -> Response:
    """Answer with the page of an answer, which then belongs to the tab.

    Args:
        typed: what could not be taken.
    """
    holder = holder_of(request, place.tab)
    taken = grading.take(holder, item)
    grade = item.grade
    points = "" if grade.points is None else f"{grade.points:.10g}"
    typed = typed or Typed(points, grade.comment, ("", ""))
    code = item.codes[0]
    others = [
        {
            "code": other,
            "points": points_of(question.grade(other), question.rubric, question.most),
            "address": place.address(other),
        }
        for other in item.others
    ]
    return page(
        request,
        "answer.html",
        **progress_values(grading, question, place),
        item=item,
        place=question.queue.place(item),
        count=len(question.queue.items),
        members=_members(question, item),
        others=others,
        same=next((other for other in others if other["points"] is not None), None),
        is_apart=grading.is_apart(place.question, code),
        is_code=question.asked.question.code,
        longest=MOST,
        show_names=place.show_names,
        is_quick=place.is_quick,
        can_grade=taken is None,
        taken_by=_words(taken, holder) if taken else "",
        is_own_tab=taken is not None and taken.who == holder.who,
        next=place.address(behind=code),
        notice=grading.notice(holder),
        rubric=question.rubric,
        most=question.most,
        guide=question.asked.guide,
        comments=[
            {"name": str(at), "text": text} for at, text in enumerate(used_comments(question))
        ],
        had_points=points,
        typed_points=typed.points,
        typed_comment=typed.comment,
        typed_new=typed.new,
        points_error=typed.points_error,
        new_error=typed.new_error,
        events=[_described(event, question) for event in grading.history(code)],
        can_undo=grading.desk.decisions.last_undoable(holder.who) is not None,
        action=place.address(),
        tab=place.tab,
        alive=place.address("alive"),
        leave=place.address("alive", left=code),
    )


def _words(other: Holder, holder: Holder) -> str:
    return "Another tab of yours" if other.who == holder.who else other.who


def progress_values(grading: Grading, question: OpenQuestion, place: Place) -> dict[str, Any]:
    """Return how far a question is, and who is at it."""
    return {
        "name": place.question,
        "progress": question.queue.progress,
        "graders": grading.graders(place.question),
        "at_work": grading.at_work(question),
        "running": grading.desk.running,
        "progress_address": place.address("progress"),
    }


def done_values(
    grading: Grading, question: OpenQuestion, place: Place, holder: Holder
) -> dict[str, Any]:
    """Return what a page says when nothing waits."""
    items = question.queue.items
    return {
        **progress_values(grading, question, place),
        "taken": grading.at_work(question),
        "first": place.address(items[0].codes[0]) if items else "",
        "again": place.address(),
        "action": place.address(),
        "tab": place.tab,
        "show_names": place.show_names,
        "notice": grading.notice(holder),
        "can_undo": grading.desk.decisions.last_undoable(holder.who) is not None,
        "rubric_address": place.address("rubric"),
    }


def _members(question: OpenQuestion, item: Item) -> Sequence[dict[str, Any]]:
    """Return the answers of an item as they are shown, with the words that differ."""
    answers = question.asked.answers
    first = answers[item.codes[0]]
    return [_member(answers[code], first) for code in item.codes]


def _member(answer: ClassAnswer, first: ClassAnswer) -> dict[str, Any]:
    lacks, adds = different_words(first.text, answer.text)
    return {
        "code": answer.code,
        "text": answer.text,
        "pictures": answer.pictures,
        "names": answer.names,
        "lacks": lacks,
        "adds": adds,
    }


def _described(event: Event, question: OpenQuestion) -> dict[str, Any]:
    """Return an event of an answer in words."""
    said = []
    before, after = event.before, event.after
    if isinstance(after, Apart):
        said.append("taken apart" if after.apart else "put back to those like it")
    else:
        old, new = (
            one if isinstance(one, AnswerGrade) else AnswerGrade() for one in (before, after)
        )
        points = [points_of(one, question.rubric, question.most) for one in (old, new)]
        first, second = ("not graded" if one is None else number(one) for one in points)
        said.append(f"{first} \u2192 {second}" if first != second else second)
        if old.comment != new.comment:
            said.append(f"comment \u201c{new.comment[:200]}\u201d" if new.comment else "no comment")
        if old.later != new.later:
            said.append("look again later" if new.later else "need not be seen again")
    return {
        "number": event.number,
        "time": event.time,
        "who": event.who,
        "what": ", ".join(said) + (" (undone)" if event.undoes is not None else ""),
        "action": event.action,
    }
