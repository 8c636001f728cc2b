"""Whole numbers that come from addresses and forms, where anybody may have written anything."""

_MOST_DIGITS = 15
"""Digits of a number: more than anything counts, and fewer than Python or SQLite stumble over."""


def whole_number(sent: object) -> int | None:
    """Return the whole number, 0 or more, that a field is; None for anything else."""
    if not isinstance(sent, str) or not (sent.isascii() and sent.isdecimal()):
        return None
    return int(sent) if len(sent) <= _MOST_DIGITS else None
