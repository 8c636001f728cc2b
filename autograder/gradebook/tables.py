"""The tables of a graded class: one of all submissions, and those that platforms import.

Canvas' form is what its importer reads: ``lib/gradebook_importer.rb`` of instructure/canvas-lms.
It begins with the columns Student, ID, SIS User ID, SIS Login ID and Section, in this order; a
column per assignment follows, and a row whose first cell says "Points Possible". A student is
looked up by Canvas' own id, then by the SIS id, then by the login, and last by the name.

Moodle's is its offline grading worksheet, as ``mod/assign/feedback/offline`` reads it: a student is
"Participant" and the number that the download has, and the column of the grade's last change has to
be there.

For Gradescope there is no such thing: none of its guides that we found (guides.gradescope.com)
says that scores of a programming assignment can be imported. Its table has the columns of
Gradescope's own "Download Grades", for those who compare or merge the two.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.files import write_whole
from autograder.gradebook.manual import staff_labels, waiting
from autograder.gradebook.points import csv_text
from autograder.intake.roster import CANVAS, GRADESCOPE, MOODLE, NBGRADER, Student
from autograder.release_zip import Release
from autograder.results.gradescope_json import write_result
from autograder.results.outcome import FAILED, SCORED, Row
from autograder.text import name_some, printable

CANVAS_FILE = "canvas.csv"
GRADESCOPE_FILE = "gradescope.csv"
MOODLE_FILE = "moodle.csv"
_CANVAS_COLUMNS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
_POINTS_POSSIBLE = "Points Possible"
_GRADESCOPE_COLUMNS = ["Name", "SID", "Email", "Total Score", "Max Points", "Status"]
_MOODLE_COLUMNS = [
    "Identifier",
    "Full name",
    "Grade",
    "Maximum grade",
    "Last modified (grade)",
]
_FORMULA = ("=", "+", "-", "@")
_CANVAS_ID = _MOODLE_ID = re.compile("[0-9]{1,20}")


@dataclass(frozen=True)
class Uploads:
    """The tables, and what staff should know about them."""

    canvas: str | None  # Canvas' table; None where it would find no student
    gradescope: str | None  # Gradescope's table; None where no submission came from there
    moodle: str | None  # Moodle's worksheet; None where no submission came from there
    notes: tuple[str, ...] = ()  # a line each


def safe_cell(text: str) -> str:
    """Return a text for a table that a spreadsheet will open: no formula, no control characters."""
    text = printable(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _key(text: str) -> str:
    """Return a text by which a platform looks up a student, or "" for one that it cannot be.

    A quote in front of a formula would only look up nobody.
    """
    return "" if text.startswith(_FORMULA) or text != printable(text) else text


_Ids = tuple[str, str, str]
"""Canvas' id, the SIS id and the login of a student, each of which may be ""."""


def _canvas_ids(student: Student) -> _Ids:
    """Return what Canvas can know a student by.

    Gradescope's roster takes the student id and the address from the university; an nbgrader
    folder has the login name. The number that Moodle gives means something to Moodle only, and in
    Canvas it could be somebody else's.
    """
    if student.platform == CANVAS and _CANVAS_ID.fullmatch(student.identifier):
        return student.identifier, "", ""
    if student.platform == GRADESCOPE:
        return "", _key(student.identifier), _key(student.email)
    if student.platform == NBGRADER:
        return "", "", _key(student.identifier)
    return "", "", ""


