"""Declared variants and equivalents of an assignment."""

from autograder.checks.misconceptions import run_declarations
from autograder.verify.mutants import spoil


def test_appended_lines_can_be_listed_as_equivalent():
    (spoiled,) = (
        mutant
        for mutant in spoil("for _ in range(3):\n    pass\nmodel = 1", ["model"])
        if mutant.operator == "zero-last-parameter"
    )
    source = f"""
from autograder.checks import equivalent
equivalent("q1", {spoiled.after!r}, "the last parameter hardly matters")
equivalent("q2", "  w -= step ", "one line, without the blanks around it")
"""
    listed = run_declarations(source, "accepted.py", {}).equivalents
    assert [one.mutation for one in listed] == [spoiled.after, "w -= step"]
