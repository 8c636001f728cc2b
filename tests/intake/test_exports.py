"""Whole classes are found in what each platform hands out."""

import pytest

from autograder.intake.exports import find_submissions
from autograder.intake.roster import Student
from autograder.intake.submission import read_submission
from tests.support.collections_given import (
    Files,
    find,
    make,
    notebook,
    source,
    zip_bytes,
)

METADATA = """\
submission_101:
  :submitters:
  - :name: Jané Doe
    :sid: 0123
    :email: jane@example.org
  - :name: Bob Roe
    :sid: '456'
    :email: bob@example.org
  :created_at: 2024-02-30 10:00:00.000000000 Z
  :score: 3.0
  :status: processed
  :lateness: 1 day, 2 hours
submission_102:
  :submitters:
  - :name: [1]
    :sid: {a: b}
    :email: ann@example.org
  - 7
  - {}
  :lateness: 00:00:00
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess {a: 1}
submission_103: nothing
submission_104:
  :submitters:
  - :name: No Folder
submission_106:
  :submitters:
    :name: no list
"""
GRADESCOPE: Files = {
    "submission_metadata.yml": METADATA,
    "submission_101/a0.ipynb": notebook("101"),
    "submission_101/data/numbers.txt": "1 2",
    "submission_102/a0.ipynb": notebook("102"),
    "submission_103/notes.txt": "no notebook",
    "submission_105/a0.zip": zip_bytes({"a0.ipynb": notebook("105")}),
    "submission_106/": "",
    "results/grades.txt": "not a submission",
    "__MACOSX/submission_101/._a0.ipynb": "",
    "submission_102/.ipynb_checkpoints/a0-checkpoint.ipynb": notebook(),
}


@pytest.mark.parametrize("below", ["", "assignment_123_export/"])
def test_a_gradescope_export_says_who_handed_in(kind, below, tmp_path, scratch):
    files = {below + name: content for name, content in GRADESCOPE.items()}
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert list(found) == [f"submission_{n}" for n in range(101, 107)]
    assert [source(found[f"submission_{n}"]) for n in (101, 102, 105)] == ["101", "102", "105"]
    assert found["submission_101"].path.name == "submission_101"
    assert read_submission(found["submission_101"].path).files == {"data/numbers.txt": b"1 2"}
    for n in (103, 104, 106):
        assert "no notebook" in source(found[f"submission_{n}"])
    assert found["submission_101"].students == (
        Student("Jané Doe", "0123", "jane@example.org"),
        Student("Bob Roe", "456", "bob@example.org"),
    )
    assert found["submission_102"].students == (Student(email="ann@example.org"),)
    assert found["submission_104"].students == (Student("No Folder"),)
    assert {found[f"submission_{n}"].students for n in (103, 105, 106)} == {()}
    assert [h.late for h in found.values()] == ["1 day, 2 hours", "", "", "", "", ""]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n- b",
        "text",
        "a: [1",
        "&a [*a]",
        "\0",
        "[" * 2000,
        b"\xff\xfe\xff",
        "? [a]\n: b",
    ],
    ids=lambda text: repr(text[:9]),
)
def test_gradescope_metadata_that_cannot_be_read_costs_the_names_only(
    text, kind, tmp_path, scratch
):
    files = {"submission_metadata.yml": text, "submission_1/a0.ipynb": notebook("1")}
    path = make(tmp_path, kind, files | {"submission_2/": ""})
    scratch.mkdir()
    said: list[str] = []
    one, two = find_submissions([path], scratch, said.append)
    assert (one.name, source(one), one.students) == ("submission_1", "1", ())
    assert two.name == "submission_2"
    (line,) = said
    assert line.startswith(f"{path}: submission_metadata.yml")
    assert "without the students' names" in line


def test_a_long_list_of_authors_that_yaml_repeats_is_cut(tmp_path, scratch):
    text = "a: &a\n" + "- :name: x\n" * 1000
    text += "".join(f"submission_{n}:\n  :submitters: *a\n" for n in range(100))
    files = {f"submission_{n}/a.ipynb": notebook() for n in range(100)}
    found = find(make(tmp_path, "zip", {"submission_metadata.yml": text, **files}), scratch=scratch)
    assert {len(h.students) for h in found.values()} == {100}


