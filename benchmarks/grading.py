"""Our grading against bare execution, `otter run` and `nbgrader autograde`, side by side.

All grade the same submissions in one run, as many at a time, with one thread each and pictures
that nobody sees. The bare execution runs the cells and nothing else, in processes forked from one
that has torch loaded. Scores are compared question by question.
"""

import argparse
import functools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

_LONGEST = 3600.0
COMMAND, BARE, WARM = "autograder grade", "cells alone, warm", "autograder grade, started"
OTTER, NBGRADER = "otter run", "nbgrader autograde"


@dataclass
class Measured:
    """What one class of submissions takes.

    Attributes:
        title: what the class is.
        count: how many submissions.
        seconds: for all of them, by grader.
        scores: points by grader, submission and question.
    """

    title: str
    count: int
    seconds: dict[str, float] = field(default_factory=dict)
    scores: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)


def timed_cells(notebook: Path) -> float:
    """Run in a process of its own: return how long a notebook's cells take."""
    from overhead import run_cells

    start = time.perf_counter()
    run_cells(notebook)
    return time.perf_counter() - start


def run_warm(archive: Path, jobs: int, rounds: int, notebooks: list[Path]) -> None:
    """Print, as JSON, what cells alone take and what grading takes, once the server is warm.

    This is a process of its own, as its fork server's children import its main program, and as
    the server cleans the environment.
    """
    from autograder.batch.fork_server import start_server

    context = start_server()
    from autograder.batch.pool import no_preparation, run_tasks
    from autograder.batch.work import grade_side_by_side
    from autograder.intake.roster import Submission
    from autograder.release_zip import read_release
    from autograder.results.outcome import UniqueSubmission

    release = read_release(archive)
    work = [UniqueSubmission(path.name, (Submission(path.stem, path),)) for path in notebooks]
    cells = functools.partial(
        run_tasks, context, no_preparation(timed_cells), jobs=jobs, seconds=_LONGEST
    )
    grade = functools.partial(
        grade_side_by_side, context, release, limits=release.limits, jobs=jobs
    )
    list(cells(tasks=notebooks[:1]))
    list(grade(work[:1]))
    bare, warm = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        each = {str(done.task): done.result for done in cells(tasks=notebooks)}
        bare.append(time.perf_counter() - start)
        start = time.perf_counter()
        list(grade(work))
        warm.append(time.perf_counter() - start)
    print(json.dumps({BARE: bare, WARM: warm, "each": each}))


def run_ours(archive: Path, jobs: int, notebooks: list[Path], out: Path) -> float:
    """Grade with our command; return the seconds from its start to its end."""
    command = [sys.executable, "-m", "autograder", "grade", "--quiet", "--jobs", str(jobs)]
    start = time.perf_counter()
    subprocess.run(
        [*command, "--out", str(out), str(archive), *map(str, notebooks)],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - start


def run_otter(archive: Path, slug: str, jobs: int, notebooks: list[Path], out: Path) -> float:
    """Grade with `otter run`, some at a time; return the seconds.

    Otter's first cell looks for a file of the assignment's name, so each submission is a copy of
    that name in a folder of its own.
    """

    from submissions import EQUAL

    def grade(notebook: Path) -> None:
        folder = out / notebook.stem
        folder.mkdir(parents=True)
        shutil.copy(notebook, folder / f"{slug}.ipynb")
        command = [sys.executable, "-m", "otter", "run", "-a", str(archive), "-o", str(folder)]
        done = subprocess.run(
            [*command, str(folder / f"{slug}.ipynb")],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **EQUAL},
        )
        if not (folder / "results.json").is_file():
            sys.exit(done.stdout + done.stderr)

    start = time.perf_counter()
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(grade, notebooks))
    return time.perf_counter() - start


def read_scores(result: Path, questions: set[str]) -> dict[str, float]:
    """Return the points of each question in a result in Gradescope's format."""
    tests = json.loads(result.read_text())["tests"]
    return {t["name"]: t["score"] for t in tests if t["name"] in questions and "score" in t}


