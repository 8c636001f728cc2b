"""The scratch folder into which members of zips are copied; hostile ones must not fill it."""

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from autograder.errors import AutograderError
from autograder.intake.names import is_candidate, is_notebook, stem
from autograder.intake.platforms import Claim
from autograder.intake.submission import MAX_FILES, MAX_NOTEBOOK
from autograder.text import cut, file_name, printable
from autograder.tree import DamagedError, Tree, is_wanted

MAX_MEMBERS = 50_000
"""Files in a whole collection."""
MAX_UNPACKED = 4 << 30
"""Bytes that are copied to the scratch folder in all."""
_MAX_PART = 255
"""Bytes of a file's or folder's name."""
_DAMAGED = b"This file was damaged in the zip."


def shown(path: Path) -> str:
    """Return a path for a message: names may hold anything."""
    return printable(str(path))


class Unpacking:
    """The scratch folder, which hostile zips must not fill."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._unpacked: dict[tuple[Path, str], Path] = {}
        self._left = MAX_UNPACKED

    def file(self, collection: Tree, name: str, inside: str) -> Path:
        """Return where a file of a collection is on disk: in its folder, or unpacked."""
        if not collection.zipped:
            return collection.path / name
        if (collection.path, name) not in self._unpacked:
            last = PurePosixPath(inside).name
            base = stem(last)
            ending = file_name(f"x{last.removeprefix(base).lower()}")[1:]
            target = self._new_folder() / f"{file_name(base)}{ending}"
            self._take(collection, name, target, MAX_NOTEBOOK + MAX_FILES)
            self._unpacked[collection.path, name] = target
        return self._unpacked[collection.path, name]

    def folder(self, collection: Tree, claim: Claim) -> Path:
        """Return a folder with copies of all files of a submission."""
        folder = self._new_folder() / file_name(claim.label)
        folder.mkdir()
        targets = self._copy(collection, claim.files, folder, MAX_NOTEBOOK + MAX_FILES)
        _date_in_order([targets[name] for name in claim.in_order if name in targets])
        return folder

    def zips(self, collection: Tree, claim: Claim, names: Sequence[str]) -> Path:
        """Return a folder with what is in several zips of one submission, a folder for each."""
        folder = self._new_folder() / file_name(claim.label)
        folder.mkdir()
        newest: list[Path] = []
        left = MAX_NOTEBOOK + MAX_FILES  # for all of them
        for name in sorted(names, key=[*claim.in_order, *names].index):
            below = folder / file_name(stem(PurePosixPath(name).name))
            below.mkdir(exist_ok=True)
            with (
                suppress(AutograderError, OSError),
                Tree(self.file(collection, claim.files[name], name), MAX_MEMBERS) as inner,
            ):
                targets = self._copy(inner, {one: one for one in inner.names}, below, left)
                newest += [path for one, path in targets.items() if is_notebook(one)]
                left -= sum(path.stat().st_size for path in targets.values() if path.exists())
        if claim.in_order:
            _date_in_order(newest)
        return folder

    def _copy(
        self, collection: Tree, files: Mapping[str, str], folder: Path, left: int
    ) -> dict[str, Path]:
        """Copy files into a folder, so many bytes at most, and return where each is."""
        targets = {}
        # Notebooks first: other files must not use up their share.
        for inside in sorted(files, key=lambda name: (not is_candidate(name), name)):
            parts = PurePosixPath(inside).parts
            if is_wanted(parts):
                targets[inside] = folder.joinpath(*map(_shortened, parts))
                left -= self._take(collection, files[inside], targets[inside], left)
        return targets

    def _new_folder(self) -> Path:
        """Return a new folder, so that no two submissions share one."""
        return Path(tempfile.mkdtemp(dir=self._scratch))

    def _take(self, collection: Tree, name: str, target: Path, most: int) -> int:
        """Copy a member and return its size.

        What cannot be copied is left out, except for notebooks and zips: grading has to find
        something that it refuses, rather than nothing.
        """
        size = collection.size(name)
        if self._left < size <= most:
            raise AutograderError(
                f"{shown(collection.path)} unpacks to more than {MAX_UNPACKED >> 30} GB; "
                "unpack it and give the folder"
            )
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if size <= most:
                self._left -= size
                with collection.open(name) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
            elif is_candidate(name):
                with target.open("wb") as copy:
                    copy.truncate(MAX_NOTEBOOK + 1)  # refused for its size; takes no space on disk
            if (modified := collection.modified(name)) is not None and target.exists():
                os.utime(target, (modified, modified))
        except (OSError, DamagedError) as error:
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise AutograderError(f"{shown(self._scratch)} is full; free some space") from None
            with suppress(OSError):
                target.unlink(missing_ok=True)
                if is_candidate(name):
                    target.write_bytes(_DAMAGED)
        return min(size, most)


def _shortened(part: str) -> str:
    """Return a name that file systems take; a notebook stays one, and a zip."""
    if len(part.encode(errors="surrogateescape")) <= _MAX_PART:
        return part
    ending = part.removeprefix(stem(part)) if is_candidate(part) else ""
    return cut(stem(part), _MAX_PART - len(ending.encode())) + ending


def _date_in_order(paths: Sequence[Path]) -> None:
    """Date files so that the first is the oldest, whatever they were dated."""
    there = [path for path in paths if path.exists()]
    latest = max((path.stat().st_mtime for path in there), default=0.0)
    for age, path in enumerate(reversed(there)):
        os.utime(path, (latest - age, latest - age))
