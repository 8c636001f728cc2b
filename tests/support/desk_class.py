"""Graded classes whose answers in words wait for people, made without grading."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image

from autograder.intake.pictures import Picture
from autograder.intake.roster import Student, Submission
from autograder.release_format import Guide, ManualQuestion
from autograder.release_zip import Release
from autograder.results.answers import answer_code
from autograder.results.journal import Journal
from autograder.results.outcome import GRADED, Answer, Outcome, QuestionResult, Row, Verdict
from tests.support.desk_folder import make_folder, make_release

PROMPT = (
    "**Question 2.** Can the loss *rise* from one run to the next? Say yes or no, and why: "
    "$w - \\eta g$."
)
RUBRIC = """\
**Model answer.** Yes: the gradient is *local*, and a step of fixed size $\\eta$ can overshoot.

**Rubric (2 points).**

- 1: says yes, and that a step can be too large
- 0.5: says that the gradient is only *local*
- 0.5: gives an example, with numbers such as `0.1`
- 0: says no, or yes for a wrong reason
"""
QUESTION = ManualQuestion("q2", 2.0, PROMPT, text=PROMPT)
SENTENCES = (
    "Yes, as the gradient is only local and a fixed step can overshoot the valley.",
    "No, the loss always falls since we follow the gradient downhill.",
    "Yes, it rises when the learning rate is too large for the curvature.",
    "It can rise because of random batches.",
    "I saw a rise from 6.82053 to 6.82055 near step 680, so yes.",
)


def made_up_answers(count: int) -> list[str]:
    """Return answers of which no two are alike."""
    return [
        f"{SENTENCES[at % len(SENTENCES)]} In run {at} the loss was {at * 37 % 101}."
        for at in range(count)
    ]


def make_class(
    out: Path,
    students: Sequence[str] | int = 30,
    answers: Mapping[str, Sequence[str | Answer]] | None = None,
    release: Release | None = None,
) -> Release:
    """Write the folder of a class whose answers nobody has graded yet.

    Args:
        out: the folder; a second call with more students is like a grading that goes on.
        students: names of submissions, or how many.
        answers: by question, what each of the students has answered, in their order; "" for
            nothing. By default all have answered ``q2``, and no two of them alike.
        release: what they are graded with; by default ``q2`` is worth 2 points.
    """
    names = (
        [f"student-{at:04}" for at in range(1, students + 1)]
        if isinstance(students, int)
        else list(students)
    )
    given = {"q2": made_up_answers(len(names))} if answers is None else answers
    if release is None:
        out.mkdir(parents=True, exist_ok=True)
        release = make_release(
            out / "made.zip", "tiny", {"q1": 2.0}, (QUESTION,), {"q2": Guide(PROMPT, RUBRIC)}
        )
    most = {question.name: question.points for question in release.manual}
    rows, met = [], []
    for at, name in enumerate(names):
        own = tuple(_answer(question, most[question], given[question][at]) for question in given)
        student = Student(name=f"Name of {name}", platform="Canvas", identifier=str(1000 + at))
        submission = Submission(name, Path(f"{name}.ipynb"), (student,))
        rows.append(Row(submission, _outcome(own, at)))
        met += [(answer_code(one), one.question) for one in own if not one.is_empty]
    make_folder(out, rows, release=release)
    with Journal(out, grader=False) as journal:
        journal.meet(met)
    return release


def _answer(question: str, points: float, given: str | Answer) -> Answer:
    if isinstance(given, Answer):
        return given
    return Answer(question, points, given, ())


def picture(seed: int) -> Picture:
    """Return a small picture of one colour."""
    data = io.BytesIO()
    Image.new("RGB", (160, 90), (seed * 40 % 256, 120, 200)).save(data, "PNG")
    return Picture(f"digest-{seed}", data.getvalue())


def _outcome(answers: tuple[Answer, ...], at: int) -> Outcome:
    """Return the result of somebody: every third one fails the question that is tested."""
    passed = at % 3 > 0
    message = "" if passed else "try double(1): 2 is expected"
    verdicts = (Verdict("test_one_is_doubled", False, passed, message),)
    score = 2.0 if passed else 0.0
    questions = (QuestionResult("q1", score, 2.0, verdicts),)
    return Outcome(GRADED, "", score, 2.0, 1.0, questions, answers)
