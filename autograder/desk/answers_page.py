"""The page on which people grade answers, one question after another."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from autograder.desk.pages import page
from autograder.desk.state import Desk


def routes(desk: Desk) -> list[BaseRoute]:
    """Return the routes of the page."""

    async def show(request: Request) -> Response:
        return page(request, "answers.html", title=desk.folder.name)

    return [Route("/answers", show)]
