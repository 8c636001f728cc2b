"""ILIAS's download of an exercise's assignment: a folder per member, in those of teams.

Named by ``downloadAllAssignmentFiles`` of ILIAS's ilExSubmission:
``<last>_<first>_<login>_<user id>``, below ``Team <id>`` where teams hand in. A late file begins
with words for that in the language of whoever downloads; in the file store, with its time stamp.
"""

import re
from collections import defaultdict

from autograder.intake.platforms.claims import (
    Claim,
    Listing,
    Recognised,
    candidates,
    clean,
    common_folder,
)
from autograder.intake.roster import ILIAS, Student

_MEMBER = re.compile(
    r"(?P<last>[^_/]+(?:_[^_/]+)*)_(?P<first>[^_/]+)_(?P<login>[^_/ ]+)_(?P<user>[0-9]{1,20})"
)
_TEAM = re.compile(r"\w{3,12}[ _][0-9]{1,20}")
_LATE = re.compile(r"(?:late submission|versp.{2,4}te abgabe) - (?P<original>.+)", re.IGNORECASE)
_STAMPED = re.compile(r"(?P<time>[0-9]{14})_(?P<original>.+)")


def recognise_ilias(listing: Listing) -> Recognised | None:
    """Find the submissions of a download."""
    teams: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for name in listing.folders:  # which may be empty
        team, _, rest = name.partition("/")
        if rest:
            teams[team].setdefault(rest.partition("/")[0], {})
    units: dict[str, dict[str, dict[str, str]]] = {}  # members' files by who hands in together
    for folder, files in listing.children().items():
        members = teams[folder]
        for path, name in files.items():
            member, _, rest = path.partition("/")
            members.setdefault(member, {})[rest] = name
        if _MEMBER.fullmatch(folder):
            units[folder] = {folder: files}
        elif _TEAM.fullmatch(folder) and members and all(map(_MEMBER.fullmatch, members)):
            units[folder] = members
    people = [member for unit in units.values() for member in unit]
    users = {member.rpartition("_")[2] for member in people}
    stray = [name for name in candidates(listing.files) if name.partition("/")[0] not in units]
    # A user's number is nobody else's; other names with underscores and numbers repeat them.
    if not units or len(users) < len(people) or len(stray) >= len(units):
        return None
    return [_claim(unit, members) for unit, members in units.items()], stray


def _claim(unit: str, members: dict[str, dict[str, str]]) -> Claim:
    files: dict[str, str] = {}
    times: dict[str, str] = {}
    late = False
    for member, found in members.items():
        for path, name in found.items():
            if match := _LATE.fullmatch(path):
                late, path = True, match["original"]
            if match := _STAMPED.fullmatch(path):
                # What was handed in again keeps its name; the last of them is it.
                path, time = match["original"], match["time"]
                if times.get(path, "") > time:
                    continue
                times[path] = time
            files[path if path not in files or path in times else f"{member}/{path}"] = name
    return Claim(
        unit,
        files,
        common_folder(files) if files else unit,
        tuple(map(_student, members)),
        "late" if late else "",
        in_order=tuple(sorted(times, key=lambda path: times[path])),
    )


def _student(folder: str) -> Student:
    match = _MEMBER.fullmatch(folder)
    assert match  # only such folders come here
    name = f"{match['first']} {match['last'].replace('_', ' ')}"
    return Student(clean(name), clean(match["login"]), platform=ILIAS)
