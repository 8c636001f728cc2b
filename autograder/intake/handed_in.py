"""What was handed in, as it is kept: to be graded again, and for people to look at."""

import hashlib
import zlib
from dataclasses import replace
from pathlib import Path

import msgspec
from msgspec.structs import replace as replace_fields

from autograder.errors import SubmissionError
from autograder.intake.pictures import Picture, make_pictures
from autograder.intake.shown import ShownCell
from autograder.intake.submission import SubmittedNotebook, read_here
from autograder.release_format import Sought

MOST_KEPT = 24 << 20
"""Bytes of a submission that is kept, files and pictures included; few have a hundredth of it. What
reads submissions has memory for several times as much."""
_QUICK = 1
"""The level of compression; a higher one takes longer than it is worth."""
_AT_A_TIME = 8
"""Pictures that are written anew in one process, whose time is bounded."""


class HandedIn(msgspec.Struct, frozen=True):
    """A submission that can be graded again and looked at."""

    notebook: SubmittedNotebook  # what grading reads of it
    cells: tuple[ShownCell, ...]  # what people see of it, in order
    # what cells show, by the indices that these have; written by us, as those of answers are
    pictures: tuple[Picture, ...]
    left_out: tuple[str, ...]  # what is not kept of it, a sentence each


def identify_here(path: Path, sought: Sought) -> tuple[str, bytes]:
    """Read a submission in this process, and return its digest and what is kept of it.

    Returns:
        a digest of what grading sees, to which outputs and dates do not belong; and what ``unpack``
        takes, or b"" where the submission is too large to be kept.

    Raises:
        SubmissionError: it cannot be graded; see ``read_submission``.
    """
    read = read_here(path, replace_fields(sought, shown=True))
    seen = (read.cells, read.texts, read.assignment, sorted(read.files.items()), read.notes)
    encoded = msgspec.msgpack.encode(seen)
    digest = hashlib.sha256(encoded).hexdigest()
    if len(encoded) > MOST_KEPT:
        return digest, b""
    del encoded
    try:
        return digest, zlib.compress(msgspec.msgpack.encode(read), _QUICK)
    except MemoryError:  # it can be graded all the same
        return digest, b""


def unpack_notebook(kept: bytes) -> SubmittedNotebook:
    """Return what grading reads of a submission that was kept.

    Raises:
        SubmissionError: it is damaged, or of another version of this package.
    """
    return replace(_decode(kept), shown=None)


def unpack(kept: bytes) -> HandedIn:
    """Return a submission that was kept, for people to look at; pictures are written anew.

    Raises:
        SubmissionError: it is damaged, or of another version of this package.
    """
    read = _decode(kept)
    shown = read.shown
    if shown is None:
        raise SubmissionError("what was handed in is not kept as people see it; grade it again")
    cells = tuple(
        replace_fields(cell, source=text.source)
        for cell, text in zip(shown.cells, read.texts, strict=True)
    )
    pictures: list[Picture] = []
    for begin in range(0, len(shown.pictures), _AT_A_TIME):
        pictures += make_pictures(shown.pictures[begin : begin + _AT_A_TIME])
    return HandedIn(replace(read, shown=None), cells, tuple(pictures), shown.left_out)


def sources(kept: bytes) -> dict[int, str]:
    """Return the sources of the cells of a submission that was kept, by their numbers.

    Raises:
        SubmissionError: it is damaged, or of another version of this package.
    """
    read = _decode(kept)
    cells = read.shown.cells if read.shown else ()
    return {cell.number: text.source for cell, text in zip(cells, read.texts, strict=True)}


def _decode(kept: bytes) -> SubmittedNotebook:
    try:
        return msgspec.msgpack.decode(zlib.decompress(kept), type=SubmittedNotebook)
    except (zlib.error, msgspec.MsgspecError):
        raise SubmissionError(
            "what is kept of this submission cannot be read; grade it from its own file"
        ) from None
