"""What came of a submission, as data: kept in the journal, and shown by pages, tables and JSON."""

from typing import Literal

import msgspec

from autograder.intake.roster import Submission
from autograder.release_format import Feedback
from autograder.release_zip import Release
from autograder.sandbox.record import RunRecord

Status = Literal["graded", "stopped", "invalid", "failed"]
GRADED: Status = "graded"
STOPPED: Status = "stopped"
INVALID: Status = "invalid"
FAILED: Status = "failed"
SCORED = (GRADED, STOPPED)
"""The statuses whose score says something about the work that was handed in."""


class Verdict(msgspec.Struct, frozen=True):
    """What came of one test.

    Attributes:
        name: the test's name.
        hidden: whether students do not have the test.
        passed: whether it holds.
        message: what is wrong, or "".
        explanation: the mistake behind it, where the check could tell; else "".
        finding: the check's short name for the failure, or "".
    """

    name: str
    hidden: bool
    passed: bool
    message: str = ""
    explanation: str = ""
    finding: str = ""


class Recognised(msgspec.Struct, frozen=True):
    """The misconception behind a failure: what it is, for staff, and its hint, for the student."""

    label: str
    hint: str


class QuestionResult(msgspec.Struct, frozen=True):
    """What came of the tests of one question.

    Attributes:
        name: the question.
        score: its points.
        max_score: the points that it can give.
        verdicts: one per test.
        seconds: how long its tests took.
        misconception: the one that was recognised, or None.
        otter_text: what Otter says about the tests, where the release leaves that to Otter.
    """

    name: str
    score: float
    max_score: float
    verdicts: tuple[Verdict, ...] = ()
    seconds: float = 0.0
    misconception: Recognised | None = None
    otter_text: str = ""

    @property
    def passed(self) -> bool:
        """Whether all tests hold."""
        return all(verdict.passed for verdict in self.verdicts)


class Answer(msgspec.Struct, frozen=True):
    """An answer to a question that people grade.

    Attributes:
        question: the question.
        points: the points that it can give.
        text: what the student wrote; "" for no answer.
    """

    question: str
    points: float
    text: str


class StaffGrade(msgspec.Struct, frozen=True):
    """What people gave for an answer.

    Attributes:
        question: the question.
        label: what to call these points, apart from those of a question's tests.
        score: the points.
        max_score: the points that there are.
        comment: for the student, or "".
    """

    question: str
    label: str
    score: float
    max_score: float
    comment: str = ""


class OtterSettings(msgspec.Struct, frozen=True):
    """How plain Otter shows a result, for a release that leaves this to Otter.

    Attributes:
        visibility: when students see the questions; see ``Feedback.when``.
        public_text: what they read of all public tests at once; None for nothing.
    """

    visibility: str
    public_text: str | None = None


class Outcome(msgspec.Struct, frozen=True):
    """The result of one submission.

    Attributes:
        name: the submission.
        status: ``graded``, ``stopped`` (a limit or crash ended the notebook early; what it reached
            is graded), ``invalid`` (nothing to grade) or ``failed`` (our fault).
        message: one sentence for the student, or "".
        score: points in all.
        max_score: the points that tests can give, and with them those of ``staff``.
        seconds: wall-clock time that grading took.
        questions: per question with tests.
        answers: per question that people grade.
        staff: per answer that people have graded; results are kept without them.
        run: how the notebook ran; None where it did not.
        rescaled: whether the score is something else than the sum of the questions' points.
        feedback: what students see of the questions, and when; None for Otter's way.
        otter: Otter's way.
        stdout_visibility: Gradescope's visibility of what the grader prints, or "".
    """

    name: str
    status: Status
    message: str
    score: float
    max_score: float
    seconds: float
    questions: tuple[QuestionResult, ...] = ()
    answers: tuple[Answer, ...] = ()
    staff: tuple[StaffGrade, ...] = ()
    run: RunRecord | None = None
    rescaled: bool = False
    feedback: Feedback | None = None
    otter: OtterSettings | None = None
    stdout_visibility: str = ""


class UniqueSubmission(msgspec.Struct, frozen=True):
    """Submissions with one and the same content: graded once.

    Attributes:
        content: digest of the content.
        submissions: who handed it in, in order.
    """

    content: str
    submissions: tuple[Submission, ...]


class Row(msgspec.Struct, frozen=True):
    """One submission of a class and its result.

    Attributes:
        submission: what was handed in.
        outcome: its result.
        identical_to: name of the first submission with the same content, or "".
        fresh: whether it was graded just now, rather than found in the journal.
    """

    submission: Submission
    outcome: Outcome
    identical_to: str = ""
    fresh: bool = False

    @property
    def name(self) -> str:
        """The submission's name."""
        return self.submission.name

    @property
    def authors(self) -> str:
        """The names of its authors, for staff, or ""."""
        return "; ".join(student.name for student in self.submission.students)


def ungraded(
    name: str, status: Status, message: str, release: Release | None, seconds: float
) -> Outcome:
    """Return the result of a submission without a score: invalid, or our failure."""
    points = {name: release.points.get(name, 0.0) for name in release.questions} if release else {}
    questions = tuple(QuestionResult(question, 0.0, most) for question, most in points.items())
    return Outcome(name, status, message, 0.0, sum(points.values()), seconds, questions)


def our_fault(error: Exception) -> str:
    """Return what to tell a student when grading itself failed."""
    return (
        "The autograder could not grade this submission. That is not your fault; please tell your "
        f"instructor: {type(error).__name__}: {error}"
    )
