"""An autograder zip is read once, by one process, and holds what grading needs."""

import json
import os
import pickle
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes

from autograder.release_zip import Release, ReleaseError, read_release
from tests.support.repository import run_build
from tests.support.tiny import TinyCourse, tiny_cells

SECONDS = 120
SECRETS = (b"unlikely_number", b"result = 2 * x", b"Rubric: one point for linearity")
"""From the hidden test, the reference and the rubric of the release."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = TinyCourse(tmp_path_factory.mktemp("tiny") / "course", tiny_cells())
    course.cells[0].source += "\nautograder_files: [factor.txt]"
    course.save()
    (course.master.parent / "factor.txt").write_text("2")
    process = run_build(course.root)
    assert process.returncode == 0, process.stderr
    return course.out / "tiny" / "tiny-autograder.zip"


@pytest.fixture
def submissions(tmp_path: Path) -> list[Path]:
    """Return right submissions that look different; they need the file beside them."""
    code = "factor = int(open('factor.txt').read())\ndef double(x):\n    return factor * x"
    paths = [tmp_path / f"{name}.ipynb" for name in ("ann", "ben", "cy", "dan")]
    for path in paths:
        path.write_text(writes(new_notebook(cells=[new_code_cell(f"# {path.stem}\n{code}")])))
    return paths


@pytest.mark.parametrize("executor", ["local", "dask"])
def test_a_class_is_graded_with_a_zip_that_can_be_read_only_once(
    archive, submissions, executor, tmp_path
):
    once = tmp_path / "once"
    os.mkfifo(once)  # whoever opened it a second time would wait for ever
    threading.Thread(target=once.write_bytes, args=[archive.read_bytes()], daemon=True).start()
    words = ["grade", "--executor", executor, "--jobs", "2", "--out", tmp_path / "out", "--", once]
    command = [sys.executable, "-m", "autograder", *words, *submissions]
    subprocess.run([str(word) for word in command], check=True, timeout=SECONDS)
    results = [json.loads(path.read_text()) for path in (tmp_path / "out/results").glob("*.json")]
    assert len(results) == len(submissions)
    for result in results:
        assert [test["score"] for test in result["tests"] if test["name"] == "q1"] == [2]


def test_a_folder_that_it_was_unpacked_into_is_the_same_release(archive, tmp_path):
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path)
    unpacked, packed = read_release(tmp_path), read_release(archive)
    assert unpacked.contents == packed.contents
    assert unpacked.questions == packed.questions == ("q1",)
    assert unpacked.digest == read_release(tmp_path).digest
    (tmp_path / "tests" / "q1.py").write_text("")
    assert unpacked.digest != read_release(tmp_path).digest


def test_it_holds_what_grading_needs_and_no_more(archive):
    release = read_release(archive)
    assert release.contents.keys() == {
        "assignment.json",
        "files/factor.txt",
        "otter_config.json",
        "reference.py",
        "rubrics.json",
        "tests/q1.py",
    }
    assert release.data_files() == {"factor.txt": b"2"}
    assert "linearity" in release.guides()["q2"].rubric
    assert release.text("misconceptions.py") is None
    content = b"".join(release.contents.values())
    assert all(secret in content for secret in SECRETS)
    assert not any(secret.decode() in repr(release) for secret in SECRETS)
    assert pickle.loads(pickle.dumps(release)) == release


def with_changes(archive: Path, target: Path, **files: str) -> Release:
    """Read a copy of a zip in which some files are others."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, files.get(name.partition(".")[0], old.read(name)))
    return read_release(target)


def test_a_key_to_gradescope_is_not_kept(archive, tmp_path):
    release = with_changes(archive, tmp_path / "a.zip", otter_config='{"token": "sesame"}')
    assert b"sesame" not in pickle.dumps(release)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"otter_config": "{"}, "otter_config.json cannot be used"),
        ({"otter_config": "[]"}, "is not a table of settings"),
        ({"otter_config": '{"lang": "r"}'}, "is for R"),
        ({"assignment": '{"points": 3}'}, "assignment.json cannot be used"),
    ],
)
def test_settings_that_cannot_be_used_are_one_line(files, words, archive, tmp_path):
    with pytest.raises(ReleaseError, match=words) as caught:
        with_changes(archive, tmp_path / "a.zip", **files)
    assert str(tmp_path / "a.zip") in str(caught.value)


def test_what_is_no_autograder_zip_is_one_line(archive, tmp_path):
    (tmp_path / "text.zip").write_text("text")
    for path in (tmp_path / "text.zip", tmp_path / "absent.zip"):
        with pytest.raises(ReleaseError, match=r"is not an autograder zip; give dist"):
            read_release(path)
    with pytest.raises(ReleaseError, match=r"holds no tests"):
        read_release(tmp_path)
    whole = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        start = opened.getinfo("tests/q1.py").header_offset
    whole[start + 60 : start + 100] = bytes(40)
    (tmp_path / "damaged.zip").write_bytes(whole)
    with pytest.raises(ReleaseError, match=r"tests/q1\.py is damaged"):
        read_release(tmp_path / "damaged.zip")
