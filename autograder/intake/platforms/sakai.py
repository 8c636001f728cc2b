"""Sakai's *Download All*: a folder for each submitter, and grades.csv with who they are.

Named by ``zipSubmissions`` of Sakai's AssignmentServiceImpl: ``Last, First(eid)``, several of them
for a group, or an id and a word where grading is anonymous. The folders inside are in the
language of whoever downloads; only a folder for feedback is told from the one for attachments.
"""

import re
from pathlib import Path

from autograder.csv_files import parse_csv
from autograder.errors import AutograderError
from autograder.intake.platforms.claims import (
    Claim,
    Listing,
    Recognised,
    candidates,
    clean,
    common_folder,
)
from autograder.intake.roster import SAKAI, Student

_PERSON = re.compile(r"(?P<last>[^,;()]*), ?(?P<first>[^;()]*?) ?\((?P<eid>[^();]+)\)")
_PEOPLE = re.compile(rf"{_PERSON.pattern}(?:; ?[^;()]*\([^();]+\))*")
_ANONYMOUS = re.compile(r"(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) \S.*", re.IGNORECASE)
_FLAT = re.compile(r"(?P<submitter>[^/]*?\([^()/]+\))_(?P<kind>[^/_]*\(.\))_(?P<original>[^/]+)")
"""A file of a download without folders."""
_GRADES = "grades.csv"
_LATE = "late"
_SECONDS = {"on time": 0.0}
"""What else may stand there, and what it means."""


def recognise_sakai(listing: Listing) -> Recognised | None:
    """Find the submissions of a download."""
    inside = {
        name: files
        for name, files in listing.children().items()
        if _PEOPLE.fullmatch(name) or _ANONYMOUS.fullmatch(name)
    }
    sure = _GRADES in listing.files or any(
        "timestamp.txt" in files or any("/" in path for path in files) for files in inside.values()
    )
    flat: dict[str, dict[str, str]] = {}
    for name in listing.loose():
        if (match := _FLAT.fullmatch(name)) and _PEOPLE.fullmatch(match["submitter"]):
            flat.setdefault(match["submitter"], {})[match["original"]] = name
    if not (sure and inside) and not flat:
        return None
    known = _read_grades(listing)
    claims = []
    for name in sorted(inside.keys() | flat.keys()):
        files = flat.get(name, {}) | _attachments(inside.get(name, {}))
        folder = "" if name in flat else common_folder(files) or name
        students = _students(name, known)
        marks = {known.get(one.identifier, ("", ""))[1].lower() for one in students}
        late, seconds = ("late", None) if _LATE in marks else ("", _SECONDS.get(min(marks)))
        claims.append(Claim(name, files, folder, students, late, seconds))
    taken = {name for claim in claims for name in claim.files.values()}
    stray = [name for name in candidates(listing.files) if name.partition("/")[0] not in inside]
    return claims, [name for name in stray if name not in taken]


def _attachments(files: dict[str, str]) -> dict[str, str]:
    """Return what a student attached: not the platform's texts, nor what staff gave back."""
    found = {}
    for path, name in files.items():
        top, _, rest = path.partition("/")
        if rest and "feedback" not in top.lower():
            found[rest] = name
    return found


def _students(name: str, known: dict[str, tuple[str, str]]) -> tuple[Student, ...]:
    if match := _ANONYMOUS.fullmatch(name):
        return (Student(identifier=clean(match["id"]), platform=SAKAI),)
    students = []
    for person in _PERSON.finditer(name):
        eid = clean(person["eid"])
        written = clean(f"{person['first']} {person['last']}")
        students.append(Student(known.get(eid, ("", ""))[0] or written, eid, platform=SAKAI))
    return tuple(students)


def _read_grades(listing: Listing) -> dict[str, tuple[str, str]]:
    """Return name and lateness by id; nothing where the table is not understood.

    Its columns are Display ID, ID, Last Name, First Name, grade, time and lateness, in the language
    of whoever downloads, behind a line with the assignment's title.
    """
    known = {}
    try:
        lines = parse_csv(listing.read(_GRADES), Path(_GRADES)).lines
    except (AutograderError, KeyError):
        return {}
    for _, cells in lines:
        if len(cells) > 3:
            name = clean(f"{cells[3].strip()} {cells[2].strip()}")
            late = clean(cells[6]) if len(cells) > 6 else ""
            known[clean(cells[0])] = known[clean(cells[1])] = (name, late)
    return known
