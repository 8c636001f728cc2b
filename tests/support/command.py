"""Grade as course staff do: run the command, then read the files it wrote."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.child_process import in_child
from tests.support.inside import run_inside

Scores = dict[str, tuple[float, float]]
"""Score and maximum of each question."""


@dataclass(frozen=True)
class Graded:
    """What one submission got."""

    result: dict[str, Any]
    row: dict[str, str]

    @property
    def status(self) -> str:
        return self.result["extra_data"]["status"]

    @property
    def scores(self) -> Scores:
        return scores_of(self.result)

    @property
    def text(self) -> str:
        """Everything that a student can read in the result."""
        outputs = [self.result.get("output", ""), *(t["output"] for t in self.result["tests"])]
        return "\n".join(output or "" for output in outputs)


@dataclass(frozen=True)
class Run:
    """One run of the command, with the results by submission."""

    status: int
    terminal: str
    graded: dict[str, Graded]


def scores_of(result: dict[str, Any]) -> Scores:
    """Return what a Gradescope result says of each question that has a score."""
    tests = [t for t in result.get("tests", []) if "max_score" in t and "score" in t]
    return {t["name"]: (t["score"], t["max_score"]) for t in tests}


def start_grading(
    archive: Path, submissions: Iterable[Path], out: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    """Run ``autograder grade`` in this process and return how it ended."""
    words = ["grade", *options, "--out", str(out), "--", str(archive), *map(str, submissions)]
    return run_inside(*words)


def grade(archive: Path, submissions: Iterable[Path], out: Path, *options: str) -> Run:
    """Grade submissions in one call and read every result."""
    submissions = list(submissions)
    process = start_grading(archive, submissions, out, *options)
    terminal = process.stdout + process.stderr
    assert (out / "grades.csv").is_file(), terminal
    with (out / "grades.csv").open(newline="", encoding="utf-8-sig") as lines:
        # A name that a spreadsheet would take for a formula has a quote in front of it.
        rows = {row["submission"].removeprefix("'"): row for row in csv.DictReader(lines)}
    graded = {
        path.stem: Graded(json.loads(path.read_text(encoding="utf-8")), rows[path.stem])
        for path in (out / "results").glob("*.json")
    }
    return Run(process.returncode, terminal, graded)


def run_otter(*words: str) -> str:
    """Run a command of plain Otter in a copy of this process; return what it printed."""
    from otter.cli import cli  # once for all copies

    def run() -> str:
        sys.settrace(None)  # coverage has no interest in Otter
        # Several run at once, and torch would give each of them all cores.
        os.environ["OMP_NUM_THREADS"] = "1"
        warnings.simplefilter("default")
        with redirect_stdout(io.StringIO()) as printed, redirect_stderr(printed):
            cli(words, standalone_mode=False)
        return printed.getvalue()

    return in_child(run)


def plain_otter(archive: Path, notebook: Path, out: Path, name: str) -> Scores:
    """Grade a notebook with ``otter run``, which is what our scores are compared with.

    Args:
        archive: the autograder zip.
        notebook: the submission.
        out: a folder to make and use.
        name: what the assignment calls its notebook. Otter's first cell looks for a file of this
            name, and no check runs where it belongs when the student has renamed it.
    """
    out.mkdir(parents=True)
    shutil.copy(notebook, out / name)
    told = run_otter("run", "-a", str(archive), "-o", str(out), str(out / name))
    assert (out / "results.json").is_file(), told
    return scores_of(json.loads((out / "results.json").read_text()))
