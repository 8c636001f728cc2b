"""Folders and zips show the same files, by the same rules, and damage is one error."""

import os
import zipfile
from pathlib import Path

import pytest

from autograder import tree
from autograder.tree import CrowdedError, DamagedError, TooLargeError, Tree

FILES = {
    "a.ipynb": b"{}",
    "data/numbers.txt": b"1 2",
    "data/deep/x.bin": bytes(2000),
    ".hidden": b"",
    ".git/config": b"",
    "data/__pycache__/x.pyc": b"",
    "__MACOSX/._a.ipynb": b"",
}
WANTED = ["a.ipynb", "data/deep/x.bin", "data/numbers.txt"]


@pytest.fixture(params=["folder", "zip"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a folder or zip with the files."""
    path = tmp_path / "given"
    if request.param == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for folder in ("data/", "data/deep/"):
                archive.writestr(folder, "")
            for name, content in FILES.items():
                archive.writestr(name, content)
        return path
    for name, content in FILES.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def test_what_is_hidden_and_caches_are_left_out_unless_the_whole_is_asked_for(path):
    with Tree(path) as found:
        assert sorted(found.names) == WANTED
        assert found.folders == {"data", "data/deep"}
        assert [found.size(name) for name in WANTED] == [2, 2000, 3]
        assert [found.read(name) for name in WANTED] == [FILES[name] for name in WANTED]
    with Tree(path, whole=True) as found:
        assert set(found.names) == FILES.keys()


def test_files_and_folders_count_towards_the_limit(path):
    Tree(path, 5).close()
    with pytest.raises(CrowdedError):
        Tree(path, 4)


def test_a_file_is_read_up_to_a_limit(path):
    with Tree(path) as found:
        assert len(found.read("data/deep/x.bin", 2000)) == 2000
        with pytest.raises(TooLargeError):
            found.read("data/deep/x.bin", 1999)


def test_a_zip_lists_what_is_left_out_as_well(path):
    with Tree(path) as found:
        assert found.listed == (len(FILES) + 2 if found.zipped else len(WANTED) + 2)


def test_what_lies_too_deep_is_not_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr(tree, "_MAX_DEPTH", 3)
    (tmp_path / "1/2/3/4").mkdir(parents=True)
    for folder in ("1/2", "1/2/3"):
        (tmp_path / folder / "a.txt").write_text("")
    with Tree(tmp_path) as found:
        assert found.names == ("1/2/a.txt",)
        assert found.folders == {"1", "1/2", "1/2/3"}


@pytest.mark.parametrize("whole", [False, True])
def test_links_pipes_and_paths_that_point_outside_are_left_out(tmp_path, whole):
    folder, archive = tmp_path / "folder", tmp_path / "zip"
    folder.mkdir()
    (folder / "a.txt").write_text("")
    (folder / "link.txt").symlink_to(folder / "a.txt")
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.txt")
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(archive, "w") as written:
        for name in ("../b.txt", "/b.txt", "//b.txt", "c/../../b.txt", "..\\b.txt", link, "./"):
            written.writestr(name, "text")
        written.writestr("d\\a.txt", "text")
    with Tree(folder, whole=whole) as found:
        assert (found.names, found.folders) == (("a.txt",), set())
    with Tree(archive, whole=whole) as found:
        assert (found.names, found.folders) == (("d/a.txt",), set())


def test_damage_shows_when_a_zip_is_opened_or_a_file_is_read(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\3\4 broken")
    with pytest.raises(DamagedError):
        Tree(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "right" * 9)
        archive.writestr("b.txt", "wrong" * 9)
    data = path.read_bytes().replace(b"wrong" * 9, b"WRONG" * 9)
    path.unlink()
    with Tree(path, data=data) as found:
        assert found.read("a.txt") == b"right" * 9
        with pytest.raises(DamagedError, match=r"b\.txt is damaged"):
            found.read("b.txt")
        with pytest.raises(DamagedError), found.open("b.txt") as file:
            file.read()
    with pytest.raises(FileNotFoundError):
        Tree(path)


def test_a_list_of_files_that_is_too_long_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "crowded.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"{number}-{'x' * 200}", b"")
    read = []
    monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", lambda *_: read.append(1))
    with pytest.raises(CrowdedError):
        Tree(path, 500)
    assert not read
