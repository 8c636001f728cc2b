"""Find the submissions of a class in what staff have: notebooks, folders, zips, exports."""

import functools
import hashlib
import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.errors import AutograderError
from autograder.intake.names import is_candidate, is_notebook, is_work, stem
from autograder.intake.platforms import METADATA, Claim, claim_loose, make_listing, recognise
from autograder.intake.roster import NBGRADER, Student, Submission
from autograder.intake.submission import MAX_FILES
from autograder.intake.unpacking import MAX_MEMBERS, Unpacking, shown
from autograder.text import file_name, printable
from autograder.tree import CrowdedError, DamagedError, TooLargeError, Tree

_MAX_WRAPPED = 3
"""Zips in zips that are looked into for a class."""
_MAX_METADATA = 512 << 20
"""Bytes of Gradescope's metadata, which hold the results of all earlier submissions."""


class _NothingFoundError(AutograderError):
    """A folder or zip holds no submission, or too much, or is no zip."""


def find_submissions(
    paths: Sequence[Path], scratch: Path, say: Callable[[str], None] = lambda _: None
) -> list[Submission]:
    """Find every submission in notebooks, in folders and zips with one, and in collections.

    A collection is a folder or zip that a platform lets staff download, the ``submitted`` folder
    of nbgrader, or any with the work of several people; what it is shows in the names in it.
    Whoever may have handed in something is a submission, even if it does not read or holds no
    notebook: grading says so. A student's files are one submission, however many notebooks.

    Args:
        scratch: an empty folder into which members of zips are unpacked; it has to outlive the
            grading.
        say: told in one line what of an export is not understood, and does not stop it.

    Returns:
        The submissions, sorted by name. Names differ in more than case and are file names on
        every system; they depend on other submissions only where those would have the same.

    Raises:
        AutograderError: a path is missing, cannot be read, or holds no notebook.
    """
    for path in paths:
        if not os.path.exists(path):  # pathlib raises where a name is too long
            raise AutograderError(f"{shown(path)} does not exist; give notebooks, zips or folders")
    # Several paths may lead to one file; which of them is taken must not depend on their order.
    given = {path.resolve(): path for path in sorted(paths, reverse=True)}
    unpacking = Unpacking(scratch)
    found: dict[str, _Found] = {}
    for _, path in sorted(given.items()):
        for submission in _find(path, unpacking, say):
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


def _find(path: Path, unpacking: Unpacking, say: Callable[[str], None]) -> Iterator[_Found]:
    place = path.resolve()
    label = place.name if path.is_dir() else stem(place.name)
    alone = _Found(Claim(label, {}), path, str(place), place.parent.name)
    if not path.is_dir() and path.suffix.lower() != ".zip":
        yield alone
        return
    try:
        with _open(path) as collection:
            yield from _find_in(collection, unpacking, place, say)
    except _NothingFoundError:  # somebody's hand-in, perhaps: its result says what is wrong
        yield alone


def _find_in(
    collection: Tree,
    unpacking: Unpacking,
    where: Path,
    say: Callable[[str], None],
    deeper: int = _MAX_WRAPPED,
) -> Iterator[_Found]:
    """Find the submissions in a folder or zip, which may be one itself.

    Args:
        where: the collection's path, or what stands for it where it is a zip in another.
        say: told what is not understood.
        deeper: how many zips in zips are looked into.
    """
    outer = where.stem if collection.zipped else where.name
    inside = "" if collection.zipped else outer
    listing = make_listing(
        collection.names,
        collection.folders,
        inside,
        functools.partial(_read, collection),
        lambda line: say(f"{shown(where)}: {line}"),
    )
    holds = functools.partial(_holds_notebook, collection, unpacking=unpacking)
    try:
        recognised = recognise(listing)
    except AutograderError as error:
        raise AutograderError(f"{shown(where)}: {error}") from None
    if recognised is None:
        works = [name for name in collection.names if is_work(name)]
        if deeper and len(works) == 1 and works[0].lower().endswith(".zip"):
            inner = _find_wrapped(collection, works[0], unpacking, where, say, deeper)
            if len(inner) > 1:
                yield from inner
                return
        claims = None if _is_nbgraders(where) else claim_loose(listing, holds)
        if claims is None:
            yield _alone(collection, outer, where)
            return
    else:
        claims, stray = recognised
        claims += [_stray(name) for name in stray if holds(name)]
    for claim in claims:
        files = sorted(claim.files.values(), key=lambda name: (not is_candidate(name), name))
        key = f"{where}/{claim.folder or next(iter(files), claim.label)}"
        yield _Found(claim, _choose(collection, claim, unpacking), key, outer)


def _find_wrapped(
    collection: Tree,
    name: str,
    unpacking: Unpacking,
    where: Path,
    say: Callable[[str], None],
    deeper: int,
) -> list[_Found]:
    """Find the submissions in the one zip of a collection: a download may be zipped again."""
    path = unpacking.file(collection, name, PurePosixPath(name).name)
    try:
        with _open(path) as inner:
            return list(_find_in(inner, unpacking, where / name, say, deeper - 1))
    except _NothingFoundError:
        return []


def _is_nbgraders(where: Path) -> bool:
    """Say whether a folder is one submission of nbgrader's tree: submitted/<student>/<name>."""
    return where.parent.parent.name == "submitted"


def _alone(collection: Tree, label: str, where: Path) -> _Found:
    """Return a collection that is one submission."""
    claim = Claim(label, {})
    if _is_nbgraders(where):
        author = Student(identifier=printable(where.parent.name), platform=NBGRADER)
        claim = Claim(where.parent.name, {}, students=(author,))
    return _Found(claim, collection.path, str(where), where.parent.name)


def _stray(name: str) -> Claim:
    """Return a claim for a file beside what a platform handed out: nobody knows whose it is."""
    return Claim(stem(name).replace("/", "-"), {PurePosixPath(name).name: name})


def _holds_notebook(collection: Tree, name: str, unpacking: Unpacking) -> bool:
    """Say whether a file is a notebook or a zip with one; a zip that cannot be opened may be."""
    if is_notebook(name):
        return True
    path = unpacking.file(collection, name, PurePosixPath(name).name)
    try:
        with _open(path) as inner:
            return any(map(is_notebook, inner.names))
    except AutograderError:
        return True


def _choose(collection: Tree, claim: Claim, unpacking: Unpacking) -> Path:
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
            raise AutograderError(f"{shown(path)} cannot be read: {error.strerror}") from None
        raise _NothingFoundError from None


def _read(collection: Tree, name: str) -> bytes:
    """Return the content of a file that is needed to understand the others."""
    most = _MAX_METADATA if name.endswith(METADATA) else MAX_FILES
    try:
        return collection.read(name, most)
    except TooLargeError:
        raise AutograderError(f"{name} is larger than {most >> 20} MB") from None
    except (OSError, DamagedError):
        raise AutograderError(f"{name} cannot be read") from None
