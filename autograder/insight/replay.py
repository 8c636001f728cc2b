"""The submissions of a graded class, graded with other tests: what differs, and why."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.kept import RELEASE_FILE
from autograder.batch.run import Progress
from autograder.batch.work import Executor
from autograder.errors import AutograderError
from autograder.insight.class_folder import ClassFolder, open_class
from autograder.intake.roster import Submission
from autograder.limits import Limits
from autograder.release_zip import Release
from autograder.results.journal import FILE
from autograder.results.outcome import FAILED, Outcome, QuestionResult, Row, UniqueSubmission

_KEPT = (FILE, f"{FILE}-wal", RELEASE_FILE)
"""What of a graded class is read: its journal, what that has not taken in yet, and its release."""
_CLOSE = 1e-9
"""Shares of points that differ by less are the same: sums of tenths are not exact."""


@dataclass(frozen=True)
class Said:
    """What a question gave, and why."""

    score: float
    max_score: float
    message: str = ""  # of its first test that failed, or why nothing was tested
    misconception: str = ""  # the label of the one that was recognised

    @property
    def share(self) -> float:
        """The share of its points."""
        return self.score / self.max_score if self.max_score else 0.0


@dataclass(frozen=True)
class Difference:
    """A question of a submission with another result than it had."""

    submission: str
    question: str
    before: Said
    after: Said


@dataclass(frozen=True)
class Replay:
    """What came of grading a class with other tests."""

    called: str  # what the new release is called
    compared: int  # submissions that were graded then and now
    differences: tuple[Difference, ...]  # by question, then by submission
    not_kept: tuple[str, ...]  # submissions whose notebooks the folder does not have
    failed: tuple[str, ...]  # submissions that could not be graded, then or now, by our fault
    reweighed: tuple[tuple[str, float, float], ...]  # questions with other maxima: before, after
    gone: tuple[str, ...]  # questions that there are no more
    new: tuple[str, ...]  # questions that there were not


@contextmanager
def open_copy(folder: Path) -> Iterator[ClassFolder]:
    """Open a copy of a graded class: reading a journal writes beside it, and into an older one.

    Raises:
        AutograderError: the folder holds no graded class, or one of an older version.
        OSError: it cannot be read.
    """
    if not (folder / FILE).is_file():
        raise AutograderError(
            f"{folder} holds no {FILE}; give the --out folder of autograder grade"
        )
    with tempfile.TemporaryDirectory(prefix="autograder-replay-") as made:
        copy = Path(made)
        for name in _KEPT:
            if (folder / name).is_file():
                shutil.copyfile(folder / name, copy / name)
        with ExitStack() as stack:
            try:
                known = stack.enter_context(open_class(copy))
            except AutograderError as error:
                raise AutograderError(str(error).replace(str(copy), str(folder))) from None
            yield known


def replay(
    known: ClassFolder,
    executor: Executor,
    release: Release,
    limits: Limits,
    tell: Callable[[Progress], None],
) -> Replay:
    """Grade what a class handed in with other tests, and return what differs.

    Points are those of tests: what people gave and what lateness cost is left out. A question whose
    maximum has changed is compared by its share of that.

    Args:
        known: the graded class. It is not changed.
        release: what it is graded with now.
        tell: told of each result.

    Raises:
        AutograderError: nothing that was handed in is kept.
        OSError: what was handed in cannot be written to the machine's temporary folder.
    """
    same: dict[str, list[Row]] = {}
    for row in known.rows:
        same.setdefault(row.content, []).append(row)
    not_kept: list[str] = []
    pairs: list[tuple[Row, Outcome]] = []
    with tempfile.TemporaryDirectory(prefix="autograder-replay-") as made:
        work: list[UniqueSubmission] = []
        for content, rows in same.items():
            there = (known.journal.notebook(row.name, content) for row in rows)
            kept = next((data for data in there if data is not None), None)
            if kept is None:
                not_kept += [row.name for row in rows]
                continue
            path = Path(made) / f"kept-{len(work)}"
            path.write_bytes(kept)
            work.append(UniqueSubmission(content, (_at(rows[0].submission, path),), kept=True))
        if not work:
            raise AutograderError(
                "what was handed in is kept of nobody in this class: an older version graded it, "
                "or nothing could be read; grade it once more from its notebooks"
            )
        total = sum(len(same[unique.content]) for unique in work)
        for unique, outcome in executor(release, work, limits):
            first = same[unique.content][0].name
            for row in same[unique.content]:
                pairs.append((row, outcome))
                copied = "" if row.name == first else first
                tell(Progress(Row(row.submission, outcome, copied, fresh=True), len(pairs), total))
    return compared(release, pairs, not_kept)


def _at(kept: Submission, path: Path) -> Submission:
    return Submission(kept.name, path, kept.students, kept.late, kept.late_seconds)


def compared(
    release: Release, pairs: Sequence[tuple[Row, Outcome]], not_kept: Sequence[str] = ()
) -> Replay:
    """Compare results of a class, each before and after.

    Args:
        pairs: submissions as they were graded, each with its new result.
        not_kept: names of submissions that could not be graded again.
    """
    found: list[Difference] = []
    failed: list[str] = []
    maxima: dict[str, tuple[float, float]] = {}
    gone: dict[str, None] = {}
    new: dict[str, None] = {}
    for row, outcome in pairs:
        if FAILED in (row.outcome.status, outcome.status):
            failed.append(row.name)
            continue
        before, after = _said(row.outcome), _said(outcome)
        for question in {**before, **after}:
            old, now = before.get(question), after.get(question)
            if old is None:
                new[question] = None
            elif now is None:
                gone[question] = None
            else:
                if old.max_score != now.max_score:
                    maxima[question] = old.max_score, now.max_score
                if _differ(old, now):
                    found.append(Difference(row.name, question, old, now))
    order = {name: place for place, name in enumerate(release.questions)}
    found.sort(key=lambda one: (order.get(one.question, len(order)), one.submission))
    return Replay(
        called=release.called,
        compared=len(pairs) - len(failed),
        differences=tuple(found),
        not_kept=tuple(sorted(not_kept)),
        failed=tuple(sorted(failed)),
        reweighed=tuple((name, *both) for name, both in maxima.items()),
        gone=tuple(gone),
        new=tuple(new),
    )


def _differ(old: Said, now: Said) -> bool:
    return abs(old.share - now.share) > _CLOSE or old.misconception != now.misconception


def _said(outcome: Outcome) -> dict[str, Said]:
    return {question.name: _of(question, outcome) for question in outcome.questions}


def _of(question: QuestionResult, outcome: Outcome) -> Said:
    failed = [verdict for verdict in question.verdicts if not verdict.passed]
    message = failed[0].message if failed else ""
    if not question.verdicts:  # the notebook as a whole was not graded
        message = outcome.message
    by_tests = question.overridden.before if question.overridden else question.score
    label = question.misconception.label if question.misconception else ""
    return Said(by_tests, question.max_score, message, label)
