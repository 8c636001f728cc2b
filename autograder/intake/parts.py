"""Parts of a JSON document that may be anything: whatever is not as it should be is missing."""

from typing import Any, TypeVar

import msgspec
from msgspec import Raw

from autograder.text import encodable

NOTHING = Raw(b"null")

Kind = TypeVar("Kind")


def decoded(raw: Raw, kind: type[Kind], default: Any) -> Any:
    """Decode a part as what it should be; whatever is something else counts as missing."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return default


def text_of(raw: Raw) -> str:
    """Return a part that should be a string, or ""."""
    return encodable(decoded(raw, str, ""))


def texts_of(raw: Raw) -> list[str]:
    """Return a part that should be a list of strings."""
    return [text_of(one) for one in decoded(raw, list[Raw], [])]


def text_or_lines(raw: Raw) -> str:
    """Return a part that should be a string or a list of its lines."""
    return text_of(raw) or "".join(texts_of(raw))
