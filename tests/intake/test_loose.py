"""In a folder that no platform made nobody is dropped, and one hand-in stays one."""

import zipfile
from pathlib import Path

import pytest

from autograder.intake import unpacking
from autograder.intake.names import is_notebook, stem
from tests.support.collections_given import Files, find, make, notebook, source, zip_bytes
from tests.support.downloads import LOOSE


@pytest.mark.parametrize("below", ["", "class of 2024/"])
def test_everybody_whose_work_may_be_there_has_a_row(kind, below, tmp_path, scratch):
    files = {below + name: content for name, content in LOOSE.items()}
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert list(found) == ["ada", "ben", "cem", "dee", "eli", "fay", "gil"]
    assert source(found["ada"]) == "ada"
    for name in ("cem", "fay", "gil"):
        assert source(found[name]) == f"{name} holds no notebook; hand in the .ipynb file"
    assert "a0.zip" in source(found["dee"])


def test_a_file_of_somebodys_folder_given_as_well_counts_once(tmp_path, scratch):
    path = make(tmp_path, "folder", LOOSE)
    found = find(path / "ada/a0.ipynb", path, path / "gil", path / "dee/a0.zip", scratch=scratch)
    assert list(found) == ["ada", "ben", "cem", "dee", "eli", "fay", "gil"]


def test_a_download_that_was_zipped_again_is_the_class(kind, tmp_path, scratch):
    once = zip_bytes(LOOSE)
    path = make(tmp_path, kind, {"downloads/export.zip": once, "downloads/README.txt": "see zip"})
    assert list(find(path, scratch=scratch)) == ["ada", "ben", "cem", "dee", "eli", "fay", "gil"]


def test_zips_in_zips_end_somewhere(tmp_path, scratch):
    data = zip_bytes({"a.ipynb": notebook(), "b.ipynb": notebook()})
    for _ in range(100):
        data = zip_bytes({"x.zip": data})
    assert list(find(make(tmp_path, "folder", {"x.zip": data}), scratch=scratch)) == ["given"]


def test_folders_of_one_nbgrader_assignment_given_one_by_one_are_a_student_each(tmp_path, scratch):
    files: Files = {f"ada/a0/{name}.ipynb": notebook(name) for name in ("a0", "Untitled")}
    path = make(tmp_path, "folder", files | {"ben/a0/a0.ipynb": notebook()}, "submitted")
    assert list(find(path / "ada/a0", path / "ben/a0", scratch=scratch)) == ["ada", "ben"]


def test_files_of_a_class_have_a_row_each_whatever_they_are(kind, tmp_path, scratch):
    files: Files = {
        "ada.ipynb": notebook("ada"),
        "ben.IPYNB": notebook("ben"),
        "cem.py": "x = 1",
        "dee.rar": b"Rar!",
        "eli.pdf": b"%PDF",
        "fay.zip": b"no zip",
        "gil/": "",
        "notes.txt": "not somebody's work",
        "data/numbers.csv": "1",
    }
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert list(found) == ["ada", "ben", "cem", "dee", "eli", "fay", "gil"]
    assert source(found["cem"]).startswith("cem.py is not a notebook")
    assert source(found["dee"]).startswith("dee.rar is not a notebook")


@pytest.mark.parametrize(
    "names",
    [
        ["a0.ipynb", "data/x.csv", "images/plot.png", "README.md"],
        ["a0.ipynb", "model.py", "report.pdf", "src/layers.py", "src/deep/more.py"],
        ["in/a0.ipynb", "in/data.txt"],
        ["notebooks/a0.ipynb", "data/x.csv", "src/model.py"],
        ["a0.py", "data/x.csv"],
        ["notes.txt"],
    ],
)
def test_one_hand_in_with_its_data_stays_one(names, kind, tmp_path, scratch):
    files: Files = {name: notebook() if name.endswith(".ipynb") else "x" for name in names}
    path = make(tmp_path, kind, files)
    found = find(path, scratch=scratch)
    assert {name: h.path for name, h in found.items()} == {"given": path}


def test_a_zip_with_data_beside_the_notebook_is_data(kind, tmp_path, scratch):
    files: Files = {"a0.ipynb": notebook(), "data.zip": zip_bytes({"x.csv": "1"})}
    assert list(find(make(tmp_path, kind, files), scratch=scratch)) == ["given"]


@pytest.mark.parametrize(
    ("ada", "rows"),
    [
        (["a0.ipynb", "a0 final.ipynb"], ["ada"]),
        (["a0.ipynb", "Untitled.ipynb"], ["ada"]),
        (["my work.ipynb", "my work (1).ipynb", "Copy of my work.ipynb"], ["ada"]),
        (["a0/a0.ipynb", "a1/a1.ipynb", "README.md", "lib/model.py"], ["ada"]),
        (["a0.ipynb", "old/a0.ipynb"], ["ada"]),
        # who these are from, nobody can know
        (["ina/a0.ipynb", "jo/a0.ipynb"], ["ada-ina", "ada-jo"]),
        (["ina.ipynb", "jo.ipynb"], ["ada-ina", "ada-jo"]),
    ],
)
def test_a_folder_among_others_is_one_students_or_a_groups(ada, rows, kind, tmp_path, scratch):
    files: Files = {f"{name}/a0.ipynb": notebook(name) for name in ("ben", "cem", "dee")}
    files |= {f"ada/{name}": notebook(name) if ".ipynb" in name else "x" for name in ada}
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert list(found) == [*rows, "ben", "cem", "dee"]


