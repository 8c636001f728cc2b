"""What students handed in one after another, and what came of each question: typed once."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec


class Tried(msgspec.Struct, frozen=True, array_like=True):
    """What came of a question in one attempt, by its tests."""

    score: float  # its points
    full: bool  # whether all of its tests hold
    label: str = ""  # the misconception that was recognised, or ""
    rung: int = 1  # which of its hints the student read, counted from 1; 0 where nobody knows


class Attempt(msgspec.Struct, frozen=True, array_like=True):
    """Something that a student handed in and that was graded."""

    questions: dict[str, Tried]
    time: float | None = None  # when it was handed in, in seconds since 1970; None for unknown


class ReadHint(msgspec.Struct, frozen=True, array_like=True):
    """A hint that students read."""

    question: str
    label: str  # the misconception
    rung: int  # which of its hints; see ``Tried``
    text: str


class Histories(msgspec.Struct, frozen=True, array_like=True):
    """The attempts of a class."""

    # of each student, or group, in the order in which they were handed in; none is empty
    students: tuple[tuple[Attempt, ...], ...] = ()
    hints: tuple[ReadHint, ...] = ()  # texts of hints, where they are known
    source: str = ""  # the export that they were read from; "" for the class's own folder

    @property
    def count(self) -> int:
        """How many attempts there are."""
        return sum(map(len, self.students))

    @property
    def several(self) -> int:
        """How many students have handed in more than once."""
        return sum(len(attempts) > 1 for attempts in self.students)


def tested_questions(results: Any) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Yield the questions in a result that was written for Gradescope and comes back from there.

    Results of other graders, and whatever else may stand there, hold none: what is no result of
    ``results/gradescope_json.py`` is passed over, whatever it is.

    Yields:
        the question's name, what Gradescope tells of it, and the misconception that was
        recognised: a label, a hint and a rung, or nothing.
    """
    tests = results.get("tests") if isinstance(results, Mapping) else None
    for test in tests if isinstance(tests, list) else ():
        match test:
            case {"extra_data": {"question": str(question), **data}}:
                found: Any = data.get("misconception")
                named = isinstance(found, Mapping) and isinstance(found.get("label"), str)
                yield question, cast(Mapping[str, Any], test), found if named else {}
