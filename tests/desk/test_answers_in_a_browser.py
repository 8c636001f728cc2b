"""People at the answers page, in a real browser."""

import csv
import re
import signal
from pathlib import Path

import pytest

from autograder.desk.class_answers import collect_answers
from autograder.gradebook.decisions import AnswerGrade, Decisions, Rubric, points_of
from autograder.results.journal import Journal
from autograder.results.outcome import Answer
from tests.support.browser import needs_a_browser
from tests.support.desk import Visit, browser, served
from tests.support.desk_class import made_up_answers, make_class, picture

pytestmark = [needs_a_browser, pytest.mark.xdist_group("desk")]
CURVE = "Yes, the loss can rise as the step is too large for the curve of the loss at this point."
FLAT = "No, it cannot rise because the gradient always points uphill and we go the other way."


@pytest.fixture(scope="module")
def chromium():
    with browser() as started:
        yield started


def settle(page):
    """Wait until the desk has answered all that was pressed."""
    page.locator("main:not([aria-busy=true])").wait_for()


def press(page, *keys):
    """Press keys one after another, as quickly as they come."""
    for key in keys:
        page.keyboard.press(key)
    settle(page)


def decided(out: Path) -> dict[str, AnswerGrade]:
    """Return the grades of a class's answers, by code."""
    with Journal(out, grader=False) as journal:
        return {code: grade for (code,), grade in Decisions(journal).all("answer").items()}


def points(out: Path) -> dict[str, float]:
    """Return the points of graded answers, by code."""
    with Journal(out, grader=False) as journal:
        rubric = Decisions(journal).get("rubric", ("q2",)) or Rubric()
    found = {code: points_of(grade, rubric, 2.0) for code, grade in decided(out).items()}
    return {code: one for code, one in found.items() if one is not None}


def codes_of(out: Path) -> dict[str, str]:
    """Return the texts of a class's answers, by code."""
    with Journal(out, grader=False) as journal:
        given = []
        for member in journal.members().values():
            outcome = journal.outcome(member.content, member.release)
            assert outcome
            given.append((member.name, outcome.answers))
    question = make_class.__globals__["QUESTION"]
    (found,) = collect_answers(given, [question], {}).values()
    return {code: answer.text for code, answer in found.answers.items()}


def code_at(page) -> str:
    """Return the code of the answer that is open."""
    found = re.search(r"/answers/q2/([a-z]{5}-[a-z]{5})", page.url)
    assert found, page.url
    return found[1]


def test_thirty_answers_are_graded_by_keyboard_alone(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out)
    expected = {}
    with served(out) as desk:
        visit = Visit(chromium, desk)
        page = visit.open("/answers/q2")
        for number in range(30):
            code = code_at(page)
            match number % 5:
                case 0:
                    press(page, "1", "2", "Enter")
                    expected[code] = AnswerGrade(("r1", "r2"), done=True)
                case 1:
                    press(page, "4", "Enter")
                    expected[code] = AnswerGrade(("r4",), done=True)
                case 2:
                    press(page, "1", "1", "3", "n")
                    expected[code] = AnswerGrade(("r3",), done=True)
                case 3:
                    press(page, "c")
                    page.keyboard.type("What if the step were smaller?")
                    press(page, "Escape", "1", "Enter")
                    expected[code] = AnswerGrade(
                        ("r1",), comment="What if the step were smaller?", done=True
                    )
                case 4:
                    press(page, "s")
                    page.keyboard.type("1,5")
                    press(page, "Enter")
                    expected[code] = AnswerGrade(points=1.5, done=True)
        assert "All answers are graded" in page.inner_text("main")
        assert visit.errors == []
        assert visit.strangers == []
        visit.close()
    assert decided(out) == expected


def test_changed_points_of_a_rubric_move_earlier_grades_and_come_back(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 4)
    with served(out) as desk:
        visit = Visit(chromium, desk)
        page = visit.open("/answers/q2")
        press(page, "1", "Enter", "1", "2", "Enter", "4", "Enter")
        before = points(out)
        assert sorted(before.values()) == [0.0, 1.0, 1.5]
        press(page, "e")
        page.get_by_label("Points").nth(0).fill("0.5")
        page.get_by_role("button", name="Save").click()
        settle(page)
        assert "This changes 2 graded answers" in page.inner_text("main")
        assert points(out) == before
        press(page, "Enter")
        assert "2 graded answers follow" in page.inner_text("main")
        assert sorted(points(out).values()) == [0.0, 0.5, 1.0]
        press(page, "u")
        assert "Undone" in page.inner_text("main")
        assert points(out) == before
        press(page, "u")  # the answer that was graded last
        assert sorted(points(out).values()) == [1.0, 1.5]
        assert visit.errors == []
        visit.close()


