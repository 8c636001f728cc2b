"""Whether an answer used random numbers while it was tested."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
import torch

from autograder.sandbox.local import LocalConnection
from autograder.sandbox.wire.messages import Request

_used: ContextVar[list[str] | None] = ContextVar("used", default=None)


@contextmanager
def watched_numbers() -> Iterator[list[str]]:
    """Yield a list that is not empty once an answer has drawn a number in this process."""
    used: list[str] = []
    token = _used.set(used)
    try:
        yield used
    finally:
        _used.reset(token)


class WatchedConnection(LocalConnection):
    """Asks objects of this process, and notes what of that draws."""

    def _exchange(
        self, request: Request, given: dict[str, torch.Tensor] | None
    ) -> tuple[Any, dict[str, torch.Tensor]]:
        used = _used.get()
        if used is None:
            return super()._exchange(request, given)
        before = _state()
        try:
            return super()._exchange(request, given)
        finally:
            if before != _state():
                used.append(type(request).__name__)

    def fork(self) -> "WatchedConnection":
        """Return this connection, as the one that it is derived from does."""
        return self


def _state() -> tuple[Any, ...]:
    """Return something that changes whenever a number is drawn."""
    numbers: Any = np.random.get_state()
    return (
        random.getstate(),
        torch.default_generator.get_state().numpy().tobytes(),
        numbers[1].tobytes(),
        numbers[2:],
    )
