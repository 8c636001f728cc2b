"""The wire between the grading process and the student process.

A frame is a msgpack body, decoded against the schema below, and a block of safetensors. Whatever
comes from the student process is untrusted: sizes are checked before anything is read, types while
it is decoded, and nothing in a frame can name code to run. The student process can decide what a
reply says, and no more than that.
"""

from __future__ import annotations

import socket
import struct
import time
from typing import Any, Literal, TypeAlias

import msgspec
import safetensors.torch
import torch

MAX_BODY = 8 << 20
"""Bytes of a frame without its tensors; decoding takes about twenty times as much memory."""
MAX_TENSORS = 256 << 20
"""Bytes of the tensors of one frame."""
MAX_TEXT = 4_000
"""Characters of a message or a name that are kept."""

_HEADER = struct.Struct("!QQ")


class WireError(Exception):
    """The other side sent something that is not a frame, or nothing in time."""


class GoneError(WireError):
    """The other side has closed the connection: its process has ended."""


class LateError(WireError):
    """The other side did not answer in time."""


class Plain(msgspec.Struct, tag="p", array_like=True, frozen=True):
    """A number, a string, a truth value or None."""

    value: bool | int | float | str | None


class Bytes(msgspec.Struct, tag="b", array_like=True, frozen=True):
    """Bytes."""

    value: bytes


class TensorRef(msgspec.Struct, tag="t", array_like=True, frozen=True):
    """A tensor or array in the frame's safetensors."""

    key: int
    kind: Literal["tensor", "parameter", "array"]
    requires_grad: bool = False


class Sequence(msgspec.Struct, tag="s", array_like=True, frozen=True):
    """A list, tuple or set of values."""

    kind: Literal["list", "tuple", "set"]
    items: list[Value]


class Mapping(msgspec.Struct, tag="m", array_like=True, frozen=True):
    """A dict."""

    items: list[tuple[Value, Value]]


class Object(msgspec.Struct, tag="o", array_like=True, frozen=True):
    """Anything else: it stays where it is, and the other side gets a handle."""

    handle: int
    name: str
    bases: list[str]
    callable: bool = False


Value: TypeAlias = Plain | Bytes | TensorRef | Sequence | Mapping | Object


class Get(msgspec.Struct, tag="get"):
    """Ask for a global of the student."""

    name: str


class Put(msgspec.Struct, tag="put"):
    """Bind a global of the student, or delete it when there is no value."""

    name: str
    value: Value | None


class Names(msgspec.Struct, tag="names"):
    """Ask for the names of all globals."""


class Call(msgspec.Struct, tag="call"):
    """Call an object of the student."""

    handle: int
    args: list[Value]
    kwargs: list[tuple[str, Value]]


class Attribute(msgspec.Struct, tag="attribute"):
    """Ask for an attribute of an object of the student."""

    handle: int
    name: str


class Item(msgspec.Struct, tag="item"):
    """Ask for an element of an object of the student."""

    handle: int
    key: Value


class Iterate(msgspec.Struct, tag="iterate"):
    """Ask for the elements of an object of the student."""

    handle: int
    most: int


class Length(msgspec.Struct, tag="length"):
    """Ask for the length of an object of the student."""

    handle: int


class Probe(msgspec.Struct, tag="probe"):
    """Run a probe: marshalled code, the names of its parameters, and data for some of them."""

    code: bytes
    data: list[tuple[str, Value]]


class Fork(msgspec.Struct, tag="fork"):
    """Ask a frozen copy for a copy of itself; its descriptor comes with the reply."""


class Resume(msgspec.Struct, tag="resume"):
    """Tell a frozen copy to go on with the notebook up to a cell, and to freeze again there."""

    until: int


class Cell(msgspec.Struct, array_like=True, frozen=True):
    """A code cell of the submission.

    Attributes:
        source: the code.
        number: its number in the notebook, counted from 1, text cells included.
        checks: questions to be checked behind it, as the cell's metadata says.
    """

    source: str
    number: int
    checks: list[str] = []


class Begin(msgspec.Struct, tag="begin"):
    """Tell the student process to run a notebook."""

    cells: list[Cell]
    questions: list[str]
    cell_seconds: float
    output_bytes: int
    seed: int | None = None
    seed_variable: str | None = None


Request: TypeAlias = (
    Get | Put | Names | Call | Attribute | Item | Iterate | Length | Probe | Fork | Resume | Begin
)


class Answer(msgspec.Struct, tag="answer"):
    """The value that was asked for; ``known`` is False for a name that is not bound."""

    value: Value
    known: bool = True


class Raised(msgspec.Struct, tag="raised"):
    """Student code raised an exception."""

    name: str
    bases: list[str]
    message: str


class Confined(msgspec.Struct, tag="confined"):
    """The layers of confinement that hold around the student process."""

    layers: list[str]
    missing: list[str]


