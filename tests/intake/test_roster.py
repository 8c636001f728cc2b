"""A roster says who is who among submissions and who is missing, whichever platform wrote it."""

from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.intake.roster import CANVAS, MOODLE, NBGRADER, Student, Submission, read_roster

CANVAS_GRADEBOOK = """\
Student,ID,SIS User ID,SIS Login ID,Section,A0 (77)
,,,,,Manual Posting
    Points Possible,,,,,10
"Example, Ada",101,0042,ada,Monday,
"Éxemple, Ben",102,0043,ben@example.org,Monday,
"Example, Cem",103,0044,cem,Monday,
"Student, Test",104,,x,Monday,
"""
MOODLE_WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade
Participant 501,Ada Example,ada@example.org,No submission,
Teilnehmer/in 502,Ben Éxemple,ben@example.org,Submitted,
Participant 503,Cem Example,cem@example.org,Submitted,
"""
MOODLE_LIST = """\
First name;Last name;ID number;Email address
Ada;Example;0042;ada@example.org
Ben;Éxemple;0043;ben@example.org
Cem;Example;0044;cem@example.org
"""
SAKAI_GRADES = """\
"A0","SCORE_GRADE_TYPE"

"Display ID","ID","Last Name","First Name","grade","Submission date","Late submission"
"ada","ada","Example","Ada","","",""
"ben","ben","Éxemple","Ben","","",""
"cem","cem","Example","Cem","","",""
"""
GRADESCOPE_ROSTER = """\
Name,SID,Email,Role
Ada Example,0042,ada@example.org,Student
Ben Éxemple,0043,ben@example.org,Student
Cem Example,0044,cem@example.org,Student
"""
BRIGHTSPACE_LIST = """\
OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator
#0042,#ada,Example,Ada,ada@example.org,#
#0043,#ben,Éxemple,Ben,ben@example.org,#
#0044,#cem,Example,Cem,cem@example.org,#
"""
ALL = {
    "Canvas": CANVAS_GRADEBOOK,
    "Moodle's worksheet": MOODLE_WORKSHEET,
    "Moodle's participants": MOODLE_LIST,
    "Sakai": SAKAI_GRADES,
    "Gradescope": GRADESCOPE_ROSTER,
    "Brightspace": BRIGHTSPACE_LIST,
    "names alone": "Name\nAda Example\nBen Éxemple\nCem Example\n",
}


def write(place: Path, text: str | bytes, name: str = "roster.csv") -> Path:
    path = place / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def given(name: str, *students: Student) -> Submission:
    return Submission(name, Path(f"{name}.ipynb"), students)


def turned(name: str) -> str:
    """Return a name with the first name first."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else name


@pytest.mark.parametrize("table", ALL)
def test_each_platforms_table_tells_who_is_who_and_who_is_missing(table, tmp_path):
    roster = read_roster(write(tmp_path, ALL[table]))
    assert len(roster) == 3
    found = roster.complete([given("Ada Example"), given("exemple, BEN - a0"), given("a0")])
    names = [[turned(one.name) for one in handed_in.students] for handed_in in found]
    assert names == [["Ada Example"], ["Ben Éxemple"], []]
    (missing,) = roster.missing(found)
    assert "Cem" in missing.name


@pytest.mark.parametrize(
    "data",
    [
        CANVAS_GRADEBOOK.encode("utf-8-sig"),
        CANVAS_GRADEBOOK.encode("utf-16"),
        CANVAS_GRADEBOOK.replace(", ", "§").replace(",", ";").replace("§", ", ").encode(),
        b"sep=,\r\n" + CANVAS_GRADEBOOK.replace("\n", "\r\n").encode(),
        CANVAS_GRADEBOOK.replace("Student,ID", " STUDENT ,Id").encode(),
    ],
    ids=["mark", "utf-16", "semicolons", "sep", "capitals"],
)
def test_however_a_spreadsheet_saves_it(data, tmp_path):
    roster = read_roster(write(tmp_path, data))
    (ada,) = roster.complete([given("x", Student("exampleada", "101", platform=CANVAS))])
    assert ada.students == (Student("Example, Ada", "101"),)


@pytest.mark.parametrize(
    "name",
    [
        "ada",
        "ADA",
        "0042",
        "101",
        "a0_ada",
        "late-ada",
        "Ada Example - a0",
        "example_ada",
        "Copy (ada)",
    ],
)
def test_a_loose_file_may_be_called_after_its_author(name, tmp_path):
    roster = read_roster(write(tmp_path, CANVAS_GRADEBOOK))
    (found,) = roster.complete([given(name)])
    assert found.students == (Student("Example, Ada", "101"),)
    assert found.students[0].platform == CANVAS


def test_a_name_that_two_people_have_tells_nothing_but_an_address_does(tmp_path):
    text = "Name,Email\nAda Example,a@example.org\nExample Ada,b@example.org\n"
    roster = read_roster(write(tmp_path, text))
    found = roster.complete([given("Ada Example"), given("a@example.org")])
    assert [h.students for h in found] == [(), (Student("Ada Example", "", "a@example.org"),)]
    assert roster.missing(found) == [Student("Example Ada", "", "b@example.org")]


def test_one_platforms_number_is_not_taken_for_anothers(tmp_path):
    roster = read_roster(write(tmp_path, CANVAS_GRADEBOOK))
    moodle = Student("Ben Exemple", "101", platform=MOODLE)  # 101 is Ada's on Canvas
    (found,) = roster.complete([given("ben", moodle)])
    assert found.students[0].name == "Éxemple, Ben"
    assert (found.students[0].identifier, found.students[0].platform) == ("101", MOODLE)
    (found,) = roster.complete([given("who", Student("", "102", platform=MOODLE))])
    assert found.students[0].name == ""


def test_moodles_worksheet_names_participants(tmp_path):
    roster = read_roster(write(tmp_path, MOODLE_WORKSHEET))
    (found,) = roster.complete([given("x", Student("Participant", "502", platform=MOODLE))])
    assert found.students == (Student("Ben Éxemple", "502", "ben@example.org"),)


def test_logins_of_nbgrader_and_groups_are_completed(tmp_path):
    roster = read_roster(write(tmp_path, BRIGHTSPACE_LIST))
    group = given("g", Student(identifier="ada", platform=NBGRADER), Student("Cem Example"))
    (found,) = roster.complete([group])
    assert [one.email for one in found.students] == ["ada@example.org", "cem@example.org"]
    assert found.students[0].identifier == "ada"
    assert [one.name for one in roster.missing([found])] == ["Ben Éxemple"]


def test_what_is_hostile_in_a_roster_is_one_line(tmp_path):
    text = "Name,ID\n\x1b[2JAda\u202e Example,1\n" + "x" * 1000 + ",2\n"
    roster = read_roster(write(tmp_path, text))
    for one in roster.missing([]):
        assert one.name.isprintable()
        assert len(one.name) <= 200


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1: no column"),
        ("a,b\n1,2\n", "line 1: no column"),
        ("Name,ID\n", "names nobody"),
        ("Name,ID\nAda,1\nBen,1\n", "line 3: the id 1 is also on line 2"),
        (b"\xff\xff", "not a text in UTF-8"),
        ('Name\n"Ada', "not CSV"),
        (None, "cannot be read"),
    ],
)
def test_a_bad_roster_is_one_clear_line(text, words, tmp_path):
    path = tmp_path / "roster.csv" if text is None else write(tmp_path, text)
    with pytest.raises(AutograderError) as caught:
        read_roster(path)
    (line,) = str(caught.value).splitlines()
    assert line.startswith(str(path))
    assert words in line
