"""The wire takes frames and nothing else, within sizes and deadlines."""

import os
import socket
import struct

import msgspec
import pytest
import torch

from autograder.sandbox.wire import messages
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.messages import (
    MAX_BODY,
    MAX_TENSORS,
    Finished,
    GoneError,
    LateError,
    Object,
    Plain,
    Returned,
    Sequence,
    WireError,
)
from autograder.sandbox.wire.values import Packer, unpack


@pytest.fixture
def pair():
    """Return a channel of the grading side and the raw socket of the student side."""
    ours, theirs = socket.socketpair()
    yield Channel(ours, "replies"), theirs
    ours.close()
    theirs.close()


def frame(body=b"", tensors=b""):
    return struct.pack("!QQ", len(body), len(tensors)) + body + tensors


def test_a_message_and_its_tensors_arrive_as_sent(pair):
    channel, theirs = pair
    packer = Packer()
    value = {"a": [1, 2.5, None, True, "x", b"y"], "t": torch.arange(3.0), "n": (torch.ones(2, 2),)}
    Channel(theirs, "requests").send(Returned(packer.pack(value)), packer.tensors)
    message, tensors = channel.receive(5)
    got = unpack(message.value, tensors, None)
    assert got["a"] == value["a"]
    assert torch.equal(got["t"], value["t"])
    assert torch.equal(got["n"][0], value["n"][0])


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\n\r\n" + b"x" * 100,
        frame(b"\xc1"),
        frame(msgspec.msgpack.encode({"type": "begin", "cells": []})),
        frame(msgspec.msgpack.encode({"type": "returned", "value": ["z", 1]})),
        frame(msgspec.msgpack.encode(Finished()), b"no safetensors"),
        frame(b"\x91" * 100_000),
        struct.pack("!QQ", MAX_BODY + 1, 0),
        struct.pack("!QQ", 0, MAX_TENSORS + 1),
    ],
    ids=["http", "msgpack", "request", "value", "tensors", "depth", "body size", "tensor size"],
)
def test_what_is_no_frame_is_refused(pair, garbage):
    channel, theirs = pair
    theirs.sendall(garbage)
    with pytest.raises(WireError):
        channel.receive(5)


def test_a_promise_without_bytes_ends_at_the_deadline(pair):
    channel, theirs = pair
    theirs.sendall(struct.pack("!QQ", 100, 0) + b"only some")
    with pytest.raises(LateError):
        channel.receive(0.2)


def test_a_closed_connection_is_told_apart(pair):
    channel, theirs = pair
    theirs.close()
    with pytest.raises(GoneError):
        channel.receive(1)


def test_a_tensor_that_is_announced_and_missing_is_refused():
    with pytest.raises(WireError, match="announced"):
        unpack(Packer().pack(torch.ones(2)), {}, None)


def test_deep_values_lose_their_depth_and_not_the_grader():
    deep = []
    for _ in range(10_000):
        deep = [deep]
    cut = []

    class Cutting(Packer):
        def pack_object(self, value):
            cut.append(value)
            return Object(0, "list", [])

    Cutting().pack(deep)
    assert len(cut) == 1
    nested = Plain(1)
    for _ in range(200):
        nested = Sequence("list", [nested])
    with pytest.raises(WireError, match="too deeply"):
        unpack(nested, {}, None)


def test_descriptors_travel_with_their_frame(pair):
    channel, theirs = pair
    reading, writing = os.pipe()
    Channel(theirs, "requests").send(Finished(), descriptor=writing)
    channel.receive(5)
    with os.fdopen(channel.take_descriptor(), "wb") as received:
        received.write(b"hello")
    assert os.read(reading, 5) == b"hello"
    with pytest.raises(WireError, match="none came"):
        channel.take_descriptor()
    os.close(reading)
    os.close(writing)


def test_what_is_too_large_is_not_sent(pair, monkeypatch):
    channel, _ = pair
    monkeypatch.setattr(messages, "MAX_TENSORS", 1000)
    with pytest.raises(WireError, match="too large"):
        channel.send(Finished(), {"0": torch.ones(1000)})
