"""What holds while tests run: one value, kept for each thread of control."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class TestSession:
    """What the tests that run now are run with."""

    reference: str | None = None  # the source of the reference solution; None to look for its file
    # what lies beside the reference when it is made, by relative path
    files: dict[str, bytes] = field(default_factory=dict)
    # what all draws of fresh inputs hang on, beside a test's own numbers: the submission's when it
    # is graded, 0 for what everybody's mistakes are explained with; verification draws anew
    base_seed: int = 0
    # whether a check that fails looks for the mistake, or only decides, where nobody is going to
    # read it
    explaining: bool = True
    # takes what the staff should look at; None where nobody is going to
    flags: list[str] | None = None
    # takes the numbers of all draws of fresh inputs; None where nobody wants to know
    drawn: list[int] | None = None


_BARE = TestSession()
_session: ContextVar[TestSession] = ContextVar("session", default=_BARE)


def current() -> TestSession:
    """Return the session that holds now."""
    return _session.get()


def change_session(**changes: Any) -> None:
    """Change some fields of the session from now on."""
    _session.set(replace(current(), **changes))


@contextmanager
def session_with(**changes: Any) -> Iterator[None]:
    """Change some fields of the session for the length of a ``with`` block."""
    token = _session.set(replace(current(), **changes))
    try:
        yield
    finally:
        _session.reset(token)
