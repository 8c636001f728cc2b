"""Commands start at once: nothing heavy is imported before it is needed."""

import os
import statistics
import subprocess
import sys

import pytest

LIGHT = (
    "autograder.cli",
    "autograder.cli.app",
    "autograder.batch.run",
    "autograder.batch.executors",
    "autograder.intake.exports",
    "autograder.results.journal",
    "autograder.gradebook.tables",
)
HEAVY = {"torch", "otter", "IPython", "pandas"}
MOST = 5.0
"""Times what the interpreter alone takes."""


def test_what_a_class_is_graded_from_is_imported_without_torch_and_otter():
    code = f"import sys, {', '.join(LIGHT)}\nprint(*{HEAVY}.intersection(sys.modules))"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (process.returncode, process.stdout) == (0, "\n"), process.stderr


def seconds_of(*command: str) -> float:
    """Return the processor time of a command: other work on the machine does not count."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_utime + usage.ru_stime


def test_help_takes_at_most_five_times_what_the_interpreter_takes():
    ratios = []
    for _ in range(9):
        nothing = seconds_of(sys.executable, "-c", "pass")
        ratios.append(seconds_of(sys.executable, "-m", "autograder", "--help") / nothing)
    assert statistics.median(ratios) <= MOST, ratios


@pytest.mark.parametrize("name", ["new", "build", "verify", "grade", "answers", "doctor"])
def test_each_command_is_listed_and_has_a_help_of_its_own(name):
    listed = subprocess.run(
        [sys.executable, "-m", "autograder", "--help"], capture_output=True, text=True, check=True
    )
    own = subprocess.run(
        [sys.executable, "-m", "autograder", name, "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"  {name} " in listed.stdout
    assert own.stdout.startswith(f"usage: autograder {name}")
