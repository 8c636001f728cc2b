"""Make a page, or a part of one, of a template: what all pages of the desk have in common."""

import json
from functools import cache
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from autograder.desk.figures import submission_address
from autograder.desk.render import code_lines, markdown
from autograder.desk.security import CSRF_FIELD, CSRF_HEADER
from autograder.report.pages import data_uri, duration
from autograder.report.plots import number, shortened
from autograder.results.outcome import SCORED
from autograder.templates import clean, page_environment

_HTMX = {
    "allowEval": False,  # the policy of our pages would not let it
    "allowScriptTags": False,
    "defaultSwapStyle": "outerHTML",
    "historyCacheSize": 0,  # what students wrote does not go into the browser's storage
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
}


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Answer with a template of this package.

    Beside ``values`` it has ``grader`` (the name), ``csrf`` (the token of forms), ``csrf_headers``
    (the same for htmx), ``path`` (of the address that was asked for) and ``moment`` (see ``Live``).
    """
    csrf = request.state.csrf
    text = (
        environment()
        .get_template(template)
        .render(
            grader=request.state.grader.name,
            csrf=csrf,
            csrf_headers=json.dumps({CSRF_HEADER: csrf}),
            path=request.url.path,
            moment=request.app.state.live.moment,
            **values,
        )
    )
    return HTMLResponse(text, status)


def is_part(request: Request) -> bool:
    """Say whether a script asks for a part of a page, which is swapped into one that is open."""
    return request.headers.get("HX-Request") == "true"


@cache
def environment() -> jinja2.Environment:
    """Return what renders the templates."""
    made = page_environment("autograder.desk", "autograder.insight", finalize=clean)
    made.filters.update(
        code_lines=code_lines,
        cut=shortened,
        data_uri=data_uri,
        duration=duration,
        markdown=markdown,
        moment=_moment,
        number=number,
        plain=_plain,
        signed=_signed,
        submission=submission_address,
    )
    made.globals.update(scored=SCORED, csrf_field=CSRF_FIELD, htmx_config=json.dumps(_HTMX))
    return made


def compile_templates() -> None:
    """Compile all templates, for which the first page of each kind would wait otherwise."""
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)


def _moment(time: str) -> str:
    """Return a time as people read it; it is in UTC, as nobody knows where they are."""
    return f"{time[:16].replace('T', ' ')} UTC"


def _plain(value: float) -> str:
    """Return a number as a form's field takes it."""
    return f"{value:.10g}"


def _signed(points: float) -> str:
    """Return points that are added or taken away."""
    return f"{points:+.10g}".replace("-", "\u2212") if points else "0"
