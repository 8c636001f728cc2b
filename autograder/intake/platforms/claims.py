"""What a collection seems to hold, before anything is unpacked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from autograder.intake.names import is_candidate
from autograder.intake.roster import Student
from autograder.text import printable

_MAX_TEXT = 200
"""Characters of a name, an id or an address; a field that is longer is cut."""


@dataclass(frozen=True)
class Claim:
    """A submission that a collection seems to hold, before anything is unpacked."""

    label: str  # names it; not yet fit for a file name
    files: dict[str, str]  # its files: path inside the submission to path in the collection
    folder: str = ""  # the folder of the collection that holds just these files, or ""
    students: tuple[Student, ...] = ()  # its authors
    late: str = ""  # how late it was, in words, or ""
    late_seconds: float | None = None  # the same in seconds; None where nobody says
    # paths inside, from the oldest to the newest, where names tell; else dates of files do
    in_order: tuple[str, ...] = ()


Recognised = tuple[list[Claim], list[str]]
"""The submissions, and the notebooks and zips that do not look as if they came with them."""


@dataclass(frozen=True)
class Listing:
    """The names of what is in a collection, from the folder on that a platform made.

    Attributes:
        files: the relative paths of all files, sorted.
        folders: those of the folders, which may be empty.
        parent: the name of the folder that all this is in, or "" where nobody knows.
        read: returns a file's content; raises an AutograderError where that cannot be.
        warn: told in one line what of the collection is not understood.
    """

    files: list[str]
    folders: list[str]
    parent: str
    read: Callable[[str], bytes]
    warn: Callable[[str], None]

    def children(self) -> dict[str, dict[str, str]]:
        """Return the folders at the top, each with its files: path inside to path."""
        inside: dict[str, dict[str, str]] = {
            top: {} for top in sorted({name.partition("/")[0] for name in self.folders})
        }
        for name in self.files:
            folder, _, rest = name.partition("/")
            if rest:
                inside.setdefault(folder, {})[rest] = name
        return inside

    def loose(self) -> list[str]:
        """Return the files at the top."""
        return [name for name in self.files if "/" not in name]

    def below(self, root: str) -> "Listing":
        """Return what is below a folder, whose path ends in a slash; "" is the top."""
        if not root:
            return self
        return Listing(
            [name.removeprefix(root) for name in self.files if name.startswith(root)],
            [name.removeprefix(root) for name in self.folders if name.startswith(root)],
            root.rstrip("/").rpartition("/")[2],
            lambda name: self.read(root + name),
            self.warn,
        )


def moved(root: str, claim: Claim) -> Claim:
    """Return a claim of what is below a folder with paths from the top of the collection."""
    files = {inside: root + name for inside, name in claim.files.items()}
    return replace(claim, files=files, folder=root + claim.folder if claim.folder else "")


def clean(text: Any) -> str:
    """Return a name, an id or an address as one line, or "" for what is none."""
    text = " ".join(text.split()) if isinstance(text, str) else ""
    return "" if text in ("~", "null") else printable(text[:_MAX_TEXT])


def candidates(names: Iterable[str]) -> list[str]:
    """Return the notebooks and zips among file names."""
    return [name for name in names if is_candidate(name)]


def common_folder(inside: dict[str, str]) -> str:
    """Return the folder of a collection that holds files just so, or "" if there is none."""
    folders = set()
    for path, name in inside.items():
        if name != path and not name.endswith(f"/{path}"):
            return ""
        folders.add(name[: len(name) - len(path)].rstrip("/"))
    return folders.pop() if len(folders) == 1 else ""
