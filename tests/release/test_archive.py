"""Zips depend on names and contents only; folders are replaced whole."""

import io
import zipfile

from autograder.release.archive import replace_folder, zip_bytes


def test_a_zip_does_not_depend_on_the_order_of_its_files():
    assert zip_bytes({"a": b"1", "b": b"2"}) == zip_bytes({"b": b"2", "a": b"1"})


def test_programs_are_executable_and_other_files_are_not():
    archive = zipfile.ZipFile(io.BytesIO(zip_bytes({"run": b"", "data": b""}, {"run"})))
    assert {i.filename: i.external_attr >> 16 for i in archive.infolist()} == {
        "run": 0o100755,
        "data": 0o100644,
    }


def test_a_folder_is_replaced_whole(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, name in ((old, "stale"), (new, "fresh")):
        folder.mkdir()
        (folder / name).touch()
    replace_folder(new, old)
    assert [p.name for p in tmp_path.rglob("*")] == ["old", "fresh"]
