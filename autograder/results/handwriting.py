"""Find an answer among a notebook's cells: what the student wrote, wherever it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from autograder.intake.document import TextCell
from autograder.release_format import ANSWER_CELL, GivenCell, ManualQuestion, digest_of


class Written(NamedTuple):
    """What a student wrote as an answer."""

    text: str  # the text, "" for none
    pictures: tuple[bytes, ...] = ()  # files that belong to it, which may be anything


@dataclass(frozen=True)
class _Placed:
    """A cell of a submission, beside the cell of the release that it was made from."""

    cell: TextCell
    place: int | None  # the index of the given cell; None for one of the student's own
    changed: bool  # whether the student wrote in it


def written_answer(
    cells: Sequence[TextCell], given: Sequence[GivenCell], question: ManualQuestion
) -> Written | None:
    """Return all that a student wrote between a question and the next cell of the release.

    It is what stands in the answer cell, in new cells, and behind the question in its own cell.
    Where the question is gone, the cell of the release before it takes its place, and code is no
    answer in words.

    Args:
        given: the cells of the student's notebook as the release made it, in order.

    Returns:
        the answer; None where the release does not know the question's place.
    """
    answers = [index for index, cell in enumerate(given) if cell.answers == question.name]
    if not answers:
        return None
    before = _place_of_question(given, question, answers[0])
    placed = _place(cells, given, question, before)
    found = [index for index, one in enumerate(placed) if one.place == before]
    start = found[0] if found else _last_before(placed, before)
    asked = bool(found) and before >= 0
    parts = [_behind(placed[start].cell.source, question.text)] if asked else []
    cells_of_answer = [placed[start].cell] if any(parts) else []
    here = start + 1
    for one in placed[here:]:
        if one.place is not None and not before <= one.place <= answers[-1]:
            break
        here += 1
        if one.place is None:
            counts = asked or question.code or not one.cell.is_code
        else:
            counts = one.place in answers
        if counts and _says_something(one):
            parts.append(one.cell.source)
            cells_of_answer.append(one.cell)
    elsewhere = [*placed[: max(start, 0)], *placed[here:]]
    moved = [one.cell for one in elsewhere if one.place in answers and _says_something(one)]
    return join_cells([*cells_of_answer, *moved], [*parts, *(cell.source for cell in moved)])


def join_cells(cells: Sequence[TextCell], parts: Sequence[str] | None = None) -> Written:
    """Return what cells say and show together.

    Args:
        parts: what they say, where that is not all of their sources.
    """
    parts = [cell.source for cell in cells] if parts is None else parts
    pictures = tuple(picture for cell in cells for picture in cell.pictures)
    return Written("\n\n".join(part for part in parts if part.strip()), pictures)


def _place_of_question(given: Sequence[GivenCell], question: ManualQuestion, answer: int) -> int:
    """Return the index of the cell that asks a question, or of the one before its answer."""
    digest = digest_of(question.text)
    asking = [index for index in range(answer) if given[index].digest == digest]
    return asking[-1] if asking else answer - 1


def _place(
    cells: Sequence[TextCell], given: Sequence[GivenCell], question: ManualQuestion, asked: int
) -> list[_Placed]:
    """Put cells beside those of the release: by their source, and by their id where it changed.

    Cells for answers are known by their id alone, as many are given with one and the same text.
    """
    by_id = {one.cell_id: index for index, one in enumerate(given)}
    by_source: dict[str, list[int]] = {}
    for index, one in enumerate(given):
        if not one.answers:
            by_source.setdefault(one.digest, []).append(index)
    text = question.text.strip()
    placed: list[_Placed] = []
    last = -1
    for cell in cells:
        same = by_source.get(digest_of(cell.source), [])
        place = next((index for index in same if index > last), same[0] if same else None)
        if place is None:
            place = by_id.get(cell.cell_id) if cell.cell_id else None
            if place is None and text and cell.source.strip().startswith(text):
                place = asked
        changed = place is None or given[place].digest != digest_of(cell.source)
        last = last if place is None else place
        placed.append(_Placed(cell, place, changed))
    return placed


def _last_before(placed: Sequence[_Placed], place: int) -> int:
    """Return the index of the last cell that the release has before a place; -1 for none."""
    earlier = [i for i, one in enumerate(placed) if one.place is not None and one.place <= place]
    return max(earlier, default=-1)


def _behind(source: str, text: str) -> str:
    """Return what a student wrote at the end of a question's own cell."""
    source, text = source.strip(), text.strip()
    return source[len(text) :].strip() if text and source.startswith(text) else ""


def _says_something(one: _Placed) -> bool:
    """Say whether a cell may be an answer: not the text that stands there until one is written."""
    source = one.cell.source.strip()
    return one.changed and source not in ("", ANSWER_CELL)
