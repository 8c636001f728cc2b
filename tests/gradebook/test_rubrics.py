"""The first rubric is the list with points in the master."""

import json

import pytest

from autograder.gradebook.decisions import Rubric, RubricItem
from autograder.gradebook.rubrics import first_rubric
from tests.support.repository import REPOSITORY

SHIPPED = """\
**Model answer.** At 10:30, 2: is no item.

**Rubric (2 points).**

- 1: says yes, *and* why: the gradient is local,
  and a step can overshoot.
- 0.5: says yes.

  A paragraph more.
- -1: $x$ is wrong
- Part 1, 1 point: not one of these
- 10:30 is a time
"""


def test_items_with_points_are_found_and_nothing_else():
    assert first_rubric(SHIPPED, 2) == Rubric(
        (
            RubricItem(
                "r1",
                "says yes, *and* why: the gradient is local, and a step can overshoot.",
                1.0,
            ),
            RubricItem("r2", "says yes.", 0.5),
            RubricItem("r3", "$x$ is wrong", -1.0),
        )
    )


SOLUTIONS = REPOSITORY / "solutions"


@pytest.mark.parametrize(
    ("line", "points", "text"),
    [
        ("* 1: a", 1.0, "a"),
        ("1. 0,5: a", 0.5, "a"),
        ("- **2:** a", 2.0, "a"),
        ("- **2**: a", 2.0, "a"),
        ("- 1 point: a", 1.0, "a"),
        ("- +1.5 pts: a", 1.5, "a"),
        ("  - 0: a", 0.0, "a"),
    ],
)
def test_other_ways_to_write_an_item(line, points, text):
    assert first_rubric(line, 2) == Rubric((RubricItem("r1", text, points),))


def test_where_items_take_away_an_answer_begins_with_the_maximum():
    rubric = first_rubric("- -1: no reason\n- \N{MINUS SIGN}0.5: no units\n- 0: fine", 3)
    assert rubric
    assert rubric.start == 3
    assert [item.points for item in rubric.items] == [-1.0, -0.5, 0.0]


@pytest.mark.parametrize("text", ["", "Rubric: one point for linearity.", "- says yes", "- 1"])
def test_a_text_without_items_gives_no_rubric(text):
    assert first_rubric(text, 1) is None


@pytest.mark.parametrize("master", sorted(SOLUTIONS.glob("*/*.ipynb")), ids=lambda path: path.stem)
def test_the_rubrics_of_the_course_have_items_with_points(master):
    cells = json.loads(master.read_text())["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    (text,) = [text for text in texts if "**Rubric (" in text]
    most = float(text.partition("**Rubric (")[2].partition(" ")[0])
    rubric = first_rubric(text, most)
    assert rubric
    assert sum(item.points for item in rubric.items) >= most
    assert min(item.points for item in rubric.items) >= 0