CANVAS: Files = {
    "doejane_12345_67890_a0.ipynb": notebook("jane"),
    "roebob_LATE_12346_67891_a0-1.ipynb": notebook("bob 1"),
    "roebob_LATE_12346_67899_a0-10.ipynb": notebook("bob 10"),
    "roebob_LATE_12346_67893_a0-2.ipynb": notebook("bob 2"),
    "roebob_LATE_12346_67894_a0.ipynb": notebook("bob"),
    "anon_5aBc1_67895_a0.ipynb": notebook("anonymous"),
    "LATE_anon_Zz9y2_67896_a0.ipynb": notebook("anonymous, late"),
    "müllerÿ_12347_67897_my notebook (1).ipynb": notebook("müller"),
    "müllerÿ_12347_67898_model.py": "w = 1",
    "zoe_12348_67900_a0.zip": zip_bytes({"a0.ipynb": notebook("zoe"), "a.txt": ""}),
    "zoe_12348_67901_data.zip": zip_bytes({"a.txt": ""}),
    "kim_12349_67902_lab-3.ipynb": notebook("first"),
    "kim_12349_67903_lab-3-1.ipynb": notebook("second"),
    "lee_12350_67904_test-1.final.ipynb": notebook("second"),
    "lee_12350_67905_test.final.ipynb": notebook("first"),
    "max_LATE_12351_text.html": "<p>I wrote text</p>",
    "two_12352_67906_a.ipynb": notebook(),
    "two_12352_67907_b.ipynb": notebook(),
    "dots_12353_67908_..": notebook(),
    "dots_12353_67909_.ipynb": notebook("dots"),
    "from a mail.ipynb": notebook("mail"),
    ".DS_Store": b"\0",
}


@pytest.mark.parametrize("below", ["", "submissions/"])
def test_a_canvas_download_is_grouped_by_student(kind, below, tmp_path, scratch):
    files = {below + name: content for name, content in CANVAS.items()}
    found = find(make(tmp_path, kind, files), scratch=scratch)
    expected = {
        "doejane-12345": ("jane", ""),
        "roebob-12346": ("bob 10", "late"),
        "anon_5aBc1": ("anonymous", ""),
        "anon_Zz9y2": ("anonymous, late", "late"),
        "müllerÿ-12347": ("müller", ""),
        "zoe-12348": ("zoe", ""),
        "kim-12349": ("second", ""),
        "lee-12350": ("second", ""),
        "max-12351": ("max-12351 holds no notebook; hand in the .ipynb file", "late"),
        "two-12352": ("x = 1", ""),
        "dots-12353": ("dots-12353 holds no notebook; hand in the .ipynb file", ""),
        f"{below.replace('/', '-')}from a mail": ("mail", ""),
    }
    assert {name: (source(h), h.late) for name, h in found.items()} == expected
    known = {h.late_seconds for h in found.values() if not h.late and h.students}
    assert known == {0}  # Canvas says who was late, not how late
    assert found["roebob-12346"].late_seconds is None
    assert found["roebob-12346"].students == (Student("roebob", "12346"),)
    assert found["anon_Zz9y2"].students == (Student("", "anon_Zz9y2"),)
    assert read_submission(found["müllerÿ-12347"].path).files == {"model.py": b"w = 1"}


@pytest.mark.parametrize(
    "names",
    [
        ("hw_1_200_ann", "hw_1_200_bob", "hw_1_200_cy"),
        ("a0_2024_1012_ann", "a0_2024_1013_bob"),
        ("ann", "doe_12345_67890_a0"),
    ],
)
def test_numbers_in_names_are_not_yet_canvas(names, kind, tmp_path, scratch):
    files: Files = {f"{name}.ipynb": notebook() for name in names}
    assert list(find(make(tmp_path, kind, files), scratch=scratch)) == sorted(names)


