"""The student side of the wire: answer requests about the student's names and objects."""

import builtins
import contextlib
import importlib
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

import numpy as np
import torch

from autograder.sandbox.student import parked
from autograder.sandbox.student.copies import fork_alike
from autograder.sandbox.wire import messages as wire
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.frames import is_table
from autograder.sandbox.wire.operators import ALL, defined_by
from autograder.sandbox.wire.values import Packer, unpack


class _ObjectPacker(Packer):
    """Packs what is no plain data as a handle on an object that stays here."""

    def __init__(self, objects: list[Any], handles: dict[int, int]) -> None:
        super().__init__()
        self._objects = objects
        self._handles = handles

    def pack_derived(self, value: Any, elements: wire.Sequence | wire.Mapping) -> wire.Value:
        """Return the elements, and a handle on the object itself."""
        original = self.pack_object(value)
        return wire.Derived(elements, original) if isinstance(original, wire.Object) else elements

    def pack_object(self, value: Any) -> wire.Value:
        """Keep the object, and return its handle."""
        known = self._handles.get(id(value))  # kept alive, so that no other has its id
        if known is None:
            self._objects.append(value)
            known = self._handles[id(value)] = len(self._objects) - 1
        kind = value if isinstance(value, type) else type(value)
        bases = [f"{base.__module__}.{base.__qualname__}"[:200] for base in kind.__mro__[:20]]
        if isinstance(value, type):
            bases = ["builtins.type", *bases]
        module = value.__name__[:200] if isinstance(value, types.ModuleType) else ""
        defines = defined_by(type(value))
        return wire.Object(known, bases[0], bases, callable(value), module, defines)


