"""The pages in a real browser, on a narrow phone."""

import pytest

from autograder.report.pages import feedback_page, report_page
from autograder.report.statistics import summarise
from tests.support.browser import PHONE, ask, needs_a_browser
from tests.support.made_up_class import made_up_class, nasty_names

MEASURES = """({
  width: page.documentElement.clientWidth, needed: page.documentElement.scrollWidth,
  heights: [...page.querySelectorAll("svg")].map(s => s.getBoundingClientRect().height),
  seen: [...page.querySelectorAll("details table")].map(t => t.checkVisibility()),
  scripts: page.scripts.length,
})"""

pytestmark = needs_a_browser


@pytest.mark.parametrize("kind", ["report", "feedback"])
def test_a_page_fits_a_phone_and_the_browser_has_nothing_to_say(kind, tmp_path):
    rows = made_up_class(80) + nasty_names()
    if kind == "report":
        page = report_page(summarise("A0: PyTorch review", rows))
    else:
        page = feedback_page("A0: PyTorch review", rows[-1])
    found, log = ask(page, MEASURES, tmp_path)
    assert "CONSOLE" not in log
    assert found["width"] == PHONE
    assert found["needed"] <= PHONE
    assert found["scripts"] == 0
    assert len(found["heights"]) == (5 if kind == "report" else 0)
    assert all(height > 40 for height in found["heights"])
    assert not any(found["seen"])


def test_what_is_folded_is_printed(tmp_path):
    page = report_page(summarise("t", made_up_class(80)))
    found, _ = ask(page.replace("@media print", "@media all"), MEASURES, tmp_path)
    assert found["seen"]
    assert all(found["seen"])


def test_the_browser_would_run_no_script_and_fetch_nothing(tmp_path):
    page = feedback_page("t", made_up_class(1)[0])
    evil = '<script>document.body.innerHTML = "<svg></svg>"</script><img src="https://a.invalid/">'
    found, log = ask(page.replace("<main>", f"<main>{evil}"), MEASURES, tmp_path)
    assert found["heights"] == []
    assert log.count("violates the following Content Security Policy") == 2
