"""What comes next, and how far a question is."""

from autograder.desk.queue import Item, Progress, Queue
from autograder.gradebook.decisions import AnswerGrade, Rubric, RubricItem

RUBRIC = Rubric((RubricItem("r1", "says yes", 1.0),))
DONE = AnswerGrade(("r1",), done=True)


def anything(_item: Item) -> bool:
    return True


def queue(*groups: str, **grades: AnswerGrade) -> Queue:
    """Return a queue of groups whose answers are called by one letter each."""
    return Queue([tuple(group) for group in groups], grades, RUBRIC, 1.0)


def test_what_waits_comes_in_order_and_around_the_end() -> None:
    made = queue("a", "bc", "d", "e", d=DONE)
    order, behind = [], ""
    while (item := made.waiting(behind, anything)) and item.codes not in order:
        order.append(item.codes)
        behind = item.codes[0]
    assert order == [("a",), ("b", "c"), ("e",)]
    assert made.waiting("a", anything, back=True) == made.find("e")
    assert made.waiting("", anything, back=True) == made.find("e")


def test_what_somebody_has_open_is_passed_over() -> None:
    made = queue("a", "b", "c")
    found = made.waiting("a", lambda item: "b" not in item.codes)
    assert found == made.find("c")
    assert made.waiting("a", lambda _item: False) is None


def test_what_is_to_be_seen_again_comes_last_and_once_more_after_it_is_graded() -> None:
    later = AnswerGrade(("r1",), later=True, done=True)
    made = queue("a", "b", "c", b=later)
    assert made.waiting("a", anything) == made.find("c")
    made = queue("a", "b", "c", a=DONE, b=later, c=DONE)
    assert made.waiting("a", anything) == made.find("b")
    assert made.progress == Progress(total=3, graded=2, later=1)


def test_nothing_waits_when_all_is_graded() -> None:
    made = queue("a", "b", a=DONE, b=DONE)
    assert made.waiting("", anything) is None
    assert queue().waiting("", anything) is None
    only = queue("a")
    assert only.waiting("", anything) == only.find("a")
    assert only.waiting("a", anything) is None


def test_of_a_group_those_stand_together_that_have_one_grade() -> None:
    made = queue("abc", b=DONE)
    first = made.find("c")
    assert first is not None
    assert (first.codes, first.others, first.points) == (("a", "c"), ("b",), None)
    graded = made.find("b")
    assert graded is not None
    assert (graded.codes, graded.points) == (("b",), 1.0)
    assert made.progress == Progress(total=3, graded=1, later=0)


def test_neighbours_go_around() -> None:
    made = queue("a", "b", "c")
    first = made.items[0]
    assert made.beside(first, -1) == made.items[2]
    assert made.beside(made.items[2], 1) == first
    assert made.place(made.items[2]) == 3
