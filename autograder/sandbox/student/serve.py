"""The student side of the wire: answer requests about the student's names and objects."""

import builtins
import contextlib
import inspect
import io
import itertools
import marshal
import os
import signal
import socket
import types
from collections.abc import Callable, MutableMapping
from typing import Any, NoReturn

import torch

from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.messages import (
    MAX_PRINTED,
    MAX_TEXT,
    Answer,
    Attribute,
    Call,
    Fork,
    Get,
    Item,
    Iterate,
    Length,
    Names,
    Object,
    Plain,
    Probe,
    Put,
    Raised,
    Reply,
    Request,
    Resume,
    Value,
    WireError,
)
from autograder.sandbox.wire.values import Packer, unpack


class _ObjectPacker(Packer):
    """Packs what is no plain data as a handle on an object that stays here."""

    def __init__(self, objects: list[Any]) -> None:
        super().__init__()
        self._objects = objects

    def pack_object(self, value: Any) -> Value:
        """Keep the object, and return its handle."""
        self._objects.append(value)
        kind = value if isinstance(value, type) else type(value)
        bases = [f"{base.__module__}.{base.__qualname__}"[:200] for base in kind.__mro__[:20]]
        if isinstance(value, type):
            bases = ["builtins.type", *bases]
        return Object(len(self._objects) - 1, bases[0], bases, callable(value))


class _Printed(io.TextIOBase):
    """Keeps the beginning of what is printed while a request is answered."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left = MAX_PRINTED

    def write(self, text: str) -> int:
        """Keep a text while there is room."""
        if self._left > 0:
            self._parts.append(text[: self._left])
            self._left -= len(text)
        return len(text)

    def writable(self) -> bool:
        """Say that writing is possible."""
        return True

    def text(self) -> str:
        """Return what was kept."""
        return "".join(self._parts).encode(errors="replace").decode()


class Responder:
    """Answers requests against a notebook's globals.

    Args:
        names: the globals.
        resume: runs further cells of the notebook, up to one; only for the copy of a state between
            cells.
    """

    def __init__(
        self, names: MutableMapping[str, Any], resume: Callable[[int], None] | None = None
    ) -> None:
        self._names = names
        self._resume = resume
        self._objects: list[Any] = []

    def reply(
        self, request: Request, tensors: dict[str, torch.Tensor]
    ) -> tuple[Reply, dict[str, torch.Tensor]]:
        """Return the reply to a request, and the tensors that go with it."""
        packer = _ObjectPacker(self._objects)
        printed = _Printed()
        with contextlib.redirect_stdout(printed):
            try:
                value, known = self._answer(request, tensors)
                return Answer(packer.pack(value), known, printed.text()), packer.tensors
            except BaseException as error:
                return _raised(error, printed.text()), {}

    def _value(self, value: Value, tensors: dict[str, torch.Tensor]) -> Any:
        return unpack(value, tensors, lambda stub: self._objects[stub.handle])

    def _answer(self, request: Any, tensors: dict[str, torch.Tensor]) -> tuple[Any, bool]:
        """Return the value that a request asks for, and whether it exists."""
        match request:
            case Get(name=name):
                return self._names.get(name), name in self._names
            case Names():
                return [name for name in list(self._names) if isinstance(name, str)], True
            case Put(name=name, value=value):
                if value is None:
                    self._names.pop(name, None)
                else:
                    self._names[name] = self._value(value, tensors)
            case Probe():
                return self._probe(request, tensors), True
            case Resume(until=until):
                if self._resume is not None:
                    self._resume(until)
            case _:
                return self._use(self._objects[request.handle], request, tensors), True
        return None, True

    def _use(self, target: Any, request: Any, tensors: dict[str, torch.Tensor]) -> Any:
        """Do what a request asks of an object."""
        match request:
            case Call(args=args, kwargs=kwargs):
                given = [self._value(value, tensors) for value in args]
                return target(*given, **{n: self._value(v, tensors) for n, v in kwargs})
            case Attribute(name=name):
                return getattr(target, name)
            case Item(key=key):
                return target[self._value(key, tensors)]
            case Iterate(most=most):
                return list(itertools.islice(iter(target), most))
            case Length():
                return len(target)
        raise WireError("an unknown request")

    def _probe(self, request: Probe, tensors: dict[str, torch.Tensor]) -> Any:
        """Run a probe on the student's names."""
        code = marshal.loads(request.code)
        function = types.FunctionType(code, {"__builtins__": builtins})
        known = {"env": self._names}
        known.update((name, self._value(value, tensors)) for name, value in request.data)
        parameters = inspect.signature(function).parameters
        return function(**{n: known.get(n, self._names.get(n)) for n in parameters})


class Server(Responder):
    """Answers requests against the student's globals, one after another.

    Args:
        names: the student's globals.
        channel: where requests come from.
        call_seconds: how long one request may take; a longer one ends this process.
        resume: see ``Responder``.
    """

    def __init__(
        self,
        names: MutableMapping[str, Any],
        channel: Channel,
        call_seconds: float,
        resume: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(names, resume)
        self._channel = channel
        self._seconds = call_seconds

    def run(self) -> NoReturn:
        """Serve until the other side closes the connection, then end this process."""
        try:
            while True:
                self._once()
        except BaseException:
            os._exit(0)

    def _once(self) -> None:
        request, tensors = self._channel.receive()
        if isinstance(request, Fork):
            self._fork()
            return
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # whatever student code made of it
        signal.setitimer(signal.ITIMER_REAL, self._seconds + 1)
        reply, given = self.reply(request, tensors)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            self._channel.send(reply, given)
        except WireError as error:
            self._channel.send(Raised("ValueError", ["builtins.ValueError"], str(error)))

    def _fork(self) -> None:
        """Make a copy of this process that serves a connection of its own."""
        ours, theirs = socket.socketpair()
        if os.fork() == 0:
            self._channel.close()
            theirs.close()
            self._channel = Channel(ours, "requests")
            torch.set_num_threads(1)
            return
        ours.close()
        self._channel.send(Answer(Plain(None)), descriptor=theirs.fileno())
        theirs.close()


def _raised(error: BaseException, printed: str) -> Raised:
    """Describe an exception of student code, which may be of any kind."""
    kind = type(error)
    try:
        message = str(error)[:MAX_TEXT]
    except BaseException:
        message = "(its message cannot be read)"
    bases = [f"{base.__module__}.{base.__qualname__}"[:200] for base in kind.__mro__[:20]]
    text = message.encode(errors="replace").decode()
    return Raised(kind.__name__[:200], bases, text, printed)
