"""A connection to a frozen copy of the student process: requests, answers and exceptions."""

import builtins
import socket
import sys
import time
from collections.abc import Sequence
from typing import Any

import torch

from autograder.errors import StudentError
from autograder.sandbox.arguments import give_back
from autograder.sandbox.derived import derived
from autograder.sandbox.proxies import StudentObject, is_class, proxy_for
from autograder.sandbox.trace import Failed, Trace
from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.values import Packer, unpack

_GRACE = 3.0
"""Seconds beyond the limit of a call in which the student process may still report a failure."""
_RUNS_STUDENT_CODE = (
    *(wire.Call, wire.Probe, wire.Attribute, wire.Item, wire.Iterate, wire.Next, wire.Length),
    *(wire.Operate, wire.RunTests),
)


class Connection:
    """Asks a frozen copy of the student process; one request may take so many seconds."""

    deadline: float | None = None  # when all requests have to be done, on the monotonic clock
    broken: bool = False  # whether the other side is lost
    trace: Trace | None = None  # what student code returned or raised, where that is of interest

    def __init__(self, channel: Channel, seconds: float) -> None:
        self._channel = channel
        self._seconds = seconds
        self._proxies: dict[int, StudentObject] = {}  # by handle, so that one object has one
        self._exceptions: dict[str, type[Exception]] = {}  # classes of the student, by name

    def close(self) -> None:
        """Close the connection; the copy at its other end ends itself."""
        self.broken = True
        self._channel.close()

    def fork(self) -> "Connection":
        """Return a connection to a new copy of the same state.

        Raises:
            StudentError: there is no copy any more.
        """
        self.ask(wire.Fork())
        try:
            connection = socket.socket(fileno=self._channel.take_descriptor())
        except (wire.WireError, OSError):
            self.close()
            raise StudentError("the notebook's state is lost") from None
        return Connection(Channel(connection, "replies"), self._seconds)

    def resume(self, until: int) -> None:
        """Let a copy of the state before a cell run the cells before another one.

        Raises:
            StudentError: it did not get there.
        """
        self.ask(wire.Resume(until))

    def ask(
        self, request: wire.Request, packer: Packer | None = None, given: Sequence[Any] = ()
    ) -> Any:
        """Send a request, and return the answer.

        Args:
            given: the arguments of a call, which get what a call without a result made of them.

        Raises:
            StudentError: the student process has ended, overstays, or does not speak the protocol.
            Exception: what student code raised: a built-in exception as itself, any other as the
                nearest built-in one, with the name in the message.
        """
        trace = self.trace if isinstance(request, _RUNS_STUDENT_CODE) else None
        try:
            value, size = self._ask(request, packer, given)
        except Exception as error:
            if trace is not None:
                trace.add(Failed(type(error).__name__, str(error)), 0, type(request).__name__)
            raise
        if trace is not None:
            trace.add(value, size, type(request).__name__)
        return value

    def _ask(
        self, request: wire.Request, packer: Packer | None, given: Sequence[Any]
    ) -> tuple[Any, int]:
        """Send a request; return the answer, and the bytes of its tensors."""
        if self.broken:
            raise StudentError("your code ended the process that it ran in")
        try:
            reply, tensors = self._exchange(request, packer.tensors if packer else None)
            if isinstance(reply, wire.Raised | wire.Returned) and reply.printed:
                # as if it had been printed here
                sys.stdout.write(reply.printed[: wire.MAX_PRINTED])
            if isinstance(reply, wire.Raised):
                raise self._exception(reply)
            if not isinstance(reply, wire.Returned):
                raise wire.WireError("not an answer")
            size = sum(tensor.nbytes for tensor in tensors.values())
            for number, changed in reply.changed:
                if 0 <= number < len(given):
                    give_back(
                        given[number],
                        unpack(changed, tensors, self._stand_in),
                    )
            value = unpack(reply.value, tensors, self._stand_in, make_derived=self._derived)
            return value, size
        except wire.WireError as error:
            self.close()
            raise StudentError(f"the value of your code cannot be read: {error}") from None

    def _exchange(
        self, request: wire.Request, given: dict[str, torch.Tensor] | None
    ) -> tuple[Any, dict[str, torch.Tensor]]:
        """Send a request and wait for the reply.

        Raises:
            StudentError: there is none in time, or no process any more.
            WireError: it is not a frame.
        """
        seconds = self._seconds
        if self.deadline is not None:
            seconds = min(seconds, max(0.0, self.deadline - time.monotonic()))
        try:
            self._channel.send(request, given, timeout=seconds + _GRACE)
            return self._channel.receive(seconds + _GRACE)
        except wire.LateError:
            self.close()
            raise StudentError(
                f"your code did not return within {self._seconds:g} s, the limit for the tests of "
                "one question; look for a loop that never ends"
            ) from None
        except wire.GoneError:
            self.close()
            raise StudentError(
                "your code ended the process that it ran in, or did not return within "
                f"{self._seconds:g} s, the limit for the tests of one question"
            ) from None

    def _stand_in(self, value: wire.Object) -> Any:
        """Return what stands for an object of the student, for one object always the same."""
        if is_class(value) and "builtins.Exception" in value.bases:
            return self._exception_class(value)
        if value.handle not in self._proxies:
            self._proxies[value.handle] = proxy_for(self, value)
        return self._proxies[value.handle]

    def _derived(self, elements: Any, original: wire.Object) -> Any:
        return derived(elements, self._stand_in(original))

    def _exception_class(self, value: wire.Object) -> type[Exception]:
        """Return a class of this side for a student's exceptions, so that tests can catch them."""
        name = value.bases[1]
        base = next(filter(None, map(_built_in_exception, value.bases)), Exception)
        if name.startswith("builtins."):
            return base
        last = name.rpartition(".")[2]
        return self._exceptions.setdefault(name, type(last, (base,), {"student_value": value}))

    def _exception(self, reply: wire.Raised) -> Exception:
        """Return an exception for one that student code raised."""
        message = reply.message[: wire.MAX_TEXT]
        for name in reply.bases[:20]:
            if own_class := self._exceptions.get(name):
                return own_class(message)
            if kind := _built_in_exception(name):
                own = name == reply.bases[0]
                try:
                    return kind(message if own else f"{reply.name[:200]}: {message}")
                except TypeError:  # UnicodeDecodeError and others want more arguments
                    break
        return RuntimeError(f"{reply.name[:200]}: {message}")


def _built_in_exception(name: str) -> type[Exception] | None:
    kind = getattr(builtins, name.removeprefix("builtins."), None)
    if name.startswith("builtins.") and isinstance(kind, type) and issubclass(kind, Exception):
        return kind
    return None
