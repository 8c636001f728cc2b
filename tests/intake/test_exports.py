"""Whole classes are found in what each platform hands out, and hostile members do no harm."""

import random
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.errors import AutograderError
from autograder.intake import exports, unpacking
from autograder.intake.exports import find_submissions
from autograder.intake.roster import Student
from autograder.intake.submission import read_submission
from tests.support.collections_given import Files, find, make, notebook, source, zip_bytes


@pytest.fixture
def refused(tmp_path):
    """Return what find_submissions says when it refuses paths: one line."""

    def refuse(*paths: Path) -> str:
        place = Path(tempfile.mkdtemp(dir=tmp_path))
        with pytest.raises(AutograderError) as caught:
            find_submissions(paths, place)
        (line,) = str(caught.value).splitlines()
        assert 20 < len(line) < 500
        return line

    return refuse


def why_nothing(path: Path, tmp_path: Path) -> str:
    """Return why a path that is there, and alone, cannot be graded: its result will say so."""
    (alone,) = find_submissions([path], Path(tempfile.mkdtemp(dir=tmp_path)))
    assert alone.path == path
    return source(alone)


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


def test_any_other_collection_is_named_by_relative_path(kind, tmp_path, scratch):
    files: Files = {
        "ann.ipynb": notebook("ann"),
        "late/ben/a0.ipynb": notebook("ben"),
        "late/ben/model.py": "w = 1",
        "late/cy.zip": zip_bytes({"x.ipynb": notebook("cy")}),
        "late/data.zip": zip_bytes({"x.csv": ""}),
        "late/dan.zip": b"PK\3\4 broken",
        ".ipynb_checkpoints/ann.ipynb": notebook(),
        "notes.txt": "",
    }
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert {name: source(h) for name, h in found.items()} == {
        "ann": "ann",
        "late-ben": "ben",
        "late-cy": "cy",
        "late-data": "data.zip holds no notebook; hand in the .ipynb file",
        "late-dan": "dan.zip is not a zip file that can be opened",
    }
    assert read_submission(found["late-ben"].path).files == {"model.py": b"w = 1"}


def test_single_submissions_stay_where_they_are(kind, tmp_path, scratch):
    path = make(tmp_path, kind, {"in/a0.ipynb": notebook("one"), "in/data.txt": ""}, "ann")
    alone = tmp_path / "bén (1).ipynb"
    alone.write_text("not even JSON")
    found = find(path, alone, scratch=scratch)
    assert {name: h.path for name, h in found.items()} == {"ann": path, "bén (1)": alone}
    assert list(scratch.iterdir()) == []


def test_what_is_given_twice_counts_once(tmp_path, scratch):
    folder = make(tmp_path, "folder", CANVAS)
    link = tmp_path / "link.ipynb"
    link.symlink_to(folder / "doejane_12345_67890_a0.ipynb")
    mail = folder / ".." / folder.name / "from a mail.ipynb"
    found = find(folder, folder, mail, link, scratch=scratch)
    assert len(found) == 12
    assert found["doejane-12345"].students


def test_clashes_get_the_folder_then_a_hash_in_any_order(tmp_path):
    names = ("1/ann/a0", "1/ben/A0", "2/ben/a0", "1/cy/a1", "1/cy-a1", "3/ann-a0")
    paths = []
    for name in names:
        paths.append(tmp_path / f"{name}.ipynb")
        paths[-1].parent.mkdir(parents=True, exist_ok=True)
        paths[-1].write_text(notebook(name))
    results = []
    for n in range(4):
        random.Random(n).shuffle(paths)
        found = find(*paths, scratch=tmp_path / f"scratch{n}")
        results.append({name: source(h) for name, h in found.items()})
    assert results[0] == results[1] == results[2] == results[3]
    by_source = {cell: name for name, cell in results[0].items()}
    assert (by_source["1/cy/a1"], by_source["1/cy-a1"]) == ("a1", "cy-a1")
    for cell, start in (("1/ben/A0", "ben-A0-"), ("2/ben/a0", "ben-a0-"), ("3/ann-a0", "3-ann-a0")):
        assert by_source[cell].startswith(start)


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("Ünï 李 ام", "Ünï 李 ام"),
        ("con", "_con"),
        ("nul.a", "_nul.a"),
        ("a:b?c*<d>|\\e", "a_b_c__d___e"),
        ("tab\tbell\a\u202e", "tab_bell__"),
        (" . ", "submission"),
        ("x" * 200, "x" * 80),
        ("\U0001d4b3" * 60, "\U0001d4b3" * 50),
    ],
)
def test_names_are_fit_for_files(stem, name):
    assert exports.file_name(stem) == name


