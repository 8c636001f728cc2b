"""How a check says no: what is wrong, why it probably is, and by what name others know it."""

from collections.abc import Iterator
from contextlib import contextmanager

_explaining = True


@contextmanager
def without_explanations() -> Iterator[None]:
    """Let checks decide without looking for the mistake, where nobody is going to read it."""
    global _explaining
    before, _explaining = _explaining, False
    try:
        yield
    finally:
        _explaining = before


def explaining() -> bool:
    """Say whether a check that fails should look for the mistake."""
    return _explaining


class CheckError(AssertionError):
    """A check does not hold.

    The three parts are kept apart because an instructor decides which of them students see.

    Attributes:
        message: what is wrong, with figures.
        explanation: the mistake behind it, where the figures give it away; else "".
        finding: a short name for this kind of failure, such as ``"autograd"``; misconceptions
            that no comparison of values can recognise are recognised by it. Else "".
    """

    def __init__(self, message: str, explanation: str = "", finding: str = "") -> None:
        super().__init__(f"{message}\n{explanation}" if explanation else message)
        self.message = message
        self.explanation = explanation
        self.finding = finding
