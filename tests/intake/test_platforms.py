"""Downloads of Sakai, Blackboard, Brightspace, ILIAS, Google Classroom, and repeated hand-ins."""

import pytest

from autograder.intake.platforms.gradescope import _lateness
from autograder.intake.roster import Student
from tests.support.collections_given import Files, find, make, notebook, source, zip_bytes
from tests.support.downloads import ATTACHED, BLACKBOARD, BRIGHTSPACE, ILIAS, SAKAI


@pytest.mark.parametrize("below", ["", "A0/", "download/A0/"])
def test_a_sakai_download_says_who_and_who_was_late(kind, below, tmp_path, scratch):
    files = {below + name: content for name, content in SAKAI.items()}
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert {name: source(h) for name, h in found.items()} == {
        "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f Anonymous": "anon",
        "Doe, Jan_(jdoe)": "jane",
        "Li, Wei(wli); Kim, Min(mkim)": "group",
        "Nix, Nan(nnix)": source(found["Nix, Nan(nnix)"]),
        "de la Roe, Bob(broe)": "bob",
    }
    assert "no notebook" in source(found["Nix, Nan(nnix)"])
    assert found["Doe, Jan_(jdoe)"].students == (Student("Jané Doe", "jdoe"),)
    group = found["Li, Wei(wli); Kim, Min(mkim)"].students
    assert group == (Student("Wei Li", "wli"), Student("Min Kim", "mkim"))
    assert {name for name, h in found.items() if h.late} == {"de la Roe, Bob(broe)"}
    seconds = {name: h.late_seconds for name, h in found.items() if h.late_seconds is not None}
    assert seconds == {"Doe, Jan_(jdoe)": 0}


def test_a_sakai_download_without_folders(kind, tmp_path, scratch):
    files: Files = {
        f"A0/Doe, Jane(jdoe)_{ATTACHED}_a0.ipynb": notebook("jane"),
        f"A0/Roe, Bob(broe)_{ATTACHED}_my_a0.ipynb": notebook("bob"),
        "A0/grades.csv": '"broken',
    }
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert {h.students[0].name: source(h) for h in found.values()} == {
        "Jane Doe": "jane",
        "Bob Roe": "bob",
    }


@pytest.mark.parametrize("below", ["", "gradebook_A0/"])
def test_the_last_attempt_with_a_notebook_counts_on_blackboard(kind, below, tmp_path, scratch):
    files = {below + name: content for name, content in BLACKBOARD.items()}
    found = find(make(tmp_path, kind, files), scratch=scratch)
    who = {h.students[0].identifier: (h.students[0].name, source(h)) for h in found.values()}
    assert who["jdoe"] == ("Jané Doe", "jane, second")
    assert who["b_roe"] == ("Bob Roe", "bob")
    assert who["mallory"] == ("", "mallory")  # a text that names somebody else is not believed
    assert who["nix"][0] == "=Nan?[2J Nix"
    assert "no notebook" in who["nix"][1]
    assert len(found) == 4


@pytest.mark.parametrize("below", ["", "A0 Download Oct 5, 2024 1200 PM/"])
def test_a_brightspace_download_has_one_submission_of_each(kind, below, tmp_path, scratch):
    files = {below + name: content for name, content in BRIGHTSPACE.items()}
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert {name: source(h) for name, h in found.items()} == {
        "Doe,_Jane-101": "jane, second",
        "Doe,_Jane-104": "another jane",
        "Mary-Ann_Smith-102": "m",
        "Nan_Nix-103": source(found["Nan_Nix-103"]),
    }
    assert "no notebook" in source(found["Nan_Nix-103"])
    assert found["Doe,_Jane-101"].students == (Student("Doe, Jane", "101"),)


def test_a_brightspace_download_of_files(kind, tmp_path, scratch):
    files: Files = {
        "101-900 - Jane Doe - Oct 1, 2024 1230 PM - a0.ipynb": notebook("first"),
        "101-900 - Jane Doe - Oct 2, 2024 1230 PM - a0 - final.ipynb": notebook("second"),
        "102-900 - Bob Roe - Oct 1, 2024 1230 PM - a0.ipynb": notebook("bob"),
        "index.html": "",
    }
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert {name: source(h) for name, h in found.items()} == {
        "Jane_Doe-101": "second",
        "Bob_Roe-102": "bob",
    }