@pytest.mark.parametrize(
    ("files", "words"),
    [({"a.txt": "text"}, "no notebook"), ({}, "no notebook"), ({".a.ipynb": "{}"}, "no notebook")],
)
def test_what_holds_no_notebook_is_a_submission_without_one(files, words, kind, tmp_path):
    path = tmp_path / "given"
    path.mkdir()
    assert words in why_nothing(make(tmp_path, kind, files), tmp_path)


def test_paths_that_are_no_submissions_are_refused(tmp_path, refused):
    assert "does not exist" in refused(tmp_path / "absent.ipynb")
    assert "does not exist" in refused(tmp_path / ("x" * 300))
    assert "no submissions" in refused()


def test_what_cannot_be_read_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.py").write_text("")
    assert "a.py is not a notebook" in why_nothing(tmp_path / "a.py", tmp_path)
    (tmp_path / "broken.zip").write_bytes(zip_bytes(MOODLE)[:300])
    assert "broken.zip" in why_nothing(tmp_path / "broken.zip", tmp_path)


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return entry


def test_hostile_names_in_zips_stay_inside(tmp_path, scratch):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("../out.ipynb", "/abs.ipynb", "a/../../out.ipynb", "..\\out.ipynb", "\\out"):
            archive.writestr(name, notebook("escaped"))
        for name in ("x.ipynb", "s/y.ipynb"):
            archive.writestr(link(name), "/etc/passwd")
        archive.writestr("a/" * 2000 + "deep.ipynb", notebook("deep"))
        archive.writestr("ann/a0.ipynb", notebook("ann"))
        archive.writestr("ann/data", "a file, and a folder")
        archive.writestr("ann/data/x", "x")
        archive.writestr("ann/" + "x" * 300, "too long a name")
        archive.writestr("ben/" + "y" * 300 + ".ipynb", notebook("ben"))
    before = sorted(tmp_path.parent.iterdir())
    found = find(path, scratch=scratch)
    assert {source(h) for h in found.values()} == {"ann", "ben"}
    assert sorted(tmp_path.parent.iterdir()) == before
    assert not Path("/abs.ipynb").exists()
    assert not any(p.is_symlink() or "out" in p.name for p in scratch.rglob("*"))


def test_a_link_in_a_folder_is_not_followed(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.ipynb").write_text(notebook())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.ipynb").symlink_to(tmp_path / "out" / "a.ipynb")
    (tmp_path / "in" / "b").symlink_to(tmp_path / "out")
    assert "no notebook" in why_nothing(tmp_path / "in", tmp_path)


def test_a_damaged_member_does_not_stop_the_others(tmp_path, scratch):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a", "b", "c"):
            archive.writestr(f"{name}.ipynb", notebook(name * 20))
    path.write_bytes(path.read_bytes().replace(b"b" * 20, b"X" * 20))
    found = find(path, scratch=scratch)
    assert [source(found[name])[:3] for name in ("a", "c")] == ["aaa", "ccc"]
    assert "hand it in again" in source(found["b"])


def claimed_size(data: bytes, name: str, size: int) -> bytes:
    """Return a zip whose list says that a member is larger than it is."""
    place = data.rindex(name.encode()) - 46
    assert data[place : place + 4] == b"PK\1\2"
    return data[: place + 24] + struct.pack("<I", size) + data[place + 28 :]


