"""Tell open pages what has changed, by server-sent events."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from autograder.desk.numbers import whole_number

_PAUSE = 15.0
"""Seconds after which a page hears that the desk is still there."""
_AGAIN = 2000
"""Milliseconds after which a browser that has lost the desk looks for it again."""


class Live:
    """Tells open pages that something has changed. State: the pages that listen.

    A page hears a word, such as ``class``, and asks for what it shows of that; words that come
    faster than a page listens come once. It says at which moment it was made, and hears what it has
    missed since.

    Attributes:
        moment: how much has been told so far.
    """

    def __init__(self) -> None:
        self._pages: set[_Page] = set()
        self._ended = False
        self._told: dict[str, int] = {}  # the moment of each word
        self.moment = 0

    def tell(self, topic: str) -> None:
        """Tell every page."""
        self.moment += 1
        self._told[topic] = self.moment
        for page in self._pages:
            page.tell(topic)

    def end(self) -> None:
        """Let all pages go; may be called by a signal's handler."""
        self._ended = True
        self.tell("end")

    async def answer(self, request: Request) -> Response:
        """Answer a page that wants to listen."""
        since = whole_number(request.query_params.get("since")) or 0
        return StreamingResponse(self._events(since), media_type="text/event-stream")

    async def _events(self, since: int) -> AsyncIterator[str]:
        page = _Page()
        for topic, moment in self._told.items():
            if moment > since:
                page.tell(topic)
        self._pages.add(page)
        try:
            yield f"retry: {_AGAIN}\n\n"
            while not self._ended:
                topics = await page.wait()
                yield "".join(f"data: {topic}\n\n" for topic in topics) or ": still here\n\n"
        finally:
            self._pages.discard(page)


class _Page:
    """A page that listens. State: what it has not been told yet."""

    def __init__(self) -> None:
        self._topics: dict[str, None] = {}
        self._told = asyncio.Event()

    def tell(self, topic: str) -> None:
        self._topics[topic] = None
        self._told.set()

    async def wait(self) -> list[str]:
        """Return what there is to tell, or nothing when there was nothing for a while."""
        try:
            await asyncio.wait_for(self._told.wait(), _PAUSE)
        except asyncio.TimeoutError:
            return []
        topics = list(self._topics)
        self._topics.clear()
        self._told.clear()
        return topics