def test_one_item_can_be_all_that_an_answer_gets(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 3)
    with served(out) as desk:
        visit = Visit(chromium, desk)
        page = visit.open("/answers/q2")
        press(page, "a", "1", "2", "k", "3", "4")
        assert "All answers are graded" in page.inner_text("main")
        assert sorted(points(out).values()) == [0.0, 1.0, 1.0]
        assert visit.errors == []
        visit.close()


def test_a_rubric_grows_and_shrinks_on_the_way(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 3)
    with served(out) as desk:
        visit = Visit(chromium, desk)
        page = visit.open("/answers/q2")
        first = code_at(page)
        page.get_by_text("Add an item to the rubric").click()
        page.get_by_label("Its points").fill("0.25")
        page.get_by_label("What it is for; this answer gets it").fill("draws the curve")
        press(page, "Enter")
        assert code_at(page) == first
        assert points(out) == {first: 0.25}
        press(page, "Escape", "Enter", "5", "e")  # of the next answer
        assert len(points(out)) == 2
        page.get_by_label("Delete").nth(4).check()
        page.get_by_role("button", name="Save").click()
        settle(page)
        assert "2 have nothing else and wait to be graded again" in page.inner_text("main")
        press(page, "Enter")
        assert points(out) == {}
        assert visit.errors == []
        visit.close()


def test_two_graders_never_have_the_same_answer(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 12)
    names = tmp_path / "graders.txt"
    names.write_text("ada\nben\n", encoding="utf-8")
    with served(out, "--graders", str(names)) as desk:
        visits = [Visit(chromium, desk, grader=0), Visit(chromium, desk, grader=1)]
        visits.append(Visit(chromium, desk, grader=1))  # a second tab
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
        assert [visit.errors for visit in visits] == [[], [], []]
        for visit in visits:
            visit.close()


def test_an_answer_that_somebody_has_open_can_be_read_only(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 2)
    names = tmp_path / "graders.txt"
    names.write_text("ada\nben\n", encoding="utf-8")
    with served(out, "--graders", str(names)) as desk:
        ada, ben = Visit(chromium, desk, grader=0), Visit(chromium, desk, grader=1)
        code = code_at(ada.open("/answers/q2"))
        page = ben.open(f"/answers/q2/{code}")
        assert "ada has this answer open" in page.inner_text("main")
        assert page.locator("[data-key='1']").count() == 0
        press(page, "j", "k")  # who only looks can go on
        assert code_at(page) == code
        second = Visit(chromium, desk, grader=0)
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
        ada.close()
        second.close()
        ben.close()


def test_what_cannot_be_saved_is_not_lost(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 2)
    with served(out) as desk:
        visit, other = Visit(chromium, desk), Visit(chromium, desk)
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
        visit.close()
        other.close()


def test_like_answers_are_graded_in_one_go_after_a_look(chromium, tmp_path):
    out = tmp_path / "grades"
    texts = [
        CURVE,
        CURVE.replace("Yes, the", "yes the") + " I think.",
        CURVE.replace("step", "stepp"),
        FLAT,
    ]
    make_class(out, len(texts), {"q2": texts})
    by_text = {text: code for code, text in codes_of(out).items()}
    with served(out) as desk:
        visit = Visit(chromium, desk)
        page = visit.open(f"/answers/q2/{by_text[CURVE]}")
        said = page.inner_text("main")
        assert "3 like answers are graded together" in said
        assert "stepp" in said
        press(page, "1", "Enter")
        assert points(out) == dict.fromkeys((by_text[text] for text in texts[:3]), 1.0)
        assert code_at(page) == by_text[FLAT]
        press(page, "u", "x", "2")
        assert points(out) == {}
        assert "2 like answers are graded together" in page.inner_text("main")
        press(page, "u")
        assert "3 like answers are graded together" in page.inner_text("main")
        assert visit.errors == []
        visit.close()


def test_what_is_graded_meanwhile_shows_without_a_reload(chromium, tmp_path):
    out = tmp_path / "grades"
    release = make_class(out, 3)
    with served(out) as desk:
        visit = Visit(chromium, desk)
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
        assert visit.errors == []
        visit.close()


def test_nothing_is_lost_when_the_desk_is_killed(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 8)
    with served(out) as desk:
        visit = Visit(chromium, desk)
        page = visit.open("/answers/q2")
        press(page, *["1", "Enter"] * 5)
        desk.process.send_signal(signal.SIGKILL)
        desk.process.wait(10)
        page.keyboard.press("1")
        page.get_by_text("The desk does not answer").wait_for()
        visit.close()
    assert len(points(out)) == 5
    with served(out) as desk:
        visit = Visit(chromium, desk)
        page = visit.open("/answers/q2")
        assert "5 of 8 different answers graded" in page.inner_text("main")
        press(page, *["2", "Enter"] * 3)
        assert "All answers are graded" in page.inner_text("main")
        visit.close()
    assert sorted(points(out).values()) == [0.5] * 3 + [1.0] * 5


