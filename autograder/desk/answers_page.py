"""The page on which people grade answers, one question after another."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from autograder.desk import answers_forms
from autograder.desk.answers_shown import (
    done_values,
    holder_of,
    open_question,
    place_of,
    progress_values,
    show_answer,
)
from autograder.desk.answers_state import Grading
from autograder.desk.pages import page


def routes(grading: Grading) -> list[BaseRoute]:
    """Return the routes of the page and of its forms."""

    async def overview(request: Request) -> Response:
        grading.refresh()
        questions = []
        for name, asked in grading.questions.items():
            questions.append(
                {
                    "name": name,
                    "address": f"/answers/{quote(name, safe='')}",
                    "points": asked.question.points,
                    "progress": grading.progress(name),
                    "unanswered": asked.unanswered,
                    "graders": grading.graders(name),
                }
            )
            grading.prepare(name)
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
        return page(request, "answer_done.html", **done_values(grading, question, place, holder))

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
        return page(request, "answer_progress.html", **progress_values(grading, question, place))

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
        *answers_forms.routes(grading),
        Route("/answers/{question}/{code}", one_answer),
    ]
