"""Serve names of this process by the same protocol, for code that is trusted: the instructor's."""

from collections.abc import MutableMapping
from typing import Any

import torch

from autograder.sandbox.connection import Connection
from autograder.sandbox.student.serve import Responder
from autograder.sandbox.wire.messages import Request


class LocalConnection(Connection):
    """Asks an object of this process instead of a student process.

    What a test sees through it is what it would see of a student who had written the same code:
    the same copies, the same proxies, the same exceptions.
    """

    def __init__(self, names: MutableMapping[str, Any]) -> None:
        self._responder = Responder(names)
        self._proxies, self._exceptions = {}, {}

    def close(self) -> None:
        """Nothing has to be closed."""

    def fork(self) -> "LocalConnection":
        """Return this connection: a copy would serve nobody, as names are made anew each time."""
        return self

    def _exchange(
        self, request: Request, given: dict[str, torch.Tensor] | None
    ) -> tuple[Any, dict[str, torch.Tensor]]:
        return self._responder.reply(request, given or {})
