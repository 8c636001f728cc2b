"""Blackboard's *Assignment File Download*: files of all attempts in one folder, told by name.

A file is called ``<assignment>_<user>_attempt_<time>_<original>``, and each attempt has a text
``<assignment>_<user>_attempt_<time>.txt`` that begins with ``Name: <name> (<user>)``.
"""

import re
from collections import defaultdict
from contextlib import suppress

from autograder.errors import AutograderError
from autograder.intake.platforms.claims import Claim, Listing, Recognised, candidates, clean
from autograder.intake.roster import BLACKBOARD, Student

_FILE = re.compile(
    r"(?P<whose>.+?_.+?)_(?P<group>group)?attempt_"
    r"(?P<time>[0-9]{4}(?:-[0-9]{2}){5})(?:_(?P<original>.+)|\.txt)"
)
_NAME = re.compile(r"\s*Name:\s*(?P<name>.*?)\s*\((?P<user>[^()\n]+)\)\s*(?:\n|$)")
_MUCH = 2_000
"""Characters of a text that are looked at: the name is in its first line."""


def recognise_blackboard(listing: Listing) -> Recognised | None:
    """Find the submissions of a download; of several attempts the last with a notebook counts."""
    attempts: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    texts: dict[str, str] = {}
    others = []
    for name in listing.files:
        match = None if "/" in name else _FILE.fullmatch(name)
        if match is None:
            others += candidates([name])
            continue
        files = attempts[match["whose"]][match["time"]]
        if match["original"] is None:
            texts[match["whose"]] = name
        else:
            files[match["original"]] = name
    if not attempts or len(others) > len(attempts):
        return None
    claims = []
    for whose, times in sorted(attempts.items()):
        student = _student(listing, whose, texts.get(whose))
        # An attempt with a comment alone takes nothing back.
        last = max(times, key=lambda time: (bool(candidates(times[time])), time))
        label = "-".join(filter(None, (student.name.replace(" ", "_"), student.identifier)))
        claims.append(Claim(label, times[last], students=(student,)))
    return claims, others


def _student(listing: Listing, whose: str, text: str | None) -> Student:
    """Return who an attempt's text says it is from, or what the file's name seems to say."""
    head = ""
    if text is not None:
        with suppress(AutograderError):
            head = listing.read(text)[:_MUCH].decode("utf-8-sig", errors="replace")
    found = _NAME.match(head)
    if found and whose.lower().endswith(f"_{found['user'].strip().lower()}"):
        return Student(clean(found["name"]), clean(found["user"]), platform=BLACKBOARD)
    return Student(identifier=clean(whose.rpartition("_")[2]), platform=BLACKBOARD)