def measure(title: str, slug: str, count: int, arguments: argparse.Namespace) -> Measured:
    """Let every grader grade one class."""
    from nbgrader_course import Courses, read_questions
    from submissions import build, write_class

    measured = Measured(title, count)
    jobs, rounds = arguments.jobs, arguments.rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assignment = build(slug, folder)
        archive = assignment.archive
        questions = set(read_questions(archive))
        notebooks = write_class(assignment, count, folder / "class")

        command = [sys.executable, __file__, "--warm", archive, jobs, rounds, *notebooks]
        done = subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE)
        warm = json.loads(done.stdout)
        measured.seconds[BARE] = statistics.median(warm[BARE])
        times = [run_ours(archive, jobs, notebooks, folder / f"ours-{i}") for i in range(rounds)]
        measured.seconds[COMMAND] = statistics.median(times)
        measured.seconds[WARM] = statistics.median(warm[WARM])
        measured.scores[COMMAND] = {
            path.stem: read_scores(path, questions)
            for path in (folder / "ours-0" / "results").glob("*.json")
        }
        out = folder / "otter"
        measured.seconds[OTTER] = run_otter(archive, slug, jobs, notebooks, out)
        measured.scores[OTTER] = {
            path.stem: read_scores(out / path.stem / "results.json", questions)
            for path in notebooks
        }
        each = {path: warm["each"][str(path)] for path in notebooks}
        courses = Courses(arguments.nbgrader_python, assignment, each, jobs, folder / "nbgrader")
        measured.seconds[NBGRADER] = courses.grade()
        measured.scores[NBGRADER] = courses.scores()
    return measured


def differences(measured: Measured) -> list[str]:
    """Return a line for each question that another grader scores differently."""
    ours = measured.scores[COMMAND]
    lines = []
    for grader in (OTTER, NBGRADER):
        theirs = measured.scores[grader]
        for student in sorted(ours.keys() | theirs.keys()):
            mine, other = ours.get(student, {}), theirs.get(student, {})
            for question in sorted(mine.keys() | other.keys()):
                got, expected = mine.get(question), other.get(question)
                if got is None or expected is None or abs(got - expected) > 1e-6:
                    lines.append(f"{student}, {question}: {got} by us, {expected} by {grader}")
    return lines


def show(measured: Measured, aims: dict[str, float]) -> None:
    """Print a table of times, the aims, and how far scores agree.

    Args:
        measured: what was measured.
        aims: how many times faster ours has to be, by grader.
    """
    seconds, count = measured.seconds, measured.count
    ours, bare = seconds[COMMAND], seconds[BARE]
    print(f"\n### {measured.title}: {count} submissions\n")
    print("| grader | in all | per submission | times cells alone | ours is faster | started |")
    print("|---|---:|---:|---:|---:|---:|")
    for grader, taken in seconds.items():
        row = [grader, f"{taken:.1f} s", f"{taken / count:.2f} s", f"{taken / bare:.2f}"]
        if grader in (OTTER, NBGRADER):
            row += [f"{taken / ours:.1f} times", f"{taken / seconds[WARM]:.1f} times"]
        print("| " + " | ".join(row) + " |" + "  |" * (6 - len(row)))
    print()
    for grader, aim in aims.items():
        if grader == BARE:
            text = f"at most {aim:g} times cells alone"
            met = ours <= aim * bare
        else:
            text, met = (
                f"at least {aim:g} times faster than {grader}",
                seconds[grader] >= aim * ours,
            )
        print(f"- aim: {text}: {'met' if met else 'not met'}")
    totals = sorted({sum(scores.values()) for scores in measured.scores[COMMAND].values()})
    print(f"- totals given: {', '.join(f'{total:g}' for total in totals)}")
    different = differences(measured)
    print(f"- questions scored differently: {len(different)}")
    for line in different:
        print(f"  - {line}")


def main() -> None:
    """Measure both classes; the exit status is 1 when scores differ."""
    from nbgrader_course import VERSION, install
    from submissions import A0, SHORT, machine

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=24, help="submissions of A0")
    parser.add_argument("--short", type=int, default=48, help="submissions that compute little")
    parser.add_argument("--jobs", type=int, default=2, help="submissions at a time")
    parser.add_argument("--rounds", type=int, default=1, help="of ours and of the cells alone")
    parser.add_argument("--nbgrader-python", type=Path, help="a Python with nbgrader")
    arguments = parser.parse_args()
    arguments.nbgrader_python = arguments.nbgrader_python or install()
    print(f"{machine()}, nbgrader {VERSION}; {arguments.jobs} at a time")
    a0 = measure("A0", A0, arguments.submissions, arguments)
    show(a0, {BARE: 1.10, OTTER: 7, NBGRADER: 3.5})
    short = measure("Short", SHORT, arguments.short, arguments)
    show(short, {OTTER: 50})
    sys.exit(bool(differences(a0) or differences(short)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--warm"]:
        archive, jobs, rounds, *notebooks = sys.argv[2:]
        run_warm(Path(archive), int(jobs), int(rounds), list(map(Path, notebooks)))
    else:
        main()
