"""A page of the students' notebook, on this machine only, which the browser keeps up to date."""

import html
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from nbformat import NotebookNode

from autograder.release.notebook_page import notebook_page

_RELOAD = """\
<script>
(async () => {
  const shown = document.documentElement.dataset.version;
  for (;;) {
    await new Promise((wake) => setTimeout(wake, 500));
    try {
      const now = await (await fetch("version", {cache: "no-store"})).text();
      if (now !== shown) { location.reload(); return; }
    } catch { document.title = "(stopped) " + document.title.replace("(stopped) ", ""); }
  }
})();
</script>
"""
_BANNER = """\
<div role="status" style="position:sticky;top:0;z-index:9;padding:.5rem 1rem;
font:1rem/1.4 system-ui,sans-serif;color:#fff;background:{colour}">{text}</div>
"""
_GOOD, _BAD, _BUSY = "#0a6b3d", "#b3261e", "#3a4656"
_EMPTY = "<!doctype html><html lang='en'><head><title>{title}</title></head><body></body></html>"


class Preview:
    """Serves the page while it is used in a ``with`` block."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._page = _EMPTY.format(title=html.escape(title))
        self._banner = _BANNER.format(colour=_BUSY, text="looking at the assignment ...")
        self._version = 0
        preview = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                preview._answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing: the terminal is for what is found."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> "Preview":
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def show(self, notebook: NotebookNode) -> None:
        """Show another notebook."""
        self._page = notebook_page(notebook, self._title)
        self._version += 1

    def say(self, text: str, good: bool | None = None) -> None:
        """Show a line above the notebook; ``good`` is whether all is well, None while open."""
        colour = {True: _GOOD, False: _BAD, None: _BUSY}[good]
        banner = _BANNER.format(colour=colour, text=html.escape(text))
        if banner != self._banner:
            self._banner = banner
            self._version += 1

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer a browser, unless a page of the web uses its name for this machine as its own."""
        host = (handler.headers.get("Host") or "").rpartition(":")[0]
        known: dict[str, Callable[[], str]] = {
            "/": self._whole_page,
            "/version": lambda: str(self._version),
        }
        make = known.get(handler.path) if host in ("127.0.0.1", "localhost") else None
        body = make().encode() if make else b"there is nothing here"
        handler.send_response(200 if make else 404)
        kind = "text/html" if handler.path == "/" else "text/plain"
        handler.send_header("Content-Type", f"{kind}; charset=utf-8")
        handler.send_header("Content-Length", str(len(body)))
        handler.send_header("Cache-Control", "no-store")
        handler.end_headers()
        handler.wfile.write(body)

    def _whole_page(self) -> str:
        page = self._page.replace("<html", f'<html data-version="{self._version}"', 1)
        head, body, rest = page.partition("<body")
        tag, closing, content = rest.partition(">")
        return f"{head}{body}{tag}{closing}{self._banner}{_RELOAD}{content}"
