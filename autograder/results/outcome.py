"""What came of a submission, as data: kept in the journal, and shown by pages, tables and JSON."""

from typing import Literal

import msgspec

from autograder.intake.pictures import Picture
from autograder.intake.roster import Submission
from autograder.release_format import Feedback
from autograder.release_zip import Release
from autograder.results.behaviour import Behaviour
from autograder.sandbox.record import RunRecord

Status = Literal["graded", "stopped", "invalid", "failed"]
GRADED: Status = "graded"
STOPPED: Status = "stopped"
INVALID: Status = "invalid"
FAILED: Status = "failed"
SCORED = (GRADED, STOPPED)
"""The statuses whose score says something about the work that was handed in."""


NOT_RUN = "not run"
"""The finding where a test asks for what cannot be done from outside the student process."""


class Verdict(msgspec.Struct, frozen=True):
    """What came of one test."""

    name: str  # the test's name
    hidden: bool  # whether students do not have the test
    passed: bool  # whether it holds
    message: str = ""  # what is wrong, or ""
    explanation: str = ""  # the mistake behind it, where the check could tell; else ""
    finding: str = ""  # the check's short name for the failure, or ""
    flags: tuple[str, ...] = ()  # what the staff should look at, whatever came of the test
    points: float = 0.0  # what it gives by itself; 0 where all or nothing counts
    remark: str = ""  # what the master says to all who pass it, or to all who do not
    # what student code did in it; None where it passed, was not tried, or is a doctest
    behaviour: Behaviour | None = None


class Recognised(msgspec.Struct, frozen=True):
    """The misconception behind a failure: what it is, for staff, and its hint, for the student."""

    label: str
    hint: str  # the one that the student reads
    further: tuple[str, ...] = ()  # those on the rungs above, for who makes the mistake again
    rung: int = 1  # which hint it is, counted from 1

    def at_rung(self, number: int) -> "Recognised":
        """Return it with a hint higher up, or the last: what is below has been read."""
        up = min(number - self.rung, len(self.further))
        if up <= 0:
            return self
        hints = (self.hint, *self.further)
        return Recognised(self.label, hints[up], hints[up + 1 :], self.rung + up)


class Overridden(msgspec.Struct, frozen=True):
    """What a question was worth before people gave other points for it."""

    before: float  # the points that its tests gave
    reason: str  # why, for the student


class QuestionResult(msgspec.Struct, frozen=True):
    """What came of the tests of one question."""

    name: str  # the question
    score: float  # its points
    max_score: float  # the points that it can give
    verdicts: tuple[Verdict, ...] = ()  # one per test
    seconds: float = 0.0  # how long its tests took
    misconception: Recognised | None = None  # the one that was recognised, or None
    otter_text: str = ""  # what Otter says about the tests, where the release leaves that to Otter
    bonus: bool = False  # whether its points come on top of the maximum
    # whether people have given other points; results are kept without that
    overridden: Overridden | None = None

    @property
    def passed(self) -> bool:
        """Whether all tests hold."""
        return all(verdict.passed for verdict in self.verdicts)

    @property
    def counted(self) -> float:
        """The points that count towards the maximum."""
        return 0.0 if self.bonus else self.max_score

    @property
    def flags(self) -> tuple[str, ...]:
        """What the staff should look at, once each."""
        return tuple(dict.fromkeys(text for verdict in self.verdicts for text in verdict.flags))


class Answer(msgspec.Struct, frozen=True):
    """An answer to a question that people grade."""

    question: str  # the question
    points: float  # the points that it can give
    text: str  # what the student wrote, or ""
    pictures: tuple[Picture, ...] = ()  # what belongs to it, in order

    @property
    def is_empty(self) -> bool:
        """Whether there is no answer."""
        return not self.text and not self.pictures

    @property
    def lines(self) -> str:
        """The answer as it is shown: line ends of all kinds become one."""
        return "\n".join(self.text.splitlines())


class HeldItem(msgspec.Struct, frozen=True):
    """An item of a rubric that holds for an answer."""

    text: str  # what it is for
    points: float  # its points


class Remark(msgspec.Struct, frozen=True):
    """A comment of people on a cell, or on a line of it."""

    cell: int  # the cell's number, counted from 1
    line: int | None  # the line's, or None for the whole cell
    quoted: str  # the line, or how the cell begins
    text: str  # the comment