def uploads(rows: Sequence[Row], release: Release) -> Uploads:
    """Make the tables of a class, and say who is not in them.

    Each author of a submission has a row. Of several submissions of one author the one with the
    most points counts, as exports do not say which is the last. Submissions that could not be
    graded for a fault of ours are left out: an upload would make them zeros.
    """
    rows = sorted(rows, key=lambda row: row.name)
    graded = [row for row in rows if row.outcome.status != FAILED]
    best: dict[_Ids, tuple[Row, Student]] = {}
    counts: Counter[_Ids] = Counter()
    unknown = []
    for row in graded:
        found = {_canvas_ids(student): student for student in row.submission.students}
        if not found or ("", "", "") in found:
            unknown.append(row.name)
        for ids, student in found.items():
            if any(ids):
                counts[ids] += 1
                if ids not in best or row.outcome.score > best[ids][0].outcome.score:
                    best[ids] = row, student
    gradescope, moodle = _gradescope(graded, release), _moodle(graded, rows, release)
    if not best:
        anonymous = any(one.platform == CANVAS for row in rows for one in row.submission.students)
        note = f"there is no {CANVAS_FILE}: Canvas hid who the authors are; turn that off, and"
        return Uploads(None, gradescope, moodle, (f"{note} download again",) if anonymous else ())
    notes = []
    if unknown:
        notes.append(f"{CANVAS_FILE} lacks authors that Canvas cannot know: {name_some(unknown)}")
    left_out = [row.name for row in rows if row.outcome.status == FAILED]
    if left_out:
        notes.append(f"{CANVAS_FILE} leaves out what could not be graded: {name_some(left_out)}")
    several = [best[ids][0].submission.name for ids, count in counts.items() if count > 1]
    if several:
        notes.append(
            f"{CANVAS_FILE} has the best of several submissions of one author: {name_some(several)}"
        )
    return Uploads(_canvas(best, rows, release), gradescope, moodle, tuple(notes))


def _canvas(best: dict[_Ids, tuple[Row, Student]], rows: Sequence[Row], release: Release) -> str:
    points = f"{_points_possible(rows, release):g}"
    lines = [
        [*_CANVAS_COLUMNS, printable(release.title)],
        [f"    {_POINTS_POSSIBLE}", "", "", "", "", points],
    ]
    for ids, (row, student) in best.items():
        name = student.name
        # Canvas looks at names last, so a name that would do harm can be left out.
        if not _key(name) or _POINTS_POSSIBLE in name:
            name = next(filter(None, ids))
        lines.append([name, *ids, "", f"{row.outcome.score:g}"])
    return csv_text(lines)


def _points_possible(rows: Sequence[Row], release: Release) -> float:
    """Return the points of the whole assignment, whatever has been graded of it so far."""
    scored = [row.outcome for row in rows if row.outcome.status in SCORED]
    outcomes = scored or [row.outcome for row in rows]
    tests = (one.max_score - sum(staff.counted for staff in one.staff) for one in outcomes)
    return max(tests, default=0.0) + sum(
        question.points for question in release.manual if question.name not in release.bonus
    )


def _gradescope(rows: Sequence[Row], release: Release) -> str | None:
    points, staff = dict(release.points), staff_labels(release)
    for row in rows:
        points |= {one.name: one.max_score for one in row.outcome.questions}
    points |= {staff[one.name]: one.points for one in release.manual}
    labels = [*release.questions, *staff.values()]
    titles = [f"{label} ({float(points.get(label, 0))} pts)" for label in labels]
    lines = [[*_GRADESCOPE_COLUMNS, *titles]]
    for row in rows:
        outcome = row.outcome
        scores = {one.name: f"{one.score:g}" for one in outcome.questions}
        scores |= {grade.label: f"{grade.score:g}" for grade in outcome.staff}
        status = "Ungraded" if waiting([row]) else "Graded"
        for student in row.submission.students:
            if student.platform == GRADESCOPE:
                who = [safe_cell(student.name), _key(student.identifier), _key(student.email)]
                total = [f"{outcome.score:g}", f"{outcome.max_score:g}", status]
                lines.append([*who, *total, *(scores.get(label, "") for label in labels)])
    return csv_text(lines) if len(lines) > 1 else None


def _moodle(graded: Sequence[Row], rows: Sequence[Row], release: Release) -> str | None:
    """Make Moodle's worksheet; each student once, with the best of several submissions."""
    best: dict[str, tuple[Row, Student]] = {}
    for row in graded:
        for student in row.submission.students:
            number = student.identifier
            if student.platform != MOODLE or not _MOODLE_ID.fullmatch(number):
                continue
            if number not in best or row.outcome.score > best[number][0].outcome.score:
                best[number] = row, student
    points = f"{_points_possible(rows, release):g}"
    lines = [
        [f"Participant {number}", safe_cell(student.name), f"{row.outcome.score:g}", points, "-"]
        for number, (row, student) in sorted(best.items())
    ]
    return csv_text([_MOODLE_COLUMNS, *lines]) if lines else None


