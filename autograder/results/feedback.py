"""What a student reads of a result: as much, and at the time, as the instructor chose."""

from collections.abc import Iterator

import msgspec

from autograder.release_format import Feedback
from autograder.results.answers import title_of
from autograder.results.outcome import (
    INVALID,
    NOT_RUN,
    SCORED,
    Answer,
    HeldItem,
    Lateness,
    Outcome,
    QuestionResult,
    Remark,
    Verdict,
)

_SHOWS_MESSAGES = ("message", "hint")
_AS_ABOVE = "the same as above"
_MOST_ERRORS = 20
"""Cells whose errors a student reads."""


class Entry(msgspec.Struct, frozen=True):
    """One thing that a student reads."""

    title: str  # its heading
    text: str = ""  # what it says; "" for an answer
    visibility: str = "visible"  # when students see it; see ``Feedback.when``
    # whether what it is about is as it should be; None where nobody can say
    passed: bool | None = None
    score: float | None = None  # points, or None
    max_score: float | None = None  # the points that there are, or None
    question: QuestionResult | None = None  # the question with tests that it is about, or None
    answer: Answer | None = None  # the answer to a question that people grade, or None
    comment: str = ""  # what people say about it, or ""
    items: tuple[HeldItem, ...] = ()  # what of a rubric holds for the answer
    remark: Remark | None = None  # the comment on a cell that it is, or None
    bonus: bool = False  # whether the points come on top of the maximum


def notes(outcome: Outcome) -> str:
    """Return what a student reads about the submission as a whole, or ""."""
    if outcome.status not in SCORED:
        return outcome.message
    message, errors = outcome.message, outcome.run.errors if outcome.run else {}
    found = [message[:1].upper() + message[1:] + "."] if message else []
    found += [_lateness(outcome.late)] if outcome.late else []
    found += outcome.notes
    if errors:
        lines = [f"cell {number}: {text}" for number, text in sorted(errors.items())]
        shown = "\n".join(lines[:_MOST_ERRORS])
        found.append(f"Cells that ended with an error when the notebook was run:\n{shown}")
    return "\n\n".join(found)


def _lateness(late: Lateness) -> str:
    if late.share >= 1:
        return "Handed in too late to be worth points."
    days = "1 day" if late.days == 1 else f"{late.days} days"
    return f"Handed in late, within {days}: that costs {100 * late.share:g} % of the points."


def entries(outcome: Outcome) -> Iterator[Entry]:
    """Yield what a student reads about each question."""
    if outcome.status not in SCORED:
        name = "Submission" if outcome.status == INVALID else "Grading"
        yield Entry(name, outcome.message, passed=False)
        for question in outcome.questions:
            if question.overridden:
                yield Entry(
                    question.name,
                    _overridden(question, ""),
                    score=question.score,
                    max_score=question.max_score,
                    bonus=question.bonus,
                )
        yield from _remarks(outcome)
        return
    otter, feedback = outcome.otter, outcome.feedback or Feedback()
    public = [v for question in outcome.questions for v in question.verdicts if not v.hidden]
    public_passed = all(verdict.passed for verdict in public)
    if otter and otter.public_text is not None:
        yield Entry("Public Tests", otter.public_text, passed=public_passed)
    elif not otter and feedback.when != "visible":  # for now, as the rest has to wait
        yield Entry("Public tests", "\n".join(map(_line, public)), passed=public_passed)
    for question in outcome.questions:
        text = question.otter_text if otter else describe(question, feedback)
        yield Entry(
            question.name,
            _overridden(question, text),
            otter.visibility if otter else feedback.when,
            question.passed,
            question.score,
            question.max_score,
            question,
            bonus=question.bonus,
        )
        if question.flags:
            text = "\n".join(question.flags)
            yield Entry(f"{question.name}: for the staff to look at", text, "hidden")
    grades = {grade.question: grade for grade in outcome.staff}
    for answer in outcome.answers:
        if grade := grades.get(answer.question):
            yield Entry(
                grade.label,
                score=grade.score,
                max_score=grade.max_score,
                answer=answer,
                comment=grade.comment,
                items=grade.items,
                bonus=grade.bonus,
            )
        else:
            yield Entry(title_of(answer), answer=answer)
    yield from _remarks(outcome)


def _remarks(outcome: Outcome) -> Iterator[Entry]:
    for one in outcome.remarks:
        line = "" if one.line is None else f", line {one.line}"
        yield Entry(f"Comment on cell {one.cell}{line}", comment=one.text, remark=one)


def _overridden(question: QuestionResult, text: str) -> str:
    """Return what a student reads about a question: first that people changed its points."""
    found = question.overridden
    if found is None:
        return text
    reason = f": {found.reason.strip()}" if found.reason.strip() else "."
    said = f"Your instructor gave {question.score:g} points in place of {found.before:g}{reason}"
    return f"{said}\n\n{text}" if text else said


def item_line(item: HeldItem) -> str:
    """Return what a student reads of an item of a rubric."""
    return f"{item.points:+g}: {item.text}" if item.points else f"0: {item.text}"


def _line(verdict: Verdict, title: str = "") -> str:
    return f"{'✅ passed' if verdict.passed else '❌ failed'}: {title or verdict.name}"


def _points(verdict: Verdict) -> str:
    got = verdict.points if verdict.passed else 0
    return f"{got:g} of {verdict.points:g}"


def describe(question: QuestionResult, feedback: Feedback) -> str:
    """Return what a student reads about the tests of a question.

    What public tests say is said in full: students can run them at home. How many points a test
    gives is said where it is not the same for all.
    """
    if feedback.show == "score":
        return ""
    lines = []
    told: set[str] = set()
    differ = len({verdict.points for verdict in question.verdicts}) > 1
    for verdict in question.verdicts:
        line = _line(verdict, verdict.name.removeprefix(f"{question.name}: "))
        lines.append(f"{line} ({_points(verdict)})" if differ else line)
        if verdict.remark and (feedback.show in _SHOWS_MESSAGES or not verdict.hidden):
            lines += [f"    {line}" for line in verdict.remark.splitlines()]
        is_told = feedback.show in _SHOWS_MESSAGES or verdict.finding == NOT_RUN
        if verdict.passed or (verdict.hidden and not is_told):
            continue
        explained = verdict.explanation and (feedback.show == "hint" or not verdict.hidden)
        text = f"{verdict.message}\n{verdict.explanation}" if explained else verdict.message
        lines += [f"    {line}" for line in (_AS_ABOVE if text in told else text).splitlines()]
        told.add(text)
    if question.misconception and question.misconception.hint and feedback.show == "hint":
        lines += ["", f"Hint: {question.misconception.hint}"]
    return "\n".join(lines)
