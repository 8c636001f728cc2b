"""From what came of tests to points: Otter works out those, and how it would show them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace

from autograder.checks.misconceptions import Variant
from autograder.errors import ReleaseError
from autograder.grading.otter_tests import AutograderConfig, GradingResults, TestCase, TestFile
from autograder.grading.testing import QuestionVerdicts, TracedVerdict
from autograder.intake.submission import SubmittedNotebook
from autograder.release_zip import Release
from autograder.results.answers import read_answer
from autograder.results.outcome import (
    GRADED,
    STOPPED,
    OtterSettings,
    Outcome,
    QuestionResult,
    Recognised,
    Verdict,
)
from autograder.sandbox.record import RunRecord
from autograder.sandbox.wire.messages import MAX_TEXT


def graded(
    submission: SubmittedNotebook,
    release: Release,
    files: Sequence[TestFile],
    record: RunRecord,
    tested: Mapping[str, QuestionVerdicts],
    recognised: Mapping[str, Variant],
    seconds: float,
) -> Outcome:
    """Put together the result of a notebook that ran, to its end or not.

    Args:
        files: the test files, which know what came of their tests.
        tested: what came of the tests, by the name of the question.
        recognised: the misconceptions behind failures, by the name of the question.

    Raises:
        ReleaseError: a setting of Otter's is unknown or has a wrong value.
    """
    config = _otter_config(release)
    shown = GradingResults(list(files)).to_gradescope_dict(config)
    entries = {entry["name"]: entry for entry in shown["tests"] if "max_score" in entry}
    questions = tuple(
        replace(
            _question(file, tested.get(file.name), recognised.get(file.name), entries[file.name]),
            bonus=file.name in release.bonus,
        )
        for file in files
    )
    return Outcome(
        status=STOPPED if record.stop else GRADED,
        message=record.stop.message if record.stop else "",
        score=float(shown.get("score", sum(question.score for question in questions))),
        max_score=float(config.points_possible or sum(q.counted for q in questions)),
        seconds=seconds,
        questions=questions,
        answers=tuple(read_answer(submission, one, release.given) for one in release.manual),
        run=record,
        rescaled="score" in shown,
        feedback=release.feedback,
        otter=_otter_settings(shown["tests"]) if release.feedback is None else None,
        stdout_visibility=shown.get("stdout_visibility", ""),
        notes=submission.notes,
    )


def _question(
    file: TestFile,
    tested: QuestionVerdicts | None,
    recognised: Variant | None,
    entry: Mapping[str, Any],
) -> QuestionResult:
    """Return what came of a question; a test file may have another name than its question."""
    return QuestionResult(
        file.name,
        round(float(file.score), 5),
        round(float(file.possible), 5),
        tuple(map(partial(_kept, file), file.test_cases, tested.verdicts)) if tested else (),
        tested.seconds if tested else 0.0,
        _named(recognised) if recognised else None,
        entry["output"],
    )


def _named(variant: Variant) -> Recognised:
    return Recognised(variant.label, variant.hint, variant.further_hints)


def _kept(file: TestFile, case: TestCase, verdict: TracedVerdict) -> Verdict:
    """Return what is kept of a verdict, with what the test's settings say of it."""
    remark = case.success_message if verdict.passed else case.failure_message
    points = 0.0 if file.all_or_nothing else round(float(case.points or 0), 5)
    return replace(verdict.without_trace(), points=points, remark=str(remark or "")[:MAX_TEXT])


def _otter_settings(entries: Sequence[Mapping[str, Any]]) -> OtterSettings:
    """Return how Otter shows a result; what is no question is its summary of public tests."""
    public = next((entry["output"] for entry in entries if "max_score" not in entry), None)
    times = (entry["visibility"] for entry in entries if "max_score" in entry)
    return OtterSettings(next(times, "visible"), public)


def _otter_config(release: Release) -> AutograderConfig:
    """Return Otter's settings, checked and with its defaults.

    Raises:
        ReleaseError: a setting is unknown or has a wrong value.
    """
    try:
        return AutograderConfig(release.config)
    except Exception as error:
        raise ReleaseError(f"{release.path}: otter_config.json cannot be used: {error}") from None
