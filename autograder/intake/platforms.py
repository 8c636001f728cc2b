"""Recognise what Gradescope, Canvas, Moodle and nbgrader hand out, by the names of the files."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import yaml

from autograder.errors import AutograderError
from autograder.intake.roster import CANVAS, GRADESCOPE, MOODLE, NBGRADER, Student
from autograder.text import printable

METADATA = "submission_metadata.yml"
_NBGRADER_FOLDER = "submitted"
_MAX_TEXT = 200
"""Characters of a name, an id or an address; a field that is longer is cut."""
_MAX_STUDENTS = 100
"""Authors of one submission; YAML can repeat a long list at no cost to whoever wrote it."""


# lib/content_zipper.rb of Canvas: the name has lost all but letters, digits and underscores; the
# ids are the user's and the uploaded file's. An anonymous student has five letters and digits.
_CANVAS_ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?(?P<user>anon_[0-9A-Za-z]+)_(?P<file>[0-9]{3,20})_(?P<original>.+)"
)
_CANVAS_NAMED = re.compile(
    r"(?P<student>.*?)_(?P<late>LATE_)?(?P<user>[0-9]{1,20})_(?P<file>[0-9]{3,20})"
    r"_(?P<original>.+)"
)
_CANVAS_TEXT = re.compile(
    r"(?:(?P<student>.*?)_)??(?P<late>LATE_)?(?P<user>[0-9]{1,20}|anon_[0-9A-Za-z]+)"
    r"_(?P<original>(?:text|link)\.html)"
)
# mod/assign of Moodle: a group without an id has no number; the underscore behind "file" has
# come and gone with the versions, and without folders the file's name follows it.
_MOODLE = re.compile(
    r"(?P<student>.*?)(?:_(?P<user>[0-9]{1,20}))?_assignsubmission_(?P<plugin>[a-z]+)"
    r"(?:_(?P<original>.*))?"
)


@dataclass(frozen=True)
class Claim:
    """A submission that a collection seems to hold, before anything is unpacked."""

    label: str  # names it; not yet fit for a file name
    files: dict[str, str]  # its files: path inside the submission to path in the collection
    folder: str = ""  # the folder of the collection that holds just these files, or ""
    students: tuple[Student, ...] = ()  # its authors
    late: str = ""  # how late it was, in words, or ""


Recognised = tuple[list[Claim], list[str]]
"""The submissions, and the notebooks and zips that do not look as if they came with them."""


def is_candidate(name: str) -> bool:
    """Say whether a file is a notebook, or a zip that may hold one."""
    return name.lower().endswith((".ipynb", ".zip"))


def recognise(
    files: Iterable[str], folders: Iterable[str], outer: str, read: Callable[[str], bytes]
) -> Recognised | None:
    """Find the submissions in what a platform handed out, or return None if none did.

    Args:
        files: relative paths of all files, without those that hide or point outside.
        folders: relative paths of the folders, which may be empty.
        outer: the name of the folder that all this is in, or "" for a zip.
        read: returns a file's content.

    Raises:
        AutograderError: a platform is recognised, but not what it means.
    """
    files, folders = sorted(files), sorted(folders)
    # Exports are often in a folder of their own; it has to be the only one with anything to grade.
    of_use = [name for name in files if is_candidate(name) or name.endswith(METADATA)]
    tops = {name.partition("/")[0] if "/" in name else "" for name in of_use}
    top = tops.pop() if len(tops) == 1 else ""
    for root in dict.fromkeys(("", f"{top}/" if top else "", f"{_NBGRADER_FOLDER}/")):
        below = [name.removeprefix(root) for name in files if name.startswith(root)]
        places = [name.removeprefix(root) for name in folders if name.startswith(root)]
        parent = root.rstrip("/") or outer
        found: Recognised | None = None
        if METADATA in below:
            found = _gradescope(below, places, _read_metadata(read(root + METADATA))), []
        found = found or _moodle(below) or _nbgrader(below, parent) or _canvas(below)
        if found:
            return [_below(root, claim) for claim in found[0]], [root + n for n in found[1]]
    return None


def _below(root: str, claim: Claim) -> Claim:
    """Return a claim with paths from the top of the collection."""
    files = {inside: root + name for inside, name in claim.files.items()}
    return replace(claim, files=files, folder=root + claim.folder if claim.folder else "")


def _clean(text: Any) -> str:
    text = text.strip() if isinstance(text, str) else ""
    return "" if text in ("~", "null") else printable(text[:_MAX_TEXT])


def _above(name: str) -> list[str]:
    """Return the folders that a file is in, from the outermost."""
    parts = name.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def claim_loose(names: list[str], files: Iterable[str]) -> list[Claim]:
    """Claim notebooks and zips that no platform has named.

    Where a notebook is the only one of them in its folder, the files beside it belong to it.

    Args:
        names: the notebooks and zips.
        files: all files that may belong to them.
    """
    crowd = Counter(folder for name in names for folder in _above(name))
    beside: dict[str, dict[str, str]] = {
        folder: {} for folder in (name.rpartition("/")[0] for name in names) if crowd[folder] == 1
    }
    for file in files:
        for folder in _above(file):
            if folder in beside:
                beside[folder][file.removeprefix(f"{folder}/")] = file
    claims = []
    for name in names:
        folder, _, file = name.rpartition("/")
        label = name.rpartition(".")[0].replace("/", "-")
        if name.lower().endswith(".ipynb") and len(beside.get(folder, ())) > 1:
            claims.append(Claim(label, beside[folder], folder))
        else:
            claims.append(Claim(label, {file: name}))
    return claims


def _read_metadata(data: bytes) -> dict[Any, Any]:
    try:
        # Every scalar stays text: an id keeps its zeros, a 30 February is no error, Ruby's tags
        # mean nothing. The C loader would be faster, but a deeply nested file makes it crash.
        metadata = yaml.load(data, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        metadata = None
    if not isinstance(metadata, dict):
        raise AutograderError(
            f"{METADATA} is not a list of submissions in YAML; export them from Gradescope again, "
            "or delete the file to grade without the students' names"
        )
    return metadata


def _field(record: Any, key: str) -> Any:
    """Return a field whose key is a Ruby symbol, as a rule."""
    if not isinstance(record, dict):
        return None
    return record.get(f":{key}", record.get(key))


def _gradescope(files: list[str], folders: list[str], metadata: dict[Any, Any]) -> list[Claim]:
    single = [name for name in files if "/" not in name and is_candidate(name)]
    inside: dict[str, dict[str, str]] = {name: {} for name in folders if name and "/" not in name}
    for name in files:
        folder, _, rest = name.partition("/")
        if rest:
            inside.setdefault(folder, {})[rest] = name
    claims = []
    for name in sorted([*inside, *single]):
        # A folder without metadata counts, unless nothing about it looks like a submission.
        known = name in metadata or name.startswith("submission_") or name in single
        if not known and not any(map(is_candidate, inside[name])):
            continue
        submitters = _field(metadata.get(name), "submitters")
        people = (
            Student(
                _clean(_field(person, "name")),
                _clean(_field(person, "sid")),
                _clean(_field(person, "email")),
                GRADESCOPE,
            )
            for person in (submitters if isinstance(submitters, list) else [])[:_MAX_STUDENTS]
        )
        students = tuple(person for person in people if person != Student())
        late = _clean(_field(metadata.get(name), "lateness"))
        if late.strip("0:. ").lower() in ("", "false"):  # as "00:00:00" and "0.0" are
            late = ""
        label, folder = (name, name) if name in inside else (name.rpartition(".")[0], "")
        claims.append(Claim(label, inside.get(name, {name: name}), folder, students, late))
    return claims


def _nbgrader(files: list[str], parent: str) -> Recognised | None:
    trees: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in files:
        student, _, rest = name.partition("/")
        assignment, _, file = rest.partition("/")
        if file:
            trees[student, assignment].append(name)
    deep = {place for place, names in trees.items() if any(map(is_candidate, names))}
    shallow = [name for name in files if is_candidate(name) and name.count("/") < 2]
    stamped = sum(f"{'/'.join(place)}/timestamp.txt" in trees[place] for place in deep)
    # Without the folder's name, the time stamps tell this tree from any other of its depth.
    if not deep or (parent != _NBGRADER_FOLDER and (shallow or 2 * stamped < len(deep))):
        return None
    assignments = sorted({assignment for _, assignment in trees})
    if len(assignments) > 1:
        some = ", ".join(map(printable, assignments[:3]))
        raise AutograderError(
            f"there are {len(assignments)} assignments ({some}); give the folders of one, "
            f"{_NBGRADER_FOLDER}/*/{printable(assignments[0])}"
        )
    claims = []
    for (student, assignment), names in sorted(trees.items()):
        folder = f"{student}/{assignment}"
        inside = {name.removeprefix(f"{folder}/"): name for name in names}
        author = Student(identifier=_clean(student), platform=NBGRADER)
        claims.append(Claim(student, inside, folder, (author,)))
    return claims, shallow


def _moodle(files: list[str]) -> Recognised | None:
    found: dict[tuple[str, str], list[tuple[re.Match[str], str]]] = defaultdict(list)
    others = []
    for name in files:
        match = _MOODLE.fullmatch(name.partition("/")[0])
        if match:
            found[match["student"].strip("_ "), match["user"] or ""].append((match, name))
        elif is_candidate(name):
            others.append(name)
    if not any(is_candidate(name) for hits in found.values() for _, name in hits):
        return None
    claims = []
    for (student, user), hits in sorted(found.items()):
        # What was typed into Moodle's editor is no notebook, and of use only to say so.
        chosen = [hit for hit in hits if hit[0]["plugin"] == "file"] or hits
        folders = {name.partition("/")[0] if "/" in name else "" for _, name in chosen}
        folder = folders.pop() if len(folders) == 1 else ""
        inside = {
            name.partition("/")[2] or match["original"] or name: name for match, name in chosen
        }
        label = "-".join(filter(None, (student.replace(" ", "_"), user)))
        author = Student(_clean(student), user, platform=MOODLE)
        claims.append(Claim(label, inside, folder, (author,)))
    return claims, others


def _canvas(files: list[str]) -> Recognised | None:
    found: dict[str, list[tuple[re.Match[str], str]]] = defaultdict(list)
    others = []
    for name in files:
        patterns = () if "/" in name else (_CANVAS_ANONYMOUS, _CANVAS_NAMED, _CANVAS_TEXT)
        match = next(filter(None, (pattern.fullmatch(name) for pattern in patterns)), None)
        if match:
            found[match["user"]].append((match, name))
        elif is_candidate(name):
            others.append(name)
    matched = sum(is_candidate(name) for hits in found.values() for _, name in hits)
    # A few files that came by mail may lie beside.
    if matched <= len(others):
        return None
    claims = []
    for user, hits in sorted(found.items()):
        student = next((m["student"] or "" for m, _ in hits if "student" in m.groupdict()), "")
        author = Student(_clean(student), user, platform=CANVAS)
        label = "-".join(filter(None, (student, user)))
        late = "late" if any(match["late"] for match, _ in hits) else ""
        claims.append(Claim(label, _newest(hits), students=(author,), late=late))
    # Names such as a0_2024_1012_jane.ipynb have two numbers as well, but the same for everyone.
    crowded = sum(sum(n.lower().endswith(".ipynb") for n in c.files) > 1 for c in claims)
    return (claims, others) if 2 * crowded <= len(claims) else None


def _newest(hits: list[tuple[re.Match[str], str]]) -> dict[str, str]:
    """Return a student's files by their original names, without outdated notebooks and zips.

    Canvas keeps the names of one student's files apart: what is handed in again as ``a0.ipynb``
    is called ``a0-1.ipynb``, then ``a0-2.ipynb``; in ``a.b.ipynb`` the number follows the ``a``.
    """
    ordered = sorted(hits, key=lambda hit: int(dict(hit[0].groupdict("0")).get("file", "0")))
    inside = {match["original"]: name for match, name in ordered}
    candidates = [original for original in inside if is_candidate(original)]
    newest: dict[str, int] = Counter()
    bases = {original: _version(original) for original in candidates}
    for base, number in bases.values():
        newest[base] = max(newest[base], number)
    for original, (base, number) in bases.items():
        # "lab-3" is what "lab-3-1" replaces, whatever its own number seems to be.
        if number < newest[base] or newest.get(original, 0) > 0:
            del inside[original]
    return inside


def _version(original: str) -> tuple[str, int]:
    """Return a file name without Canvas's number, and the number: 0 where there is none."""
    for pattern in (r"([^.]+)-(\d{1,9})(\..+)", r"(.+)-(\d{1,9})(\.[^.]+)"):
        match = re.fullmatch(pattern, original)
        if match:
            return match[1] + match[3], int(match[2])
    return original, 0
