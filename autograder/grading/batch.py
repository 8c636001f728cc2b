"""Grade submissions one after another, each in a process forked from a warm one."""

import csv
import functools
from collections.abc import Iterable, Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

from autograder.errors import AutograderError, printable
from autograder.grading import results
from autograder.grading.package import Package
from autograder.grading.pool import run_tasks
from autograder.grading.results import Outcome
from autograder.grading.submission import grade_submission
from autograder.sandbox.control import remove_stale_scratch
from autograder.sandbox.limits import Limits

_PATIENCE = 120.0
"""Seconds beyond all limits after which a grading process itself is given up."""


def _grade(path: Path, package: Package, limits: Limits) -> Outcome:
    """Run in a process of its own: grade one submission, whatever happens."""
    try:
        return grade_submission(package, path, limits)
    except Exception as error:
        return results.ungraded(path.stem, results.FAILED, results.our_fault(error), package, 0)


def grade_one_by_one(
    context: ForkServerContext, package: Package, paths: Iterable[Path], limits: Limits
) -> Iterator[Outcome]:
    """Grade submissions in order, each in a process of its own.

    Args:
        context: the fork server's.
        package: the autograder zip's settings.
        paths: the submissions.
        limits: what each may use.
    """
    remove_stale_scratch()
    longest = limits.seconds + len(package.questions) * limits.question_seconds + _PATIENCE
    grade = functools.partial(_grade, package=package, limits=limits)
    for done in run_tasks(context, grade, paths, jobs=1, seconds=longest):
        yield done.result or results.ungraded(
            done.task.stem,
            results.FAILED,
            "the grading process itself ended or hung; grade this submission again, alone",
            package,
            done.seconds,
        )


def result_names(paths: list[Path]) -> dict[Path, str]:
    """Return a name for each submission's result, different for each.

    Raises:
        AutograderError: a submission is not there, or two would have the same result file.
    """
    names: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise AutograderError(f"{path} does not exist; give notebooks, zips or folders")
        name = path.resolve().name if path.is_dir() else path.stem
        if name in names:
            raise AutograderError(
                f"{path} and {names[name]} have the same name, so their results would be one; "
                "rename one"
            )
        names[name] = path
    return {path: name for name, path in names.items()}


def _cell(text: str) -> str:
    """Return a text for a table that a spreadsheet will open: no formula, no control characters."""
    text = printable(text)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


class Gradebook:
    """The output folder: a result per submission, and a table of all.

    Args:
        folder: where it goes.
        package: for the names of the questions.
    """

    def __init__(self, folder: Path, package: Package) -> None:
        self._folder = folder
        self._questions = package.questions
        self._rows: list[list[str]] = []

    def add(self, name: str, outcome: Outcome) -> None:
        """Write a result and the table."""
        results.write_json(outcome.report, self._folder / "results" / f"{name}.json")
        scores = {question.name: f"{question.score:g}" for question in outcome.questions}
        self._rows.append(
            [
                _cell(name),
                outcome.status,
                f"{outcome.score:g}",
                f"{outcome.max_score:g}",
                *(scores.get(question, "0") for question in self._questions),
                f"{outcome.seconds:.2f}",
            ]
        )
        self._write()

    def _write(self) -> None:
        header = ["submission", "status", "score", "max_score", *self._questions, "seconds"]
        temporary = self._folder / ".grades.csv"
        with temporary.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *self._rows])
        temporary.replace(self._folder / "grades.csv")
