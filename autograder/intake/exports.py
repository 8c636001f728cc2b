"""Find the submissions of a class in what staff have: notebooks, folders, zips, exports."""

import errno
import functools
import hashlib
import os
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.errors import AutograderError
from autograder.intake.names import is_candidate, is_notebook, stem
from autograder.intake.platforms import Claim, claim_loose, make_listing, recognise
from autograder.intake.roster import NBGRADER, Student, Submission
from autograder.intake.submission import MAX_FILES, MAX_NOTEBOOK
from autograder.text import cut, file_name, printable
from autograder.tree import CrowdedError, DamagedError, TooLargeError, Tree, is_wanted

MAX_MEMBERS = 50_000
"""Files in a whole collection."""
MAX_UNPACKED = 4 << 30
"""Bytes that are copied to the scratch folder in all."""
_MAX_PART = 255
"""Bytes of a file's or folder's name."""
_DAMAGED = b"This file was damaged in the zip."


class _NothingFoundError(AutograderError):
    """A folder or zip holds no submission, or too much, or is no zip."""


def find_submissions(paths: Sequence[Path], scratch: Path) -> list[Submission]:
    """Find every submission in notebooks, in folders and zips with one, and in collections.

    A collection is a folder or zip that a platform lets staff download, the ``submitted`` folder
    of nbgrader, or any with the work of several people; what it is shows in the names in it.
    Whoever may have handed in something is a submission, even if it does not read or holds no
    notebook: grading says so. A student's files are one submission, however many notebooks.

    Args:
        scratch: an empty folder into which members of zips are unpacked; it has to outlive the
            grading.

    Returns:
        The submissions, sorted by name. Names differ in more than case and are file names on
        every system; they depend on other submissions only where those would have the same.

    Raises:
        AutograderError: a path is missing, cannot be read, or holds no notebook.
    """
    for path in paths:
        if not os.path.exists(path):  # pathlib raises where a name is too long
            raise AutograderError(f"{_shown(path)} does not exist; give notebooks, zips or folders")
    # Several paths may lead to one file; which of them is taken must not depend on their order.
    given = {path.resolve(): path for path in sorted(paths, reverse=True)}
    unpacking = _Unpacking(scratch)
    found: dict[str, _Found] = {}
    for _, path in sorted(given.items()):
        for submission in _find(path, unpacking):
            # A file given by itself and in its collection counts once, with its student.
            if submission.key not in found or submission.claim.students:
                found[submission.key] = submission
    # A file of somebody's folder that is given by itself as well belongs to the folder.
    folders = {each.key for each in found.values() if each.claim.folder or each.path.is_dir()}
    found = {
        key: each
        for key, each in found.items()
        if folders.isdisjoint(map(str, PurePosixPath(key).parents))
    }
    if not found:
        raise AutograderError("there are no submissions; give notebooks, zips or folders")
    return _named([found[key] for key in sorted(found)])


@dataclass(frozen=True)
class _Found:
    """A submission before it has a name: what was claimed, where it is, and what identifies it."""

    claim: Claim
    path: Path
    key: str
    parent: str


def _shown(path: Path) -> str:
    return printable(str(path))


def _find(path: Path, unpacking: "_Unpacking") -> Iterator[_Found]:
    place = path.resolve()
    label = place.name if path.is_dir() else stem(place.name)
    alone = _Found(Claim(label, {}), path, str(place), place.parent.name)
    if not path.is_dir() and path.suffix.lower() != ".zip":
        yield alone
        return
    try:
        with _open(path) as collection:
            yield from _find_in(collection, unpacking)
    except _NothingFoundError:  # somebody's hand-in, perhaps: its result says what is wrong
        yield alone


def _find_in(collection: Tree, unpacking: "_Unpacking") -> Iterator[_Found]:
    """Find the submissions in a folder or zip, which may be one itself."""
    where = collection.path.resolve()
    outer = collection.path.stem if collection.zipped else where.name
    inside = "" if collection.zipped else outer
    read = functools.partial(_read, collection)
    listing = make_listing(collection.names, collection.folders, inside, read)
    holds = functools.partial(_holds_notebook, collection, unpacking=unpacking)
    try:
        recognised = recognise(listing)
    except AutograderError as error:
        raise AutograderError(f"{_shown(collection.path)}: {error}") from None
    if recognised is None:
        claims = claim_loose(listing, holds)
        if claims is None:
            yield _alone(collection, outer)
            return
    else:
        claims, stray = recognised
        claims += [_stray(name) for name in stray if holds(name)]
    for claim in claims:
        files = sorted(claim.files.values(), key=lambda name: (not is_candidate(name), name))
        key = f"{where}/{claim.folder or next(iter(files), claim.label)}"
        yield _Found(claim, _choose(collection, claim, unpacking), key, outer)


def _alone(collection: Tree, label: str) -> _Found:
    """Return a collection that is one submission."""
    where = collection.path.resolve()
    claim = Claim(label, {})
    if where.parent.parent.name == "submitted":  # nbgrader's tree, one assignment of many
        author = Student(identifier=printable(where.parent.name), platform=NBGRADER)
        claim = Claim(where.parent.name, {}, students=(author,))
    return _Found(claim, collection.path, str(where), where.parent.name)


