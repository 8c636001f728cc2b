"""What the forms of the answers page do: each is one decision, or none."""

from dataclasses import dataclass, replace
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from autograder.desk.answers_shown import (
    Place,
    Typed,
    holder_of,
    open_question,
    place_of,
    show_answer,
)
from autograder.desk.answers_state import Grading, OpenQuestion, used_comments
from autograder.desk.grade_form import GradeForm, new_grade, read_grade_form
from autograder.desk.leases import Holder
from autograder.desk.numbers import whole_number
from autograder.desk.pages import page
from autograder.desk.rubric_form import NEW, Effects, edition, effects, read_rubric
from autograder.desk.security import form_route
from autograder.errors import AutograderError
from autograder.gradebook.decisions import Apart, Key, Kind, Rubric

_ONWARD = {"done", "later", "next", "same"}
"""What is followed by the next answer that waits."""
_MOVES = {"next", "previous", "back", "forth", "names", "quick", "edit"}
"""What decides nothing by itself."""
_Change = tuple[Kind, Key, Any | None]


@dataclass(frozen=True)
class _Sent:
    """A form about an answer, and all that it is handled with."""

    question: OpenQuestion
    place: Place
    holder: Holder
    form: GradeForm
    fields: FormData


def routes(grading: Grading) -> list[BaseRoute]:
    """Return the routes of the forms."""

    async def grade(request: Request, fields: FormData) -> Response:
        place = place_of(request)
        question = await open_question(grading, place.question)
        form = read_grade_form(fields)
        sent = _Sent(question, place, holder_of(request, place.tab), form, fields)
        if form.action == "undo":
            return _undo(grading, sent)
        codes = [code for code in form.codes if code in question.asked.answers]
        if not codes:
            return RedirectResponse(place.address(), 303)
        other = grading.leases.other(sent.holder, codes)
        if other is not None and other.who == sent.holder.who and form.action == "take":
            grading.leases.move(other, sent.holder)
            return RedirectResponse(place.address(codes[0]), 303)
        if other is not None:
            if form.action not in _MOVES or form.comment != form.had_comment:
                grading.notify(sent.holder, _refusal(other, sent), is_bad=True)
                return RedirectResponse(place.address(codes[0]), 303)
            return RedirectResponse(await _onward(grading, sent, codes), 303)
        errors: dict[str, str] = {}
        changes = _changes(sent, codes, errors)
        if errors:
            item = question.queue.find(codes[0])
            assert item is not None
            new = (str(fields.get(f"points:{NEW}", "")), str(fields.get(f"text:{NEW}", "")))
            typed = Typed(form.points, form.comment, new, **errors)
            return show_answer(request, grading, question, place, item, typed)
        if changes:
            grading.desk.decide(sent.holder.who, changes)
        return RedirectResponse(await _onward(grading, sent, codes), 303)

    async def show_rubric(request: Request) -> Response:
        place = place_of(request)
        question = await open_question(grading, place.question)
        back = request.query_params.get("back", "")
        return _rubric_page(request, question, place, back, question.rubric)

    async def change_rubric(request: Request, fields: FormData) -> Response:
        place = place_of(request)
        question = await open_question(grading, place.question)
        back = str(fields.get("back", ""))
        base = question.rubric
        if fields.get("edition") != edition(base):
            error = (
                "Somebody has changed this rubric meanwhile, so nothing is saved. It is as it is "
                "now; make your change once more."
            )
            return _rubric_page(request, question, place, back, base, error=error)
        try:
            rubric = read_rubric(fields, base)
        except AutograderError as error:
            return _rubric_page(
                request, question, place, back, base, fields=fields, error=str(error)
            )
        found = effects(place.question, base, rubric, question.grades, question.most)
        if found.touched and fields.get("sure") != str(len(found.touched)):
            return _rubric_page(request, question, place, back, base, fields=fields, found=found)
        who = request.state.grader.name
        if grading.desk.decide(who, found.changes):
            grading.notify(holder_of(request, place.tab), _saved(found))
        return RedirectResponse(_back_address(question, place, back), 303)

    return [
        Route("/answers/{question}/rubric", show_rubric),
        form_route("/answers/{question}/rubric", change_rubric),
        form_route("/answers/{question}", grade),
    ]


def _changes(sent: _Sent, codes: list[str], errors: dict[str, str]) -> list[_Change]:
    """Return what a form decides.

    Args:
        codes: the answers that it is about and that are there.
        errors: told what cannot be taken, by the field of ``Typed``.
    """
    question, form, name = sent.question, sent.form, sent.place.question
    changes: list[_Change] = []
    rubric = question.rubric
    try:
        rubric = read_rubric(
            {key: value for key, value in sent.fields.items() if key.endswith(f":{NEW}")}, rubric
        )
    except AutograderError as error:
        errors["new_error"] = str(error)
    if rubric != question.rubric:
        changes.append(("rubric", (name,), rubric))
        new = rubric.items[-1].id
    comments = {str(at): text for at, text in enumerate(used_comments(question))}
    for code in codes:
        before = question.grade(code)
        try:
            after = new_grade(form, before, rubric, question.most, comments)
            if rubric != question.rubric:  # the item that was added holds for this answer
                on = GradeForm(form.codes, f"on:{new}", "", "", "", "")
                after = new_grade(on, after, rubric, question.most, comments)
        except AutograderError as error:
            errors["points_error"] = str(error)
            return []
        if form.action == "same" and form.argument in question.asked.answers:
            after = question.grade(form.argument)
        if after != before:
            changes.append(("answer", (code,), after))
    if form.action in ("apart", "together") and form.argument in question.asked.answers:
        apart = Apart(form.action == "apart")
        changes.append(("apart", (name, form.argument), apart))
    return changes


