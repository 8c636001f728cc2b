"""What a call has changed for whom, before anything is handed out."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from autograder.files import write_whole
from autograder.gradebook.points import csv_text
from autograder.gradebook.tables import safe_cell
from autograder.results.journal import Standing
from autograder.results.outcome import Row

FILE = "changes.csv"
"""The table of changes, in the output folder; none where the last call has changed nothing."""
TOTAL = "score"
"""What stands in the column ``question`` for the points in all."""
NEW_SUBMISSION = "new submission"
NEW_TESTS = "new tests or limits"
PEOPLE = "points of people"
AGAIN = "graded again"
LATENESS = "what lateness costs"
_COLUMNS = ("submission", "question", "before", "after", "why")
_CLOSE = 1e-9
"""Points that differ by less are the same: sums of tenths are not exact."""


class Change(NamedTuple):
    """Points that are not what they were."""

    submission: str  # its name
    question: str  # the question, or ``score`` for the points in all
    before: float | None  # the points after the last call; None where there were none
    after: float | None  # the points now; None where there are none any more
    why: str  # reasons


def standing(row: Row, release: str) -> Standing:
    """Return what a row is worth, and of what this is the result."""
    outcome = row.outcome
    points = {question.name: question.score for question in outcome.questions}
    points |= {grade.label: grade.score for grade in outcome.staff}
    lost = outcome.late.share if outcome.late else 0.0
    tests = {one.name: one.overridden.before for one in outcome.questions if one.overridden}
    return Standing(outcome.score, points, row.content, release, lost, tests)


def changes(
    rows: Sequence[Row], last: Mapping[str, Standing], now: Mapping[str, Standing]
) -> list[Change]:
    """Return what has changed since the last call. Who was not there then is no change.

    Args:
        last: what submissions were worth then, by name.
        now: the same for each row.
    """
    found: list[Change] = []
    for row in sorted(rows, key=lambda row: row.name):
        if row.name in last:
            found += _changes(row, last[row.name], now[row.name])
    return found


def _changes(row: Row, before: Standing, after: Standing) -> Iterator[Change]:
    again = [NEW_SUBMISSION] if before.content != after.content else []
    again += [NEW_TESTS] if before.release != after.release else []
    by_tests = "; ".join(again or [AGAIN])
    tested = {question.name for question in row.outcome.questions}
    reasons: dict[str, None] = {}
    for label in {**before.questions, **after.questions}:
        old, new = before.questions.get(label), after.questions.get(label)
        if not _differ(old, new):
            continue
        # the points of people belong to the answer, whatever the tests are
        by_people = PEOPLE if before.content == after.content else NEW_SUBMISSION
        if label in tested or new is None:
            same = not _differ(before.tests.get(label, old), after.tests.get(label, new))
            why = PEOPLE if same and label in before.tests | after.tests else by_tests
        else:
            why = by_people
        reasons[why] = None
        yield Change(row.name, label, old, new, why)
    if before.lost != after.lost:
        reasons[LATENESS] = None
    if _differ(before.score, after.score):
        why = "; ".join(dict.fromkeys("; ".join(reasons or [by_tests]).split("; ")))
        yield Change(row.name, TOTAL, before.score, after.score, why)


def _differ(old: float | None, new: float | None) -> bool:
    return old != new and (old is None or new is None or abs(old - new) > _CLOSE)


def write_changes(found: Sequence[Change], folder: Path) -> None:
    """Write the table; where nothing has changed, that of an earlier call is removed."""
    path = folder / FILE
    if not found:
        path.unlink(missing_ok=True)
        return
    lines = []
    for one in found:
        points = [_cell(one.before), _cell(one.after)]
        lines.append([safe_cell(one.submission), safe_cell(one.question), *points, one.why])
    write_whole(path, csv_text([_COLUMNS, *lines]))


def _cell(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def changes_notes(found: Sequence[Change], folder: Path) -> list[str]:
    """Return what staff should know of the changes: a line, or none."""
    names = {one.submission for one in found}
    if not names:
        return []
    who = "1 submission has" if len(names) == 1 else f"{len(names)} submissions have"
    return [f"{who} other points than after the last call: see {folder / FILE} before you hand out"]
