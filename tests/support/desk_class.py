"""Graded classes for the desk, made without grading: their outcomes are written to the journal."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from autograder.batch.kept import keep_call
from autograder.batch.work import release_digest
from autograder.gradebook.manual import ManualGrades
from autograder.intake.pictures import Picture
from autograder.intake.roster import Student
from autograder.release_format import RUBRICS, SETTINGS, Guide, ManualQuestion, Settings
from autograder.release_zip import Release, read_release
from autograder.results.answers import answer_code
from autograder.results.journal import Journal, Member
from autograder.results.outcome import GRADED, Answer, Outcome, QuestionResult, Verdict

PROMPT = "**Question 2.** Can the loss *rise* from one run to the next? Say yes or no, and why: $w - \\eta g$."
RUBRIC = """\
**Model answer.** Yes: the gradient is *local*, and a step of fixed size $\\eta$ can overshoot.

**Rubric (2 points).**

- 1: says yes, and that a step can be too large
- 0.5: says that the gradient is only *local*
- 0.5: gives an example, with numbers such as `0.1`
- 0: says no, or yes for a wrong reason
"""
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


def write_release(
    path: Path,
    manual: Sequence[ManualQuestion] = (ManualQuestion("q2", 2.0, PROMPT, text=PROMPT),),
    guides: Mapping[str, Guide] | None = None,
) -> Release:
    """Write an autograder zip with a question of 2 points that is tested, and others for people."""
    guides = {"q2": Guide(PROMPT, RUBRIC)} if guides is None else guides
    settings = Settings(points={"q1": 2.0}, manual=list(manual))
    files = {
        SETTINGS: msgspec.json.encode(settings),
        RUBRICS: msgspec.json.encode(guides),
        "otter_config.json": json.dumps({"assignment_name": "tiny"}).encode(),
        "tests/q1.py": b"OK_FORMAT = False\n",
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.getvalue())
    return read_release(path)


def make_class(
    out: Path,
    students: Sequence[str] | int = 30,
    answers: Mapping[str, Sequence[str | Answer]] | None = None,
    release: Release | None = None,
) -> Release:
    """Write the folder of a class as ``autograder grade`` would: its journal, and what it keeps.

    Args:
        out: the folder; more students join the class that it holds.
        students: names of submissions, or how many.
        answers: by question, what each of the students has answered, in their order; "" for
            nothing. By default all have answered ``q2``, and no two of them alike.
        release: what they are graded with; by default one that is written beside the folder.
    """
    names = (
        [f"student-{at:04}" for at in range(1, students + 1)]
        if isinstance(students, int)
        else list(students)
    )
    release = release or write_release(out.parent / f"{out.name}-autograder.zip")
    given = {"q2": made_up_answers(len(names))} if answers is None else answers
    most = {question.name: question.points for question in release.manual}
    with Journal(out, release_digest(release, release.limits)) as journal:
        keep_call(journal, out, release, release.limits, None, None)
        members, met = [], []
        for at, name in enumerate(names):
            own = tuple(_answer(question, most[question], given[question][at]) for question in given)
            content = f"content-of-{name}"
            journal.add(content, _outcome(own, at))
            student = Student(
                name=f"Name of {name}", platform="canvas", identifier=str(1000 + at)
            )
            members.append(Member(name, (student,), "", None, content, journal.release))
            met += [(answer_code(one), one.question) for one in own if not one.is_empty]
        journal.keep(members)
        journal.meet(met)
        ManualGrades(journal, release).begin_rubrics(release.guides())
    return release


def _answer(question: str, points: float, given: str | Answer) -> Answer:
    if isinstance(given, Answer):
        return given
    return Answer(question, points, given, ())


def picture(seed: int) -> Picture:
    """Return a small picture of one colour."""
    from PIL import Image

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