class StaffGrade(msgspec.Struct, frozen=True):
    """What people gave for an answer."""

    question: str  # the question
    label: str  # what to call these points, apart from those of a question's tests
    score: float  # the points
    max_score: float  # the points that there are
    comment: str = ""  # for the student, or ""
    bonus: bool = False  # whether they come on top of the maximum
    items: tuple[HeldItem, ...] = ()  # what of the rubric holds; none where points came directly

    @property
    def counted(self) -> float:
        """The points that count towards the maximum."""
        return 0.0 if self.bonus else self.max_score


class Lateness(msgspec.Struct, frozen=True):
    """What handing in late has cost."""

    days: int  # how many days have begun after the deadline
    share: float  # the share of the points that are lost, from 0 to 1
    before: float  # the points in all without that


class OtterSettings(msgspec.Struct, frozen=True):
    """How plain Otter shows a result, for a release that leaves this to Otter."""

    visibility: str  # when students see the questions; see ``Feedback.when``
    public_text: str | None = None  # what they read of all public tests at once; None for nothing


class Outcome(msgspec.Struct, frozen=True):
    """The result of one submission."""

    # ``graded``, ``stopped`` (a limit or crash ended the notebook early; what it reached is
    # graded), ``invalid`` (nothing to grade) or ``failed`` (our fault)
    status: Status
    message: str  # one sentence for the student, or ""
    score: float  # points in all
    # the points that tests can give, and with them those of ``staff``; a bonus comes on top
    max_score: float
    seconds: float  # wall-clock time that grading took
    questions: tuple[QuestionResult, ...] = ()  # per question with tests
    answers: tuple[Answer, ...] = ()  # per question that people grade
    # per answer that people have graded; results are kept without them
    staff: tuple[StaffGrade, ...] = ()
    # comments on cells; results are kept without them
    remarks: tuple[Remark, ...] = ()
    # what handing in late has cost, or None; results are kept without that
    late: Lateness | None = None
    run: RunRecord | None = None  # how the notebook ran; None where it did not
    # whether the score is something else than the sum of the questions' points
    rescaled: bool = False
    # what students see of the questions, and when; None for Otter's way
    feedback: Feedback | None = None
    otter: OtterSettings | None = None  # Otter's way
    # what else the student should know of how it was graded, a sentence each
    notes: tuple[str, ...] = ()
    stdout_visibility: str = ""  # Gradescope's visibility of what the grader prints, or ""


class UniqueSubmission(msgspec.Struct, frozen=True):
    """Submissions with one and the same content: graded once."""

    content: str  # digest of the content
    submissions: tuple[Submission, ...]  # who handed it in, in order
    refusal: str = ""  # why it cannot be graded, where that showed when it was read
    # whether the path is of what the journal has kept of it, rather than of what was handed in
    kept: bool = False


class Row(msgspec.Struct, frozen=True):
    """One submission of a class and its result."""

    submission: Submission  # what was handed in
    outcome: Outcome  # its result
    identical_to: str = ""  # name of the first submission with the same content, or ""
    fresh: bool = False  # whether it was graded just now, rather than found in the journal
    content: str = ""  # digest of what was handed in
    absent: bool = False  # whether it was not among the paths of the last call
    # whether its result is of an earlier release, or of other limits
    outdated: bool = False

    @property
    def name(self) -> str:
        """The submission's name."""
        return self.submission.name

    @property
    def authors(self) -> str:
        """The names of its authors, for staff, or ""."""
        return "; ".join(student.name for student in self.submission.students)


def ungraded(status: Status, message: str, release: Release | None, seconds: float) -> Outcome:
    """Return the result of a submission without a score: invalid, or our failure."""
    if release is None:
        return Outcome(status, message, 0.0, 0.0, seconds)
    questions = tuple(
        QuestionResult(name, 0.0, release.points.get(name, 0.0), bonus=name in release.bonus)
        for name in release.questions
    )
    most = sum(question.counted for question in questions)
    return Outcome(status, message, 0.0, most, seconds, questions)


def our_fault(error: Exception) -> str:
    """Return what to tell a student when grading itself failed."""
    return (
        "The autograder could not grade this submission. That is not your fault; please tell your "
        f"instructor: {type(error).__name__}: {error}"
    )
