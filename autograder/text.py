"""Texts that others wrote, made fit for a line of output and for a file name."""

import unicodedata
from collections.abc import Sequence

_MAX_NAME = 80
"""Characters of a submission's name."""
_MAX_NAME_BYTES = 200
"""Bytes of a file name: systems allow 255, and an ending follows."""
_MOST_NAMES = 5
"""Names in a note; the others are counted."""
_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{device}{n}" for device in ("COM", "LPT") for n in "0123456789¹²³"
}


def printable(text: str) -> str:
    """Return a text as one line without control characters: file names may hold any."""
    return "".join(c if c.isprintable() else "?" for c in text)


def name_some(names: Sequence[str]) -> str:
    """Return some names for a line of output; the others are counted."""
    shown = ", ".join(printable(name) for name in sorted(set(names))[:_MOST_NAMES])
    more = len(set(names)) - _MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def file_name(text: str, ending: str = "") -> str:
    """Return a text as the stem of a file name that Linux, macOS and Windows take.

    Letters of all languages stay. At most 80 characters, the ending included; never empty.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(c if c.isprintable() and c not in '<>:"/\\|?*' else "_" for c in text)
    text = text.strip(" .") or "submission"
    # Windows takes "con.a.b" for the console as well.
    if text.partition(".")[0].rstrip().upper() in _RESERVED:
        text = f"_{text}"
    text = text[: _MAX_NAME - len(ending)]
    return cut(text, _MAX_NAME_BYTES - len(ending)).rstrip(" .") + ending


def cut(text: str, most: int) -> str:
    """Cut a text to a number of bytes."""
    return text.encode(errors="surrogateescape")[:most].decode(errors="ignore")


def encodable(text: str) -> str:
    """Replace what cannot be encoded: JSON and file names can hold halves of characters."""
    return text.encode(errors="replace").decode()
