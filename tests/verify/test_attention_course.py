"""An assignment of attention and convolutions: verified soon, and each wrong answer is named."""

import re
import time

import pytest

from tests.support.repository import REPOSITORY, run_command

COURSE = REPOSITORY / "tests" / "support" / "courses" / "attention"
SECONDS = 120
"""With two cores for itself."""


@pytest.mark.slow
def test_all_wrong_answers_are_named_and_all_right_ones_pass_in_two_minutes():
    start = time.monotonic()
    done = run_command(REPOSITORY, "verify", "attention", "--root", str(COURSE))
    assert done.returncode == 0, done.stdout + done.stderr
    assert time.monotonic() - start < SECONDS
    figures = done.stdout.splitlines()[-1]
    assert "verified" in figures
    assert "accepted full 6/6" in figures
    named, wrong = map(int, re.findall(r"named (\d+)/(\d+)", figures)[0])
    assert named == wrong >= 15
