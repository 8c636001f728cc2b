"""Turn JSON as Python and others write it into JSON by the book, in place and in linear time."""

import codecs
import json
import re

from autograder.errors import SubmissionError

_MOST = 300_000
"""Things that are mended in one file: a student's notebook has a few, or comes from no notebook."""
_BLOCK = 1 << 20
"""Bytes in which quotes are counted at a time."""
_NO_NUMBER = re.compile(rb"NaN|-?Infinity")
_SURROGATE = re.compile(
    rb"\\u[dD](?:[89abAB][0-9a-fA-F]{2}(\\u[dD][c-fC-F][0-9a-fA-F]{2})?|[c-fC-F])"
)
"""An escape for half of a character, or for both halves of one."""
_RAW_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_QUESTION_MARK = rb"\u003f"
"""As long as the escape that it stands for."""


def make_strict(file: str, data: bytearray) -> bytearray:
    """Mend what JSON forbids and is seen in notebooks; the given bytes may change.

    Python writes ``NaN``, which becomes 0, and halves of characters, which become a question mark;
    editors put a mark in front, or write UTF-16.

    Args:
        file: what to call it in messages.

    Raises:
        SubmissionError: there is too much to mend.
        UnicodeDecodeError: it is in no encoding of Unicode.
    """
    encoding = json.detect_encoding(data)
    if not encoding.startswith("utf-8"):
        text = data.decode(encoding, errors="surrogatepass")
        data.clear()
        data += text.encode(errors="replace")
    elif data.startswith(codecs.BOM_UTF8):
        data[:3] = b"   "
    left = _mend_numbers(data, _MOST)
    left = _mend_escapes(data, left)
    for match in _RAW_SURROGATE.finditer(data):
        data[match.start() : match.end()] = b"???"
        left -= 1
        if left < 0:
            break
    if left < 0:
        raise SubmissionError(
            f"{file} holds too much that JSON does not allow; clear the outputs, save it and hand "
            "it in again"
        )
    return data


def _mend_numbers(data: bytearray, left: int) -> int:
    """Put 0 for what is no number; return how much may still be mended, or less than 0."""
    is_in_text = False
    start = 0
    for match in _NO_NUMBER.finditer(data):
        is_in_text ^= _count_quotes(data, start, match.start()) % 2 == 1
        start = match.end()
        if not is_in_text:
            data[match.start() : start] = b"0".ljust(start - match.start())
        left -= 1
        if left < 0:
            break
    return left


def _count_quotes(data: bytearray, start: int, end: int) -> int:
    """Return how many quotes of a part of the data begin or end a text."""
    count = 0
    while start < end:
        stop = min(start + _BLOCK, end)
        if _count_backslashes(data, start, stop) % 2:  # an escape is not cut in two
            stop += 1
        part = data[start:stop]
        if b'\\"' in part:
            part = part.replace(b"\\\\", b"")
            count -= part.count(b'\\"')
        count += part.count(b'"')
        start = stop
    return count


def _mend_escapes(data: bytearray, left: int) -> int:
    """Put a question mark for half of a character; return how much may still be mended."""
    for match in _SURROGATE.finditer(data):
        start = match.start()
        if match[1] is None and _count_backslashes(data, 0, start) % 2 == 0:
            data[start : start + len(_QUESTION_MARK)] = _QUESTION_MARK
        left -= 1
        if left < 0:
            break
    return left


def _count_backslashes(data: bytearray, start: int, end: int) -> int:
    """Return how many backslashes a part of the data ends with."""
    size = 64
    while True:
        part = data[max(start, end - size) : end]
        count = len(part) - len(part.rstrip(b"\\"))
        if count < len(part) or size >= end - start:
            return count
        size *= 2
