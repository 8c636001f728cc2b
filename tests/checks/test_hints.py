"""A misconception has one hint, or up to three in rungs."""

import pytest

from autograder.checks import misconception
from autograder.checks.misconceptions import run_declarations
from autograder.errors import CourseError


def declared(hint):
    source = f'@misconception("q1", {hint!r})\ndef f():\n    """Forgets x"""\n    return 1\n'
    names = {"misconception": misconception}
    ((variant, _),) = run_declarations(source, "misconceptions.py", names).variants
    return variant


@pytest.mark.parametrize("hint", ["Why?", ("Why?",), ["Why?", "How?"], ("Why?", "How?", "5 is 5.")])
def test_hints_are_kept_in_order(hint):
    variant = declared(hint)
    hints = (hint,) if isinstance(hint, str) else tuple(hint)
    assert (variant.hint, *variant.further_hints) == hints


@pytest.mark.parametrize("hint", [(), ("a", "b", "c", "d"), ("a", ""), ("a", " "), ("a", 1)])
def test_what_are_no_hints_is_refused_with_its_place(hint):
    with pytest.raises(CourseError, match=r"misconceptions.py, line 2: give one hint, or up to 3"):
        declared(hint)
