"""What tests see of the student process: plain data as copies, everything else by proxy.

A proxy never compares, converts or prints by asking the student's object: an object that claims to
equal everything would earn points. It is equal to itself only.
"""

import builtins
import socket
import sys
import time
from collections.abc import Iterator
from typing import Any

import torch

from autograder.errors import StudentError
from autograder.sandbox.trace import Failed, Trace
from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.values import Packer, unpack

_PYTHON_CLASSES = (torch.nn.Module, torch.optim.Optimizer, torch.utils.data.Dataset)
_GRACE = 3.0
"""Seconds beyond the limit of a call in which the student process may still report a failure."""
_RUNS_STUDENT_CODE = (
    *(wire.Call, wire.Probe, wire.Attribute, wire.Item, wire.Iterate, wire.Next, wire.Length),
    wire.RunTests,
)
_COPIED = {"collections", "datetime", "numpy", "pandas"}
"""Libraries whose objects come to tests as copies, so that their classes are those of this side."""


class Connection:
    """Asks a frozen copy of the student process; one request may take so many seconds."""

    deadline: float | None = None  # when all requests have to be done, on the monotonic clock
    broken: bool = False  # whether the other side is lost
    trace: Trace | None = None  # what student code returned or raised, where that is of interest

    def __init__(self, channel: Channel, seconds: float) -> None:
        self._channel = channel
        self._seconds = seconds

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

    def ask(self, request: wire.Request, packer: Packer | None = None) -> Any:
        """Send a request, and return the answer.

        Raises:
            StudentError: the student process has ended, overstays, or does not speak the protocol.
            Exception: what student code raised: a built-in exception as itself, any other as the
                nearest built-in one, with the name in the message.
        """
        trace = self.trace if isinstance(request, _RUNS_STUDENT_CODE) else None
        try:
            value, size = self._ask(request, packer)
        except Exception as error:
            if trace is not None:
                trace.add(Failed(type(error).__name__, str(error)), 0)
            raise
        if trace is not None:
            trace.add(value, size)
        return value

    def _ask(self, request: wire.Request, packer: Packer | None) -> tuple[Any, int]:
        """Send a request; return the answer, and the bytes of its tensors."""
        if self.broken:
            raise StudentError("your code ended the process that it ran in")
        try:
            reply, tensors = self._exchange(request, packer.tensors if packer else None)
            if isinstance(reply, wire.Raised | wire.Returned) and reply.printed:
                # as if it had been printed here
                sys.stdout.write(reply.printed[: wire.MAX_PRINTED])
            if isinstance(reply, wire.Raised):
                raise _exception(reply)
            if not isinstance(reply, wire.Returned):
                raise wire.WireError("not an answer")
            size = sum(tensor.nbytes for tensor in tensors.values())
            return unpack(reply.value, tensors, self._stand_in), size
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

    def _stand_in(self, value: wire.Object) -> "StudentObject":
        if value.module.partition(".")[0] in (*_COPIED, "torch"):
            return StudentModule(self, value)
        return StudentCallable(self, value) if value.callable else StudentObject(self, value)


def _exception(reply: wire.Raised) -> Exception:
    """Return an exception for one that student code raised."""
    message = reply.message[: wire.MAX_TEXT]
    for name in reply.bases[:20]:
        kind = getattr(builtins, name.removeprefix("builtins."), None)
        if isinstance(kind, type) and issubclass(kind, Exception) and name.startswith("builtins."):
            own = name == reply.bases[0]
            try:
                return kind(message if own else f"{reply.name[:200]}: {message}")
            except TypeError:  # UnicodeDecodeError and others want more arguments
                break
    return RuntimeError(f"{reply.name[:200]}: {message}")


class ProxyPacker(Packer):
    """Packs proxies as the handles they stand for."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def pack_object(self, value: Any) -> Any:
        """Return the handle of a proxy of the same connection."""
        if isinstance(value, StudentObject) and value._connection is self._connection:
            return value._value
        return super().pack_object(value)


def _local_class(bases: list[str]) -> type | None:
    """Return the class of torch, on both sides the same, that is nearest to the student's.

    Only classes written in Python: C code believes ``isinstance``, and would read a proxy that
    passes for a tensor as if it were one.
    """
    for name in bases[:20]:
        module, _, attribute = name.rpartition(".")
        if module.partition(".")[0] == "torch":
            found = getattr(sys.modules.get(module), attribute, None)
            if isinstance(found, type) and issubclass(found, _PYTHON_CLASSES):
                return found
    return None


class StudentObject:
    """Stands for an object of the student: attributes, elements and length are asked for."""

    _connection: Connection
    _value: wire.Object

    def __init__(self, connection: Connection, value: wire.Object) -> None:
        object.__setattr__(self, "_connection", connection)
        object.__setattr__(self, "_value", value)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """The nearest class that both sides have, for isinstance."""
        bases = self._value.bases
        if bases[:1] == ["builtins.type"]:
            return type
        return _local_class(bases) or StudentObject

    @property
    def __bases__(self) -> tuple[type, ...]:
        """The bases of a student's class, for issubclass."""
        if self._value.bases[:1] != ["builtins.type"]:
            raise AttributeError("__bases__")
        return (_local_class(self._value.bases[1:]) or object,)

    def _ask(self, request: wire.Request, packer: Packer | None = None) -> Any:
        return self._connection.ask(request, packer)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__name__":
            raise AttributeError(name)
        return self._ask(wire.Attribute(self._value.handle, name))

    def __setattr__(self, name: str, value: Any) -> None:
        raise TypeError("a test cannot change a student's object; use a probe")

    def __getitem__(self, key: Any) -> Any:
        packer = ProxyPacker(self._connection)
        return self._ask(wire.Item(self._value.handle, packer.pack(key)), packer)

    def __len__(self) -> int:
        length = self._ask(wire.Length(self._value.handle))
        if not isinstance(length, int) or not 0 <= length < sys.maxsize:
            raise TypeError("the length is not a number")
        return length

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Any]:
        items = self._ask(wire.Iterate(self._value.handle))
        if not isinstance(items, list):
            raise TypeError("not a list of elements")
        return iter(items)

    def __next__(self) -> Any:
        return self._ask(wire.Next(self._value.handle))

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"<{self._value.name[:200]} of the notebook>"


class StudentCallable(StudentObject):
    """Stands for a function, class or other callable of the student."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it in the student process, with copies of the arguments."""
        packer = ProxyPacker(self._connection)
        request = wire.Call(
            self._value.handle,
            [packer.pack(value) for value in args],
            [(name, packer.pack(value)) for name, value in kwargs.items()],
        )
        return self._ask(request, packer)


class StudentModule(StudentObject):
    """Stands for a library as the notebook has it: what it does, it does in the student process.

    So ``np.random.seed`` seeds what the student's functions draw from. What values are compared
    with is this side's own: classes whose objects come as copies, tensors, their types.
    """

    def __getattr__(self, name: str) -> Any:
        own = getattr(sys.modules.get(self._value.module), name, None)
        is_class = isinstance(own, type) and self._value.module.partition(".")[0] in _COPIED
        if is_class or own is torch.Tensor or isinstance(own, torch.dtype):
            return own
        return super().__getattr__(name)
