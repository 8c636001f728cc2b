"""What lists of releases say of an assignment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:  # it takes seconds to import what reads masters
    from autograder.release.masters import AnyMaster


class QuestionFacts(msgspec.Struct, frozen=True):
    """A question, as lists show it."""

    name: str
    heading: str
    manual: bool
    bonus: bool
    worth: float  # its points


class Facts(msgspec.Struct, frozen=True):
    """An assignment, as lists show it."""

    title: str
    points: float  # of all questions that count towards the maximum
    questions: tuple[QuestionFacts, ...]


def facts_of(master: AnyMaster) -> Facts:
    """Return what lists say of a master."""
    questions = (
        QuestionFacts(one.name, master.heading(one.name), one.manual, one.bonus, one.worth)
        for one in master.questions
    )
    return Facts(master.title, master.points, tuple(questions))


def facts_file(slug: str) -> str:
    """Return the name of the file of a release that holds its facts."""
    return f"{slug}-facts.json"


def facts_bytes(facts: Facts) -> bytes:
    """Return what stands in that file."""
    return msgspec.json.format(msgspec.json.encode(facts)) + b"\n"


def read_facts(release: Path, slug: str) -> Facts | None:
    """Return the facts of a release; None where an earlier version built it.

    Args:
        release: its folder.
    """
    try:
        return msgspec.json.decode((release / facts_file(slug)).read_bytes(), type=Facts)
    except (OSError, msgspec.MsgspecError):
        return None