def test_everything_works_without_scripts(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 2)
    with served(out) as desk:
        context = chromium.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(desk.address("/answers"))
        page.get_by_role("link", name="q2").click()
        first = code_at(page)
        page.get_by_label("Comment, which the student reads").fill("Say why.")
        page.locator("#item-r1").click()
        assert code_at(page) == first
        assert decided(out) == {first: AnswerGrade(("r1",), comment="Say why.", done=True)}
        page.get_by_label("Points, in place").fill("three")
        page.get_by_role("button", name="Graded, next").click()
        assert "three cannot be the points" in page.inner_text("main")
        assert page.get_by_label("Points, in place").input_value() == "three"
        page.get_by_label("Points, in place").fill("")
        page.get_by_role("button", name="Graded, next").click()
        second = code_at(page)
        assert second != first
        page.locator("#comment-1").click()  # used again
        page.get_by_role("button", name="Graded, next").click()
        assert "All answers are graded" in page.inner_text("main")
        page.get_by_role("button", name="Undo").click()
        assert decided(out)[second] == AnswerGrade(comment="Say why.")
        context.close()


def test_an_answer_can_be_looked_at_again_and_names_can_be_seen(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 3)
    with served(out) as desk:
        visit = Visit(chromium, desk)
        page = visit.open("/answers/q2")
        first = code_at(page)
        assert "student-" not in page.inner_text("main")
        press(page, "l", "1", "Enter", "1", "Enter")
        assert code_at(page) == first
        assert "1 to look at again" in page.inner_text("main")
        page.get_by_role("button", name="Show names").click()
        settle(page)
        assert "student-" in page.inner_text("main")
        press(page, "k")
        assert "student-" in page.inner_text("main")
        press(page, "j", "4", "Enter")
        assert "All answers are graded" in page.inner_text("main")
        assert visit.errors == []
        visit.close()


def test_what_canvas_imports_is_what_the_page_shows(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 5)
    shown = {}
    with served(out) as desk:
        visit = Visit(chromium, desk)
        page = visit.open("/answers/q2?names=1")
        for keys in (["1"], ["1", "2"], ["4"], ["2", "3"], ["1", "2", "3"]):
            press(page, *keys)
            name = re.search(r"student-[0-9]{4}", page.inner_text("main"))[0]
            shown[name] = float(page.inner_text(".given strong").split()[0])
            press(page, "Enter")
        visit.close()
    with (out / "canvas.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["ID"]: row for row in csv.DictReader(file)}
    column = next(name for name in rows["1000"] if name.startswith("tiny"))
    assert sorted(shown.values()) == [0.0, 1.0, 1.0, 1.5, 2.0]
    for at, name in enumerate(sorted(shown)):
        tests = 2.0 if at % 3 else 0.0  # see ``make_class``
        assert float(rows[str(1000 + at)][column]) == tests + shown[name]
        feedback = (out / "feedback" / f"{name}.html").read_text(encoding="utf-8")
        assert f"{tests + shown[name]:g} of 4" in feedback


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (390, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.slow),
        pytest.param(390, "light", marks=pytest.mark.slow),
    ],
)
def test_the_pages_are_accessible_and_fit(chromium, tmp_path, width, scheme):
    out = tmp_path / "grades"
    texts: list[str | Answer] = [
        CURVE,
        CURVE.replace("step", "stepp"),
        Answer("q2", 2.0, "See $\\frac{a}{b}$ and `x.sum()`:\n\n- one\n- two", (picture(1),)),
        "x" * 300 + "\n\n```python\nfor step in range(10):\n    w -= " + "g * " * 80 + "eta\n```",
    ]
    make_class(out, len(texts), {"q2": texts})
    with served(out) as desk:
        visit = Visit(chromium, desk, width=width, scheme=scheme)
        for code in ["", *codes_of(out), "rubric"]:
            page = visit.open(f"/answers/q2/{code}?tab=1" if code else "/answers")
            settle(page)
            assert (code, visit.violations()) == (code, [])
            assert (code, visit.broken()) == (code, [])
        page = visit.open("/answers/q2?tab=1")
        press(page, "3", "?")
        assert visit.violations() == []
        assert page.locator("dialog").is_visible()
        press(page, "?", *["Enter"] * 4)
        assert "All answers are graded" in page.inner_text("main")
        assert visit.violations() == []
        assert visit.errors == []
        visit.close()


def test_made_up_answers_are_not_alike():
    assert len(set(made_up_answers(60))) == 60
