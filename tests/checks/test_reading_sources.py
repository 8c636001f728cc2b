"""Looking at a student's source is bounded: no notebook makes it slow, or lose points by it."""

import pytest

from autograder.checks.by_hand import _words_reached

ANSWER = "def gradients(x):\n    return helper(x)"
TOO_MUCH = {
    "many shell commands": "\n".join(["x = !true"] * 5_000),
    "many magics": "\n".join(["%time 1"] * 5_000),
    "deep brackets": "a = " + "(" * 5_000 + "1" + ")" * 5_000,
    "a long sum": "a = " + "+".join(["x"] * 20_000),
    "a million lines": "x = 1\n" * 1_000_000,
    "one long line": "x = '" + "?" * 3_000_000 + "'",
    "null characters": "a = 1\0",
}


@pytest.mark.parametrize("cell", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_an_answer_beside_too_much_is_read(cell):
    assert _words_reached([cell, ANSWER, cell], "gradients") == {"helper"}


@pytest.mark.parametrize(
    "body", ["-" * 20_000 + "x", "+".join(["x"] * 20_000), "[" * 300 + "x" + "]" * 300]
)
def test_an_answer_that_is_too_deep_to_read_shows_nothing(body):
    assert _words_reached([f"def gradients(x):\n    return {body}"], "gradients") <= {"x"}


@pytest.mark.parametrize("first", ["%%time", "!ls", "x = !ls", "helper?", "    %cd ."])
def test_magics_hide_no_code(first):
    cell = f"{first}\ndef gradients(x):\n    x.backward()"
    if first.startswith(" "):
        cell = f"if True:\n{cell}".replace("\ndef", "\n\ndef")
    assert "backward" in _words_reached([cell], "gradients")
