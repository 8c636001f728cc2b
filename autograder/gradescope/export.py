"""Gradescope's *Export Submissions*: the earlier submissions of everybody, and their results.

``submission_metadata.yml`` is documented nowhere that we know of. Programs that others have
published read ``:submitters``, ``:created_at``, ``:score``, ``:status``, ``:results`` and
``:history`` of each submission. ``:history`` is the list of the earlier ones, from the first on,
with the same fields. ``:results`` is what ``results.json`` had, as Gradescope keeps it: its keys
have no colon in front.
"""

import math
import os
import re
from collections.abc import Iterator
from datetime import datetime, timezone
from itertools import zip_longest
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError
from autograder.intake.platforms.gradescope import METADATA, field
from autograder.intake.yaml_entries import YamlError, yaml_entries
from autograder.results.attempts import (
    Attempt,
    Histories,
    ReadHint,
    Tried,
    tested_questions,
)
from autograder.text import printable
from autograder.tree import Tree

_MOST_BYTES = 1 << 30
"""Bytes of the file; what is read of it is a small part."""
_MOST_EARLIER = 1_000
"""Earlier submissions of one student that are looked at: the last ones."""
_MOST_QUESTIONS = 3_000_000
"""Questions in all attempts: YAML can repeat a long list at no cost to whoever wrote it."""
_MOST_TEXT = 2_000
"""Characters of a name, a label or a hint."""
_LARGE = ("output", "stdout", ":output")
"""What students read of tests, and what graders print: nothing of it is needed."""
_PASSED = "passed"
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,12})?"
    r" ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?"
)


def read_export(path: Path) -> Histories:
    """Read what everybody handed in, one after another.

    Args:
        path: the export as a zip or folder, or its ``submission_metadata.yml``.

    Raises:
        AutograderError: it is no export of Gradescope, cannot be read, or holds no result of an
            autograder that this package has built.
    """
    name = printable(path.name)
    if not os.path.exists(path):  # pathlib raises where a name is too long
        raise AutograderError(f"{printable(str(path))} does not exist; give Gradescope's export")
    if path.suffix == ".yml" and path.is_file():
        with path.open("rb") as file:
            return _read(name, file)
    with Tree(path) as tree:
        found = [one for one in tree.names if one.rpartition("/")[2] == METADATA]
        if len(found) != 1:
            holds = f"{len(found)} files" if found else "no file"
            raise AutograderError(
                f"{name} holds {holds} named {METADATA}; give one export of Gradescope, from "
                "Export Submissions"
            )
        with tree.open(found[0], _MOST_BYTES) as file:
            return _read(name, file)


def _read(name: str, file: Any) -> Histories:
    reading = _Reading()
    try:
        students = [reading.attempts(record) for _, record in yaml_entries(file, _LARGE)]
    except YamlError as error:
        raise AutograderError(f"{name}: {METADATA} cannot be read, as {error}") from None
    students = [attempts for attempts in students if attempts]
    if not students:
        raise AutograderError(
            f"{name} holds no results of an autograder of this package, so it tells nothing about "
            "hints; export a programming assignment that was graded with one"
        )
    return Histories(tuple(students), tuple(reading.hints.values()), name)


class _Reading:
    """What is read of an export. State: how much so far, and the hints that students read."""

    def __init__(self) -> None:
        self.hints: dict[tuple[str, str, int], ReadHint] = {}
        self._left = _MOST_QUESTIONS

    def attempts(self, record: Any) -> tuple[Attempt, ...]:
        """Return what somebody handed in, the last included; what tells nothing is left out."""
        history = field(record, "history")
        earlier = history[-_MOST_EARLIER:] if isinstance(history, list) else []
        last = field(record, "created_at")
        # an export that lists the last one among the earlier ones, too, would count it twice
        all_of_them = [one for one in earlier if last is None or field(one, "created_at") != last]
        found = [
            (_content(one), Attempt(questions, _seconds(field(one, "created_at"))))
            for one in (*all_of_them, record)
            if (questions := dict(self._questions(one)))
        ]
        if all(one.time is not None for _, one in found):
            found.sort(key=lambda pair: pair[1].time or 0.0)
        # the same notebook once more is no attempt; what was read last is the hint that counts
        following = [content for content, _ in found[1:]]
        return tuple(
            one
            for (content, one), after in zip_longest(found, following)
            if content == "" or content != after
        )

    def _questions(self, record: Any) -> Iterator[tuple[str, Tried]]:
        for question, told, named in tested_questions(field(record, "results")):
            self._left -= 1
            if self._left < 0:
                raise YamlError(f"it tells of more than {_MOST_QUESTIONS:,} questions")
            score, most = _number(told.get("score")), _number(told.get("max_score"))
            if score is None:
                continue
            # a bonus has no maximum there
            full = told.get("status") == _PASSED or (most is not None and 0 < most <= score)
            name, label = _short(question), _short(named.get("label", ""))
            rung = _rung(named.get("rung")) if label else 1
            hint = named.get("hint")
            if label and rung and isinstance(hint, str):
                key = (name, label, rung)
                self.hints.setdefault(key, ReadHint(*key, _short(hint)))
            yield name, Tried(score, full, "" if full else label, rung)


def _content(record: Any) -> str:
    """Return the digest of what was handed in; "" where an older version did not tell it."""
    match field(record, "results"):
        case {"extra_data": {"content": str(content)}}:
            return content
    return ""


def _short(text: str) -> str:
    return text[:_MOST_TEXT]


def _number(value: Any) -> float | None:
    """Return a number that stands there as text; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _rung(value: Any) -> int:
    """Return which hint was read; 0 where that is not told, as by an older version."""
    return int(value) if isinstance(value, str) and re.fullmatch("[1-9]", value) else 0


def _seconds(value: Any) -> float | None:
    """Return a time in seconds since 1970; None for what is no time. Without a zone it is UTC."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    day, clock, zone = found.groups()
    sign = "+00:00" if zone in (None, "Z", "UTC") else zone
    try:
        time = datetime.fromisoformat(f"{day}T{clock}{sign[:3]}:{sign[-2:]}")
        return time.astimezone(timezone.utc).timestamp()
    except (ValueError, OverflowError):
        return None
