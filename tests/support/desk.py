"""The desk as a process, and a browser that looks at it: what it says, asks for, and shows."""

import re
import signal
import subprocess
import sys
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.support.browser import CHROMIUM

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
_ADDRESS = re.compile(r"(https?://[^/\s]+)/\?token=(\S+)")
_LOOPBACK = ("http://127.0.0.1:", "https://127.0.0.1:", "http://localhost:", "data:", "about:")
_BROKEN = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (!box.width || !box.height || style.visibility === "hidden") return false;
  for (let up = one; up; up = up.parentElement) {
    if (up.matches(".student, .scroll, .skip, .unseen, svg, pre") ) return false;
  }
  return box.right > innerWidth + 1 || box.left < -1;
}).map((one) => one.outerHTML.slice(0, 120))"""


class Served:
    """A desk that runs. Its addresses have the token, for a browser that is new to it."""

    def __init__(self, process, lines):
        self.process = process
        self.lines = lines
        found = [_ADDRESS.search(line) for line in lines]
        self.tokens = [match[2] for match in found if match]
        self.root = next(match[1] for match in found if match)

    def address(self, path="/", grader=0):
        return f"{self.root}{path}{'&' if '?' in path else '?'}token={self.tokens[grader]}"


@contextmanager
def served(folder, *options):
    """Serve a folder by the command, and end it as Ctrl-C does."""
    command = [sys.executable, "-m", "autograder", "desk", str(folder), "--no-browser", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")
    try:
        lines = []
        for line in process.stderr:
            lines.append(line.rstrip())
            if "Ctrl-C" in line:
                break
        assert any(map(_ADDRESS.search, lines)), lines
        yield Served(process, lines)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(120)
        finally:
            process.kill()
            process.stderr.close()


@contextmanager
def browser():
    """Start the system's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


def violations(page):
    """Return what axe-core finds in a page, a line each."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


class Visit:
    """Somebody at the desk. State: the page, what its console said, and what left the machine.

    In ``with``, it fails where the console has said anything, or anything has left the machine.
    """

    def __init__(self, chromium, desk, width=1280, scheme="light", grader=0):
        self.desk = desk
        self.errors = []
        self.strangers = []
        self.context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))
        self.context.on("request", self._see)
        self.page.goto(desk.address(grader=grader))

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.context.close()
        if kind is None:
            assert (self.errors, self.strangers) == ([], [])

    def _hear(self, message):
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.text} {message.location}")

    def _see(self, request):
        if not request.url.startswith(_LOOPBACK):
            self.strangers.append(request.url)

    def open(self, path):
        self.page.goto(self.desk.root + path)
        return self.page

    def violations(self):
        """Return what axe-core finds, a line each."""
        return violations(self.page)

    def broken(self):
        """Return what sticks out of the window, but for what scrolls within its own box."""
        return self.page.evaluate(_BROKEN)
