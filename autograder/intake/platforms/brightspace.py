"""Brightspace's (D2L) download of an assignment: a folder, or files, per hand-in, told by name.

They are called ``<id>-<id> - <name> - Oct 1, 2024 1230 PM``; one of the two ids is the student's,
the other the assignment's. Each time that somebody hands in again makes another one.
"""

import re
from collections import defaultdict
from datetime import datetime

from autograder.intake.platforms.claims import Claim, Listing, Recognised, candidates, clean
from autograder.intake.roster import BRIGHTSPACE, Student

_HAND_IN = re.compile(
    r"(?P<first>[0-9]{1,20})-(?P<second>[0-9]{1,20}) ?- ?(?P<name>.+?)"
    r"(?: ?- ?(?P<time>\w{3,12}\.? [0-9]{1,2},? [0-9]{4},? [0-9]{3,4} ?[AP]M))?"
    r"(?: ?- ?(?P<original>[^/]+\.[^/.]+))?",
    re.IGNORECASE,
)


def recognise_brightspace(listing: Listing) -> Recognised | None:
    """Find the submissions of a download; of several by one student the last counts."""
    found: list[tuple[re.Match[str], dict[str, str], str]] = []
    for folder, files in listing.children().items():
        match = _HAND_IN.fullmatch(folder)
        if match and (match["time"] or "index.html" in listing.files):
            found.append((match, files, folder))
    flat: dict[str, dict[str, str]] = defaultdict(dict)
    heads = {}
    others = []
    for name in listing.loose():
        match = _HAND_IN.fullmatch(name)
        if match and match["time"] and match["original"]:
            head = name[: match.start("original")]
            heads[head] = match
            flat[head][match["original"]] = name
        else:
            others += candidates([name])
    found += [(heads[head], files, "") for head, files in flat.items()]
    if not found:
        return None
    # The id that is the same for everyone is the assignment's.
    ids = [{match[n] for match, _, _ in found} for n in ("first", "second")]
    which = "first" if len(ids[0]) >= len(ids[1]) else "second"
    known = len(ids[0]) != len(ids[1])
    students: dict[tuple[str, str], list[tuple[datetime, dict[str, str], str]]] = defaultdict(list)
    for match, files, folder in found:
        key = clean(match["name"]), match[which] if known else ""
        students[key].append((_time(match["time"]), files, folder))
    claims = []
    for (name, user), hand_ins in sorted(students.items()):
        # A hand-in without a notebook takes nothing back.
        _, files, folder = max(hand_ins, key=lambda one: (bool(candidates(one[1])), one[0]))
        label = "-".join(filter(None, (name.replace(" ", "_"), user)))
        author = Student(name, user, platform=BRIGHTSPACE)
        claims.append(Claim(label, files, folder, (author,)))
    taken = [folder for _, _, folder in found if folder]
    deep = [name for name in candidates(listing.files) if "/" in name]
    others += [name for name in deep if name.partition("/")[0] not in taken]
    return claims, others


def _time(text: str | None) -> datetime:
    """Return when something was handed in; months of other languages all come first."""
    words = re.sub(r"[,.]", "", text or "").split()
    if len(words) == 4:  # "1230PM"
        words[3:] = [words[3][:-2], words[3][-2:]]
    try:
        month, day, year, clock, half = words
        return datetime.strptime(f"{month[:3]} {day} {year} {clock:0>4} {half}", "%b %d %Y %I%M %p")
    except ValueError:
        return datetime.min
