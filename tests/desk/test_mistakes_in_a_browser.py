"""From a mistake that nobody has foreseen to the hint that its students read, in a browser."""

import pytest
from playwright.sync_api import expect

from autograder.gradebook.histories import keep_exported
from autograder.insight.class_folder import open_class
from autograder.results.journal import Journal
from autograder.results.outcome import Row
from tests.support.browser import needs_a_browser
from tests.support.desk import SCHEMES, WIDTHS, Visit, served
from tests.support.desk_class import make_class
from tests.support.histories import planted
from tests.support.unknown_class import CUBE, THREE, WRITTEN, graded_class

pytestmark = [needs_a_browser, pytest.mark.xdist_group("desk browser"), pytest.mark.slow]
SOON = 60_000
"""Milliseconds for what takes torch."""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return graded_class(tmp_path_factory.mktemp("unknown"))


@pytest.fixture(scope="module")
def desk(graded):
    course, out = graded
    with served(out, "--course", str(course.root)) as desk:
        yield desk


@pytest.fixture
def visit(chromium, desk):
    with Visit(chromium, desk) as visit:
        yield visit


def rows(out) -> dict[str, Row]:
    with open_class(out) as opened:
        return {row.name: row for row in opened.rows}


def points(out):
    return {name: (row.outcome.score, row.outcome.max_score) for name, row in rows(out).items()}


def opened(visit, students):
    page = visit.open("/insight")
    row = page.get_by_role("row").filter(has=page.get_by_role("cell", name=str(students)))
    row.first.get_by_role("link").click(timeout=SOON)
    return page


def test_a_hint_is_written_verified_and_given(graded, visit):
    course, out = graded
    before, files = points(out), (out / "grades.csv").read_bytes()
    page = opened(visit, 3)
    expect(page.get_by_label("What these students")).to_have_value(
        "edit('result = 2 * x\\nreturn result', 'return 3 * x')"
    )
    page.get_by_label("What is wrong").fill("Three times x")
    page.get_by_label("The hint that").fill("How often <b>does</b> x go in?")
    page.get_by_role("button", name="Write it into the course").click()
    expect(page.locator("#verified")).to_be_visible(timeout=SOON)
    assert "Three times x" in (course.master.parent / "misconceptions.py").read_text()
    page.get_by_role("button", name="Give the hint to 3 students").click()
    expect(page.locator("#given")).to_contain_text("Their pages are written", timeout=SOON)
    for name, (mistake, _) in WRITTEN.items():
        shown = (out / "feedback" / f"{name}.html").read_text()
        assert ("How often &lt;b&gt;does&lt;/b&gt; x go in?" in shown) is (mistake == THREE)
    assert points(out) == before
    assert (out / "grades.csv").read_bytes() == files
    page = visit.open("/history")
    expect(page.get_by_role("main")).to_contain_text("a hint for “Three times x”")
    page.get_by_role("button", name="Take back").first.click()
    assert rows(out)["ada"].outcome.questions[0].misconception is None


def test_what_takes_no_points_is_told_and_taken_back(graded, visit):
    course, _ = graded
    page = opened(visit, 2)
    there = course.master.parent / "misconceptions.py"
    before = there.read_bytes() if there.exists() else None
    page.get_by_label("What is wrong").fill("Not wrong at all")
    page.get_by_label("The hint that").fill("?")
    page.get_by_label("What these students").fill("def double(x):\n    return x + x")
    page.get_by_role("button", name="Write it into the course").click()
    expect(page.locator("#short")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_label("What is wrong")).to_have_value("Not wrong at all")
    assert (there.read_bytes() if there.exists() else None) == before
    page.get_by_label("What these students").fill("def double(x:")
    page.get_by_role("button", name="Write it into the course").click()
    expect(page.get_by_role("alert")).to_contain_text("the code is no Python: line 1")
    assert ["400" in error for error in visit.errors] == [True]  # a browser tells its console so
    visit.errors.clear()
    assert (there.read_bytes() if there.exists() else None) == before


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_pages_are_accessible_and_fit(chromium, desk, width, scheme):
    with Visit(chromium, desk, width, scheme) as visit:
        page = visit.open("/insight")
        page.get_by_role("table").wait_for(timeout=SOON)
        for _ in range(2):
            assert visit.violations() == []
            assert visit.broken() == []
            if page.get_by_role("table").count():
                page.get_by_role("table").get_by_role("link").last.click()


@pytest.mark.parametrize("width", WIDTHS)
def test_what_came_after_hints_stands_below(chromium, tmp_path, width):
    make_class(tmp_path, 8)
    with Journal(tmp_path, grader=False) as journal:
        keep_exported(journal, planted(40))
    with served(tmp_path) as desk, Visit(chromium, desk, width) as visit:
        page = visit.open("/insight")
        table = page.get_by_role("region", name="What came after hints")
        expect(table).to_contain_text("Hint 2: Twice means once more.", timeout=SOON)
        assert visit.violations() == []
        assert visit.broken() == []


def test_without_a_course_a_hint_can_be_given_by_hand(chromium, tmp_path):
    _, out = graded_class(tmp_path)
    before = points(out)
    with served(out) as desk, Visit(chromium, desk) as visit:
        page = opened(visit, 2)
        page.get_by_label("What is wrong").fill("A cube")
        page.get_by_label("The hint that").fill("Which power?")
        page.get_by_role("button", name="Give the hint to 2 students").click()
        expect(page.locator("#given")).to_contain_text("Their pages are written", timeout=SOON)
    hinted = {name for name, row in rows(out).items() if row.outcome.questions[0].misconception}
    assert hinted == {name for name, (mistake, _) in WRITTEN.items() if mistake == CUBE}
    assert points(out) == before