MOODLE: Files = {
    "Jane Doe_1234567_assignsubmission_file_/a0.ipynb": notebook("jane"),
    "Jane Doe_1234567_assignsubmission_file_/src/model.py": "w = 1",
    "Jane Doe_1234567_assignsubmission_onlinetext_/onlinetext.html": "see file",
    "Bob de la Roe_7654321_assignsubmission_file_a0.ipynb": notebook("bob"),
    "Ødegård 李_22_assignsubmission_file/hand in/a0.ipynb": notebook("li"),
    "Participant_33_assignsubmission_file_/a0.zip": zip_bytes({"x/a0.ipynb": notebook("p")}),
    "Default group_assignsubmission_file_/a0.ipynb": notebook("group"),
    "Sam_44_assignsubmission_onlinetext_/onlinetext.html": "only text",
}


@pytest.mark.parametrize("below", ["", "Course-A0-99/"])
def test_a_moodle_download_is_grouped_by_student(kind, below, tmp_path, scratch):
    files = {below + name: content for name, content in MOODLE.items()}
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert {name: source(h) for name, h in found.items()} == {
        "Jane_Doe-1234567": "jane",
        "Bob_de_la_Roe-7654321": "bob",
        "Ødegård_李-22": "li",
        "Participant-33": "p",
        "Default_group": "group",
        "Sam-44": source(found["Sam-44"]),
    }
    assert "no notebook" in source(found["Sam-44"])
    assert found["Ødegård_李-22"].students == (Student("Ødegård 李", "22"),)
    assert read_submission(found["Jane_Doe-1234567"].path).files == {"src/model.py": b"w = 1"}


def nbgrader(*assignments: str) -> Files:
    return {
        f"{student}/{assignment}/{file}": notebook(student) if file == "p1.ipynb" else "2024"
        for student in ("ann", "ben_2")
        for assignment in assignments
        for file in ("p1.ipynb", "timestamp.txt", "data.csv")
    }


@pytest.mark.parametrize("below", ["", "submitted/"])
def test_an_nbgrader_tree_is_named_by_student(kind, below, tmp_path, scratch):
    files = {below + name: content for name, content in nbgrader("a0").items()}
    if below:
        parent = below.removesuffix("submitted/")
        files |= {f"{parent}source/a0/p1.ipynb": "", f"{parent}release/a0/p1.ipynb": ""}
    path = make(tmp_path, kind, files)
    found = find(path, scratch=scratch)
    assert {name: source(h) for name, h in found.items()} == {"ann": "ann", "ben_2": "ben_2"}
    assert found["ann"].students == (Student(identifier="ann"),)


def test_several_assignments_of_nbgrader_are_refused_with_what_to_give(tmp_path, refused, scratch):
    path = make(tmp_path, "folder", nbgrader("a0", "a1"), "submitted")
    for folder in (path, tmp_path):
        line = refused(folder)
        assert "a0, a1" in line
        assert "submitted/*/a0" in line
    found = find(*path.glob("*/a0"), scratch=scratch)
    assert {name: h.students for name, h in found.items()} == {
        "ann": (Student(identifier="ann"),),
        "ben_2": (Student(identifier="ben_2"),),
    }


def test_the_folder_submitted_needs_no_time_stamps(tmp_path, scratch):
    files = {n: c for n, c in nbgrader("a0").items() if n.endswith(".ipynb")}
    found = find(make(tmp_path, "folder", files, "submitted"), scratch=scratch)
    assert list(found) == ["ann", "ben_2"]


def test_what_is_given_twice_counts_once(tmp_path, scratch):
    folder = make(tmp_path, "folder", CANVAS)
    link = tmp_path / "link.ipynb"
    link.symlink_to(folder / "doejane_12345_67890_a0.ipynb")
    mail = folder / ".." / folder.name / "from a mail.ipynb"
    found = find(folder, folder, mail, link, scratch=scratch)
    assert len(found) == 12
    assert found["doejane-12345"].students
