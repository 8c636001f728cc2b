"""People at the answers page, in a real browser."""

import pytest

from autograder.gradebook.decisions import AnswerGrade
from autograder.results.outcome import Answer
from tests.support.browser import needs_a_browser
from tests.support.desk import Visit, served
from tests.support.desk_class import made_up_answers, make_class, picture
from tests.support.desk_grading import code_at, codes_of, decided, points, press, settle

pytestmark = needs_a_browser
CURVE = "Yes, the loss can rise as the step is too large for the curve of the loss at this point."
FLAT = "No, it cannot rise because the gradient always points uphill and we go the other way."


def test_thirty_answers_are_graded_by_keyboard_alone(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out)
    expected = {}
    with served(out) as desk, Visit(chromium, desk) as visit:
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
    assert decided(out) == expected


def test_changed_points_of_a_rubric_move_earlier_grades_and_come_back(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 4)
    with served(out) as desk, Visit(chromium, desk) as visit:
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


def test_one_item_can_be_all_that_an_answer_gets(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 3)
    with served(out) as desk, Visit(chromium, desk) as visit:
        page = visit.open("/answers/q2")
        press(page, "a", "1", "2", "k", "3", "4")
        assert "All answers are graded" in page.inner_text("main")
        assert sorted(points(out).values()) == [0.0, 1.0, 1.0]


def test_a_rubric_grows_and_shrinks_on_the_way(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 3)
    with served(out) as desk, Visit(chromium, desk) as visit:
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
    with served(out) as desk, Visit(chromium, desk) as visit:
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
    with served(out) as desk, Visit(chromium, desk) as visit:
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


HOSTILE = (
    "<script>document.title = 'taken'</script> <b>Yes</b>, the loss can rise as the step is large.",
    "<img src=x onerror=\"document.title = 'taken'\"> Yes, the loss can rise as the step is large.",
    "</textarea></form><form action='//evil.example'><input autofocus name=q onfocus=alert(1)>",
    "![](http://evil.example/a.png) [x](javascript:alert(1)) $\\href{javascript:alert(1)}{x}$",
    "\u202etxet <style>* { display: none }</style><meta http-equiv=refresh content=0>",
)


def test_nothing_lives_that_students_or_graders_write(chromium, tmp_path):
    out = tmp_path / "grades"
    names = [f"<img src=x onerror=alert({at})>" for at in range(len(HOSTILE))]
    make_class(out, names, {"q2": list(HOSTILE)})
    with served(out) as desk, Visit(chromium, desk, width=390) as visit:
        for code in codes_of(out):
            page = visit.open(f"/answers/q2/{code}?tab=1&names=1")
            page.get_by_label("Comment, which the student reads").fill(HOSTILE[2])
            press(page, "Escape", "1")
            press(page, "j", "k")
            assert page.get_by_label("Comment, which the student reads").input_value() == HOSTILE[2]
            assert "taken" not in page.title()
            assert visit.broken() == []
        page.get_by_label("Points, in place").fill("<b>1</b>")
        page.locator("#do-save").click()
        settle(page)
        assert "<b>1</b> cannot be the points" in page.inner_text("main")


def test_an_earlier_decision_is_taken_back_from_the_history_of_an_answer(chromium, tmp_path):
    out = tmp_path / "grades"
    make_class(out, 2, {"q2": [CURVE, CURVE.replace("step", "stepp")]})
    with served(out) as desk, Visit(chromium, desk) as visit:
        page = visit.open("/answers/q2")
        press(page, "x", "2")
        assert "graded together" not in page.inner_text("main")
        press(page, "2", "j")
        page.get_by_role("button", name="Put it back").click()
        settle(page)
        press(page, "g")  # as the one that is like it
        assert list(points(out).values()) == [0.5, 0.5]
        page = visit.open(f"/answers/q2/{next(iter(points(out)))}")
        assert "2 like answers are graded together" in page.inner_text("main")
        page.get_by_text("History of this answer").click()
        page.get_by_role("button", name="Undo").last.click()
        settle(page)
        assert "Undone" in page.inner_text("main")
        assert list(points(out).values()) == [0.5]


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
    with served(out) as desk, Visit(chromium, desk, width=width, scheme=scheme) as visit:
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


def test_made_up_answers_are_not_alike():
    assert len(set(made_up_answers(60))) == 60
