"""What handing in late costs, as the policy of an assignment says."""

from collections.abc import Sequence

from msgspec.structs import replace

from autograder.late_policy import LatePolicy
from autograder.results.outcome import SCORED, Lateness, Row
from autograder.text import name_some

_DIGITS = 5
"""Decimals of points, as for those of questions."""


def apply_policy(row: Row, policy: LatePolicy | None) -> Row:
    """Return a row without the points that lateness costs; questions keep theirs.

    Where nobody says how late a submission was, it costs nothing.
    """
    outcome, seconds = row.outcome, row.submission.late_seconds
    if policy is None or seconds is None or outcome.status not in SCORED:
        return row
    share = policy.share(seconds)
    if share == 0:
        return row
    late = Lateness(policy.days(seconds), share, outcome.score)
    left = round(outcome.score * (1 - share), _DIGITS)
    return replace(row, outcome=replace(outcome, score=left, late=late))


def lateness_notes(rows: Sequence[Row], policy: LatePolicy | None) -> list[str]:
    """Return what staff should know of the policy: a line, or none."""
    unknown = [
        row.name for row in rows if row.submission.late and row.submission.late_seconds is None
    ]
    if policy is None or not unknown:
        return []
    return [
        "late, but the export does not say by how much, so that no points are taken: "
        f"{name_some(unknown)}"
    ]
