"""Moodle's *Download all submissions*, with and without folders."""

import re
from collections import defaultdict

from autograder.intake.names import is_candidate
from autograder.intake.platforms.claims import Claim, Listing, Recognised, clean
from autograder.intake.roster import MOODLE, Student

# mod/assign of Moodle: a group without an id has no number; the underscore behind "file" has
# come and gone with the versions, and without folders the file's name follows it.
_MOODLE = re.compile(
    r"(?P<student>.*?)(?:_(?P<user>[0-9]{1,20}))?_assignsubmission_(?P<plugin>[a-z]+)"
    r"(?:_(?P<original>.*))?"
)


def recognise_moodle(listing: Listing) -> Recognised | None:
    """Find the submissions of a download."""
    found: dict[tuple[str, str], list[tuple[re.Match[str], str]]] = defaultdict(list)
    others = []
    for name in listing.files:
        match = _MOODLE.fullmatch(name.partition("/")[0])
        if match:
            found[_author(match)].append((match, name))
        elif is_candidate(name):
            others.append(name)
    if not any(is_candidate(name) for hits in found.values() for _, name in hits):
        return None
    places: dict[tuple[str, str], str] = {}  # one of each author's folders, which may be empty
    for folder in listing.children():
        match = _MOODLE.fullmatch(folder)
        if match:
            places[_author(match)] = folder
    claims = []
    for student, user in sorted(found.keys() | places.keys()):
        hits = found.get((student, user), [])
        # What was typed into Moodle's editor is no notebook, and of use only to say so.
        chosen = [hit for hit in hits if hit[0]["plugin"] == "file"] or hits
        tops = {name.partition("/")[0] if "/" in name else "" for _, name in chosen}
        folder = min(tops) if len(tops) == 1 else "" if tops else places[student, user]
        inside = {
            name.partition("/")[2] or match["original"] or name: name for match, name in chosen
        }
        label = "-".join(filter(None, (student.replace(" ", "_"), user)))
        author = Student(clean(student), user, platform=MOODLE)
        claims.append(Claim(label, inside, folder, (author,)))
    return claims, others


def _author(match: re.Match[str]) -> tuple[str, str]:
    return match["student"].strip("_ "), match["user"] or ""
