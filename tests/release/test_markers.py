"""What students see of a solution cell, and what only staff see."""

import pytest

from autograder.errors import MarkerError
from autograder.release.markers import check_markers, has_markers, split_markers


def test_a_solution_block_is_replaced_by_its_prompt():
    marked = split_markers(
        "def f(x):\n"
        "    # BEGIN SOLUTION NO PROMPT\n"
        "    return x + 1\n"
        "    # END SOLUTION\n"
        '    """ # BEGIN PROMPT\n'
        "    raise NotImplementedError\n"
        '    """ # END PROMPT'
    )
    assert marked.student == "def f(x):\n    raise NotImplementedError"
    assert marked.solution == "def f(x):\n    return x + 1"
    assert marked.secret == ("    return x + 1",)


def test_a_marked_line_is_hidden_from_students_only():
    marked = split_markers("x = 3  # SOLUTION\ny = x")
    assert marked.student == "x = ...\ny = x"
    assert marked.solution == "x = 3\ny = x"
    assert marked.secret == ("x = 3",)


def test_prompt_markers_survive_a_formatter_that_adds_a_space():
    marked = split_markers('a = 1 # SOLUTION\n"""  # BEGIN PROMPT\nb = 2\n"""  # END PROMPT')
    assert marked.student == "a = ...\nb = 2"
    assert marked.solution == "a = 1"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("# BEGIN SOLUTION\nx = 1", "line 1: BEGIN SOLUTION is never closed"),
        ("x = 1\n# END SOLUTION", "line 2: END SOLUTION without BEGIN SOLUTION"),
        ("# BEGIN SOLUTION\n# BEGIN PROMPT\n# END PROMPT", "line 2: BEGIN PROMPT inside"),
    ],
)
def test_markers_that_do_not_fit_are_refused_with_their_line(source, message):
    with pytest.raises(MarkerError, match=message):
        check_markers(source)


def test_ordinary_comments_are_no_markers():
    assert not has_markers("x = 1  # the solution of the equation\n# begin with a solution")
