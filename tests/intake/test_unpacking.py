"""Hostile and damaged members of zips and folders do no harm."""

import struct
import zipfile
from pathlib import Path

from autograder.intake import unpacking
from tests.support.collections_given import (
    Files,
    find,
    make,
    notebook,
    source,
    why_nothing,
    zip_bytes,
)


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
