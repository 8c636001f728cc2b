"""Several graders, gradings and ends of the desk, while people grade answers in a real browser."""

import csv
import re
import signal
from contextlib import ExitStack

from autograder.gradebook.decisions import AnswerGrade
from tests.support.browser import needs_a_browser
from tests.support.desk import Visit, served
from tests.support.desk_class import make_class
from tests.support.desk_grading import code_at, decided, points, press, settle

pytestmark = needs_a_browser


def test_two_graders_never_have_the_same_answer(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 12)
    names = tmp_path / "graders.txt"
    names.write_text("ada\nben\n", encoding="utf-8")
    with served(out, "--graders", str(names)) as desk, ExitStack() as stack:
        # the last one is a second tab
        visits = [stack.enter_context(Visit(chromium, desk, grader=one)) for one in (0, 1, 1)]
        pages = [visit.open("/answers/q2") for visit in visits]
        seen = []
        for _ in range(4):
            open_now = [code_at(page) for page in pages]
            assert len(set(open_now)) == 3
            seen += open_now
            for page in pages:
                press(page, "1", "Enter")
        assert len(set(seen)) == 12
        assert len(points(out)) == 12
        page = visits[0].open("/answers")
        assert "ben 8, ada 4" in page.inner_text("main")


def test_an_answer_that_somebody_has_open_can_be_read_only(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 2)
    names = tmp_path / "graders.txt"
    names.write_text("ada\nben\n", encoding="utf-8")
    with (
        served(out, "--graders", str(names)) as desk,
        Visit(chromium, desk, grader=0) as ada,
        Visit(chromium, desk, grader=1) as ben,
        Visit(chromium, desk, grader=0) as second,
    ):
        code = code_at(ada.open("/answers/q2"))
        page = ben.open(f"/answers/q2/{code}")
        assert "ada has this answer open" in page.inner_text("main")
        assert page.locator("[data-key='1']").count() == 0
        press(page, "j", "k")  # who only looks can go on
        assert code_at(page) == code
        page_of_second = second.open(f"/answers/q2/{code}")
        assert "Another tab of yours has this answer open" in page_of_second.inner_text("main")
        page_of_second.get_by_role("button", name="grade it here").click()
        settle(page_of_second)
        press(page_of_second, "l", "k")
        assert decided(out) == {code: AnswerGrade(later=True)}
        second.page.goto(f"{desk.root}/")  # she leaves it
        for _ in range(50):  # her browser says so when it has the other page
            page.reload()
            if page.locator("[data-key='1']").count():
                break
            page.wait_for_timeout(100)
        press(page, "1")
        assert points(out) == {code: 1.0}


def test_what_cannot_be_saved_is_not_lost(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 2)
    with (
        served(out) as desk,
        Visit(chromium, desk) as visit,
        Visit(chromium, desk) as other,
    ):
        page = visit.open("/answers/q2")
        press(page, "c")
        page.keyboard.type("Why is that so?")
        taking = other.open(f"/answers/q2/{code_at(page)}")  # as after minutes without a sign
        taking.get_by_role("button", name="grade it here").click()
        settle(taking)
        press(page, "Escape", "1")
        assert "another tab of yours has this answer open" in page.inner_text("main")
        assert "You had typed: Why is that so?" in page.inner_text("main")
        assert decided(out) == {}


def test_what_is_graded_meanwhile_shows_without_a_reload(chromium, tmp_path):
    out = tmp_path / "grades"
    release = make_class(out, 3)
    with served(out) as desk, Visit(chromium, desk) as visit:
        page = visit.open("/answers/q2")
        press(page, "c")
        page.keyboard.type("Half a senten")
        make_class(out, 5, release=release)
        page.get_by_text("0 of 5 different answers graded").wait_for()
        assert page.get_by_label("Comment, which the student reads").input_value() == (
            "Half a senten"
        )
        page.keyboard.type("ce.")
        press(page, "Escape", *["1", "Enter"] * 5)
        assert "All answers are graded" in page.inner_text("main")
        assert len(points(out)) == 5


def test_nothing_is_lost_when_the_desk_is_killed(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 8)
    with served(out) as desk, Visit(chromium, desk) as visit:
        page = visit.open("/answers/q2")
        press(page, *["1", "Enter"] * 5)
        desk.process.send_signal(signal.SIGKILL)
        desk.process.wait(10)
        page.keyboard.press("1")
        page.get_by_text("The desk does not answer").wait_for()
        visit.errors.clear()  # the browser says so, too
    assert len(points(out)) == 5
    with served(out) as desk, Visit(chromium, desk) as visit:
        page = visit.open("/answers/q2")
        assert "5 of 8 different answers graded" in page.inner_text("main")
        press(page, *["2", "Enter"] * 3)
        assert "All answers are graded" in page.inner_text("main")
    assert sorted(points(out).values()) == [0.5] * 3 + [1.0] * 5


def test_what_canvas_imports_is_what_the_page_shows(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 5)
    shown = {}
    with served(out) as desk, Visit(chromium, desk) as visit:
        page = visit.open("/answers/q2?names=1")
        for keys in (["1"], ["1", "2"], ["4"], ["2", "3"], ["1", "2", "3"]):
            press(page, *keys)
            name = re.search(r"student-[0-9]{4}", page.inner_text("main"))[0]
            shown[name] = float(page.inner_text(".given strong").split()[0])
            press(page, "Enter")
    with (out / "canvas.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["ID"]: row for row in csv.DictReader(file)}
    column = next(name for name in rows["1000"] if name.startswith("tiny"))
    assert sorted(shown.values()) == [0.0, 1.0, 1.0, 1.5, 2.0]
    for at, name in enumerate(sorted(shown)):
        tests = 2.0 if at % 3 else 0.0  # see ``make_class``
        assert float(rows[str(1000 + at)][column]) == tests + shown[name]
        feedback = (out / "feedback" / f"{name}.html").read_text(encoding="utf-8")
        assert f"{tests + shown[name]:g} of 4" in feedback
