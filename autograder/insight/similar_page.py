"""The page of what is alike in a class, for staff: pairs and clusters, both codes side by side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.insight.alike import Shared
from autograder.insight.pages import environment
from autograder.insight.similar import EXPECTED, Pair, Similar, Work
from autograder.text import printable

MOST_PAIRS = 300
"""Pairs of the table; a page with more could not be read."""
MOST_SHOWN = 60
"""Pairs whose code stands side by side."""
MOST_NEXT = 10
"""Pairs that chance may have made, for comparison."""
_MOST_LINES = 400
"""Lines that are shown of one answer."""
_LONGEST = 240
"""Characters of a line."""
_NAME = 80


@dataclass(frozen=True)
class Line:
    """A line of an answer."""

    number: int
    text: str
    having: int  # how many answers have the rarest of what it shares with the other; 0 for nothing


@dataclass(frozen=True)
class Side:
    """One question of a pair, side by side."""

    question: str
    says: tuple[str, ...]  # what is shared, in words
    first: tuple[Line, ...]
    second: tuple[Line, ...]


@dataclass(frozen=True)
class Shown:
    """A pair, as it is shown."""

    first: str
    second: str
    expected: str  # how many pairs chance makes
    questions: tuple[str, ...]  # where they share something worth telling
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Cluster:
    """Three and more that pairs connect."""

    names: tuple[str, ...]
    pairs: int  # how many pairs of them are alike


def similar_page(title: str, similar: Similar, left_out: Sequence[str] = ()) -> str:
    """Return the page: HTML that needs nothing else.

    Args:
        title: the assignment, for people.
        similar: what is alike.
        left_out: what was not compared, a sentence each.
    """
    shown = [
        _shown(similar, pair, sides=place < MOST_SHOWN)
        for place, pair in enumerate(similar.pairs[:MOST_PAIRS])
    ]
    return (
        environment()
        .get_template("similar.html")
        .render(
            title=title,
            similar=similar,
            pairs=shown,
            next_pairs=[_shown(similar, pair, sides=False) for pair in similar.beyond[:MOST_NEXT]],
            clusters=[_cluster(similar, group) for group in similar.clusters],
            most_shown=MOST_SHOWN,
            limit=f"{EXPECTED:g}",
            left_out=left_out,
        )
    )


def _cluster(similar: Similar, group: Sequence[int]) -> Cluster:
    inside = sum(pair.first in group and pair.second in group for pair in similar.pairs)
    return Cluster(tuple(named(similar.works[one]) for one in group), inside)


def named(work: Work) -> str:
    """Return what to call a work, for staff."""
    name = printable(work.name)[:_NAME]
    if work.authors:
        name = f"{printable(work.authors)[:_NAME]} ({name})"
    if work.same:
        name += f" and {len(work.same)} more with the same notebook"
    return f"{name}, {printable(work.earlier)[:_NAME]}" if work.earlier else name


def _shown(similar: Similar, pair: Pair, *, sides: bool) -> Shown:
    return Shown(
        named(similar.works[pair.first]),
        named(similar.works[pair.second]),
        amount(pair.expected),
        tuple(_called(shared.question) for shared in pair.shared),
        tuple(_side(similar, pair, shared) for shared in pair.shared) if sides else (),
    )


def amount(expected: float) -> str:
    """Return how many pairs chance makes, in as many digits as mean something."""
    if expected >= 1:
        return f"{expected:.0f}"
    if expected >= 0.1:
        return f"{expected:.1f}"
    return f"1 in {10 ** round(-math.log10(max(expected, 1e-9))):,}"


def _called(question: str) -> str:
    return question or "elsewhere in the notebook"


def _side(similar: Similar, pair: Pair, shared: Shared) -> Side:
    """Return one question of a pair."""
    asked = similar.questions[shared.question]
    lines = asked.marked(pair.first, pair.second)
    texts = [similar.works[who].text_of(shared.question) for who in (pair.first, pair.second)]
    first, second = (_lines(text, marks) for text, marks in zip(texts, lines, strict=True))
    return Side(_called(shared.question), tuple(_says(shared)), first, second)


def _says(shared: Shared) -> list[str]:
    """Return what two answers share, a sentence each."""
    said = []
    if shared.having < shared.answers and shared.alike > 0:
        others = f"{shared.having} of {shared.answers} answers"
        whose = "only these two" if shared.having == 2 else others
        part = f"{100 * shared.alike:.0f} % of what not everybody has is the same in both"
        said.append(f"{part}; {whose} have all of what is the same.")
    if shared.wrong:
        some = "those of nobody else" if shared.wrong == 2 else f"those of {shared.wrong} in all"
        said.append(f"Both are wrong, and fail the tests in the same way: {some} do so.")
    if shared.said:
        said.append(f"Rare in this class, and in both: {', '.join(shared.said[:8])}.")
    return said


def _lines(text: str, marks: dict[int, int]) -> tuple[Line, ...]:
    lines = text.splitlines()
    shown = [
        Line(number, line[:_LONGEST], marks.get(number, 0))
        for number, line in enumerate(lines[:_MOST_LINES], 1)
    ]
    if len(lines) > _MOST_LINES:
        shown.append(Line(_MOST_LINES + 1, f"... {len(lines) - _MOST_LINES} more lines", 0))
    return tuple(shown)
