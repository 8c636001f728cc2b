"""The desk as a web application: its pages and files, and what is said when something fails."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

import autograder.report
from autograder.desk import answers_page, class_page, history, mistakes_page, submission_page
from autograder.desk.answers_state import Grading
from autograder.desk.chores import end
from autograder.desk.pages import compile_templates, page
from autograder.desk.security import STATIC, Guard, Security
from autograder.desk.state import Desk
from autograder.errors import AutograderError

_FILES = Path(__file__).parent / "static"
_LOOK = Path(autograder.report.__file__).parent / "templates" / "look.css"
_NO_STORE = {"Cache-Control": "no-cache"}  # a browser asks whether a file is still the same


class _Files(StaticFiles):
    """The files of the package, which change when it is updated."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """Answer with a file."""
        answer = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        answer.headers.update(_NO_STORE)
        return answer


def make_app(desk: Desk, guard: Guard) -> ASGIApp:
    """Return the application.

    Args:
        desk: the folder that it shows.
        guard: who may see it.
    """

    grading = Grading(desk)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await desk.look()  # so that the first page is whole
        await grading.read()
        works = (desk.watch(), grading.keep_ready(), asyncio.to_thread(compile_templates))
        at_work = [asyncio.create_task(work) for work in works]
        try:
            yield
        finally:
            for task in at_work:
                await end(task)
            await desk.close_books()

    routes = [
        *class_page.routes(desk),
        *submission_page.routes(desk),
        *answers_page.routes(grading),
        *mistakes_page.routes(desk),
        *history.routes(desk),
        Route("/live", desk.live.answer),
        Route(f"{STATIC}look.css", lambda _request: FileResponse(_LOOK, headers=_NO_STORE)),
        Mount(STATIC.rstrip("/"), _Files(directory=_FILES)),
    ]
    handlers = {AutograderError: _show_error, HTTPException: _show_refusal}
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)
    app.state.live = desk.live
    return Security(app, guard)


async def _show_error(request: Request, error: Exception) -> Response:
    """Say what a user can mend."""
    return _problem(request, 400, str(error))


async def _show_refusal(request: Request, error: Exception) -> Response:
    """Say why there is no such page, or why it was not done."""
    assert isinstance(error, HTTPException)
    sentence = "There is no such page." if error.status_code == 404 else error.detail
    return _problem(request, error.status_code, sentence)


def _problem(request: Request, status: int, sentence: str) -> Response:
    if not hasattr(request.state, "grader"):  # a file that is not there
        return Response(sentence, status, media_type="text/plain")
    return page(request, "problem.html", status, sentence=sentence)
