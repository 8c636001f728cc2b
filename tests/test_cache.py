"""The cache keeps what it is given, and nothing that was damaged."""

import os
import time
from pathlib import Path

import pytest

from autograder import cache as caches
from autograder.cache import Cache, digest
from tests.support.repository import run_command
from tests.support.tiny import TinyCourse

KEY = digest("something")


def test_it_gives_back_what_it_was_given(tmp_path: Path):
    cache = Cache(tmp_path)
    assert cache.get(KEY) is None
    cache.put(KEY, b"found")
    assert Cache(tmp_path).get(KEY) == b"found"
    assert (tmp_path / ".autograder" / ".gitignore").read_text() == "*\n"
    assert Cache(None).get(KEY) is None
    Cache(None).put(KEY, b"found")


@pytest.mark.parametrize("damage", [b"", b"found", b"\0" * 64 + b"found"])
def test_what_is_damaged_is_not_there(tmp_path: Path, damage: bytes):
    cache = Cache(tmp_path)
    cache.put(KEY, b"found")
    (path,) = (p for p in (tmp_path / ".autograder" / "cache").glob("*/*"))
    path.write_bytes(damage)
    assert cache.get(KEY) is None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path):
    (tmp_path / ".autograder").write_text("a file in the way")
    cache = Cache(tmp_path)
    cache.put(KEY, b"found")
    assert cache.get(KEY) is None
    assert cache.clear() == (0, 0)


def test_what_nobody_asked_for_in_months_is_forgotten(tmp_path: Path):
    cache, other = Cache(tmp_path), digest("other")
    cache.put(KEY, b"old")
    cache.put(other, b"new")
    old = time.time() - 100 * 86400
    os.utime(cache._path(tmp_path / ".autograder" / "cache", KEY), (old, old))
    cache.forget_old()
    assert (cache.get(KEY), cache.get(other)) == (None, b"new")


@pytest.mark.parametrize(
    ("some", "others"),
    [
        (["a", "b"], ["ab"]),
        (["a", ["b"]], [["a", "b"]]),
        ([["a", "b"]], [["ab"]]),
        (["a"], [b"a", ""]),
        ([b"1:a"], ["a"]),
    ],
)
def test_parts_are_told_apart(some, others):
    assert digest(*some) != digest(*others)


def test_another_package_of_ours_or_of_others_is_another_environment(monkeypatch, tmp_path: Path):
    before = caches.environment()
    (tmp_path / "torch-9.9.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    caches.environment.cache_clear()
    with_torch = caches.environment()
    monkeypatch.setattr(caches.platform, "python_version", lambda: "3.99.0")
    caches.environment.cache_clear()
    assert len({before, with_torch, caches.environment()}) == 3
    caches.environment.cache_clear()


def test_the_command_clears_it_and_says_what_was_there(tiny: TinyCourse):
    Cache(tiny.root).put(KEY, b"found")
    process = run_command(tiny.root, "cache", "clear")
    assert process.returncode == 0
    assert "cleared, 1 results, 0.0 MB" in process.stdout
    assert Cache(tiny.root).get(KEY) is None
    assert "nothing was there" in run_command(tiny.root, "cache", "clear").stdout
    assert run_command(tiny.root, "cache").returncode == 2
