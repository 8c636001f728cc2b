"""Results as Gradescope and spreadsheets read them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from autograder.files import write_whole
from autograder.grading.verdicts import Tested
from autograder.intake.submission import SubmittedNotebook
from autograder.release_zip import Release, otter_config
from autograder.results import feedback
from autograder.results.answers import make_entry

if TYPE_CHECKING:  # Otter and torch take seconds to import
    from otter.test_files import GradingResults

    from autograder.checks.misconceptions import Variant
    from autograder.sandbox.record import RunRecord

GRADED = "graded"
STOPPED = "stopped"
INVALID = "invalid"
FAILED = "failed"


@dataclass(frozen=True)
class QuestionScore:
    """A question's score and its maximum."""

    name: str
    score: float
    max_score: float


@dataclass(frozen=True)
class Outcome:
    """The result of one submission.

    Attributes:
        name: the submission.
        status: ``graded``, ``stopped`` (a limit or crash ended the notebook early; what it reached
            is graded), ``invalid`` (nothing to grade) or ``failed`` (our fault).
        message: one sentence for the student, or "".
        score: points in all, as Gradescope will show them.
        max_score: the points that tests can give, and with them those of ``staff``.
        questions: per question with tests.
        seconds: wall-clock time.
        report: the whole result in Gradescope's format.
        staff: per question that people have graded; results are kept without them.
    """

    name: str
    status: str
    message: str
    score: float
    max_score: float
    questions: tuple[QuestionScore, ...]
    seconds: float
    report: dict[str, Any] = field(repr=False)
    staff: tuple[QuestionScore, ...] = ()


def graded(
    submission: SubmittedNotebook,
    release: Release,
    results: GradingResults,
    record: RunRecord,
    tested: dict[str, Tested],
    recognised: dict[str, Variant],
    seconds: float,
) -> Outcome:
    """Put together the result of a notebook that ran, to its end or not.

    Args:
        submission: what was handed in.
        release: what it was graded with.
        results: Otter's results.
        record: how the run went.
        tested: what came of the tests, by the name of the question.
        recognised: the misconceptions behind failures, by the name of the question.
        seconds: how long everything took.
    """
    config = otter_config(release)
    report = results.to_gradescope_dict(config)
    files = list(results.results.values())
    if release.feedback is not None:
        report["tests"] = feedback.entries(
            tested,
            {name: variant.hint for name, variant in recognised.items()},
            {file.name: (float(file.score), float(file.possible)) for file in files},
            release.feedback,
        )
    for entry in report["tests"]:
        entry["output_format"] = "text"
        question = tested.get(entry["name"])
        if question is not None and "max_score" in entry:
            entry["status"] = "passed" if all(v.passed for v in question.verdicts) else "failed"
            entry["extra_data"] = _details(question, recognised.get(entry["name"]))
    report["tests"] += [make_entry(submission, question) for question in release.manual]
    message = record.stop.message if record.stop else ""
    errors = [f"cell {number}: {text}" for number, text in sorted(record.errors.items())]
    notes = [message[:1].upper() + message[1:] + "."] if message else []
    if errors:
        shown = "\n".join(errors[:20])
        notes.append(f"Cells that ended with an error when the notebook was run:\n{shown}")
    if notes:
        report["output"] = "\n\n".join(notes)
        report["output_format"] = "text"
    questions = tuple(
        QuestionScore(file.name, round(float(file.score), 5), round(float(file.possible), 5))
        for file in files
    )
    maximum = config.points_possible or sum(q.max_score for q in questions)
    score = float(report.get("score", sum(q.score for q in questions)))
    status = STOPPED if record.stop else GRADED
    _finish(report, status, seconds)
    report["extra_data"].update(
        stop=record.stop and msgspec.structs.asdict(record.stop),
        cell_errors={str(number): text for number, text in record.errors.items()},
        layers=record.layers,
        missing_layers=record.missing,
    )
    return Outcome(
        submission.name, status, message, score, float(maximum), questions, seconds, report
    )


def _details(question: Tested, recognised: Variant | None) -> dict[str, Any]:
    """Return what programs want to know of a question."""
    return {
        "execution_time": round(question.seconds, 3),
        "misconception": recognised and {"label": recognised.label, "hint": recognised.hint},
        "tests": [
            {
                "name": verdict.name,
                "hidden": verdict.hidden,
                "passed": verdict.passed,
                "message": verdict.message,
                "explanation": verdict.explanation,
                "finding": verdict.finding,
            }
            for verdict in question.verdicts
        ],
    }


def our_fault(error: Exception) -> str:
    """Return what to tell a student when grading itself failed."""
    return (
        "The autograder could not grade this submission. That is not your fault; please tell your "
        f"instructor: {type(error).__name__}: {error}"
    )


def ungraded(
    name: str, status: str, message: str, release: Release | None, seconds: float
) -> Outcome:
    """Put together the result of a submission without a score: invalid, or our failure."""
    report: dict[str, Any] = {
        "score": 0,
        "output": message,
        "output_format": "text",
        "tests": [
            {
                "name": "Submission" if status == INVALID else "Grading",
                "status": "failed",
                "output": message,
                "output_format": "text",
                "visibility": "visible",
            }
        ],
    }
    _finish(report, status, seconds)
    points = {name: release.points.get(name, 0.0) for name in release.questions} if release else {}
    return Outcome(
        name,
        status,
        message,
        0.0,
        sum(points.values()),
        tuple(QuestionScore(question, 0.0, maximum) for question, maximum in points.items()),
        seconds,
        report,
    )


def _finish(report: dict[str, Any], status: str, seconds: float) -> None:
    """Add what every result has."""
    report["execution_time"] = round(seconds, 2)
    report["extra_data"] = {"status": status, "seconds": round(seconds, 3)}


def write_json(report: dict[str, Any], path: Path) -> None:
    """Write a result so that a reader sees the old one or the new one, never half of it."""
    text = json.dumps(report, indent=2, ensure_ascii=True, allow_nan=False)
    write_whole(path, text + "\n")
