"""The pages of mistakes that no misconception names; on that of one, a hint is written."""

from typing import Any

from msgspec.structs import replace
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from autograder.desk.mistakes import Work
from autograder.desk.pages import page
from autograder.desk.security import form_route
from autograder.desk.state import Desk
from autograder.errors import AutograderError
from autograder.gradebook.decisions import GivenHint, Key, Kind, Value
from autograder.insight.found import Draft

_MOST = 200
"""Groups on a page."""
_ADDRESS = "/insight"


def routes(desk: Desk) -> list[BaseRoute]:
    """Return the routes of the pages."""

    def asked(name: object) -> Work:
        work = desk.mistakes.work(name) if isinstance(name, str) else None
        if work is None:
            raise HTTPException(
                404, "There is no such group any more: the class has changed; see all mistakes."
            )
        return work

    async def show(request: Request) -> Response:
        desk.mistakes.want()
        values: dict[str, Any] = {"mistakes": desk.mistakes, "most": _MOST, "figures": desk.figures}
        return page(request, "mistakes.html", title=desk.title, **values)

    async def show_one(request: Request) -> Response:
        work = asked(request.path_params["name"])
        return page(request, "mistake.html", **_values(desk, work))

    async def show_progress(request: Request) -> Response:
        work = asked(request.path_params["name"])
        return page(request, "mistake_progress.html", **_values(desk, work))

    async def write(request: Request, form: FormData) -> Response:
        work = asked(form.get("group"))
        draft = _read(form, work.draft)
        if work.written is None:
            work.draft = draft
        try:
            if desk.mistakes.course is None:
                raise AutograderError("there is no course; start the desk with --course")
            await desk.mistakes.write(work)
        except AutograderError as error:
            values = _values(desk, work) | {"problem": str(error)}
            return page(request, "mistake.html", 400, **values)
        return RedirectResponse(f"{_ADDRESS}/{work.mistake.id}#done", 303)

    async def take_back(_request: Request, form: FormData) -> Response:
        work = asked(form.get("group"))
        await desk.mistakes.take_back(work)
        return RedirectResponse(f"{_ADDRESS}/{work.mistake.id}", 303)

    async def give(request: Request, form: FormData) -> Response:
        """Let the students of a group read the hint; their points stay as they are."""
        work = asked(form.get("group"))
        if desk.mistakes.course is None:
            work.draft = _read(form, work.draft)
        elif not work.written or not work.good:
            raise AutograderError("it is not verified yet; write it into the course first")
        draft = work.draft
        title, hint = " ".join(draft.title.split()), " ".join(draft.hint.split())
        if not title or not hint:
            raise AutograderError("write a title and a hint first")
        changes: list[tuple[Kind, Key, Value | None]] = [
            ("hint", (name, work.mistake.question), GivenHint(title, hint, content))
            for name, content in zip(work.mistake.names, work.mistake.contents, strict=True)
        ]
        work.given = desk.decide(request.state.grader.name, changes)
        desk.mistakes.keep(work)
        await desk.look()
        return RedirectResponse(f"{_ADDRESS}/{work.mistake.id}#done", 303)

    return [
        Route(_ADDRESS, show),
        form_route(f"{_ADDRESS}/write", write),
        form_route(f"{_ADDRESS}/undo", take_back),
        form_route(f"{_ADDRESS}/give", give),
        Route(f"{_ADDRESS}/{{name}}", show_one),
        Route(f"{_ADDRESS}/{{name}}/progress", show_progress),
    ]


def _values(desk: Desk, work: Work) -> dict[str, Any]:
    feedback = desk.call.release.feedback  # None where that is left to Otter
    key = (work.mistake.names[0], work.mistake.question)
    if work.given and desk.decisions.get("hint", key) is None:  # it was taken back
        work.given = 0
    return {
        "title": desk.title,
        "work": work,
        "one": work.mistake,
        "course": desk.mistakes.course,
        "verifying": desk.mistakes.is_verifying,
        "publishing": desk.publishing,
        "problem": "",
        "shows_hints": feedback is not None and feedback.show == "hint",
    }


def _read(form: FormData, draft: Draft) -> Draft:
    """Return a draft with what stands in the fields; line ends are one character."""

    def text(name: str, before: str) -> str:
        value = form.get(name, before)
        return value.replace("\r\n", "\n") if isinstance(value, str) else before

    return replace(
        draft,
        title=text("title", draft.title).strip(),
        hint=text("hint", draft.hint).strip(),
        name=text("name", draft.name).strip(),
        code=text("code", draft.code),
        finding=text("finding", draft.finding).strip(),
    )
