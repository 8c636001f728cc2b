"""Tables that Canvas and Gradescope understand, whatever the names in an export are."""

import csv
from pathlib import Path

import pytest
from msgspec.structs import replace

from autograder.gradebook.tables import Gradebook, closing_notes, uploads
from autograder.intake.exports import find_submissions
from autograder.intake.roster import CANVAS, GRADESCOPE, MOODLE, NBGRADER, Student, Submission
from autograder.release_zip import Release, read_release
from autograder.results.outcome import (
    FAILED,
    GRADED,
    INVALID,
    Outcome,
    QuestionResult,
    Row,
    StaffGrade,
)
from tests.support.answering import release, write_class

COLUMNS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "tiny"]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(release(tmp_path_factory.mktemp("release")))


def row(name: str, students: tuple[Student, ...], score: float, status: str = GRADED) -> Row:
    outcome = Outcome(status, "", score, 2.0, 1.0, (QuestionResult("q1", score, 2.0),))
    return Row(Submission(name, Path(name), students), outcome)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def parsed(text: str | None) -> list[list[str]]:
    assert text is not None
    return list(csv.reader(text.splitlines()))


def test_the_table_of_a_class_agrees_with_its_grades(package: Release, tmp_path: Path):
    paths = write_class(tmp_path / "class")
    (tmp_path / "scratch").mkdir()
    found = find_submissions(paths, tmp_path / "scratch")
    rows = [row(one.name, one.students, number / 8) for number, one in enumerate(found)]
    Gradebook(tmp_path, package).write_tables(rows)
    with (tmp_path / "canvas.csv").open(newline="") as lines:
        header, points, *students = csv.reader(lines)
    assert header == COLUMNS
    assert points == ["    Points Possible", "", "", "", "", "3"]  # with q2, which people grade
    by_id = {line[1] or line[2]: line for line in students}
    grades = {line["submission"]: line for line in read(tmp_path / "grades.csv")}
    assert len(by_id) == len(students) == 8
    for name, line in grades.items():
        if name != "loose" and name != "submission_201":
            assert float(by_id[line["ids"]][-1]) == float(line["score"])
    assert by_id["1001"][:5] == ["doejane", "1001", "", "", ""]
    # of Ann's two submissions, the better one
    assert by_id["0042"] == [
        "Ann Öst",
        "",
        "0042",
        "ann@example.org",
        "",
        grades["submission_202"]["score"],
    ]
    # who calls himself Points Possible would set the assignment's points
    assert by_id["77"][:4] == ["77", "", "77", "points@example.org"]
    assert not [c for line in students for c in line if c.startswith(("=", "+", "-", "@", "'"))]
    notes = closing_notes(rows, package, tmp_path)
    assert notes == [
        "canvas.csv lacks authors that Canvas cannot know: loose, submission_201",
        "canvas.csv has the best of several submissions of one author: submission_202",
    ]


def test_each_of_a_group_has_a_row(package: Release):
    team = tuple(Student(f"n{i}", f"{i}", f"{i}@x.org", GRADESCOPE) for i in range(3))
    made = uploads([row("a", team, 1.5)], package)
    assert [line[2:4] + line[5:] for line in parsed(made.canvas)[2:]] == [
        [f"{i}", f"{i}@x.org", "1.5"] for i in range(3)
    ]
    assert [line[0] for line in parsed(made.gradescope)[1:]] == ["n0", "n1", "n2"]
    assert made.notes == ()


def test_a_number_of_moodle_never_becomes_one_of_canvas(package: Release):
    moodle = row("m", (Student("Bob", "1001", platform=MOODLE),), 1)
    assert uploads([moodle], package).canvas is None
    canvas = row("c", (Student("doejane", "1001", platform=CANVAS),), 2)
    nbgrader = row("n", (Student(identifier="ann", platform=NBGRADER),), 0)
    made = uploads([moodle, canvas, nbgrader], package)
    assert [line[:4] for line in parsed(made.canvas)[2:]] == [
        ["doejane", "1001", "", ""],
        ["ann", "", "", "ann"],
    ]
    assert made.gradescope is None


def test_what_was_not_graded_does_not_become_a_zero(package: Release):
    rows = [
        row(name, (Student(name, number, platform=CANVAS),), 0, status)
        for name, number, status in (("a", "1", FAILED), ("b", "2", INVALID), ("c", "3", GRADED))
    ]
    made = uploads(rows, package)
    assert [line[1] for line in parsed(made.canvas)[2:]] == ["2", "3"]
    assert made.notes == ("canvas.csv leaves out what could not be graded: a",)


def test_an_anonymous_download_has_no_table_and_a_note(package: Release, tmp_path: Path):
    (tmp_path / "canvas.csv").write_text("of another class")
    rows = [row("anon_Zz9y2", (Student("", "anon_Zz9y2", platform=CANVAS),), 2)]
    Gradebook(tmp_path, package).write_tables(rows)
    assert not (tmp_path / "canvas.csv").exists()
    (note,) = closing_notes(rows, package, tmp_path)
    assert note.startswith("there is no canvas.csv: Canvas hid who the authors are")


def test_gradescopes_table_has_its_columns(package: Release):
    evil = Student('=cmd|"/c calc"!A1', "-1", "@x", GRADESCOPE)
    graded = row("b", (Student("Bob", "7", "b@x.org", GRADESCOPE),), 1.5)
    outcome = replace(
        graded.outcome, score=2.0, max_score=3.0, staff=(StaffGrade("q2", "q2", 0.5, 1.0),)
    )
    made = uploads([row("a", (evil,), 2), replace(graded, outcome=outcome)], package)
    questions = ["q1 (2.0 pts)", "q2 (1.0 pts)"]
    assert parsed(made.gradescope) == [
        ["Name", "SID", "Email", "Total Score", "Max Points", "Status", *questions],
        ['\'=cmd|"/c calc"!A1', "", "", "2", "2", "Graded", "2", ""],
        ["Bob", "7", "b@x.org", "2", "3", "Graded", "1.5", "0.5"],
    ]
    assert parsed(made.canvas)[1][-1] == "3"


def test_a_name_with_a_line_break_stays_in_its_cell(package: Release):
    made = uploads([row("a", (Student("Bob\nEve,9", "7", "", GRADESCOPE),), 2)], package)
    assert [len(line) for line in parsed(made.canvas)] == [6, 6, 6]
    assert parsed(made.gradescope)[1][0] == "Bob?Eve,9"


def test_moodle_finds_each_of_its_participants_once(package: Release):
    zoe, ben = Student("Zoé Ä", "412", "", MOODLE), Student("=Ben", "99", "", MOODLE)
    rows = [row("z1", (zoe,), 1), row("z2", (zoe,), 2), row("b", (ben,), 0)]
    rows += [row("c", (Student("Cem", "7", "", CANVAS),), 2)]
    assert parsed(uploads(rows, package).moodle) == [
        ["Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)"],
        ["Participant 412", "Zoé Ä", "2", "3", "-"],
        ["Participant 99", "'=Ben", "0", "3", "-"],
    ]
    assert uploads(rows[-1:], package).moodle is None
