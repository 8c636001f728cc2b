"""A comparison collects what differs, and fails once with the first of it."""

import pytest
import torch

from autograder.checks import CheckError
from autograder.checks.compare import Comparison, Tolerance
from autograder.checks.session import session_with


def twice(*shapes):
    """Return a comparison of values that are twice the right ones."""
    comparison = Comparison()
    for i, shape in enumerate(shapes):
        right = 1 + torch.arange(float(torch.Size(shape).numel())).reshape(shape)
        comparison.add(f"y of call {i}", 2 * right, right, rows=shape[0], key="y")
    return comparison


def test_nothing_is_raised_where_all_agree():
    comparison = Comparison(Tolerance(rtol=0.1, atol=0.0))
    comparison.add("y", [1.05, 2.0], torch.tensor([1.0, 2.0]))
    assert comparison.first is None
    comparison.raise_first()


def test_the_first_problem_is_told_and_explained_by_all():
    comparison = twice((3,), (5,))
    with pytest.raises(CheckError) as caught:
        comparison.raise_first()
    assert caught.value.message.startswith("y of call 0: 3 of 3 elements differ")
    assert caught.value.explanation == "y is twice the right one."
    assert caught.value.finding == "other values"


def test_a_check_may_know_better_why():
    with pytest.raises(CheckError) as caught:
        twice((3,)).raise_first(explanation="It is known.", finding="a mistake")
    assert (caught.value.explanation, caught.value.finding) == ("It is known.", "a mistake")
    assert str(caught.value) == f"{caught.value.message}\nIt is known."


def test_no_explanation_is_looked_for_where_nobody_reads_it():
    with session_with(explaining=False), pytest.raises(CheckError) as caught:
        twice((3,)).raise_first()
    assert caught.value.explanation == ""


@pytest.mark.parametrize("value", [None, "1", torch.ones(3), [[1.0]]])
def test_another_form_is_a_finding_of_its_own(value):
    comparison = Comparison()
    comparison.add("y", value, torch.ones(2))
    comparison.refuse("z", value, "a number")
    assert [problem.finding for problem in comparison.problems] == ["other form"] * 2
    assert comparison.first.startswith("y ")
    assert "it should be a number" in comparison.problems[1].message
