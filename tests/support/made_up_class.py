"""A class that never was: rows as grading makes them."""

import random
from pathlib import Path

from msgspec.structs import replace

from autograder.intake.roster import Student, Submission
from autograder.release_format import Feedback
from autograder.results import outcome as results
from autograder.results.outcome import Outcome, QuestionResult, Recognised, Row, Verdict
from autograder.sandbox.record import RunRecord, Stop

MISTAKES = {
    "q1": (
        ("Returns z2, without the sigmoid", "What does the last formula still do?"),
        ("Softmax in place of the sigmoid", "Each row of your answers adds up to 1."),
        ("No ReLU: h is z1", "Look at the second formula again: your h can be negative."),
    ),
    "q2": (
        (
            "The mean over all 2 N numbers in place of the sum",
            "The loss adds up the squared errors of both answers over all points. By which number "
            "do your gradients differ, and where would it come from?",
        ),
        ("The mask of ReLU is taken from h_grad in place of z1", "Where is the slope of ReLU 0?"),
        ("The derivative of the sigmoid is forgotten", "There is a factor between two lines."),
    ),
    "q4": (("The ReLU between the layers is missing", "Count the activation functions."),),
}
POINTS = {"q1": 2.0, "q2": 4.0, "q4": 3.0, "q5": 3.0}
TESTS = {
    "q1": ("the shape is right", "it agrees with the reference on fresh inputs"),
    "q2": ("there are four gradients", "the gradients agree with autograd", "no autograd is used"),
    "q4": ("it is a module", "it has the right parameters", "it computes the same function"),
    "q5": ("the model is trained", "the loss is below 0.01"),
}
FAMILY = ("Okonkwo", "Müller", "García", "Nguyễn", "Smith", "O'Brien", "Çelik", "Tanaka", "Kaur")
GIVEN = ("Ada", "Ben", "Chidi", "Đức", "Eva", "Fatima", "Grace", "Hiro", "Ines", "Jonas", "Kemi")


def graded(name, questions, seconds=2.5, shown=None, stop=None, students="", late=""):
    """Return a row whose questions have these verdicts and scores.

    Args:
        name: the submission.
        questions: score, maximum, verdicts, and label and hint or None, by name.
        seconds: how long it took.
        shown: what students see, and when.
        stop: limit and message of an early end.
        students: names.
        late: how late.
    """
    made = tuple(
        QuestionResult(
            q, score, maximum, tuple(verdicts), 0.1, Recognised(*found) if found else None
        )
        for q, (score, maximum, verdicts, found) in questions.items()
    )
    outcome = Outcome(
        results.STOPPED if stop else results.GRADED,
        stop[1] if stop else "",
        sum(question.score for question in made),
        sum(question.max_score for question in made),
        seconds,
        made,
        run=RunRecord(stop=Stop(stop[0], 12, stop[1]) if stop else None),
        feedback=shown or Feedback(),
    )
    return Row(Submission(name, Path(name), (Student(students),), late), outcome)


def simple(name, *scores, points=None, **more):
    """Return a row with one test per question, passed by those with full marks."""
    points = points or [2.0] * len(scores)
    questions = {}
    for number, (score, maximum) in enumerate(zip(scores, points, strict=True), 1):
        passed = score >= maximum
        message = "" if passed else "3 of 4 elements differ"
        verdict = Verdict(f"q{number}: it agrees", True, passed, message)
        questions[f"q{number}"] = (float(score), float(maximum), [verdict], None)
    return graded(name, questions, **more)


def ungraded(name, status, message, seconds=0.1):
    """Return a row without a score."""
    outcome = results.ungraded(status, message, None, seconds)
    outcome = replace(outcome, max_score=sum(POINTS.values()))
    return Row(Submission(name, Path(name)), outcome)


def made_up_class(size=80, seed=3):
    """Return a class with strong and weak students, mistakes, time limits and copies."""
    draw = random.Random(seed)
    rows = []
    for number in range(size):
        person = f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}"
        name = f"{person.lower().replace(' ', '-')}-{number:04d}"
        fate = draw.random()
        if fate < 0.03:
            text = "the zip holds no notebook; hand in the .ipynb file, or a zip with it"
            rows.append(ungraded(name, results.INVALID, text))
        elif fate < 0.045:
            text = "The autograder could not grade this submission. OSError: No space left"
            rows.append(ungraded(name, results.FAILED, text))
        else:
            rows.append(_student(draw, name, person, copy_of=rows[-1] if fate > 0.96 else None))
    return rows


def _student(draw, name, person, copy_of):
    """Return one student's row; skill decides how many questions go well."""
    skill = draw.betavariate(5, 2)
    questions = {}
    for question, maximum in POINTS.items():
        difficulty = {"q1": 0.05, "q2": 0.45, "q4": 0.15, "q5": 0.25}[question]
        right = draw.random() < skill + 0.25 - difficulty
        first = 99 if right else draw.choice((0, 1, 1, 1))
        found = None
        if not right and question in MISTAKES and draw.random() < 0.7:
            found = draw.choice(MISTAKES[question])
        verdicts = [
            Verdict(
                f"{question}: {test}",
                number > 0,
                number < first,
                ""
                if number < first
                else "7 of 8 elements differ; greatest difference 0.61 at (2, 1)",
                "" if number < first or not found else "Each is half of what it should be.",
            )
            for number, test in enumerate(TESTS[question])
        ]
        score = maximum if right else (maximum / 2 if first else 0.0)
        questions[question] = (score, maximum, verdicts, found)
    stop = None
    seconds = draw.lognormvariate(1.1, 0.35)
    if draw.random() < 0.05:
        text = (
            "stopped in cell 12 by the limit of 300 s for one cell; look for a loop that never ends"
        )
        stop, seconds = ("cell_seconds", text), 303.4
    late = draw.choice(("2 h 5 min", "1 day")) if draw.random() < 0.1 else ""
    row = graded(name, questions, seconds, None, stop, person, late)
    if copy_of is None:
        return row
    return replace(row, identical_to=copy_of.name)


def nasty_names():
    """Return rows whose names and texts are long, without a space, or try to be markup."""
    rows = []
    for name in ("x" * 300, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"):
        tests = [Verdict(f"q1: {name}", True, False, name, name)]
        rows.append(graded(name, {"q1": (1.0, 2.0, tests, (name, name))}, students=name))
    return rows
