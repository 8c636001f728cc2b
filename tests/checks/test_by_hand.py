"""Whatever a notebook's source is made of, looking at it takes seconds and costs no points."""

import time

import pytest

from autograder.checks.by_hand import _words_reached

HONEST = "def backprop(x):\n    return helper(x)\n\ndef helper(x):\n    return x.backward()"

NASTY = {
    "many-shell-lines": "\n".join(["x = !true"] * 700),
    "many-magics": "\n".join(["%time y = 1", "y?", "!ls \\", "  -l"] * 5_000),
    "one-long-line": "x = !" + "a" * 200_000,
    "blanks": " " * 250_000 + "!",
    "many-equals": "a=" * 100_000 + "!",
    "deep-brackets": "x = " + "(" * 5_000 + ")" * 5_000,
    "deep-lists": "x = " + "[" * 150 + "]" * 150,
    "long-sum": "x = " + "+".join(["1"] * 20_000),
    "many-minus": "x = " + "-" * 50_000 + "1",
    "long-chain": "x" + ".y" * 20_000,
    "many-targets": "=".join(f"a{i}" for i in range(5_000)) + "=" + "+".join("b" * 90),
    "nul": "x = 1\0",
    "half-characters": "x = '\ud800'",
    "huge": "y = 1\n" * 600_000,
}


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_a_function_is_found_beside_nasty_cells_in_seconds(nasty):
    start = time.monotonic()
    assert "backward" in _words_reached([nasty, HONEST, nasty], "backprop")
    assert time.monotonic() - start < 15


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_a_function_built_on_nasty_code_is_looked_at_in_seconds(nasty):
    body = f"{nasty}\ndef backprop(v):\n    return x, a0, a1, a2, v"
    start = time.monotonic()
    _words_reached([body], "backprop")
    assert time.monotonic() - start < 15


@pytest.mark.parametrize(
    "magic",
    [
        "%matplotlib inline",
        "!pip list",
        "files = !ls",
        "t = %time 1",
        "print?",
        "!a \\\n  b",
    ],
)
def test_magics_hide_nothing(magic):
    assert "backward" in _words_reached([f"{magic}\n{HONEST}"], "backprop")
    inner = HONEST.replace("    return helper", f"    {magic}\n    return helper")
    assert "backward" in _words_reached([inner], "backprop")