class _Printed(io.StringIO):
    """Keeps the beginning of what is printed while a request is answered."""

    def write(self, text: str) -> int:
        """Keep a text while there is room."""
        super().write(text[: max(0, wire.MAX_PRINTED - self.tell())])
        return len(text)

    def close(self) -> None:
        """Stay open: what student code closes is read all the same."""

    def text(self) -> str:
        """Return what was kept."""
        return self.getvalue().encode(errors="replace").decode()


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
        self._handles: dict[int, int] = {}  # of these objects, by id
        self._given: list[Any] = []  # the arguments of the last call

    def reply(
        self, request: wire.Request, tensors: dict[str, torch.Tensor]
    ) -> tuple[wire.Reply, dict[str, torch.Tensor]]:
        """Return the reply to a request, and the tensors that go with it."""
        packer = _ObjectPacker(self._objects, self._handles)
        printed = _Printed()
        with contextlib.redirect_stdout(printed):
            try:
                value = self._answer(request, tensors)
                changed = []
                if isinstance(request, wire.Call) and value is None:
                    given = enumerate(self._given)
                    changed = [(n, packer.pack(one)) for n, one in given if _can_change(one)]
                packed = packer.pack(value)
                return wire.Returned(packed, printed.text(), changed), packer.tensors
            except BaseException as error:
                return _raised(error, printed.text()), {}

    def _value(self, value: wire.Value, tensors: dict[str, torch.Tensor]) -> Any:
        return unpack(value, tensors, lambda stub: self._objects[stub.handle], make_code=_code)

    def _answer(self, request: Any, tensors: dict[str, torch.Tensor]) -> Any:
        """Return the value that a request asks for."""
        match request:
            case wire.Get(name=name):
                return self._names[name]
            case wire.Names():
                return [name for name in list(self._names) if isinstance(name, str)]
            case wire.Put(name=name, value=value):
                if value is None:
                    self._names.pop(name, None)
                else:
                    self._names[name] = self._value(value, tensors)
            case wire.Probe():
                return self._probe(request, tensors)
            case wire.RunTests(path=path, source=source):
                return self._run_tests(path, source)
            case wire.Resume(until=until):
                if self._resume is not None:
                    self._resume(until)
            case _:
                return self._use(self._objects[request.handle], request, tensors)
        return None

    def _use(self, target: Any, request: Any, tensors: dict[str, torch.Tensor]) -> Any:
        """Do what a request asks of an object."""
        match request:
            case wire.Call(args=args, kwargs=kwargs):
                given = [self._value(value, tensors) for value in args]
                named = {name: self._value(value, tensors) for name, value in kwargs}
                self._given = [*given, *named.values()]
                return target(*given, **named)
            case wire.Attribute(name=name):
                return getattr(target, name)
            case wire.Item(key=key):
                return target[self._value(key, tensors)]
            case wire.Iterate():
                return list(itertools.islice(iter(target), wire.MOST_ITEMS))
            case wire.Next():
                return next(target)
            case wire.Length():
                return len(target)
            case wire.Operate(name=name, others=others):
                return ALL[name](target, *(self._value(one, tensors) for one in others))
        raise wire.WireError("an unknown request")

    def _run_tests(self, path: str, source: str) -> list[tuple[bool, str]]:
        """Run a file of tests on the student's names, as Otter does."""
        parked.restore_otter()
        from otter.test_files.exception_test import ExceptionTestFile
        from otter.test_files.ok_test import OKTestFile

        made: dict[str, Any] = {}
        code = compile(source, path, "exec")
        exec(code, made)
        if made.get("OK_FORMAT", False):
            file = OKTestFile.from_spec(made["test"], path)
        else:
            file = ExceptionTestFile._from_compiled_code(code, path)
        file.run(self._names)
        return [(bool(one.passed), str(one.message or "")) for one in file.test_case_results]

    def _probe(self, request: wire.Probe, tensors: dict[str, torch.Tensor]) -> Any:
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
        if isinstance(request, wire.Fork):
            self._fork()
            return
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # whatever student code made of it
        signal.setitimer(signal.ITIMER_REAL, self._seconds + 1)
        reply, given = self.reply(request, tensors)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            self._channel.send(reply, given)
        except wire.WireError as error:
            self._channel.send(wire.Raised("ValueError", ["builtins.ValueError"], str(error)))

    def _fork(self) -> None:
        """Make a copy of this process that serves a connection of its own."""
        ours, theirs = socket.socketpair()
        if fork_alike() == 0:
            self._channel.close()
            theirs.close()
            self._channel = Channel(ours, "requests")
            torch.set_num_threads(1)
            return
        ours.close()
        self._channel.send(wire.Returned(wire.Plain(None)), descriptor=theirs.fileno())
        theirs.close()


def _can_change(value: Any) -> bool:
    """Say whether an argument of a test is something that functions change in place."""
    return isinstance(value, list | dict | set | np.ndarray) or is_table(value)


def _code(value: wire.Value, inner: Callable[[wire.Value], Any]) -> Any:
    """Return the function or class of a test or a library that a value is about."""
    if isinstance(value, wire.Named):
        found: Any = importlib.import_module(value.module)
        for part in filter(None, value.name.split(".")):
            found = getattr(found, part)
        return found
    if not isinstance(value, wire.Function):
        raise wire.WireError("an unknown value")
    names = {"__builtins__": builtins, **{name: inner(one) for name, one in value.names}}
    function = types.FunctionType(
        marshal.loads(value.code),
        names,
        value.name,
        tuple(inner(one) for one in value.defaults),
        tuple(types.CellType(inner(one)) for one in value.cells),
    )
    function.__kwdefaults__ = {name: inner(one) for name, one in value.keyword_defaults}
    names.setdefault(value.name, function)  # one that calls itself
    return function


def _raised(error: BaseException, printed: str) -> wire.Raised:
    """Describe an exception of student code, which may be of any kind."""
    kind = type(error)
    try:
        message = str(error)[: wire.MAX_TEXT]
    except BaseException:
        message = "(its message cannot be read)"
    bases = [f"{base.__module__}.{base.__qualname__}"[:200] for base in kind.__mro__[:20]]
    text = message.encode(errors="replace").decode()
    return wire.Raised(kind.__name__[:200], bases, text, printed)
