"""Who has which answer open, so that two graders never get the same one."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

PATIENCE = 300.0
"""Seconds without a sign after which an answer is free again."""


class Holder(NamedTuple):
    """A tab of a grader's browser: one grader may have several."""

    who: str
    tab: str


class Leases:
    """Who has which answers open. State: these, in memory; a new start of the desk has none.

    Args:
        patience: seconds without a sign after which answers are free again.
        clock: seconds that never go back.
    """

    def __init__(
        self, patience: float = PATIENCE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._patience = patience
        self._clock = clock
        self._held: dict[Holder, tuple[float, frozenset[str]]] = {}
        self._lock = threading.Lock()

    def take(self, holder: Holder, codes: Iterable[str]) -> Holder | None:
        """Give answers to a tab in place of those that it had, or say who has one of them.

        What it had is free in any case: it shows something else now.
        """
        wanted = frozenset(codes)
        with self._lock:
            self._held.pop(holder, None)
            other = self._other(holder, wanted)
            if other is None and wanted:
                self._held[holder] = (self._clock(), wanted)
            return other

    def other(self, holder: Holder, codes: Iterable[str]) -> Holder | None:
        """Return the other tab that has one of these answers, or None."""
        with self._lock:
            return self._other(holder, frozenset(codes))

    def sign(self, holder: Holder) -> None:
        """Note that somebody is there."""
        with self._lock:
            if holder in self._held:
                self._held[holder] = (self._clock(), self._held[holder][1])

    def release(self, holder: Holder, code: str) -> None:
        """Free what a tab has, if it still has this answer."""
        with self._lock:
            if code in self._held.get(holder, (0.0, frozenset()))[1]:
                del self._held[holder]

    def move(self, other: Holder, holder: Holder) -> None:
        """Give what a tab has to another one."""
        with self._lock:
            if other in self._held:
                self._held[holder] = (self._clock(), self._held.pop(other)[1])

    def holders(self) -> dict[str, Holder]:
        """Return who has which answer, by code."""
        with self._lock:
            self._forget()
            return {code: holder for holder, (_, held) in self._held.items() for code in held}

    def _other(self, holder: Holder, wanted: frozenset[str]) -> Holder | None:
        self._forget()
        for other, (_, held) in self._held.items():
            if other != holder and held & wanted:
                return other
        return None

    def _forget(self) -> None:
        """Free what nobody has given a sign for."""
        oldest = self._clock() - self._patience
        gone = [holder for holder, (seen, _) in self._held.items() if seen < oldest]
        for holder in gone:
            del self._held[holder]
