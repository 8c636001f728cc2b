"""Read submissions as grading does, from a process that is small.

Each submission is read in a copy of the process that reads it. A copy of one that runs tests, with
all that they have imported, takes ten times as long as one of a process that has only just begun.
"""

from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from autograder.intake.submission import Sought, SubmittedNotebook, read_submission


@cache
def _small() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def read_beside(path: Path, sought: Sought | None = None) -> SubmittedNotebook:
    """Return what ``read_submission`` returns, or raise what it raises."""
    return _small().submit(read_submission, path, sought).result()
