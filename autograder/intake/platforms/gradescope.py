"""Gradescope's *Export Submissions*: a folder for each, and who handed in as YAML."""

import re
from typing import Any

from autograder.errors import AutograderError
from autograder.intake.names import is_candidate
from autograder.intake.platforms.claims import Claim, Listing, Recognised, candidates, clean
from autograder.intake.roster import GRADESCOPE, Student
from autograder.intake.yaml_entries import YamlError, yaml_entries

METADATA = "submission_metadata.yml"
_LARGE = (":results", ":history")
"""What this is not interested in, and is most of the file; see ``gradescope/export.py``."""
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")
_CLOCK = re.compile(
    r"(?:([0-9]{1,6}) days?,? )?([0-9]{1,6}):([0-9]{1,2}):([0-9]{1,2}(?:\.[0-9]{1,9})?)"
)
_UNITS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
_PART = re.compile(r"([0-9]{1,6}) (day|hour|minute|second)s?")
_WORDS = re.compile(rf"{_PART.pattern}(?:(?:,| and|, and)? {_PART.pattern})*")
_MAX_STUDENTS = 100
"""Authors of one submission; YAML can repeat a long list at no cost to whoever wrote it."""


def recognise_gradescope(listing: Listing) -> Recognised | None:
    """Find the submissions of an export; without names where its metadata cannot be read."""
    if METADATA not in listing.files:
        return None
    try:
        metadata = _read_metadata(listing.read(METADATA))
    except AutograderError as error:
        metadata = {}
        listing.warn(f"{error}; graded without the students' names, so export again to have them")
    return _claims(listing, metadata), []


def _read_metadata(data: bytes) -> dict[str, Any]:
    try:
        return dict(yaml_entries(data, _LARGE))
    except YamlError:
        raise AutograderError(f"{METADATA} is not a list of submissions in YAML") from None


def field(record: Any, key: str) -> Any:
    """Return a field whose key is a Ruby symbol, as a rule."""
    if not isinstance(record, dict):
        return None
    return record.get(f":{key}", record.get(key))


def _claims(listing: Listing, metadata: dict[str, Any]) -> list[Claim]:
    inside = listing.children()
    single = candidates(listing.loose())
    claims = []
    # Of a submission whose files all have names that cannot be had, only the metadata know.
    for name, record in metadata.items():
        if name not in single and _students(record):
            inside.setdefault(name, {})
    for name in sorted([*inside, *single]):
        # A folder without metadata counts, unless nothing about it looks like a submission.
        known = name in metadata or name.startswith("submission_") or name in single
        if not known and not any(map(is_candidate, inside[name])):
            continue
        record = metadata.get(name)
        late, seconds = _lateness(field(record, "lateness"))
        label, folder = (name, name) if name in inside else (name.rpartition(".")[0], "")
        folder = folder if folder in listing.folders or inside.get(name) else ""
        files = inside.get(name, {name: name})
        claims.append(Claim(label, files, folder, _students(record), late, seconds))
    return claims


def _students(record: Any) -> tuple[Student, ...]:
    submitters = field(record, "submitters")
    people = (
        Student(
            clean(field(person, "name")),
            clean(field(person, "sid")),
            clean(field(person, "email")),
            GRADESCOPE,
        )
        for person in (submitters if isinstance(submitters, list) else [])[:_MAX_STUDENTS]
    )
    return tuple(person for person in people if person != Student())


def _lateness(value: Any) -> tuple[str, float | None]:
    """Return how late a submission was, in words and in seconds: "" and 0 for in time.

    Exports write it as a clock, whose hours go on beyond a day ("26:03:00"), as a number of
    seconds, or in words ("1 day, 2 hours"). What is something else is kept as words.
    """
    text = clean(value)
    if text.lower() in ("", "false"):
        return "", None if value is None else 0.0
    if clock := _CLOCK.fullmatch(text):
        days, hours, minutes, seconds = (float(part or 0) for part in clock.groups())
        total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    elif _NUMBER.fullmatch(text):
        total = float(text)
    elif _WORDS.fullmatch(text):
        total = sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(text))
    else:
        return text, None
    return (text, total) if total > 0 else ("", 0.0)
