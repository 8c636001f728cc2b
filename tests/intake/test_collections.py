"""Folders and zips of no platform are found, and get names that are unique and fit for files."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.errors import AutograderError
from autograder.intake import exports
from autograder.intake.submission import read_submission
from tests.support.collections_given import (
    Files,
    find,
    make,
    notebook,
    source,
    why_nothing,
    zip_bytes,
)


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
    (tmp_path / "broken.zip").write_bytes(zip_bytes({"a.ipynb": notebook()})[:100])
    assert "broken.zip" in why_nothing(tmp_path / "broken.zip", tmp_path)


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
