"""Where there is no terminal, progress is a plain line now and then, with the time left."""

import io

import pytest
from rich.console import Console

from autograder.cli import progress
from autograder.cli.progress import Meter, time_left


def test_lines_are_plain_and_seldom(monkeypatch: pytest.MonkeyPatch):
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    file = io.StringIO()
    with Meter(Console(file=file, soft_wrap=True)) as meter:
        for done in range(1, 1001):
            now[0] += 0.6
            meter.tell("tiny: verifying,", done, 1000)
    lines = file.getvalue().splitlines()
    assert lines[0].startswith("tiny: verifying, 9 of 1000, about ")
    assert 5 < len(lines) < 60
    assert "\x1b" not in file.getvalue()
    assert "\r" not in file.getvalue()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, ""), (0, ""), (7, ", about 7 s left"), (600, ", about 10 min left")],
)
def test_the_time_left_is_said_in_words(seconds, text):
    assert time_left(seconds) == text
