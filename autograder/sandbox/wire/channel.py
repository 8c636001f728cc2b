"""Whole frames over a socket pair, with sizes and deadlines, and descriptors on the way."""

import socket
import struct
import time
from typing import Any, Literal

import msgspec
import safetensors.torch
import torch

from autograder.sandbox.wire import messages as wire

_HEADER = struct.Struct("!QQ")
_requests = msgspec.msgpack.Decoder(wire.Request)
_replies = msgspec.msgpack.Decoder(wire.Reply)
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
            raise wire.WireError("a descriptor was announced, and none came")
        return self._descriptors.pop(0)

    def send(
        self,
        message: wire.Request | wire.Reply,
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
        if len(body) > wire.MAX_BODY or len(block) > wire.MAX_TENSORS:
            raise wire.WireError(f"a value of {(len(body) + len(block)) / 1e6:.0f} MB is too large")
        self._socket.settimeout(timeout)
        header = _HEADER.pack(len(body), len(block))
        try:
            if descriptor is None:
                self._socket.sendall(header + body + block)
            else:
                socket.send_fds(self._socket, [header], [descriptor])
                self._socket.sendall(body + block)
        except TimeoutError:
            raise wire.LateError("the other side does not read") from None
        except OSError:
            raise wire.GoneError("the connection is closed") from None

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
        if body_size > wire.MAX_BODY or block_size > wire.MAX_TENSORS:
            raise wire.WireError(f"a value of {(body_size + block_size) / 1e6:.0f} MB is too large")
        body = self._read(body_size, deadline)
        block = self._read(block_size, deadline)
        try:
            message = self._decoder.decode(body)
            tensors = safetensors.torch.load(bytes(block)) if block else {}
        except (msgspec.MsgspecError, RecursionError, ValueError, TypeError, KeyError) as error:
            raise wire.WireError(f"not a frame: {type(error).__name__}") from None
        except safetensors.SafetensorError:
            raise wire.WireError("not a frame: its tensors cannot be read") from None
        return message, tensors

    def _read(self, size: int, deadline: float | None) -> bytearray:
        """Read exactly so many bytes; memory grows with what arrives, not with what is promised."""
        data = bytearray()
        while len(data) < size:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise wire.LateError("no answer in time")
            self._socket.settimeout(left)
            try:
                chunk, descriptors, _, _ = socket.recv_fds(
                    self._socket, min(size - len(data), 1 << 20), 4
                )
            except TimeoutError:
                raise wire.LateError("no answer in time") from None
            except OSError:
                raise wire.GoneError("the connection is closed") from None
            self._descriptors += descriptors
            if len(self._descriptors) > 8:
                raise wire.WireError("too many descriptors")
            if not chunk:
                raise wire.GoneError("the connection is closed")
            data += chunk
        return data
