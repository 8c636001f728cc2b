"""Grade a class: side by side, each submission in a process of its own, and each only once."""

import functools
import hashlib
import os
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from autograder.batch.pool import Context, Receive, run_tasks
from autograder.errors import SubmissionError
from autograder.intake.handed_in import identify_here
from autograder.intake.limited import run_limited
from autograder.intake.roster import Submission
from autograder.limits import Limits
from autograder.release_format import Sought
from autograder.release_zip import Release, longest_grading
from autograder.results.journal import Journal
from autograder.results.outcome import (
    FAILED,
    INVALID,
    Outcome,
    Row,
    UniqueSubmission,
    our_fault,
    ungraded,
)
from autograder.sandbox.confine.scratch import remove_stale_scratch

_RENEW = 50
"""Submissions after which a grading process makes room for a new one."""
GAVE_UP = "the grading process itself ended or hung; grade this submission again, alone"
"""What a submission is told whose grading did not come to an end."""

_ONCE_IN, _AT_ONCE = 1.0, 16 << 20
"""Seconds after which what was handed in is written to the journal, and bytes."""

Executor = Callable[
    [Release, Sequence[UniqueSubmission], Limits], Iterator[tuple[UniqueSubmission, Outcome]]
]
"""Grades contents somewhere, and yields each result when it is known."""


class Identified(NamedTuple):
    """What a submission is, before it is graded."""

    content: str  # a digest of what grading sees of it
    refusal: str  # why it cannot be graded, or ""
    kept: bytes  # what is kept of it; see ``intake/handed_in.py``


def identify(path: Path, sought: Sought) -> Identified:
    """Find out what a submission is.

    Outputs and dates do not count. What cannot be read is told apart by its bytes, or else by where
    it is.
    """
    refusal = ""
    try:
        content, kept = run_limited(identify_here, path, sought)
        return Identified(content, "", kept)
    except SubmissionError as error:
        refusal = str(error)
    except RuntimeError:  # our fault, which its result says
        pass
    digest = hashlib.sha256(b"unreadable\0")
    try:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(f"{file.name}\0{file.stat().st_size}\0".encode(errors="replace"))
                with file.open("rb") as opened:
                    while block := opened.read(1 << 20):
                        digest.update(block)
    except OSError:
        digest.update(os.fsencode(path))
    return Identified(digest.hexdigest(), refusal, b"")


def release_digest(release: Release, limits: Limits) -> str:
    """Return a digest of what a submission is graded with."""
    return hashlib.sha256(msgspec.json.encode((limits, release.digest))).hexdigest()


def collect_unique(
    submissions: Iterable[Submission], sought: Sought, journal: Journal | None = None
) -> list[UniqueSubmission]:
    """Put submissions of one content together, in the order of the first of each.

    Args:
        journal: where to keep what was handed in; by default it is kept nowhere.
    """
    same: dict[tuple[str, str], list[Submission]] = {}
    kept: list[tuple[str, str, bytes]] = []
    since = time.monotonic()
    for submission in submissions:
        found = identify(submission.path, sought)
        same.setdefault((found.content, found.refusal), []).append(submission)
        if journal is None or not found.kept:
            continue
        kept.append((submission.name, found.content, found.kept))
        # each time costs the disk as much as ten notebooks do, and nobody else can write meanwhile
        if time.monotonic() - since > _ONCE_IN or sum(len(one[2]) for one in kept) > _AT_ONCE:
            journal.keep_notebooks(kept)
            kept, since = [], time.monotonic()
    if journal and kept:
        journal.keep_notebooks(kept)
    return [
        UniqueSubmission(content, tuple(found), refusal)
        for (content, refusal), found in same.items()
    ]


@contextmanager
def _grader(limits: Limits, receive: Receive) -> Iterator[Callable[[UniqueSubmission], Outcome]]:
    """Make a process ready to grade contents; it needs torch, which is there already."""
    from autograder.grading.grade import grade_submission
    from autograder.grading.process import GradingProcess
    from autograder.sandbox.confine.zygote import ZygoteError

    def grade(unique: UniqueSubmission) -> Outcome:
        """Grade one content, whatever happens."""
        try:
            return grade_submission(process, unique.submissions[0].path, kept=unique.kept)
        except ZygoteError:
            os._exit(1)  # a new process takes over, with a zygote of its own
        except Exception as error:
            return ungraded(FAILED, our_fault(error), process.release, 0)

    with GradingProcess(receive, limits) as process:
        yield grade


def grade_side_by_side(
    context: Context,
    release: Release,
    work: Sequence[UniqueSubmission],
    limits: Limits,
    jobs: int | None,
) -> Iterator[tuple[UniqueSubmission, Outcome]]:
    """Grade contents, and yield each result when it is known; one job keeps their order.

    Args:
        context: the fork server's.
        jobs: how many to grade at a time; by default as many as there are cores.
    """
    remove_stale_scratch()
    grader = functools.partial(_grader, limits)
    longest = longest_grading(release, limits)
    for done in run_tasks(context, grader, work, jobs, longest, _RENEW, release, quick_first=True):
        yield done.task, done.result or ungraded(FAILED, GAVE_UP, release, done.seconds)


def refuse_or_grade(
    executor: Executor, release: Release, limits: Limits, work: Sequence[UniqueSubmission]
) -> Iterator[tuple[UniqueSubmission, Outcome]]:
    """Grade contents, and yield each result when it is known; what is refused is not read again."""
    if rest := [unique for unique in work if not unique.refusal]:
        yield from executor(release, rest, limits)
    for unique in work:
        if unique.refusal:
            yield unique, ungraded(INVALID, unique.refusal, release, 0)


def grade_class(
    work: Sequence[UniqueSubmission],
    journal: Journal,
    grade: Callable[[Sequence[UniqueSubmission]], Iterator[tuple[UniqueSubmission, Outcome]]],
    firsts: Mapping[str, str] | None = None,
    again: Container[str] = (),
) -> Iterator[Row]:
    """Grade what the journal does not know, and yield a row for each submission.

    Results that are known come first, and each new one is kept the moment it is there. Our own
    failures are graded again.

    Args:
        firsts: who of the class has handed in a content before, by content.
        again: contents that are graded again; until then the journal has the result that it has.
    """
    firsts = firsts or {}
    unknown, known = [], []
    for unique in work:
        outcome = journal.outcome(unique.content)
        if outcome is None or outcome.status == FAILED or unique.content in again:
            unknown.append(unique)
        else:
            known.append((unique, outcome))
    journal.begin(len(known), len(work))
    for unique, outcome in known:
        yield from _rows(unique, outcome, firsts, fresh=False)
    for unique, outcome in grade(unknown):
        journal.add(unique.content, outcome)
        yield from _rows(unique, outcome, firsts, fresh=True)


def _rows(
    unique: UniqueSubmission, outcome: Outcome, firsts: Mapping[str, str], *, fresh: bool
) -> Iterator[Row]:
    first = firsts.get(unique.content, unique.submissions[0].name)
    for submission in unique.submissions:
        same = "" if submission.name == first else first
        yield Row(submission, outcome, same, fresh, unique.content)
