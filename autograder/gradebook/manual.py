"""Questions that people grade: their answers without names, and the points that come back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from autograder.errors import AutograderError
from autograder.files import write_whole
from autograder.gradebook.decisions import (
    AnswerGrade,
    Decisions,
    Key,
    Kind,
    Rubric,
    points_of,
)
from autograder.gradebook.overrides import StaffDecisions
from autograder.gradebook.points import Given
from autograder.gradebook.rubrics import first_rubric
from autograder.intake.pictures import Picture
from autograder.release_format import Guide, ManualQuestion
from autograder.release_zip import Release
from autograder.results.answers import NO_ANSWER, answer_code
from autograder.results.journal import Journal
from autograder.results.outcome import Answer, HeldItem, Row, StaffGrade
from autograder.text import printable

FILE = "manual.json"
"""What ``autograder answers`` needs, in the output folder of ``autograder grade``."""

MASTER = "master"
"""Who decided the rubrics that nobody has changed."""


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


def _at_rung(row: Row, number: int) -> Row:
    """Return a row whose misconceptions have the hint of a rung."""
    questions = tuple(
        replace(one, misconception=one.misconception.at_rung(number)) if one.misconception else one
        for one in row.outcome.questions
    )
    return replace(row, outcome=replace(row.outcome, questions=questions))


class ManualGrades:
    """Brings together a class's results and what people decided. State: what was decided so far.

    Args:
        journal: knows every answer that was ever met here, and all decisions.
        rung: which of a misconception's hints students read, counted from 1; the last where there
            are fewer.
    """

    def __init__(self, journal: Journal, release: Release, rung: int = 1) -> None:
        self._journal = journal
        self._rung = rung
        self._title = release.title
        self._labels = staff_labels(release)
        self._bonus = release.bonus
        self._questions = {question.name: question for question in release.manual}
        self._decisions = Decisions(journal)
        self.refresh()

    def refresh(self) -> None:
        """Read what has been decided meanwhile."""
        decisions = self._decisions
        grades: dict[tuple[str, ...], AnswerGrade] = decisions.all("answer")
        self._grades = {code: grade for (code,), grade in grades.items()}
        self._rubrics = {question: one for (question,), one in decisions.all("rubric").items()}
        self._begun = any(grade.done for grade in self._grades.values())
        self._staff = StaffDecisions(self._journal)

    def give(self, tables: Mapping[Path, Mapping[str, Given]]) -> None:
        """Take points from tables, which override what answers had; each table is an action.

        Raises:
            AutograderError: the journal cannot be written.
        """
        codes = self._journal.answers()
        for path, given in tables.items():
            changes: list[tuple[Kind, Key, AnswerGrade]] = []
            for code, one in given.items():
                before = self._given(self._questions[codes[code]], code)
                # rubric items stay where they come to what the table has
                if not _same(before, one):
                    grade = AnswerGrade(points=one.points, comment=one.comment, done=True)
                    changes.append(("answer", (code,), grade))
            self._decisions.decide(f"table {printable(path.name)}", changes)
        self.refresh()

    def begin_rubrics(self, guides: Mapping[str, Guide]) -> None:
        """Decide the rubrics that the master has, where people have not changed or used them.

        Raises:
            AutograderError: the journal cannot be written.
        """
        changes: list[tuple[Kind, Key, Rubric]] = []
        events = self._journal.events.since(0, ["rubric"])
        by_people = {one.key[0] for one in events if one.who != MASTER}
        codes = self._journal.answers()
        used = {codes.get(code) for code, grade in self._grades.items() if grade.items}
        for name, question in self._questions.items():
            rubric = first_rubric(guides.get(name, Guide()).rubric, question.points)
            if rubric and name not in by_people | used:
                changes.append(("rubric", (name,), rubric))
        self._decisions.decide(MASTER, changes)
        self.refresh()

    def merge(self, row: Row) -> Row:
        """Return a row with the points of its answers that have some, and all that people decided.

        Where nobody has answered there is nothing to grade, so that is worth 0 points, from when
        the first points for any answer are there: before that, scores are those of the tests.
        """
        row = self._staff.merge(_at_rung(row, self._rung))
        outcome, staff = row.outcome, []
        for answer in outcome.answers:
            if answer.question not in self._questions:  # an earlier release had it
                continue
            question = self._questions[answer.question]
            code = answer_code(answer)
            given = self._given(question, code)
            if given.points is not None:
                grade = StaffGrade(
                    question.name,
                    self._labels[question.name],
                    given.points,
                    question.points,
                    given.comment,
                    question.name in self._bonus,
                    self._held(question.name, code),
                )
                staff.append(grade)
        if not staff:
            return row
        merged = replace(
            outcome,
            score=outcome.score + sum(grade.score for grade in staff),
            max_score=outcome.max_score + sum(grade.counted for grade in staff),
            staff=tuple(staff),
        )
        return replace(row, outcome=merged)

    def _given(self, question: ManualQuestion, code: str) -> Given:
        if code == NO_ANSWER:
            return Given(0.0 if self._begun else None)
        grade = self._grades.get(code, AnswerGrade())
        points = points_of(grade, self._rubrics.get(question.name, Rubric()), question.points)
        return Given() if points is None else Given(points, grade.comment)

    def _held(self, question: str, code: str) -> tuple[HeldItem, ...]:
        """Return what of the rubric holds for an answer; nothing where points came directly."""
        grade = self._grades.get(code, AnswerGrade())
        if grade.points is not None:
            return ()
        items = self._rubrics.get(question, Rubric()).items
        return tuple(HeldItem(one.text, one.points) for one in items if one.id in grade.items)

    def write(self, folder: Path, guides: Mapping[str, Guide], rows: Sequence[Row]) -> None:
        """Write the file with all answers, and note in the journal that they have been met.

        Args:
            guides: prompts and rubrics, by question.
            rows: the class.
        """
        met: dict[str, Counter[str]] = {name: Counter() for name in self._questions}
        answers: dict[str, Answer] = {}
        for answer in (answer for row in rows for answer in row.outcome.answers):
            if answer.question in met:
                code = answer_code(answer)
                met[answer.question][code] += 1
                answers[code] = answer
        sheets = []
        for name, question in self._questions.items():
            shared = tuple(
                SharedAnswer(
                    code,
                    answers[code].lines,
                    met[name][code],
                    self._given(question, code),
                    answers[code].pictures,
                )
                for code in sorted(met[name].keys() - {NO_ANSWER})
            )
            guide = guides.get(name, Guide(question.prompt))
            sheets.append(Sheet(name, question.points, guide, met[name][NO_ANSWER], shared))
        self._journal.meet((one.code, sheet.name) for sheet in sheets for one in sheet.answers)
        made = Sheets(self._title, tuple(sheets))
        text = msgspec.json.format(msgspec.json.encode(made)).decode()
        write_whole(folder / FILE, text + "\n")


def _same(before: Given, now: Given) -> bool:
    """Say whether points and comment are what they were; spreadsheets change the ends of lines."""
    if before.points is None or now.points is None or abs(before.points - now.points) > 1e-9:
        return False
    return before.comment.split() == now.comment.split()


def waiting(rows: Sequence[Row]) -> dict[str, int]:
    """Count the answers that have no points yet, by question; those that are the same once."""
    found: dict[str, set[str]] = {}
    for row in rows:
        graded = {grade.question for grade in row.outcome.staff}
        for answer in row.outcome.answers:
            if not answer.is_empty and answer.question not in graded:
                found.setdefault(answer.question, set()).add(answer_code(answer))
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
