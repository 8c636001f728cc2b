"""What a browser shows of the class and its submissions, and what it does not let happen."""

import sqlite3
import subprocess
import sys
from contextlib import ExitStack

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from autograder.desk.figures import submission_address
from autograder.gradebook.decisions import Decisions
from autograder.results.journal import FILE, Journal
from autograder.results.outcome import Answer, Verdict
from tests.support.browser import needs_a_browser
from tests.support.desk import WIDTHS, Visit, served
from tests.support.desk_folder import make_folder
from tests.support.hostile_notebooks import write_hostile, write_hostile_at_once
from tests.support.made_up_class import graded, made_up_class, nasty_names
from tests.support.repository import REPOSITORY

pytestmark = needs_a_browser
OWN = ("/static/", "/live", "/progress", "/figures/beside")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A class with an ordinary notebook, handed in twice."""
    from nbformat import write
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    out = tmp_path_factory.mktemp("class")
    rows = [*made_up_class(120), *nasty_names()]
    rows = [replace(row, submission=_named(row.submission)) for row in rows]
    answers = (Answer("q3", 2.0, "Because doubling is linear."), Answer("q6", 1.0, ""))
    flag = Verdict("q1: it runs", True, False, "3 of 4 elements differ", flags=("trains",))
    rows[0] = graded("ada", {"q1": (1.0, 2.0, [flag], ("Half", "Twice?"))}, students="Ada Lee")
    rows[0] = replace(rows[0], outcome=replace(rows[0].outcome, answers=answers))
    paths = []
    for version in ("first", "second"):
        cells = [
            new_markdown_cell("# A notebook\n\nWith $x^2$ and\n\n$$\\sum_i x_i$$\n"),
            new_code_cell(
                f"def double(x):\n    return 2 * x  # {version}",
                outputs=[new_output("stream", text="hello\n" * 3)],
            ),
            new_code_cell('grader.check("q1")'),
            new_markdown_cell("Because doubling is linear.", id="answer-q3"),
        ]
        paths.append(out / f"{version}.ipynb")
        write(new_notebook(cells=cells), paths[-1])
    make_folder(out / "out", rows, {"ada": paths})
    return out / "out"


def _named(submission):
    from dataclasses import replace

    return replace(submission, name=submission.name.replace("/", "_")[:80])


@pytest.fixture(scope="module")
def desk(folder):
    with served(folder) as desk:
        yield desk


@pytest.fixture
def visit(chromium, desk):
    with ExitStack() as stack:
        yield lambda **how: stack.enter_context(Visit(chromium, desk, **how))


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (390, "dark"),
        pytest.param(1280, "dark", marks=SLOW),
        pytest.param(390, "light", marks=SLOW),
    ],
)
def test_no_page_has_barriers_or_sticks_out(visit, width, scheme):
    one = visit(width=width, scheme=scheme)
    for path in (
        "/",
        "/?q=nobody",
        "/figures",
        "/history",
        "/nothere",
        "/submission/ada",
        "/submission/ada?at=2.1#c2",
        "/submission/ada?at=1#c1",
        submission_address("<script>alert(1)<_script>"),
        submission_address("x" * 80),
    ):
        page = one.open(path)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        found = one.violations()
        assert found == [], path
        assert one.broken() == [], path
        if path == "/nothere":
            one.errors.clear()  # the browser says that it is not there


def test_a_search_narrows_the_table_while_one_types(visit):
    page = visit().page
    assert page.locator("#rows tbody tr").count() == 100
    page.locator("#q").press_sequentially("lee")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    assert page.url.endswith("q=lee") or "q=lee&" in page.url
    assert "1 of 123 submissions" in page.locator("#rows").inner_text()
    page.locator("#q").fill("")
    expect(page.locator("#rows tbody tr")).to_have_count(100)
    page.get_by_label("flagged").check()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.get_by_role("link", name="points", exact=True).click()
    page.wait_for_selector("th[aria-sort=descending]")


def test_without_scripts_the_forms_do_the_same(chromium, desk):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(desk.address())
    page.locator("#q").fill("lee")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.get_by_role("link", name="ada").click()
    page.get_by_role("link", name="Comment on line 2 of cell 2").click()
    page.get_by_role("textbox", name="Comment on line 2").fill("nicely done")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#c2")).to_contain_text("nicely done")
    page.get_by_role("button", name="Take back action").first.click()
    expect(page.locator("#c2")).not_to_contain_text("nicely done")
    context.close()


def decided(folder, kind):
    with Journal(folder, grader=False) as journal:
        return Decisions(journal).all(kind)


def test_points_are_given_with_a_reason_and_taken_back(visit, folder):
    one = visit()
    page = one.open("/submission/ada")
    page.get_by_text("Give other points").first.click()
    page.get_by_label("Points, from 0 to 2").fill("1.5")
    page.get_by_label("Why, for the student").fill("A typo <b>only</b>")
    page.get_by_role("button", name="Give these").click()
    assert (
        "People gave 1.5 in place of 1 from the tests: A typo <b>only</b>"
        in page.content().replace("&lt;", "<").replace("&gt;", ">")
    )
    assert decided(folder, "override")["ada", "q1"].points == 1.5
    assert "1.5" in one.open("/?q=ada+lee").locator("#rows").inner_text()
    page = one.open("/history")
    assert "1.5 points in place of those of the tests" in page.locator(".actions").inner_text()
    page.get_by_role("button", name="Take back").first.click()
    assert decided(folder, "override") == {}
    assert "taken back" in page.locator(".actions").inner_text()


def test_a_complaint_is_noted_found_and_answered(visit, folder):
    one = visit()
    page = one.open("/submission/ada")
    page.get_by_text("Note a complaint").click()
    page.get_by_label("What the student asks").fill("Why only one point?")
    page.get_by_role("button", name="Note it").click()
    page = one.open("/?complaint=1")
    assert page.locator("#rows tbody tr").count() == 1
    page.get_by_role("link", name="ada").click()
    page.get_by_label("Answer").fill("Half of it is missing.")
    page.get_by_role("button", name="Answered").click()
    ((_, complaint),) = decided(folder, "complaint").items()
    assert (complaint.state, complaint.answer) == ("answered", "Half of it is missing.")
    assert one.open("/?complaint=1").get_by_text("None is like that").is_visible()


def test_complaints_come_from_a_table(visit, tmp_path, folder):
    table = tmp_path / "complaints.csv"
    table.write_text("Student;Question;Complaint\nada lee;q1;Why?\n", encoding="utf-8")
    page = visit().page
    page.get_by_text("Note complaints from a table").click()
    page.get_by_label("Table", exact=True).set_input_files(table)
    page.get_by_role("button", name="Note them").click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    assert any(one.text == "Why?" for one in decided(folder, "complaint").values())


def test_what_has_changed_since_an_earlier_submission_is_shown(visit):
    page = visit().open("/submission/ada")
    page.get_by_role("link", name="What has changed since submission 1").click()
    assert "# first" in page.locator(".gone").inner_text()
    assert "# second" in page.locator(".new").inner_text()


def test_formulas_and_code_are_shown(visit):
    page = visit().open("/submission/ada")
    page.wait_for_selector(".katex")
    assert page.locator(".katex").count() == 2
    assert page.locator("#c2 .k").first.inner_text() == "def"


def test_another_process_is_seen_without_loading_the_page_again(visit, folder):
    page = visit().open("/?q=ada+lee")
    with Journal(folder, grader=False) as journal:
        member = journal.members()["ada"]
        journal.keep([replace(member, name="ada lee two")])
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    with sqlite3.connect(folder / FILE) as database:
        database.execute("DELETE FROM submissions WHERE name = 'ada lee two'")
    database.close()
    expect(page.locator("#rows tbody tr")).to_have_count(1)


def test_a_page_says_when_the_desk_has_ended(chromium, folder):
    with served(folder) as desk:
        one = Visit(chromium, desk)
        expect(one.page.locator("#lost")).to_be_hidden()
    expect(one.page.locator("#lost")).to_be_visible()
    one.context.close()


def hostile_class(folder, paths):
    """Write a class of which everybody attacks whoever grades it."""
    rows, notebooks = [], {}
    for number, (what, path) in enumerate(paths.items()):
        bad = f"<script>alert({number})</script><img src=x onerror=alert({number})>"
        test = Verdict(f"q1: {bad}", True, False, bad, bad, flags=(bad,))
        name = f"{what} <b onclick=alert(1)>"
        row = graded(name, {"q1": (1.0, 2.0, [test], (bad, bad))}, students=f"{bad}\u202e{what}")
        answer = Answer("q3", 2.0, bad)
        rows.append(replace(row, outcome=replace(row.outcome, message=bad, answers=(answer,))))
        notebooks[name] = [path]
    make_folder(folder, rows, notebooks)
    return [row.name for row in rows]


def look_at(one, name):
    """Open a submission, look at all of it at both widths, and see that nothing has happened."""
    asked = []
    one.page.on("request", lambda request: asked.append(request.url.removeprefix(one.desk.root)))
    address = submission_address(name)
    page = one.open(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for share in (0.25, 0.5, 0.75, 1):
            page.evaluate(f"scrollTo(0, document.body.scrollHeight * {share})")
            page.wait_for_timeout(20)
        assert one.broken() == [], name
        assert page.evaluate("document.body.scrollWidth <= innerWidth"), name
    page.wait_for_timeout(50)
    assert one.errors == [], name
    assert one.strangers == [], name
    del asked[: asked.index(address)]  # what the page before has asked for
    others = [url for url in asked if not url.startswith(OWN) and not url.startswith("data:")]
    assert others == [address], name
    assert page.url == one.desk.root + address
    assert page.locator("header.top a").first.is_visible()


def test_a_notebook_that_tries_everything_runs_loads_and_breaks_nothing(chromium, tmp_path):
    path = write_hostile_at_once(tmp_path)
    (name,) = hostile_class(tmp_path / "out", {"all": path})
    with served(tmp_path / "out") as desk, Visit(chromium, desk) as one:
        look_at(one, name)


@pytest.mark.slow
def test_none_of_many_hostile_notebooks_runs_loads_or_breaks_anything(chromium, tmp_path):
    names = hostile_class(tmp_path / "out", write_hostile(tmp_path))
    assert len(names) >= 40
    with served(tmp_path / "out") as desk, Visit(chromium, desk) as one:
        for name in names:
            look_at(one, name)


@pytest.mark.slow
def test_the_pictures_of_the_documentation_can_be_made_anew(tmp_path):
    # a process of its own: a browser of this one's runs already
    command = [sys.executable, "-m", "tests.support.desk_class_pictures", str(tmp_path)]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    for name in ("desk-class.png", "desk-submission.png"):
        assert (tmp_path / name).stat().st_size > 20_000
        assert (REPOSITORY / "docs" / name).is_file()
