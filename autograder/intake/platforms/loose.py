"""Folders and zips that no platform made: is it one hand-in, or whose are the parts?

Where the names cannot tell, nobody is dropped: a row too many is seen and deleted, one that is not
there is missed by nobody but the student.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from autograder.intake.names import is_candidate, is_notebook, is_work, stem
from autograder.intake.platforms.claims import Claim, Listing

_PARTS = re.compile(
    "(assets|bin|build|checkpoints?|code|data|datasets?|dist|docs?|downloads|env|figs?|figures?|"
    "files|helpers?|images?|img|includes?|inputs?|lib|logs?|media|models?|modules?|notebooks?|old|"
    "out|outputs?|pics|pictures?|plots?|resources|results?|runs|scripts?|src|static|tests?|tmp|"
    "utils?|venv|weights)",
    re.IGNORECASE,
)
"""What folders within one hand-in are called; they are nobody's name."""
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_VERSION = re.compile(r"copy of|kopie von|final|untitled|version|[\W\d_]+", re.IGNORECASE)
"""What tells versions of one notebook apart."""


@dataclass
class _Folder:
    path: str  # from the top of the collection; "" for the top
    files: dict[str, str] = field(default_factory=dict)  # directly in it: name to path
    folders: "dict[str, _Folder]" = field(default_factory=dict)

    def walk(self, above: str = "") -> Iterator[tuple[str, str]]:
        """Yield all its files, those in its folders as well: path inside, and path."""
        for name, path in self.files.items():
            yield above + name, path
        for name, folder in self.folders.items():
            yield from folder.walk(f"{above}{name}/")

    def works(self) -> list[str]:
        """Return the paths of all files in it that may have been handed in."""
        return [path for _, path in self.walk() if is_work(path)]


class _Zips:
    """Which files may hold a notebook; opens each zip once, and only if that is asked."""

    def __init__(self, holds_notebook: Callable[[str], bool]) -> None:
        self._holds_notebook = holds_notebook
        self._known: dict[str, bool] = {}

    def gradable(self, folder: _Folder) -> list[str]:
        """Return the notebooks in a folder, and the zips that hold or may hold one."""
        return [path for _, path in folder.walk() if is_candidate(path) and self._may(path)]

    def _may(self, path: str) -> bool:
        if path not in self._known:
            self._known[path] = is_notebook(path) or self._holds_notebook(path)
        return self._known[path]


def claim_loose(listing: Listing, holds_notebook: Callable[[str], bool]) -> list[Claim] | None:
    """Claim a hand-in for each who seems to have one, or return None if all this is one.

    Args:
        holds_notebook: says of a zip whether it holds a notebook; true where it cannot be opened.
    """
    top, zips = _tree(listing), _Zips(holds_notebook)
    while len(top.folders) == 1 and not any(map(is_work, top.files)):
        (top,) = top.folders.values()
    if _is_one(top, zips):
        return None
    return _claims(top, "", zips) or None


def _tree(listing: Listing) -> _Folder:
    top = _Folder("")

    def reach(parts: list[str]) -> _Folder:
        folder = top
        for part in parts:
            path = f"{folder.path}/{part}".lstrip("/")
            folder = folder.folders.setdefault(part, _Folder(path))
        return folder

    for name in listing.folders:
        reach(name.split("/"))
    for name in listing.files:
        *parts, file = name.split("/")
        reach(parts).files[file] = name
    return top


def _is_person(name: str, folder: _Folder) -> bool:
    """Say whether a folder may be called after somebody who handed something in."""
    return not _PARTS.fullmatch(name) and (bool(folder.works()) or not any(folder.walk()))


def _is_one(top: _Folder, zips: _Zips) -> bool:
    """Say whether a folder that was given is one hand-in."""
    gradable = zips.gradable(top)
    if len(gradable) > 1:
        return False
    if len(gradable) == 1 and gradable[0] in top.files.values():
        return is_notebook(gradable[0])
    people = sum(_is_person(name, folder) for name, folder in top.folders.items())
    if gradable:  # of what lies beside a folder with a notebook, an archive is no part of it
        return people + sum(name.lower().endswith(_ARCHIVES) for name in top.files) < 2
    return people + sum(map(is_work, top.files)) < 2


def _claims(place: _Folder, above: str, zips: _Zips) -> list[Claim]:
    """Claim what is in a folder of several people's work, or of several such folders."""
    people = sum(_is_person(name, folder) for name, folder in place.folders.items())
    by_file = sum(map(is_candidate, place.files)) >= max(people, 1)
    claims = []
    for name, path in place.files.items():
        if is_candidate(path) or (is_work(path) and (by_file or path.lower().endswith(_ARCHIVES))):
            claims.append(Claim(above + stem(name), {name: path}))
    siblings = _Siblings(place, zips)
    for name, folder in place.folders.items():
        gradable = zips.gradable(folder)
        if len(gradable) > 1 and (by_file or not siblings.is_one(folder)):
            claims += _claims(folder, f"{above}{name}-", zips)
        elif gradable or (_is_person(name, folder) if by_file else not _PARTS.fullmatch(name)):
            claims.append(Claim(above + name, dict(folder.walk()), folder.path))
    return claims


class _Siblings:
    """What the folders beside a folder tell of it: one student's, or a group's?"""

    def __init__(self, place: _Folder, zips: _Zips) -> None:
        folders = list(place.folders.values())
        self._zips = zips
        self._shared = Counter(
            name for folder in folders for name in set(map(_file, zips.gradable(folder)))
        )
        plain = sum(len(zips.gradable(folder)) <= 1 for folder in folders)
        self._mostly_plain = 2 * plain > len(folders)

    def is_one(self, folder: _Folder) -> bool:
        """Say whether a folder with several notebooks or zips is one student's."""
        gradable = self._zips.gradable(folder)
        inner = Counter(
            name
            for child in folder.folders.values()
            for name in set(map(_file, self._zips.gradable(child)))
        )
        if any(count > 1 for count in inner.values()):
            return False  # the same notebook in several folders: several people's
        direct = [name for name in folder.files if folder.files[name] in gradable]
        if any(self._shared[name.lower()] > 1 for name in direct):
            return True  # the notebook that others have, with another beside it
        if self._mostly_plain and any(self._shared[_file(path)] > 1 for path in gradable):
            return True  # a repository of a course, among folders with one notebook each
        cores = {_VERSION.sub("", stem(_file(path))).lower() for path in gradable}
        return len(cores - {""}) <= 1  # versions of one notebook


def _file(path: str) -> str:
    return path.rpartition("/")[2].lower()
