"""The page of the whole class, and that of all figures."""

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from autograder.desk.class_table import Query, read_query, select
from autograder.desk.complaints import read_complaints
from autograder.desk.pages import is_part, page
from autograder.desk.security import form_route
from autograder.desk.state import Desk
from autograder.errors import AutograderError

_STATUSES = {
    "graded": "graded",
    "stopped": "stopped early",
    "invalid": "could not be read",
    "failed": "not graded",
}
_POINTS = {
    "full": "full marks",
    "part": "some of the points",
    "none": "no points",
    "ungraded": "not graded yet",
}
_COLUMNS = {
    "name": "submission",
    "students": "students",
    "status": "status",
    "score": "points",
    "ungraded": "to grade",
    "flags": "to look at",
    "late": "late",
    "time": "time",
}
_NUMBERS = ("score", "ungraded", "flags", "time")
"""Columns that begin with the greatest when they are asked for."""


def routes(desk: Desk) -> list[BaseRoute]:
    """Return the routes of the pages."""

    async def show(request: Request) -> Response:
        query = read_query(request.query_params)
        values = _table(desk, query)
        if is_part(request):
            return page(request, "class_rows.html", **values)
        return page(request, "class.html", **values, **_progress(desk), figures=desk.figures)

    async def show_progress(request: Request) -> Response:
        return page(request, "progress.html", **_progress(desk))

    async def show_beside(request: Request) -> Response:
        return page(request, "figures_beside.html", figures=desk.figures)

    async def show_figures(request: Request) -> Response:
        return page(request, "figures.html", title=desk.title, figures=desk.figures)

    async def take_complaints(request: Request, form: FormData) -> Response:
        """Take in a table of complaints."""
        sent = form.get("table")
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise AutograderError("no file was chosen; choose a CSV with the complaints")
        data = await sent.read()
        known = {line.name: line for line in desk.lines}
        time = datetime.now(timezone.utc)
        found = read_complaints(data, Path(sent.filename), known, desk.complaints, time)
        desk.decide(request.state.grader.name, found)
        await desk.look()
        return RedirectResponse("/?complaint=1", 303)

    return [
        Route("/", show),
        Route("/progress", show_progress),
        Route("/figures", show_figures),
        Route("/figures/beside", show_beside),
        form_route("/complaints", take_complaints),
    ]


def _table(desk: Desk, query: Query) -> dict[str, Any]:
    complained = frozenset(
        name for (name, _), one in desk.complaints.items() if one.state == "open"
    )
    selection = select(desk.lines, query, complained)
    questions = dict.fromkeys(label for line in desk.lines for label in line.points)
    questions |= dict.fromkeys(question.name for question in desk.call.release.manual)
    return {
        "title": desk.title,
        "query": query,
        "selection": selection,
        "total": len(desk.lines),
        "complained": complained,
        "questions": list(questions),
        "statuses": _STATUSES,
        "points": _POINTS,
        "columns": _COLUMNS,
        "numbers": _NUMBERS,
    }


def _progress(desk: Desk) -> dict[str, Any]:
    return {"running": desk.running, "regrading": desk.regrading, "publishing": desk.publishing}