def _stray(name: str) -> Claim:
    """Return a claim for a file beside what a platform handed out: nobody knows whose it is."""
    return Claim(stem(name).replace("/", "-"), {PurePosixPath(name).name: name})


def _holds_notebook(collection: Tree, name: str, unpacking: "_Unpacking") -> bool:
    """Say whether a file is a notebook or a zip with one; a zip that cannot be opened may be."""
    if is_notebook(name):
        return True
    path = unpacking.file(collection, name, PurePosixPath(name).name)
    try:
        with _open(path) as inner:
            return any(map(is_notebook, inner.names))
    except AutograderError:
        return True


def _choose(collection: Tree, claim: Claim, unpacking: "_Unpacking") -> Path:
    """Return where a submission is: its notebook, its zip, or the folder with all its files."""
    notebooks = [name for name in claim.files if is_notebook(name)]
    zips = [name for name in claim.files if name.lower().endswith(".zip")]
    if not notebooks and len(zips) > 1:
        zips = [name for name in zips if _holds_notebook(collection, claim.files[name], unpacking)]
        if len(zips) > 1:  # grading takes one of the notebooks in them
            return unpacking.zips(collection, claim, zips)
    if not notebooks and len(zips) == 1:
        return unpacking.file(collection, claim.files[zips[0]], zips[0])
    lonely = len(claim.files) == 1 and not claim.folder
    if lonely and (notebooks or not claim.students):
        ((inside, name),) = claim.files.items()
        return unpacking.file(collection, name, inside)
    if claim.folder and not collection.zipped:
        return collection.path / claim.folder
    return unpacking.folder(collection, claim)


def _named(found: list[_Found]) -> list[Submission]:
    """Name the submissions; those that clash get the parent folder's name, then a hash."""
    levels = [0] * len(found)
    while True:
        names = [_name(each, level) for each, level in zip(found, levels, strict=True)]
        taken = Counter(map(_same, names))
        if len(taken) == len(names):
            break
        levels = [
            level + (taken[_same(name)] > 1) for name, level in zip(names, levels, strict=True)
        ]
    return [
        Submission(name, each.path, each.claim.students, each.claim.late, each.claim.late_seconds)
        for name, each in sorted(zip(names, found, strict=True), key=lambda pair: pair[0])
    ]


def _name(found: _Found, level: int) -> str:
    if level == 0:
        return file_name(found.claim.label)
    label = f"{found.parent}-{found.claim.label}"
    # Eight digits keep a class apart; more of them, whatever the names are made for.
    digest = hashlib.sha256(found.key.encode(errors="surrogateescape")).hexdigest()
    return file_name(label, f"-{digest[: 8 * (level - 1)]}" if level > 1 else "")


def _same(name: str) -> str:
    """Return what two names share that are one to a file system which ignores case."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())


def _open(path: Path) -> Tree:
    try:
        return Tree(path, MAX_MEMBERS)
    except (OSError, CrowdedError, DamagedError) as error:
        if path.is_dir() and isinstance(error, OSError):
            raise AutograderError(f"{_shown(path)} cannot be read: {error.strerror}") from None
        raise _NothingFoundError from None


def _read(collection: Tree, name: str) -> bytes:
    """Return the content of a file that is needed to understand the others."""
    try:
        return collection.read(name, MAX_FILES)
    except TooLargeError:
        raise AutograderError(f"{name} is larger than {MAX_FILES >> 20} MB") from None
    except (OSError, DamagedError):
        raise AutograderError(f"{name} cannot be read; export again") from None


class _Unpacking:
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
        targets = self._copy(collection, claim.files, folder)
        _date_in_order([targets[name] for name in claim.in_order if name in targets])
        return folder

    def zips(self, collection: Tree, claim: Claim, names: Sequence[str]) -> Path:
        """Return a folder with what is in several zips of one submission, a folder for each."""
        folder = self._new_folder() / file_name(claim.label)
        folder.mkdir()
        newest = []
        for name in sorted(names, key=[*claim.in_order, *names].index):
            below = folder / file_name(stem(PurePosixPath(name).name))
            below.mkdir(exist_ok=True)
            with (
                suppress(AutograderError, OSError),
                _open(self.file(collection, claim.files[name], name)) as inner,
            ):
                targets = self._copy(inner, {one: one for one in inner.names}, below)
                newest += [path for one, path in targets.items() if is_notebook(one)]
        if claim.in_order:
            _date_in_order(newest)
        return folder

    def _copy(self, collection: Tree, files: Mapping[str, str], folder: Path) -> dict[str, Path]:
        """Copy files into a folder, and return where each is."""
        left = MAX_NOTEBOOK + MAX_FILES
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
                f"{_shown(collection.path)} unpacks to more than {MAX_UNPACKED >> 30} GB; "
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
                raise AutograderError(f"{_shown(self._scratch)} is full; free some space") from None
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