class Gradebook:
    """Writes the output folder of a class."""

    def __init__(self, folder: Path, release: Release) -> None:
        self._folder = folder
        self._release = release
        self._staff = staff_labels(release).values()

    def add(self, row: Row) -> None:
        """Write the result of one submission."""
        path = self._folder / "results" / f"{row.name}.json"
        write_result(row.outcome, path, identical_to=row.identical_to or None)

    def remove(self, name: str) -> None:
        """Remove the result and the page of a submission that is not in the class any more."""
        (self._folder / "results" / f"{name}.json").unlink(missing_ok=True)
        (self._folder / "feedback" / f"{name}.html").unlink(missing_ok=True)

    def write_tables(self, rows: Sequence[Row]) -> None:
        """Write the table of all submissions, and those that platforms import."""
        header = ["submission", "students", "ids", "emails", "late", "status", "score", "max_score"]
        header += ["score_before_lateness"]
        header += [*self._release.questions, *self._staff, "seconds", "identical_to"]
        header += ["in_last_call", "tests", "flags"]
        lines = [self._line(row) for row in sorted(rows, key=lambda row: row.name)]
        # the mark tells Excel that it is UTF-8
        write_whole(self._folder / "grades.csv", "\ufeff" + csv_text([header, *lines]))
        made = uploads(rows, self._release)
        for name, text in (
            (CANVAS_FILE, made.canvas),
            (GRADESCOPE_FILE, made.gradescope),
            (MOODLE_FILE, made.moodle),
        ):
            if text is None:  # another class was graded here before
                (self._folder / name).unlink(missing_ok=True)
            else:
                write_whole(self._folder / name, text)

    def _line(self, row: Row) -> list[str]:
        outcome, students = row.outcome, row.submission.students
        scores = {question.name: f"{question.score:g}" for question in outcome.questions}
        staff = {grade.label: f"{grade.score:g}" for grade in outcome.staff}
        flags = [f"{one.name}: {text}" for one in outcome.questions for text in one.flags]
        return [
            safe_cell(row.name),
            safe_cell(row.authors),
            safe_cell("; ".join(student.identifier for student in students)),
            safe_cell("; ".join(student.email for student in students)),
            safe_cell(row.submission.late),
            outcome.status,
            f"{outcome.score:g}",
            f"{outcome.max_score:g}",
            f"{outcome.late.before if outcome.late else outcome.score:g}",
            *(scores.get(question, "0") for question in self._release.questions),
            *(staff.get(label, "") for label in self._staff),
            f"{outcome.seconds:.2f}",
            safe_cell(row.identical_to),
            "no" if row.absent else "yes",
            "earlier" if row.outdated else "current",
            safe_cell("; ".join(flags)),
        ]


def closing_notes(rows: Sequence[Row], release: Release, out: Path) -> list[str]:
    """Return what staff should know when a class is graded, a line each."""
    notes = list(uploads(rows, release).notes)
    absent = [row.name for row in rows if row.absent]
    if absent:
        notes.append(f"in the class, but not among the paths of the last call: {name_some(absent)}")
    outdated = [row.name for row in rows if row.outdated]
    if outdated:
        notes.append(
            "graded with earlier tests or limits; to grade them again, say --regrade and a name: "
            f"{name_some(outdated)}"
        )
    flagged = [row.name for row in rows if any(q.flags for q in row.outcome.questions)]
    if flagged:
        notes.append(f"for you to look at; report.html says why: {name_some(flagged)}")
    for question, count in waiting(rows).items():
        answers = "1 answer has" if count == 1 else f"{count} answers have"
        notes.append(
            f"{question}: {answers} no points yet; to give some: autograder desk {out} "
            f"(or, with a spreadsheet, autograder answers {out})"
        )
    return notes
