"""The pages in a real browser, on a narrow phone."""

import html
import json
import re
import shutil
import subprocess

import pytest
from made_up_class import made_up_class, nasty_names

from autograder.report.pages import feedback_page, report_page
from autograder.report.statistics import summarise

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
PHONE = 390
OUTER = """\
<!doctype html><title></title><iframe style="width: {width}px; height: 844px; border: 0"
srcdoc="{page}"></iframe><script>
addEventListener("load", () => {{
  const page = document.querySelector("iframe").contentDocument;
  const heights = [...page.querySelectorAll("svg")].map(s => s.getBoundingClientRect().height);
  const seen = [...page.querySelectorAll("details table")].map(t => t.checkVisibility());
  document.title = JSON.stringify({{
    width: page.documentElement.clientWidth, needed: page.documentElement.scrollWidth,
    heights, seen, scripts: page.scripts.length,
  }});
}});
</script>
"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")


def measure(page, folder):
    """Open a page in a frame as wide as a phone; return its measures, and the browser's log."""
    path = folder / "outer.html"
    path.write_text(OUTER.format(width=PHONE, page=html.escape(page)), encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += [f"--user-data-dir={folder / 'profile'}", "--enable-logging=stderr"]
    done = subprocess.run(
        [*command, "--virtual-time-budget=2000", "--dump-dom", path.as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    title = re.search(r"<title>(.*?)</title>", done.stdout, re.DOTALL).group(1)
    return json.loads(html.unescape(title)), done.stderr


@pytest.mark.parametrize("kind", ["report", "feedback"])
def test_a_page_fits_a_phone_and_the_browser_has_nothing_to_say(kind, tmp_path):
    rows = made_up_class(80) + nasty_names()
    if kind == "report":
        page = report_page(summarise("A0: PyTorch review", rows))
    else:
        page = feedback_page("A0: PyTorch review", rows[-1])
    found, log = measure(page, tmp_path)
    assert "CONSOLE" not in log
    assert found["width"] == PHONE
    assert found["needed"] <= PHONE
    assert found["scripts"] == 0
    assert len(found["heights"]) == (5 if kind == "report" else 0)
    assert all(height > 40 for height in found["heights"])
    assert not any(found["seen"])


def test_what_is_folded_is_printed(tmp_path):
    page = report_page(summarise("t", made_up_class(80)))
    found, _ = measure(page.replace("@media print", "@media all"), tmp_path)
    assert found["seen"]
    assert all(found["seen"])


def test_the_browser_would_run_no_script_and_fetch_nothing(tmp_path):
    page = feedback_page("t", made_up_class(1)[0])
    evil = '<script>document.body.innerHTML = "<svg></svg>"</script><img src="https://a.invalid/">'
    found, log = measure(page.replace("<main>", f"<main>{evil}"), tmp_path)
    assert found["heights"] == []
    assert log.count("violates the following Content Security Policy") == 2
