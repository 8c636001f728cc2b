"""The page on which people grade answers, one question after another."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

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

    def address(self, *parts: str, **more: str) -> str:
        """Return the address of something of the question, for this tab."""
        asked = {"tab": self.tab, **({"names": "1"} if self.show_names else {}), **more}
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
    return Place(request.path_params["question"], tab, asked.get("names") == "1")


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


def routes(grading: Grading) -> list[BaseRoute]:
    """Return the routes of the pages that only show something; see ``answers_forms.py``."""

    async def overview(request: Request) -> Response:
        grading.refresh()
        questions = []
        for name in grading.questions:
            question = await grading.open(name)
            questions.append(
                {
                    "name": name,
                    "address": f"/answers/{quote(name, safe='')}",
                    "points": question.most,
                    "progress": question.queue.progress,
                    "unanswered": question.asked.unanswered,
                    "graders": grading.graders(question),
                }
            )
        return page(request, "answers.html", questions=questions)

    async def next_answer(request: Request) -> Response:
        place = place_of(request)
        question = await open_question(grading, place.question)
        holder = holder_of(request, place.tab)
        behind = request.query_params.get("behind", "")
        back = request.query_params.get("back") == "1"
        item = grading.take_next(holder, question, behind, back=back)
        if item is not None:
            return RedirectResponse(place.address(item.codes[0]), 303)
        return page(request, "answer_done.html", **_done(grading, question, place, holder))

    async def one_answer(request: Request) -> Response:
        place = place_of(request)
        question = await open_question(grading, place.question)
        item = question.queue.find(request.path_params["code"])
        holder = holder_of(request, place.tab)
        if item is None:
            grading.notify(holder, "That answer is not there any more.", is_bad=True)
            return RedirectResponse(place.address(), 303)
        if "tab" not in request.query_params:  # without a name, a tab would have one answer twice
            return RedirectResponse(place.address(item.codes[0]), 303)
        return show_answer(request, grading, question, place, item)

    async def progress(request: Request) -> Response:
        place = place_of(request)
        question = await open_question(grading, place.question)
        return page(request, "answer_progress.html", **_progress(grading, question, place))

    async def alive(request: Request) -> Response:
        holder = holder_of(request, request.query_params.get("tab", ""))
        code = request.query_params.get("left")
        if code is None:
            grading.leases.sign(holder)
        else:
            grading.leases.release(holder, code)
        return Response(status_code=204)

    return [
        Route("/answers", overview),
        Route("/answers/{question}", next_answer),
        Route("/answers/{question}/progress", progress),
        Route("/answers/{question}/alive", alive),
        Route("/answers/{question}/{code}", one_answer),
    ]


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
        **_progress(grading, question, place),
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
        can_grade=taken is None,
        taken_by=_words(taken, holder) if taken else "",
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
        can_undo=grading.decisions.last_undoable(holder.who) is not None,
        action=place.address(),
        tab=place.tab,
        alive=place.address("alive"),
        leave=place.address("alive", left=code),
    )


def _words(other: Holder, holder: Holder) -> str:
    return "Another tab of yours" if other.who == holder.who else other.who


def _progress(grading: Grading, question: OpenQuestion, place: Place) -> dict[str, object]:
    return {
        "name": place.question,
        "progress": question.queue.progress,
        "graders": grading.graders(question),
        "at_work": grading.at_work(question),
        "running": grading.running(),
        "progress_address": place.address("progress"),
    }


def _done(
    grading: Grading, question: OpenQuestion, place: Place, holder: Holder
) -> dict[str, object]:
    items = question.queue.items
    return {
        **_progress(grading, question, place),
        "taken": [who for who in grading.at_work(question)],
        "first": place.address(items[0].codes[0]) if items else "",
        "again": place.address(),
        "action": place.address(),
        "tab": place.tab,
        "show_names": place.show_names,
        "notice": grading.notice(holder),
        "can_undo": grading.decisions.last_undoable(holder.who) is not None,
        "rubric_address": place.address("rubric"),
    }


def _members(question: OpenQuestion, item: Item) -> Sequence[dict[str, object]]:
    """Return the answers of an item as they are shown, with the words that differ."""
    answers = question.asked.answers
    first = answers[item.codes[0]]
    return [_member(answers[code], first) for code in item.codes]


def _member(answer: ClassAnswer, first: ClassAnswer) -> dict[str, object]:
    lacks, adds = different_words(first.text, answer.text)
    return {
        "code": answer.code,
        "text": answer.text,
        "pictures": answer.pictures,
        "names": answer.names,
        "lacks": lacks,
        "adds": adds,
    }


def _described(event: Event, question: OpenQuestion) -> dict[str, object]:
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


def with_names(place: Place, show: bool) -> Place:
    """Return the same place with names, or without."""
    return replace(place, show_names=show)
