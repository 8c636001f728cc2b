"""Whatever a notebook's source is made of, looking at it takes seconds and costs no points."""

import time
import warnings

import pytest
import torch

from autograder.checks import CheckError, assert_by_hand, fresh, notebook_code
from autograder.checks.findings import AUTOGRAD, FINITE_DIFFERENCES
from autograder.checks.notebook_code import reached_by
from autograder.checks.session import session_with
from tests.support.by_hand import BY_HAND, BY_HAND_INDEED, SETUP
from tests.support.ways_around import CERTAIN, FLAGGED

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
    assert "backward" in reached_by("backprop", [nasty, HONEST, nasty]).words()
    assert time.monotonic() - start < 15


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_a_function_built_on_nasty_code_is_looked_at_in_seconds(nasty):
    body = f"{nasty}\ndef backprop(v):\n    return x, a0, a1, a2, v"
    start = time.monotonic()
    reached_by("backprop", [body]).words()
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
    assert "backward" in reached_by("backprop", [f"{magic}\n{HONEST}"]).words()
    inner = HONEST.replace("    return helper", f"    {magic}\n    return helper")
    assert "backward" in reached_by("backprop", [inner]).words()


def judged(code: str) -> list[str]:
    """Return the flags that an answer gets, which stands in a notebook of its own."""
    env: dict[str, object] = {"In": [SETUP, code]}
    with torch.random.fork_rng():
        torch.manual_seed(0)  # where all hidden units are 0, every way is exact
        exec(SETUP, env)
    exec(code.replace("%matplotlib inline", ""), env)
    flags: list[str] = []
    x = fresh(1, x=(1, 3))["x"]
    with session_with(flags=flags, reference=SETUP + BY_HAND), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch's own, about torch
        assert_by_hand(env, "backprop", x)
    return flags


def test_each_cell_is_parsed_once(monkeypatch):
    read: list[str] = []
    parse = notebook_code.parsed
    monkeypatch.setattr(notebook_code, "parsed", lambda cell: (read.append(cell), parse(cell))[1])
    assert judged(BY_HAND) == []
    assert read == [SETUP, BY_HAND]


@pytest.mark.parametrize("way", CERTAIN)
def test_what_shows_with_certainty_loses_the_points(way):
    with pytest.raises(CheckError) as caught:
        judged(CERTAIN[way])
    assert caught.value.finding in (AUTOGRAD, FINITE_DIFFERENCES)


@pytest.mark.parametrize("way", FLAGGED)
def test_what_only_may_be_another_way_is_flagged(way):
    assert judged(FLAGGED[way])


@pytest.mark.parametrize("answer", BY_HAND_INDEED)
def test_answers_by_hand_are_not_flagged(answer):
    assert judged(BY_HAND_INDEED[answer]) == []


@pytest.mark.parametrize(
    "honest",
    [
        BY_HAND.replace("    z1", "    torch.set_grad_enabled(False)\n    z1", 1),
        BY_HAND.replace("    z1", "    x = x.clone().requires_grad_(False)\n    z1", 1),
        "@torch.autograd.no_grad()\n" + BY_HAND,
        BY_HAND.replace("(d2 @ W2.T)", "backward(d2, W2)")
        + "\ndef backward(gradient, weight):\n    return gradient @ weight.T\n",
    ],
    ids=["set-grad-enabled", "requires-grad-off", "autograd-no-grad", "own-backward"],
)
def test_recording_may_be_switched_off_and_functions_may_be_called_backward(honest):
    assert judged(honest) == []


@pytest.mark.parametrize(
    "line",
    ["torch.set_grad_enabled(True)", "torch.set_grad_enabled(mode=len(x) > 0)"],
)
def test_switching_recording_on_is_flagged(line):
    assert judged(BY_HAND.replace("    z1", f"    {line}\n    z1", 1))


def test_a_function_called_backward_does_not_hide_what_it_calls():
    code = "def backprop(x):\n    return backward(x)\n\ndef backward(x):\n    return x.jacobian()"
    assert "jacobian" in reached_by("backprop", [code]).words()
    code = "import torch.autograd as backward\ndef backprop(x):\n    return backward.grad(x)"
    assert "torch.autograd" in reached_by("backprop", [code]).words()
