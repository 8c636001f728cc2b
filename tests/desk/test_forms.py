"""What forms say, made grades and rubrics."""

import pytest

from autograder.desk.grade_form import new_grade, read_grade_form
from autograder.desk.rubric_form import Effects, edition, effects, read_rubric
from autograder.errors import AutograderError
from autograder.gradebook.decisions import AnswerGrade, Rubric, RubricItem

RUBRIC = Rubric(
    (
        RubricItem("r1", "says yes", 0.5),
        RubricItem("r2", "gives the reason", 0.5),
        RubricItem("r3", "is rude", -1.0),
    )
)
AGAIN = {"0": "Why?", "1": "Well said."}


def graded(grade: AnswerGrade, **fields: str) -> AnswerGrade:
    return new_grade(read_grade_form(fields), grade, RUBRIC, 1.0, AGAIN)


def test_items_are_put_on_and_taken_off_in_the_order_of_the_rubric() -> None:
    grade = graded(AnswerGrade(), do="on:r2")
    assert grade == AnswerGrade(("r2",), done=True)
    grade = graded(grade, do="on:r1")
    assert grade.items == ("r1", "r2")
    assert graded(grade, do="on:r1") == grade  # sent twice
    grade = graded(graded(grade, do="off:r1"), do="off:r2")
    assert grade == AnswerGrade()
    assert graded(AnswerGrade(), do="on:gone") == AnswerGrade()


def test_an_answer_for_which_nothing_holds_is_graded_when_somebody_says_so() -> None:
    assert graded(AnswerGrade(later=True), do="done") == AnswerGrade(done=True)
    assert graded(AnswerGrade(), do="next") == AnswerGrade()


@pytest.mark.parametrize(("text", "points"), [("0,5", 0.5), ("1", 1.0), ("0", 0.0), (".5", 0.5)])
def test_points_are_given_directly(text: str, points: float) -> None:
    grade = graded(AnswerGrade(), do="save", points=text)
    assert (grade.points, grade.done) == (points, True)
    assert graded(grade, do="save", had_points=text) == AnswerGrade()


@pytest.mark.parametrize("text", ["two", "2", "-1", "nan", "inf", "1e999", "0x1", "½"])
def test_what_are_no_points_is_refused(text: str) -> None:
    with pytest.raises(AutograderError, match="number from 0 to 1"):
        graded(AnswerGrade(), do="save", points=text)


def test_what_is_typed_is_kept_whatever_button_is_pressed() -> None:
    grade = graded(AnswerGrade(), do="next", comment="Why\r\nso? ", points="1")
    assert grade == AnswerGrade((), 1.0, "Why\nso?", done=True)


def test_what_a_form_does_not_change_stays_as_somebody_has_made_it_meanwhile() -> None:
    now = AnswerGrade((), 1.0, "Fine.", done=True)
    assert graded(now, do="later", comment="old", had_comment="old") == AnswerGrade(
        (), 1.0, "Fine.", later=True, done=True
    )


def test_comments_are_used_again() -> None:
    grade = graded(AnswerGrade(), do="comment:0", comment="Hm.")
    assert grade.comment == "Hm.\nWhy?"
    assert graded(grade, do="comment:0", comment=grade.comment, had_comment=grade.comment) == grade
    assert graded(AnswerGrade(), do="comment:9") == AnswerGrade()


def rubric(**fields: str) -> Rubric:
    return read_rubric({name.replace("_", ":"): text for name, text in fields.items()}, RUBRIC)


def test_items_are_changed_added_and_deleted() -> None:
    made = rubric(
        points_r1="0,25", text_r1="says  so", delete_r3="on", points_new="1", text_new="draws it"
    )
    assert [(item.text, item.points) for item in made.items] == [
        ("says so", 0.25),
        ("gives the reason", 0.5),
        ("draws it", 1.0),
    ]
    assert [item.id for item in made.items[:2]] == ["r1", "r2"]
    assert made.items[2].id not in ("r1", "r2", "r3")
    assert rubric() == RUBRIC


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"points_r1": "much"}, "says yes.* are much"),
        ({"points_r1": "nan"}, "are nan"),
        ({"points_r1": ""}, "are missing"),
        ({"text_r1": " "}, "no text"),
        ({"text_new": "draws it"}, "draws it.* are missing"),
        ({"points_new": "1"}, "no text"),
        ({"start": "1e9"}, "the start"),
    ],
)
def test_what_is_no_rubric_is_refused(fields: dict[str, str], message: str) -> None:
    with pytest.raises(AutograderError, match=message):
        rubric(**fields)


GRADES = {
    "a": AnswerGrade(("r1",), done=True),
    "b": AnswerGrade(("r1", "r2"), done=True),
    "c": AnswerGrade(("r1",), 1.0, done=True),
    "d": AnswerGrade(),
}


def moved(**fields: str) -> Effects:
    return effects("q", RUBRIC, rubric(**fields), GRADES, 1.0)


def test_other_points_move_what_is_graded_with_them() -> None:
    found = moved(points_r1="0.4")
    assert (found.touched, found.moved, found.bare) == (("a", "b", "c"), ("a", "b"), ())
    assert len(found.changes) == 1


def test_another_text_touches_what_is_graded_with_it() -> None:
    found = moved(text_r2="gives a reason")
    assert (found.touched, found.moved) == (("b",), ())


def test_another_start_moves_what_has_no_points_of_its_own() -> None:
    assert moved(start="0.25").moved == ("a",)  # b has the maximum


def test_an_item_that_is_deleted_leaves_nothing_graded_without_a_reason() -> None:
    found = moved(delete_r1="on")
    assert (found.touched, found.bare) == (("a", "b", "c"), ("a",))
    assert {key[0]: value for _, key, value in found.changes[1:]} == {
        "a": AnswerGrade(),
        "b": AnswerGrade(("r2",), done=True),
        "c": AnswerGrade((), 1.0, done=True),
    }


def test_a_new_item_touches_nothing() -> None:
    assert moved(points_new="1", text_new="draws it").touched == ()


def test_editions_tell_rubrics_apart() -> None:
    assert edition(RUBRIC) != edition(rubric(points_r1="0.4"))
    assert edition(RUBRIC) == edition(rubric())
