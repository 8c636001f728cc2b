"""The page of one submission: what was handed in, what came of it, and what people make of that."""

import asyncio
import secrets
from collections import OrderedDict
from typing import Any, Literal

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from autograder.desk.figures import submission_address
from autograder.desk.history import actions_of, undone_actions
from autograder.desk.notebook_view import View, differences, places, view_of
from autograder.desk.numbers import whole_number
from autograder.desk.pages import page
from autograder.desk.render import markdown
from autograder.desk.security import form_route
from autograder.desk.state import Desk
from autograder.errors import AutograderError, SubmissionError
from autograder.gradebook.decisions import CellComment, Complaint, Override
from autograder.gradebook.manual import staff_labels
from autograder.gradebook.points import read_number
from autograder.results.answers import answer_code
from autograder.results.outcome import QuestionResult, Row

_KEPT_VIEWS = 6
"""Notebooks that are kept as they are shown."""
_NOT_KEPT = (
    "What was handed in is not kept, as it is too large or an older version graded it. Grade it "
    "again from its own file to see it here."
)


class _Views:
    """Notebooks as they are shown. State: those that were shown last."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._views: OrderedDict[tuple[str, str], View] = OrderedDict()
        self._turn = asyncio.Lock()  # one at a time: each may take all memory that it is given

    async def get(self, name: str, content: str) -> View:
        """Return a notebook as it is shown."""
        key = (name, content)
        async with self._turn:
            if key not in self._views:
                kept = self._desk.journal.notebook(name, content)
                if not kept:
                    return View(notes=(_NOT_KEPT,))
                try:
                    self._views[key] = await asyncio.to_thread(view_of, kept)
                except SubmissionError as error:
                    return View(notes=(f"{error}.",))
            self._views.move_to_end(key)
            while len(self._views) > _KEPT_VIEWS:
                self._views.popitem(last=False)
            return self._views[key]


def routes(desk: Desk) -> list[BaseRoute]:
    """Return the routes of the page, and of its forms."""
    views = _Views(desk)

    async def show(request: Request) -> Response:
        row = _row(desk, request)
        view = await views.get(row.name, row.content)
        at = request.query_params.get("at", "")[:20]
        return page(request, "submission.html", at=at, **_values(desk, row, view))

    async def show_earlier(request: Request) -> Response:
        row = _row(desk, request)
        content = request.path_params["content"]
        before = desk.journal.notebook(row.name, content)
        now = desk.journal.notebook(row.name, row.content)
        if not before or not now:
            raise HTTPException(404)
        lines = await asyncio.to_thread(differences, before, now)
        return page(request, "earlier.html", row=row, lines=lines)

    async def override(request: Request, form: FormData) -> Response:
        row, name = _row(desk, request), _text(form, "question")
        found = next((one for one in row.outcome.questions if one.name == name), None)
        if found is None:
            raise AutograderError("this submission has no such question with tests")
        value = None if form.get("remove") else _override(found, form)
        desk.decide(request.state.grader.name, [("override", (row.name, name), value)])
        return await _back(desk, row, f"q-{name}")

    async def comment(request: Request, form: FormData) -> Response:
        row, on_line = _row(desk, request), _text(form, "line")
        cell, line = whole_number(_text(form, "cell")), whole_number(on_line)
        view = await views.get(row.name, row.content)
        source = None if cell is None else view.sources.get(cell)
        lines = len(source.split("\n")) if source is not None else 0
        if source is None or (on_line and not (line and line <= lines)):
            raise AutograderError("there is no such cell, or no such line in it")
        text = _text(form, "text")
        value = CellComment(text) if text and not form.get("remove") else None
        key = (row.name, str(cell), str(line) if line else "")
        desk.decide(request.state.grader.name, [("comment", key, value)])
        return await _back(desk, row, f"c{cell}")

    async def complain(request: Request, form: FormData) -> Response:
        row, id_ = _row(desk, request), _text(form, "id")
        known = desk.decisions.get("complaint", (row.name, id_)) if id_ else None
        if id_ and not isinstance(known, Complaint):
            raise AutograderError("there is no such complaint any more")
        if isinstance(known, Complaint):
            answer = _text(form, "answer")
            state: Literal["open", "answered"] = "open" if form.get("reopen") else "answered"
            value = Complaint(known.question, known.text, state, answer or known.answer)
        else:
            text = _text(form, "text")
            if not text:
                raise AutograderError("the complaint is empty; write what the student asks")
            id_, value = secrets.token_hex(6), Complaint(_text(form, "question"), text)
        desk.decide(request.state.grader.name, [("complaint", (row.name, id_), value)])
        return await _back(desk, row, "complaints")

    async def grade_again(request: Request, _form: FormData) -> Response:
        row = _row(desk, request)
        if desk.journal.running() is not None:
            raise AutograderError("a grading is at work in this folder; wait until that is done")
        desk.regrading.begin(row.name)
        return await _back(desk, row, "top")

    address = "/submission/{name}"
    return [
        Route(address, show),
        Route(address + "/earlier/{content}", show_earlier),
        form_route(address + "/override", override),
        form_route(address + "/comment", comment),
        form_route(address + "/complaint", complain),
        form_route(address + "/again", grade_again),
    ]


def _row(desk: Desk, request: Request) -> Row:
    """Return the submission that an address names.

    Raises:
        HTTPException: there is none.
    """
    row = desk.row(request.path_params["name"])
    if row is None:
        raise HTTPException(404)
    return row


async def _back(desk: Desk, row: Row, place: str) -> Response:
    await desk.look()
    # a fragment may hold anything that a question's name does
    return RedirectResponse(f"{submission_address(row.name)}#{place}", 303)


def _text(form: FormData, name: str) -> str:
    """Return a field of a form, with the ends of lines that everything else has."""
    sent = form.get(name, "")
    return sent.replace("\r\n", "\n").strip() if isinstance(sent, str) else ""


def _override(question: QuestionResult, form: FormData) -> Override:
    """Read other points for a question.

    Raises:
        AutograderError: they are none, or nobody says why.
    """
    points, reason = read_number(_text(form, "points")), _text(form, "reason")
    if points is None or not 0 <= points <= question.max_score:
        raise AutograderError(
            f"points for {question.name} are a number from 0 to {question.max_score:g}"
        )
    if not reason:
        raise AutograderError("write why the points are others: the student reads it")
    return Override(points + 0.0, reason)  # never -0


def _values(desk: Desk, row: Row, view: View) -> dict[str, Any]:
    """Return what the page shows."""
    outcome, release = row.outcome, desk.call.release
    questions = {one.name: one for one in outcome.questions}
    answers = {one.question: one for one in outcome.answers}
    texts = {name: one.text for name, one in answers.items()}
    manual = [one for one in release.manual if one.name in answers]
    names = [line.name for line in desk.lines]
    place = names.index(row.name) if row.name in names else -1
    comments: dict[int, dict[int, CellComment]] = {}
    for remark in outcome.remarks:
        comments.setdefault(remark.cell, {})[remark.line or 0] = CellComment(remark.text)
    actions = actions_of(desk.events_about(row.name), undone_actions(desk.events))
    return {
        "title": desk.title,
        "row": row,
        "view": view,
        "places": places(view, questions, release.binds, manual, texts),
        "questions": questions,
        "answers": answers,
        "codes": {name: answer_code(one) for name, one in answers.items()},
        "labels": staff_labels(release),
        "grades": {one.question: one for one in outcome.staff},
        "comments": comments,
        "complaints": {
            id_: one for (name, id_), one in desk.complaints.items() if name == row.name
        },
        "actions": actions,
        "earlier": [one for one in desk.journal.contents(row.name) if one != row.content],
        "before": names[place - 1] if place > 0 else "",
        "after": names[place + 1] if 0 <= place < len(names) - 1 else "",
        "regrading": desk.regrading,
        "running": desk.running,
        "publishing": desk.publishing,
        "markdown": markdown,
    }