class CellBegins(msgspec.Struct, tag="cell"):
    """A code cell begins; cells are counted from 0 among the code cells."""

    index: int


class CellFailed(msgspec.Struct, tag="failed"):
    """A cell ended with an exception."""

    index: int
    error: str


class Frozen(msgspec.Struct, tag="frozen"):
    """A frozen copy of the state exists; its descriptor comes with this frame.

    Attributes:
        label: the question to be tested with it, or "" for the state before cell ``index``.
        index: the cell that comes next, or -1 in the middle of a cell.
        process: the copy's id, for the supervisor.
    """

    label: str
    index: int
    process: int


class Finished(msgspec.Struct, tag="finished"):
    """The notebook has come to its end."""


Reply: TypeAlias = Answer | Raised | Confined | CellBegins | CellFailed | Frozen | Finished

_requests = msgspec.msgpack.Decoder(Request)
_replies = msgspec.msgpack.Decoder(Reply)
_encoder = msgspec.msgpack.Encoder()


class Channel:
    """One end of a socket pair: whole frames in, whole frames out.

    Args:
        connection: a connected stream socket; the channel owns it from now on.
        incoming: what this end receives: requests or replies.
    """

    def __init__(self, connection: socket.socket, incoming: Literal["requests", "replies"]) -> None:
        self._socket = connection
        self._decoder = _requests if incoming == "requests" else _replies
        self._descriptors: list[int] = []

    def fileno(self) -> int:
        """Return the descriptor, for ``select``."""
        return self._socket.fileno()

    def close(self) -> None:
        """Close this end, and descriptors that were received and not taken."""
        for descriptor in self._descriptors:
            socket.close(descriptor)
        self._descriptors.clear()
        self._socket.close()

    def take_descriptor(self) -> int:
        """Return the oldest descriptor that came with a frame.

        Raises:
            WireError: none came.
        """
        if not self._descriptors:
            raise WireError("a descriptor was announced, and none came")
        return self._descriptors.pop(0)

    def send(
        self,
        message: Request | Reply,
        tensors: dict[str, torch.Tensor] | None = None,
        descriptor: int | None = None,
        timeout: float | None = None,
    ) -> None:
        """Send a frame, and with it a descriptor.

        Raises:
            GoneError: the other side has closed the connection.
            LateError: it does not read.
            WireError: the frame is too large.
        """
        body = _encoder.encode(message)
        block = safetensors.torch.save(tensors) if tensors else b""
        if len(body) > MAX_BODY or len(block) > MAX_TENSORS:
            raise WireError(f"a value of {(len(body) + len(block)) / 1e6:.0f} MB is too large")
        self._socket.settimeout(timeout)
        header = _HEADER.pack(len(body), len(block))
        try:
            if descriptor is None:
                self._socket.sendall(header + body + block)
            else:
                socket.send_fds(self._socket, [header], [descriptor])
                self._socket.sendall(body + block)
        except TimeoutError:
            raise LateError("the other side does not read") from None
        except OSError:
            raise GoneError("the connection is closed") from None

    def receive(self, timeout: float | None = None) -> tuple[Any, dict[str, torch.Tensor]]:
        """Receive a frame: its message and its tensors.

        Args:
            timeout: seconds until the whole frame has to be there; None waits for ever.

        Raises:
            GoneError: the other side has closed the connection.
            LateError: the frame was not there in time.
            WireError: what came is no frame, or too large.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        header = self._read(_HEADER.size, deadline)
        body_size, block_size = _HEADER.unpack(header)
        if body_size > MAX_BODY or block_size > MAX_TENSORS:
            raise WireError(f"a value of {(body_size + block_size) / 1e6:.0f} MB is too large")
        body = self._read(body_size, deadline)
        block = self._read(block_size, deadline)
        try:
            message = self._decoder.decode(body)
            tensors = safetensors.torch.load(bytes(block)) if block else {}
        except (msgspec.MsgspecError, RecursionError, ValueError, TypeError, KeyError) as error:
            raise WireError(f"not a frame: {type(error).__name__}") from None
        except safetensors.SafetensorError:
            raise WireError("not a frame: its tensors cannot be read") from None
        return message, tensors

    def _read(self, size: int, deadline: float | None) -> bytearray:
        """Read exactly so many bytes; memory grows with what arrives, not with what is promised."""
        data = bytearray()
        while len(data) < size:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise LateError("no answer in time")
                self._socket.settimeout(left)
            else:
                self._socket.settimeout(None)
            try:
                chunk, descriptors, _, _ = socket.recv_fds(
                    self._socket, min(size - len(data), 1 << 20), 4
                )
            except TimeoutError:
                raise LateError("no answer in time") from None
            except OSError:
                raise GoneError("the connection is closed") from None
            self._descriptors += descriptors
            if len(self._descriptors) > 8:
                raise WireError("too many descriptors")
            if not chunk:
                raise GoneError("the connection is closed")
            data += chunk
        return data
