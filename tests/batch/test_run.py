"""A class: graded once, side by side, and going on where it was stopped."""

import csv
import json
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.browser import ask, needs_a_browser
from tests.support.inside import run_inside
from tests.support.releases import impatient_zip
from tests.support.tiny import code_notebook

SIZE = 60
HOSTILE = {
    7: "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    17: "while True:\n    try:\n        while True:\n            pass\n"
    "    except BaseException:\n        pass",
    27: "import os; os._exit(0)",
}


def notebook(number: int) -> str:
    """Return one of the class's notebooks: right, wrong, hostile or no notebook at all."""
    if number == 37:
        return '{"cells": ['
    if number == 47:
        return notebook(46)  # a copy
    factor = 3 if number % 10 == 3 else 2
    cells = [f"# number {number}\ndef double(x):\n    return {factor} * x"]
    if number in HOSTILE:
        cells.append(HOSTILE[number])
    return code_notebook(*cells)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return impatient_zip(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("class")
    paths = [folder / f"student-{number:02}.ipynb" for number in range(SIZE)]
    for number, path in enumerate(paths):
        path.write_text(notebook(number))
    return paths


def words(release: Path, submissions: list[Path], out: Path, *options: str) -> list[str]:
    return ["grade", *options, "--out", str(out), "--", str(release), *map(str, submissions)]


def run(release: Path, submissions: list[Path], out: Path, *options: str):
    return run_inside(*words(release, submissions, out, *options))


def start(*words: str) -> subprocess.Popen[bytes]:
    """Start the command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "autograder", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def results(out: Path) -> dict[str, object]:
    """Return what was found out about each submission, without how long it took."""
    found = {}
    for path in sorted((out / "results").glob("*.json")):
        result = json.loads(path.read_text())
        data = result["extra_data"]
        tests = [(t["name"], t.get("score"), t.get("output")) for t in result["tests"]]
        found[path.stem] = (data["status"], data["identical_to"], tests)
    return found


def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        return {row["submission"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def undisturbed(release: Path, submissions: list[Path], tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    process = run(release, submissions, out)
    assert process.returncode == 0, process.stderr
    return out


def test_each_submission_gets_what_it_is_worth_whatever_the_others_do(undisturbed: Path):
    table = rows(undisturbed)
    assert len(table) == len(results(undisturbed)) == SIZE
    for number in range(SIZE):
        row = table[f"student-{number:02}"]
        if number == 37:
            assert (row["status"], row["score"]) == ("invalid", "0")
        else:
            # what a hostile cell comes behind is kept
            assert row["score"] == ("0" if number % 10 == 3 else "2"), row
            assert row["status"] == ("stopped" if number in HOSTILE else "graded"), row
    assert table["student-47"]["identical_to"] == "student-46"


TABLES = """Object.fromEntries([...page.querySelectorAll("table")].map(table => [
  table.parentElement.getAttribute("aria-label"),
  [...table.rows].map(row => [...row.cells].map(cell => cell.textContent.trim())),
]))"""


PLOTS = """[...page.querySelectorAll("svg")].map(plot => [
  plot.querySelectorAll("rect, path, line").length, plot.getBoundingClientRect().height,
])"""


@needs_a_browser
def test_the_report_in_a_browser_has_the_numbers_of_the_table(undisturbed: Path, tmp_path: Path):
    table = rows(undisturbed)
    page = (undisturbed / "report.html").read_text(encoding="utf-8")
    tables, log = ask(page, TABLES, tmp_path, width=1200)
    assert "CONSOLE" not in log
    head, *lines = tables["All submissions"]
    shown = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    assert shown.keys() == table.keys()
    for name, row in table.items():
        assert shown[name]["status"] == row["status"]
        assert shown[name]["score"] == (
            "\N{EN DASH}" if row["status"] == "invalid" else row["score"]
        )
    scores = [float(row["q1"]) for row in table.values() if row["status"] != "invalid"]
    head, line = tables["Figures per question"]
    figures = dict(zip(head, line, strict=True))
    mean = sum(scores) / len(scores)
    assert (figures["question"], figures["points"]) == ("q1", "2")
    assert float(figures["mean"]) == pytest.approx(mean, abs=0.005)
    share, _, interval = figures["share reached"].partition(" (")
    assert share == f"{mean / 2:.0%}".replace("%", " %")
    assert re.fullmatch(r"\d+ to \d+ %\)", interval)
    assert figures["no points"] == f"{scores.count(0) / len(scores):.0%}".replace("%", " %")
    stopped = tables["Stopped early"]
    assert sum(int(line[0]) for line in stopped[1:]) == len(HOSTILE)
    plots, _ = ask(page, PLOTS, tmp_path)
    assert len(plots) == 4
    assert all(marks > 1 and height > 40 for marks, height in plots)


def test_a_grader_that_is_killed_again_and_again_loses_nothing(
    release: Path, submissions: list[Path], undisturbed: Path, tmp_path: Path
):
    source = random.Random(5)
    out = tmp_path / "out"
    for _ in range(3):
        process = start(*words(release, submissions, out))
        target = len(list(out.glob("results/*.json"))) + source.randint(3, 9)
        deadline = time.monotonic() + 90
        while len(list(out.glob("results/*.json"))) < target and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(source.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
    last = run(release, submissions, out)
    assert last.returncode == 0, last.stderr
    assert results(out) == results(undisturbed)
    assert rows(out).keys() == rows(undisturbed).keys()
    assert last.stderr.count("(graded before)") > 0
    again = run(release, submissions, out)
    lines = [line for line in again.stderr.splitlines() if line.startswith("student-")]
    assert len(lines) == SIZE
    assert all("(graded before)" in line or "(identical to" in line for line in lines)
    assert not list(out.glob(".unpacked-*"))


def test_what_has_changed_is_graded_again_and_nothing_else(
    release: Path, submissions: list[Path], tmp_path: Path
):
    few = [tmp_path / path.name for path in submissions[:4]]
    for path, original in zip(few, submissions, strict=False):
        path.write_text(original.read_text())
    out = tmp_path / "out"
    assert run(release, few, out).returncode == 0
    few[0].write_text(notebook(3).replace("number 3", "number 0"))
    second = run(release, few, out, "--regrade", "student-01")
    assert second.stderr.count("(graded before)") == 2
    assert rows(out)["student-00"]["score"] == "0"
    other_limit = run(release, few, out, "--timeout", "50")
    assert "(graded before)" not in other_limit.stderr
    unknown = run(release, few, out, "--regrade", "nobody")
    assert unknown.returncode == 2
    assert "there is no submission named nobody" in unknown.stderr
    quiet = run(release, few, out, "--quiet")
    assert (quiet.stdout, quiet.stderr, quiet.returncode) == ("", "", 0)


def test_a_second_grader_in_the_same_folder_says_so_and_stops(
    release: Path, submissions: list[Path], tmp_path: Path
):
    out = tmp_path / "out"
    first = start(*words(release, submissions, out, "--jobs", "1"))
    try:
        deadline = time.monotonic() + 60
        while not (out / "journal.sqlite").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        second = run(release, submissions, out)
        assert second.returncode == 2
        (line,) = second.stderr.strip().splitlines()
        assert (
            line == f"error: another grader is at work in {out}; wait for it, or give another --out"
        )
    finally:
        first.kill()
        first.wait()