def _refusal(other: Holder, sent: _Sent) -> str:
    """Return why nothing is saved, with the comment that would be lost."""
    who = "another tab of yours" if other.who == sent.holder.who else other.who
    typed = sent.form.comment
    kept = f" You had typed: {typed}" if typed != sent.form.had_comment else ""
    return f"Not saved: {who} has this answer open.{kept}"


def _undo(grading: Grading, sent: _Sent) -> Response:
    """Undo an action, by default the grader's last one, and go where it was."""
    who, place, argument = sent.holder.who, sent.place, sent.form.argument
    action = whole_number(argument) if argument else grading.desk.decisions.last_undoable(who)
    if argument and action is None:
        raise AutograderError("this names no action; load the page again")
    here = next((code for code in sent.form.codes if code in sent.question.asked.answers), "")
    address = place.address(here) if here else place.address()
    if action is None:
        grading.notify(sent.holder, "You have decided nothing that could be undone.", is_bad=True)
        return RedirectResponse(address, 303)
    try:
        grading.desk.undo(who, action)
    except AutograderError as error:
        grading.notify(sent.holder, f"{str(error)[:1].upper()}{str(error)[1:]}.", is_bad=True)
        return RedirectResponse(address, 303)
    grading.refresh()
    grading.notify(sent.holder, "Undone.")
    found = grading.place_of(action)
    if found is None:  # points or a comment of a submission
        return RedirectResponse(address, 303)
    question, code = found
    there = replace(place, question=question)
    if code:
        address = there.address(code)
    elif question != place.question:
        address = there.address("rubric")
    return RedirectResponse(address, 303)


async def _onward(grading: Grading, sent: _Sent, codes: list[str]) -> str:
    """Return where to go after a form about some answers."""
    action, place = sent.form.action, sent.place
    if action == "names":
        return replace(place, show_names=not place.show_names).address(codes[0])
    if action == "quick":
        return replace(place, is_quick=not place.is_quick).address(codes[0])
    if action == "edit":
        return place.address("rubric", back=codes[0])
    question = await open_question(grading, place.question)
    is_onward = action in _ONWARD or (action == "on" and place.is_quick)
    if is_onward or action == "previous":
        back = {"back": "1"} if action == "previous" else {}
        item = grading.take_next(sent.holder, question, codes[0], back=bool(back))
        return place.address(item.codes[0]) if item else place.address(behind=codes[0], **back)
    left = [code for code in codes if not (action == "apart" and code == sent.form.argument)]
    code = (left or codes)[0]
    item = question.queue.find(code)
    if item is not None and action in ("forth", "back"):
        return place.address(question.queue.beside(item, -1 if action == "back" else 1).codes[0])
    return place.address(code)


def _back_address(question: OpenQuestion, place: Place, back: str) -> str:
    return place.address(back) if back in question.asked.answers else place.address()


def _saved(found: Effects) -> str:
    """Return what a grader reads who has saved a rubric."""
    if not found.touched:
        return "The rubric is saved."
    what = "answer follows" if len(found.touched) == 1 else "answers follow"
    return f"The rubric is saved; {len(found.touched):,} graded {what}."


def _rubric_page(
    request: Request,
    question: OpenQuestion,
    place: Place,
    back: str,
    rubric: Rubric,
    *,
    fields: FormData | None = None,
    found: Effects | None = None,
    error: str = "",
) -> Response:
    """Answer with the page on which a rubric is changed.

    Args:
        fields: what was typed, where it was not saved.
        found: what it would do, where that is to be said first.
        error: why it could not be taken.
    """
    typed = {} if fields is None else dict(fields)
    graded = [grade for grade in question.grades.values() if grade.done]
    rows = [
        {
            "id": item.id,
            "points": typed.get(f"points:{item.id}", f"{item.points:.10g}"),
            "text": typed.get(f"text:{item.id}", item.text),
            "delete": bool(typed.get(f"delete:{item.id}")),
            "used": sum(item.id in grade.items for grade in graded),
        }
        for item in rubric.items
    ]
    new: dict[str, Any] = {"id": NEW, "delete": False, "used": 0}
    rows.append(
        {**new, "points": typed.get(f"points:{NEW}", ""), "text": typed.get(f"text:{NEW}", "")}
    )
    answers = question.asked.answers
    sure = found and {
        "touched": len(found.touched),
        "submissions": sum(len(answers[code].names) for code in found.touched),
        "moved": len(found.moved),
        "bare": len(found.bare),
    }
    return page(
        request,
        "answer_rubric.html",
        name=place.question,
        error=error,
        sure=sure,
        action=place.address("rubric"),
        tab=place.tab,
        back=back,
        edition=edition(rubric),
        show_names=place.show_names,
        most=question.most,
        start=typed.get("start", f"{rubric.start:.10g}"),
        rows=rows,
        back_address=_back_address(question, place, back),
        guide=question.asked.guide,
    )