@pytest.mark.parametrize("below", ["", "A0_77/", "Exercise/A0/"])
def test_an_ilias_download_knows_members_and_teams(kind, below, tmp_path, scratch):
    files = {below + name: content for name, content in ILIAS.items()}
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert {name: source(h) for name, h in found.items()} == {
        "Doe_Jane_jdoe_2201": "jane",
        "Nix_Nan_nnix_2205": source(found["Nix_Nan_nnix_2205"]),
        "Old_Oda_oold_2206": "second",
        "Team 12": "team",
        "de_la_Roe_Bob_b.roe_2202": "bob",
    }
    assert found["de_la_Roe_Bob_b.roe_2202"].students == (Student("Bob de la Roe", "b.roe"),)
    assert found["de_la_Roe_Bob_b.roe_2202"].late == "late"
    team = {Student("Wei Li", "wli"), Student("Min Kim", "mkim")}
    assert set(found["Team 12"].students) == team


def test_google_classroom_names_its_copies_after_students(kind, tmp_path, scratch):
    files: Files = {
        "Ada Example - a0.ipynb": notebook("ada"),
        "Ben Example - A0.ipynb": notebook("ben"),
        "Cem - Dee Example - a0.ipynb": notebook("cem"),
        "Copy of a0.ipynb": notebook("unknown"),
        "a0.ipynb.json": notebook("a0"),
    }
    found = find(make(tmp_path, kind, files), scratch=scratch)
    names = {name: [student.name for student in h.students] for name, h in found.items()}
    assert names == {
        "Ada Example - a0": ["Ada Example"],
        "Ben Example - A0": ["Ben Example"],
        "Cem - Dee Example - a0": ["Cem - Dee Example"],
        "Copy of a0": [],
        "a0": [],
    }


def test_moodle_canvas_and_nbgrader_have_a_row_for_an_empty_folder(kind, tmp_path, scratch):
    files: Files = {
        "Jane Doe_1_assignsubmission_file_/a0.ipynb": notebook("jane"),
        "Nan Nix_2_assignsubmission_file_/": "",
        "Participant_3_assignsubmission_file_/": "",
        "Grades-Course-A0-99.csv": "Identifier,Full name\nParticipant 1,Jane Doe\n",
    }
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert list(found) == ["Jane_Doe-1", "Nan_Nix-2", "Participant-3"]
    assert "no notebook" in source(found["Nan_Nix-2"])


def test_nbgrader_has_a_row_for_an_empty_folder(kind, tmp_path, scratch):
    files: Files = {
        "submitted/ada/a0/a0.ipynb": notebook("ada"),
        "submitted/ben/a0/": "",
        "submitted/gil/": "",
    }
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert list(found) == ["ada", "ben", "gil"]
    assert found["gil"].students == (Student(identifier="gil"),)


def test_several_notebooks_of_one_on_canvas_are_dated_by_the_files_ids(kind, tmp_path, scratch):
    files: Files = {
        "doejane_1_903_Untitled.ipynb": notebook("last"),
        "doejane_1_901_a0 final.ipynb": notebook("first"),
        "doejane_1_902_a0.ipynb": notebook("second"),
        "roebob_2_904_a0.ipynb": notebook("bob"),
        "zoe_3_905_one.zip": zip_bytes({"a0.ipynb": notebook("old")}),
        "zoe_3_906_two.zip": zip_bytes({"a0.ipynb": notebook("new")}),
    }
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert list(found) == ["doejane-1", "roebob-2", "zoe-3"]
    for name, order in (
        ("doejane-1", ["a0 final.ipynb", "a0.ipynb", "Untitled.ipynb"]),
        ("zoe-3", ["one/a0.ipynb", "two/a0.ipynb"]),
    ):
        times = [(found[name].path / inside).stat().st_mtime for inside in order]
        assert times == sorted(set(times))


@pytest.mark.parametrize(
    ("written", "words", "seconds"),
    [
        (None, "", None),
        ("00:00:00", "", 0),
        ("0.0", "", 0),
        ("false", "", 0),
        ("00:14:59", "00:14:59", 899),
        ("26:03:00", "26:03:00", 26 * 3600 + 180),
        ("1 day, 02:00:00", "1 day, 02:00:00", 93_600),
        ("1 day, 2 hours", "1 day, 2 hours", 93_600),
        ("3 days, 1 hour, and 5 minutes", "3 days, 1 hour, and 5 minutes", 263_100),
        ("3600.5", "3600.5", 3600.5),
        ("a while", "a while", None),
        (["1"], "", 0),
    ],
)
def test_gradescopes_lateness_is_known_in_seconds(written, words, seconds):
    assert _lateness(written) == (words, seconds)
