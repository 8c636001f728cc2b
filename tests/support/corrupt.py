"""Corrupt notebooks, in their bytes and in their structure."""

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

Place = tuple[Any, Any]
"""A container in a document, and a key or index in it."""

STRANGE = (None, True, -1, 0, 1e308, float("nan"), 2**70, "", "text", "\0", "\ud800", [], {}, [[]])
"""Values of every JSON type, and those that programs forget about."""


def places(value: Any) -> Iterator[Place]:
    """Yield every place in nested JSON data."""
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


def corrupt_structure(document: Any, source: Random) -> Any:
    """Delete, duplicate, replace, nest or exchange a few values of a document."""
    document = deepcopy(document)
    for _ in range(source.randint(1, 4)):
        found = list(places(document))
        if not found:
            break
        container, key = source.choice(found)
        match source.choice(("delete", "duplicate", "replace", "nest", "exchange", "wrap")):
            case "delete":
                del container[key]
            case "duplicate" if isinstance(container, list):
                container.insert(key, deepcopy(container[key]))
            case "duplicate":
                container[f"{key}_"] = deepcopy(container[key])
            case "replace":
                container[key] = deepcopy(source.choice(STRANGE))
            case "nest":
                for _ in range(source.choice((1, 10, 400))):
                    container[key] = [container[key]]
            case "exchange":
                other, other_key = source.choice(found)
                container[key] = deepcopy(other[other_key]) if other_key in keys_of(other) else None
            case "wrap":
                container[key] = {"source": container[key], "cells": [], "metadata": {}}
    return document


def keys_of(container: Any) -> Any:
    """Return the keys or indices that a container has now."""
    return container.keys() if isinstance(container, dict) else range(len(container))


def corrupt_bytes(content: bytes, source: Random) -> bytes:
    """Flip, delete, duplicate or insert a few stretches of bytes."""
    data = bytearray(content)
    for _ in range(source.randint(1, 5)):
        start = source.randint(0, len(data))
        end = min(len(data), start + source.choice((1, 2, 10, 1000)))
        match source.choice(("flip", "delete", "duplicate", "insert", "truncate")):
            case "flip" if start < len(data):
                data[start] ^= 1 << source.randint(0, 7)
            case "delete":
                del data[start:end]
            case "duplicate":
                data[start:start] = data[start:end]
            case "insert":
                data[start:start] = source.choice((b"\0", b"\xff\xfe", b'"', b"}", b"[" * 5000))
            case "truncate" if source.random() < 0.2:
                del data[start:]
    return bytes(data)


def corrupted(document: Any, source: Random) -> bytes:
    """Return the bytes of a notebook that something has happened to."""
    if source.random() < 0.5:
        return corrupt_bytes(json.dumps(document).encode(), source)
    return json.dumps(corrupt_structure(document, source)).encode()
