"""The command itself: it starts at once, and says what is wrong with a command line."""

import importlib
import os
import statistics
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest

from autograder.cli.app import COMMANDS

REPOSITORY = Path(__file__).parents[2]
OPTIONS = {
    "init": {"folder", "title"},
    "new": {"slug", "root"},
    "import": {"paths", "root"},
    "build": {"slugs", "out", "root", "verify", "jobs", "cache"},
    "verify": {"slugs", "json_file", "html_file", "jobs", "questions", "draws", "root", "cache"},
    "watch": {"slug", "root", "jobs", "cache"},
    "cache": {"action", "root"},
    "grade": {"archive", "paths", "out", "jobs", "timeout", "cell_timeout", "memory", "regrade"}
    | {"manual", "roster", "drop", "late", "tests_with_student", "executor", "scheduler", "quiet"}
    | {"rung"},
    "answers": {"folder"},
    "desk": {"folder", "course", "port", "no_browser", "host", "certificate", "key", "graders"},
    "insight": {"folder", "course", "similar", "earlier", "audit", "jobs", "hints", "history"},
    "replay": {"folder", "release", "out", "jobs", "quiet"},
    "gradescope": {"root"},
    "doctor": set(),
}
LATE = ("torch", "otter", "IPython", "pandas")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the repository."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )


def processor_seconds(*arguments: str) -> float:
    """Return what Python takes of a processor; a busy machine adds little to it."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_utime + usage.ru_stime


def test_help_takes_at_most_five_times_what_python_takes():
    takes: dict[str, list[float]] = {"python": [], "help": []}
    for _ in range(15):
        takes["python"].append(processor_seconds("-c", "pass"))
        takes["help"].append(processor_seconds("-m", "autograder", "--help"))
    assert statistics.median(takes["help"]) <= 5 * statistics.median(takes["python"]), takes


@pytest.mark.parametrize(
    "modules",
    [
        "autograder.cli, autograder.batch.run, autograder.intake.exports, "
        "autograder.results.journal",
        "autograder.cli.app, autograder.cli.grade, autograder.cli.progress",
        "autograder.gradebook.tables, autograder.gradebook.manual, autograder.report.pages",
    ],
)
def test_what_grading_a_class_starts_with_imports_neither_torch_nor_otter(modules: str):
    process = run("-c", f"import sys, {modules}; print(*sys.modules)")
    assert process.returncode == 0, process.stderr
    assert not set(LATE) & set(process.stdout.split())


def test_what_masters_are_read_and_staged_with_does_not_import_torch():
    modules = "autograder.release.importing.notebooks, autograder.release.stage"
    process = run("-c", f"import sys, {modules}; print('torch' in sys.modules)")
    assert (process.stdout, process.returncode) == ("False\n", 0), process.stderr


def test_help_names_every_command_and_imports_none():
    listing = "import sys; sys.argv = ['autograder', '--help']\nfrom autograder.cli import app\n"
    listing += "try:\n    app.main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    process = run("-c", listing)
    assert process.returncode == 0
    assert all(f"    {name}" in process.stdout for name in COMMANDS)
    assert not {f"autograder.cli.{name}" for name in COMMANDS} & set(process.stderr.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_takes_what_it_is_called_with(name: str):
    parser = ArgumentParser()
    command = importlib.import_module(f"autograder.cli.{name}")
    command.add_arguments(parser)
    given = {action.dest for action in parser._actions} - {"help"}
    assert given == OPTIONS[name]
    code = command.run.__code__
    assert given == set(code.co_varnames[: code.co_argcount])


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("buidl",), "invalid choice: 'buidl'"),
        (("--bogus",), "required: COMMAND"),
        (("new",), "required: slug"),
        (("new", "a", "b"), "unrecognized arguments: b"),
        (("build", "--verif"), "unrecognized arguments: --verif"),
        (("grade", "a.zip", "b"), "required: --out"),
        (("grade", "a.zip", "b", "--out"), "--out: expected one argument"),
        (("grade", "a.zip", "b", "--out", "o", "--jobs", "0"), "--jobs: 0 is less than 1"),
        (("grade", "a.zip", "b", "--out", "o", "--timeout", "long"), "invalid float value: 'long'"),
        (("grade", "a.zip", "b", "--out", "o", "--executor", "moon"), "invalid choice: 'moon'"),
    ],
)
def test_a_wrong_command_line_is_status_2_and_said_in_one_line(arguments, complaint: str):
    process = run("-m", "autograder", *arguments)
    assert process.returncode == 2
    assert complaint in process.stderr.splitlines()[-1]
    assert "Traceback" not in process.stderr


def test_without_a_command_the_help_is_shown():
    process = run("-m", "autograder")
    assert process.returncode == 2
    assert "usage: autograder" in process.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("none.zip", "--out", "o", "a", "--quiet", "b"),
        ("--out", "o", "--quiet", "--", "none.zip", "-a", "--b"),
        ("none.zip", "--out", "o", "a", "--", "-b"),
    ],
)
def test_options_may_stand_anywhere_and_names_may_begin_with_a_dash(arguments):
    process = run("-m", "autograder", "grade", *arguments)
    assert process.returncode == 2
    assert process.stderr.startswith("error: none.zip is not an autograder zip")


def test_an_interrupted_command_ends_with_status_130(monkeypatch: pytest.MonkeyPatch):
    from autograder.cli import app, doctor

    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(doctor, "run", interrupt)
    monkeypatch.setattr(sys, "argv", ["autograder", "doctor"])
    with pytest.raises(SystemExit) as stopped:
        app.main()
    assert stopped.value.code == 130


def test_doctor_has_a_line_for_each_layer_and_says_where_to_read_on():
    process = run("-m", "autograder", "doctor")
    assert process.returncode == 0, process.stderr
    layers = ("namespaces", "landlock", "seccomp", "unprivileged user", "resource limits")
    lines = [line for line in process.stdout.splitlines() if "│" in line]
    assert all(any(layer in line for line in lines) for layer in layers), process.stdout
    missing = any(line.split("│")[2].strip() == "no" for line in lines)
    assert ("docs/security.md" in process.stderr) is missing