def test_a_member_that_claims_to_be_huge_is_not_unpacked(tmp_path, scratch):
    files: Files = {"ann.ipynb": notebook("ann"), "bomb.ipynb": notebook("bomb")}
    path = tmp_path / "class.zip"
    path.write_bytes(claimed_size(zip_bytes(files), "bomb.ipynb", 0xFFFFFFFE))
    found = find(path, scratch=scratch)
    assert source(found["ann"]) == "ann"
    assert "larger than 100 MB" in source(found["bomb"])
    assert sum(p.stat().st_blocks for p in scratch.rglob("*")) * 512 < 1 << 20


def test_bombs_do_not_fill_the_disk(tmp_path, refused, monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_UNPACKED", 3 << 20)
    path = make(tmp_path, "zip", {f"{n}.ipynb": bytes(1 << 20) for n in range(4)})
    assert "unpacks to more than" in refused(path)
    unpacked = sum(p.stat().st_size for p in tmp_path.rglob("*.ipynb"))
    assert unpacked == 3 << 20


def test_a_submission_cannot_use_up_what_others_need(tmp_path, scratch, monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_FILES", 1 << 20)
    monkeypatch.setattr(unpacking, "MAX_NOTEBOOK", 1 << 20)
    bomb = {f"mallory_666_{n}_{n}.bin": bytes(1 << 20) for n in range(100, 140)}
    files: Files = {
        "ann_1_901_a0.ipynb": notebook("ann"),
        "mallory_666_900_a0.ipynb": notebook("mallory"),
        **bomb,
    }
    found = find(make(tmp_path, "zip", files), scratch=scratch)
    assert [source(h) for h in found.values()] == ["ann", "mallory"]
    assert sum(p.stat().st_size for p in scratch.rglob("*") if p.is_file()) < 3 << 20


def test_a_hundred_thousand_members_are_refused(tmp_path):
    data = zip_bytes({"000000.ipynb": ""})
    start, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    entry, count = data[start:end], 100_000
    entries = b"".join(entry.replace(b"000000", b"%06d" % n) for n in range(count))
    # The count has 16 bits, and nobody reads it; the size of the list is what counts.
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFE, 0xFFFE, len(entries), start, 0)
    (tmp_path / "many.zip").write_bytes(data[:start] + entries + tail)
    assert "files" in why_nothing(tmp_path / "many.zip", tmp_path)


NAMES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
        st.text("aA0_.-/ é\u0301\\", max_size=12),
        st.from_regex(r"[a-zß ]{0,3}_(LATE_)?[0-9]{1,2}_10[0-9]_a(-[0-9])?", fullmatch=True),
        st.from_regex(r"[A-z ]{0,3}_[0-9]?_assignsubmission_file_/?[a-c]", fullmatch=True),
        st.sampled_from(["con", "CON", "nul.x", "submitted/a/b/c", "x" * 99, "a/b/c", "aux/prn"]),
    ).map(lambda name: f"{name}.ipynb"),
    min_size=1,
    max_size=8,
    unique=True,
)
RESERVED = {"con", "prn", "aux", "nul"}


@settings(max_examples=80, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(names=NAMES)
def test_names_are_unique_and_fit_for_files_whatever_members_are_called(names):
    with tempfile.TemporaryDirectory() as place:
        files: Files = dict.fromkeys(names, notebook("mine"))
        path = make(Path(place), "zip", files)
        try:
            found = find(path, scratch=Path(place) / "scratch")
        except AutograderError as error:
            if "holds no notebook" in str(error) or "assignments" in str(error):
                return
            raise
        assert len({name.casefold() for name in found}) == len(found) <= len(names)
        for name, handed_in in found.items():
            assert 0 < len(name) <= 80
            assert len(name.encode()) <= 250
            assert name.isprintable()
            assert not set(name) & set('<>:"/\\|?*')
            assert name == name.strip(" .")
            assert name.partition(".")[0].casefold() not in RESERVED
            assert "mine" in source(handed_in) or "hand in" in source(handed_in)
            assert handed_in.path.is_relative_to(place)
