"""Questions that people grade: their answers without names, and the points that come back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from autograder.errors import AutograderError
from autograder.files import write_whole
from autograder.intake.pictures import Picture
from autograder.release_format import Guide, ManualQuestion
from autograder.release_zip import Release
from autograder.results.answers import NO_ANSWER, code_of
from autograder.results.journal import Given, Journal
from autograder.results.outcome import Answer, Row, StaffGrade

FILE = "manual.json"
"""What ``autograder answers`` needs, in the output folder of ``autograder grade``."""


class SharedAnswer(msgspec.Struct, frozen=True):
    """One answer, which several submissions may share."""

    code: str  # names it; see ``code_of``
    text: str  # the answer, as it was written
    count: int  # how many submissions have it
    given: Given  # its points
    pictures: tuple[Picture, ...] = ()  # what belongs to it


class Sheet(msgspec.Struct, frozen=True):
    """A question and all of its answers, in an order that tells nothing about who wrote them."""

    name: str  # the question
    points: float  # its points
    guide: Guide  # its text and its rubric
    unanswered: int  # how many submissions have no answer
    answers: tuple[SharedAnswer, ...]  # all others


class Sheets(msgspec.Struct, frozen=True):
    """The content of the file: the assignment's title, and a sheet per question."""

    title: str
    questions: tuple[Sheet, ...]


def staff_labels(release: Release) -> dict[str, str]:
    """Return what to call the points that people give, apart from those of a question's tests."""
    names = [question.name for question in release.manual]
    return {name: f"{name} (staff)" if name in release.questions else name for name in names}


class ManualGrades:
    """Brings together a batch's answers and the points that people gave. State: the answers met.

    Args:
        journal: knows every answer that was ever met here, and its points.
        given: points by code, for answers that the journal knows; they override earlier ones.
    """

    def __init__(self, journal: Journal, release: Release, given: Mapping[str, Given]) -> None:
        self._journal = journal
        self._title = release.title
        self._labels = staff_labels(release)
        self._bonus = release.bonus
        self._questions = {question.name: question for question in release.manual}
        if given:
            journal.give(given)
        self._given = journal.given()
        self._met: dict[str, Counter[str]] = {name: Counter() for name in self._questions}
        self._answers: dict[str, Answer] = {}

    def merge(self, row: Row) -> Row:
        """Return a row with the points of its answers that have some.

        Where nobody has answered there is nothing to grade, so that is worth 0 points, from when
        the first points for any answer are there: before that, scores are those of the tests.
        """
        outcome, staff = row.outcome, []
        for answer in outcome.answers:
            if answer.question not in self._questions:  # an earlier release had it
                continue
            question, code = self._questions[answer.question], _code_of(answer)
            self._met[question.name][code] += 1
            self._answers[code] = answer
            given = self._points(question, code)
            if given.points is not None:
                name, label = question.name, self._labels[question.name]
                most, bonus = question.points, name in self._bonus
                staff.append(StaffGrade(name, label, given.points, most, given.comment, bonus))
        if not staff:
            return row
        merged = replace(
            outcome,
            score=outcome.score + sum(grade.score for grade in staff),
            max_score=outcome.max_score + sum(grade.counted for grade in staff),
            staff=tuple(staff),
        )
        return replace(row, outcome=merged)

    def _points(self, question: ManualQuestion, code: str) -> Given:
        if code == NO_ANSWER:
            return Given(0.0 if self._given else None)
        given = self._given.get(code, Given())
        if given.points is not None and given.points > question.points:
            return Given()  # the question was worth more once: somebody has to look again
        return given

    def write(self, folder: Path, guides: Mapping[str, Guide]) -> None:
        """Write the file with all answers, and note in the journal that they have been met.

        Args:
            guides: prompts and rubrics, by question.
        """
        sheets = []
        for name, question in self._questions.items():
            counts = self._met[name]
            answers = tuple(
                SharedAnswer(
                    code,
                    self._answers[code].lines,
                    counts[code],
                    self._points(question, code),
                    self._answers[code].pictures,
                )
                for code in sorted(counts.keys() - {NO_ANSWER})
            )
            self._journal.meet(name, [answer.code for answer in answers])
            guide = guides.get(name, Guide(question.prompt))
            sheets.append(Sheet(name, question.points, guide, counts[NO_ANSWER], answers))
        made = Sheets(self._title, tuple(sheets))
        text = msgspec.json.format(msgspec.json.encode(made)).decode()
        write_whole(folder / FILE, text + "\n")


def _code_of(answer: Answer) -> str:
    """Return the code of an answer; that nothing was written has one of its own."""
    if answer.is_empty:
        return NO_ANSWER
    return code_of(answer.question, answer.text, answer.pictures)


def waiting(rows: Sequence[Row]) -> dict[str, int]:
    """Count the answers that have no points yet, by question; those that are the same once."""
    found: dict[str, set[str]] = {}
    for row in rows:
        graded = {grade.question for grade in row.outcome.staff}
        for answer in row.outcome.answers:
            if not answer.is_empty and answer.question not in graded:
                found.setdefault(answer.question, set()).add(_code_of(answer))
    return {question: len(codes) for question, codes in found.items()}


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
