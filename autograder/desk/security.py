"""Who may talk to the desk, and what its pages may do: whoever hands in a notebook attacks it."""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.datastructures import FormData, Headers, MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request, cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = "/static/"
"""Where the files of the package are, which hold no secret."""
CSRF_FIELD = "csrf"
"""The field of every form, and ``CSRF_HEADER`` of every other request that changes something."""
CSRF_HEADER = "X-CSRF-Token"
_SAFE_METHODS = ("GET", "HEAD")
_MOST_SENT = 32 << 20
"""Bytes of a request: a table of complaints is the largest thing that anybody sends."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",  # the names of links in notebooks are not looked up
    # not "no-referrer": with that, browsers do not say where a form comes from
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_REFUSED = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The desk</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/look.css"></head>
<body><main><h1>The desk</h1><p>{}</p></main></body></html>
"""
_NO_COOKIE = (
    "Open the address that <code>autograder desk</code> printed when it started: it holds the key "
    "to this page. Each start has a new one."
)
_WELCOME = '<a href="/">Go on to the desk</a>'


@dataclass(frozen=True)
class Grader:
    """Somebody who may use the desk."""

    name: str  # stands beside every decision
    # what the address holds that the person opens at first
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)


class Guard:
    """Knows the graders, and what their browsers show. State: none; a new secret at each start.

    Args:
        graders: who may use the desk.
        hosts: what a browser may call this server, each with its port.
        secure: whether it speaks TLS.
    """

    def __init__(self, graders: Iterable[Grader], hosts: Iterable[str], *, secure: bool) -> None:
        self._secret = secrets.token_bytes(32)
        self._graders = tuple(graders)
        self.secure = secure
        scheme, usual = ("https", ":443") if secure else ("http", ":80")
        given = frozenset(hosts)  # browsers leave out the usual port
        self.hosts = given | {host.removesuffix(usual) for host in given}
        self.origins = frozenset(f"{scheme}://{host}" for host in self.hosts)
        # cookies do not tell ports apart, and somebody may have two desks open
        port = min(given).rpartition(":")[2]
        self.cookie = f"__Host-desk-{port}" if secure else f"desk-{port}"

    def by_token(self, token: str) -> Grader | None:
        """Return whose token this is."""
        return self._find(token, lambda grader: grader.token)

    def by_cookie(self, value: str) -> Grader | None:
        """Return whose cookie this is."""
        return self._find(value, self.cookie_of)

    def _find(self, sent: str, known: Callable[[Grader], str]) -> Grader | None:
        found = None
        for grader in self._graders:  # all of them: time should not tell who it was
            if _same(sent, known(grader)):
                found = grader
        return found

    def cookie_of(self, grader: Grader) -> str:
        """Return what a grader's browser keeps in place of the token."""
        return self._derive("cookie", grader)

    def csrf_of(self, grader: Grader) -> str:
        """Return what stands in the forms of a grader's pages."""
        return self._derive("csrf", grader)

    def _derive(self, purpose: str, grader: Grader) -> str:
        text = f"{purpose}\0{grader.token}".encode()
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()


def _same(sent: str, known: str) -> bool:
    return hmac.compare_digest(sent.encode(errors="replace"), known.encode())


class Security:
    """What every request passes first, and every answer last."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on with the grader whom it comes from."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # web sockets: there are none
            await send({"type": "websocket.close", "code": 1008})
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        answer = self._refusal_or_cookie(scope)
        if answer is not None:
            await answer(scope, receive, send_with_headers)
            return
        await self._app(scope, _bounded(receive), send_with_headers)

    def _refusal_or_cookie(self, scope: Scope) -> Response | None:
        """Return the answer to a request that is not for the pages; else note its grader."""
        headers, guard = Headers(scope=scope), self._guard
        if headers.get("host", "") not in guard.hosts:
            return _refuse("This is not the name of this server.", 400)
        origin = headers.get("origin")
        unsafe = scope["method"] not in _SAFE_METHODS
        if (unsafe or origin is not None) and origin not in guard.origins:
            return _refuse("This request comes from another page.", 403)
        if scope["path"].startswith(STATIC):
            return None
        sent = QueryParams(scope["query_string"])
        if "token" in sent and not unsafe:
            grader = guard.by_token(sent["token"])
            return self._welcome(scope, headers, grader) if grader else _refuse(_NO_COOKIE, 403)
        cookies = cookie_parser(headers.get("cookie", ""))
        grader = guard.by_cookie(cookies.get(guard.cookie, ""))
        if grader is None:
            return _refuse(_NO_COOKIE, 403)
        scope.setdefault("state", {}).update(grader=grader, csrf=guard.csrf_of(grader))
        return None

    def _welcome(self, scope: Scope, headers: Headers, grader: Grader) -> Response:
        """Give a browser its cookie, and lead it away from the address with the token."""
        sent = QueryParams(scope["query_string"])
        rest = urlencode([(name, value) for name, value in sent.multi_items() if name != "token"])
        # one slash: "//host" would be another server
        place = "/" + scope["path"].lstrip("/\\") + (f"?{rest}" if rest else "")
        answer: Response
        if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
            answer = RedirectResponse(place, 303)
        else:
            # Whoever clicks on the address in another page would be redirected in its name, and
            # without the cookie; a page of ours that leads on is the first of ours.
            answer = HTMLResponse(_REFUSED.format(_WELCOME), headers={"Refresh": "0; url=/"})
        answer.set_cookie(
            self._guard.cookie,
            self._guard.cookie_of(grader),
            secure=self._guard.secure,
            httponly=True,
            samesite="strict",
        )
        return answer


def _refuse(sentence: str, status: int) -> Response:
    return HTMLResponse(_REFUSED.format(sentence), status)


def _bounded(receive: Receive) -> Receive:
    """Return what receives a request, and gives it up when it is too large.

    Raises:
        HTTPException: it is too large.
    """
    left = _MOST_SENT

    async def receive_some() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413, "This is too much at a time.")
        return message

    return receive_some


def form_route(path: str, handle: Callable[[Request, FormData], Awaitable[Response]]) -> Route:
    """Return the route of a form, which is handled when it comes from one of our pages."""

    async def handle_checked(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=1_000) as form:
            sent = request.headers.get(CSRF_HEADER) or form.get(CSRF_FIELD)
            if not isinstance(sent, str) or not _same(sent, request.state.csrf):
                raise HTTPException(
                    403, "This form is from an earlier start of the desk; load its page again."
                )
            return await handle(request, form)

    return Route(path, handle_checked, methods=["POST"])
