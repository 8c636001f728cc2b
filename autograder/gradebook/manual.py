"""Questions that people grade: their answers without names, and the points that come back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from autograder.batch.work import Row
from autograder.errors import AutograderError
from autograder.files import write_whole
from autograder.release_format import Guide, ManualQuestion
from autograder.release_zip import Release
from autograder.results.answers import NO_ANSWER, code_of, entry_name, read_entry
from autograder.results.journal import Given, Journal
from autograder.results.outcome import QuestionScore

FILE = "manual.json"
"""What ``autograder answers`` needs, in the output folder of ``autograder grade``."""


class Answer(msgspec.Struct, frozen=True):
    """One answer, which several submissions may share.

    Attributes:
        code: names it; see ``code_of``.
        text: the answer, as it was written.
        count: how many submissions have it.
        given: its points.
    """

    code: str
    text: str
    count: int
    given: Given


class Sheet(msgspec.Struct, frozen=True):
    """A question and all of its answers, in an order that tells nothing about who wrote them.

    Attributes:
        name: the question.
        points: its points.
        guide: its text and its rubric.
        unanswered: how many submissions have no answer.
        answers: all others.
    """

    name: str
    points: float
    guide: Guide
    unanswered: int
    answers: tuple[Answer, ...]


class Sheets(msgspec.Struct, frozen=True):
    """The content of the file: the assignment's title, and a sheet per question."""

    title: str
    questions: tuple[Sheet, ...]


def label_of(question: ManualQuestion, tested: Sequence[str]) -> str:
    """Return what to call the points that people give, apart from those of a question's tests."""
    return f"{question.name} (staff)" if question.name in tested else question.name


def _with_points(entry: dict[str, Any], label: str, most: float, given: Given) -> dict[str, Any]:
    """Return an entry with the points and the comment that people gave."""
    output = entry["output"]
    if given.comment:
        output += f"\n\n**Comment:** {given.comment}"
    return {
        **entry,
        "name": label,
        "score": given.points,
        "max_score": most,
        "output": output,
        "extra_data": {"manual": True, "comment": given.comment},
    }


class ManualGrades:
    """Brings together a batch's answers and the points that people gave. State: the answers met.

    Args:
        journal: knows every answer that was ever met here, and its points.
        release: the autograder zip's settings.
        given: points by code, for answers that the journal knows; they override earlier ones.
    """

    def __init__(self, journal: Journal, release: Release, given: Mapping[str, Given]) -> None:
        self._journal = journal
        self._release = release
        self._questions = {entry_name(question): question for question in release.manual}
        if given:
            journal.give(given)
        self._given = journal.given()
        self._begun = any(one.points is not None for one in self._given.values())
        self._met: dict[str, Counter[str]] = {q.name: Counter() for q in release.manual}

    def merge(self, row: Row) -> Row:
        """Return a row with the points of its answers that have some.

        Where nobody has answered there is nothing to grade, so that is worth 0 points, from when
        the first points for any answer are there: before that, scores are those of the tests.
        """
        outcome, tests, staff = row.outcome, [], []
        for entry in outcome.report.get("tests", ()):
            question = self._questions.get(entry["name"])
            if question is None:
                tests.append(entry)
                continue
            answer = read_entry(entry)
            self._met[question.name][answer] += 1
            given = self._points(question, answer)
            if given.points is None:
                tests.append(entry)
                continue
            label = label_of(question, self._release.questions)
            tests.append(_with_points(entry, label, question.points, given))
            staff.append(QuestionScore(label, given.points, question.points))
        if not staff:
            return row
        points = sum(one.score for one in staff)
        report = {**outcome.report, "tests": tests}
        if "score" in report:  # without it, Gradescope adds up the questions
            report["score"] += points
        merged = replace(
            outcome,
            score=outcome.score + points,
            max_score=outcome.max_score + sum(one.max_score for one in staff),
            staff=tuple(staff),
            report=report,
        )
        return replace(row, outcome=merged)

    def _points(self, question: ManualQuestion, answer: str) -> Given:
        if answer == NO_ANSWER:
            return Given(0.0 if self._begun else None)
        given = self._given.get(code_of(question.name, answer), Given())
        if given.points is not None and given.points > question.points:
            return Given()  # the question was worth more once: somebody has to look again
        return given

    def write(self, folder: Path, guides: Mapping[str, Guide]) -> None:
        """Write the file with all answers, and note in the journal that they have been met.

        Args:
            folder: the output folder.
            guides: prompts and rubrics, by question.
        """
        sheets = []
        for question in self._release.manual:
            counts = self._met[question.name]
            answers = [
                Answer(code_of(question.name, text), text, count, self._points(question, text))
                for text, count in counts.items()
                if text != NO_ANSWER
            ]
            answers.sort(key=lambda answer: answer.code)
            self._journal.meet(question.name, [answer.code for answer in answers])
            guide = guides.get(question.name, Guide(question.prompt))
            sheet = Sheet(question.name, question.points, guide, counts[NO_ANSWER], tuple(answers))
            sheets.append(sheet)
        made = Sheets(self._release.title, tuple(sheets))
        text = msgspec.json.format(msgspec.json.encode(made)).decode()
        write_whole(folder / FILE, text + "\n")


def waiting(rows: Sequence[Row], release: Release) -> dict[str, int]:
    """Count the answers that have no points yet, by question; those that are the same once.

    Args:
        rows: results with the points there are.
        release: the autograder zip's settings.
    """
    names = {entry_name(question): question.name for question in release.manual}
    found: dict[str, set[str]] = {}
    for row in rows:
        for entry in row.outcome.report.get("tests", ()):
            if entry["name"] in names and read_entry(entry) != NO_ANSWER:
                found.setdefault(names[entry["name"]], set()).add(entry["output"])
    return {question: len(answers) for question, answers in found.items()}


def read_sheets(folder: Path) -> Sheets:
    """Read the answers of a graded class.

    Raises:
        AutograderError: there are none, or nobody has to grade them.
    """
    path = folder / FILE
    if not path.is_file():
        raise AutograderError(
            f"{folder} holds no {FILE}; give the --out folder of autograder grade (if an older "
            "version wrote it, grade once more: what is graded is kept)"
        )
    try:
        sheets = msgspec.json.decode(path.read_bytes(), type=Sheets)
    except msgspec.MsgspecError as error:
        raise AutograderError(f"{path} cannot be used ({error}); grade again") from None
    if not sheets.questions:
        raise AutograderError(f"{sheets.title} has no questions that people grade")
    return sheets