@pytest.mark.parametrize("inside", ["{}/a0.ipynb", "{}/{}.ipynb", "{}.ipynb"])
def test_folders_of_sections_are_looked_into(inside, kind, tmp_path, scratch):
    people = {"s1": ("ada", "ben"), "s2": ("cem", "dee")}
    files: Files = {
        f"{section}/{inside.format(name, name)}": notebook(name)
        for section, names in people.items()
        for name in names
    }
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert {name: source(h) for name, h in found.items()} == {
        "s1-ada": "ada",
        "s1-ben": "ben",
        "s2-cem": "cem",
        "s2-dee": "dee",
    }


def test_several_zips_of_one_student_are_unpacked_into_one_folder(kind, tmp_path, scratch):
    files: Files = {
        "ada/a0_2024_10_01T10_00_00.zip": zip_bytes({"a0.ipynb": notebook("old")}),
        "ada/a0_2024_10_02T10_00_00.zip": zip_bytes({"a0.ipynb": notebook("new"), "x.csv": "1"}),
        "ben/a0.ipynb": notebook("ben"),
        "cem/a0.ipynb": notebook("cem"),
    }
    found = find(make(tmp_path, kind, files), scratch=scratch)
    assert list(found) == ["ada", "ben", "cem"]
    inside = sorted(p.relative_to(found["ada"].path) for p in found["ada"].path.rglob("*.*"))
    assert inside == [
        Path("a0_2024_10_01T10_00_00/a0.ipynb"),
        Path("a0_2024_10_02T10_00_00/a0.ipynb"),
        Path("a0_2024_10_02T10_00_00/x.csv"),
    ]


def test_many_zips_of_one_student_do_not_use_up_what_others_need(tmp_path, scratch, monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_FILES", 1 << 20)
    monkeypatch.setattr(unpacking, "MAX_NOTEBOOK", 1 << 20)
    bomb = zip_bytes({"a0.ipynb": bytes(1 << 20)})
    files: Files = {f"mallory/{n}.zip": bomb for n in range(40)}
    files |= {f"{name}/a0.ipynb": notebook(name) for name in ("ada", "ben", "cem")}
    found = find(make(tmp_path, "zip", files), scratch=scratch)
    assert {"ada", "ben", "cem"} < set(found)
    taken = sum(p.stat().st_blocks for p in scratch.rglob("*.ipynb") if p.is_file()) * 512
    assert taken < 3 << 20


def test_unpacked_files_keep_their_dates_and_a_date_that_is_none_is_no_harm(tmp_path, scratch):
    path = tmp_path / "class.zip"
    dates = {"ada": (2024, 10, 1, 10, 0, 0), "ben": (2024, 10, 2, 10, 0, 0)}
    with zipfile.ZipFile(path, "w") as archive:
        for name, date in dates.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.ipynb", date), notebook(name))
        archive.writestr(zipfile.ZipInfo("cem.ipynb", (1980, 0, 0, 0, 0, 0)), notebook("cem"))
    found = find(path, scratch=scratch)
    times = {name: h.path.stat().st_mtime for name, h in found.items()}
    assert times["ben"] - times["ada"] == 86_400
    assert source(found["cem"]) == "cem"


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("a0.ipynb", True),
        ("a0.ipynb.json", True),
        ("a0.ipynb.txt", True),
        ("A0.IPYNB", True),
        ("a0.ipynb (1)", True),
        ("a0.ipynb(2).json", True),
        ("a0.ipynb.pdf", False),
        ("a0.\u0130pynb", False),
        ("a0.py", False),
        ("ipynb", False),
    ],
)
def test_what_browsers_call_notebooks(name, is_one):
    assert is_notebook(name) is is_one
    if is_one:
        assert stem(name).lower() == "a0"


@pytest.mark.parametrize("name", ["a0.ipynb.json", "a0.ipynb.txt", "a0.ipynb (1)", "A0.IPYNB"])
def test_notebooks_in_a_zip_are_unpacked_under_a_name_that_says_so(name, tmp_path, scratch):
    files: Files = {
        f"ada/{name}": notebook("ada"),
        f"ben/{name}": notebook("ben"),
        name: notebook(),
    }
    found = find(make(tmp_path, "zip", files), scratch=scratch)
    assert list(found) == sorted([stem(name), "ada", "ben"])
    for handed_in in found.values():
        place = handed_in.path
        inside = [place] if place.is_file() else list(place.iterdir())
        assert [is_notebook(one.name) for one in inside] == [True]
