"""Open a page in headless Chromium, and ask what is in it."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
PHONE = 390
_OUTER = """\
<!doctype html><title></title><iframe style="width: {width}px; height: 844px; border: 0"
srcdoc="{page}"></iframe><script>
addEventListener("load", () => {{
  const page = document.querySelector("iframe").contentDocument;
  document.title = JSON.stringify({question});
}});
</script>
"""

needs_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")


def ask(page: str, question: str, folder: Path, width: int = PHONE) -> tuple[Any, str]:
    """Open a page in a frame of some width.

    Args:
        page: the page's HTML.
        question: an expression in JavaScript about the document ``page``.
        folder: where the browser may write.
        width: the width of the frame, in pixels.

    Returns:
        the expression's value, and the browser's log.
    """
    path = folder / "outer.html"
    outer = _OUTER.format(width=width, page=html.escape(page), question=question)
    path.write_text(outer, encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += [f"--user-data-dir={folder / 'profile'}", "--enable-logging=stderr"]
    done = subprocess.run(
        [*command, "--virtual-time-budget=2000", "--dump-dom", path.as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    title = re.search(r"<title>(.*?)</title>", done.stdout, re.DOTALL)
    assert title, done.stderr
    return json.loads(html.unescape(title.group(1))), done.stderr
