"""Make pictures that students hand in fit to be shown: small, and written by us."""

import hashlib
import io
import warnings
from collections.abc import Sequence

import msgspec

from autograder.errors import SubmissionError
from autograder.intake.limited import run_limited

_MOST_PIXELS = 40_000_000
"""Pixels of a picture that is decoded: a photograph of a sheet of paper has twelve million."""
_SIDE = 1_000
"""Pixels of the longer side of a picture as it is shown."""
_SMALL = 200_000
"""Bytes up to which a picture is kept without loss."""


class Picture(msgspec.Struct, frozen=True):
    """A picture that belongs to an answer."""

    digest: str  # digest of the file that was handed in
    shown: bytes = b""  # a PNG or JPEG file that shows it; b"" where that cannot be made

    @property
    def kind(self) -> str:
        """The media type of what shows it."""
        return "image/png" if self.shown.startswith(b"\x89PNG") else "image/jpeg"


def make_pictures(files: Sequence[bytes]) -> tuple[Picture, ...]:
    """Return pictures that can be shown for files that may be anything.

    They are decoded in a process with limits, and written anew: nothing of a file gets further
    than the colours of its pixels.
    """
    if not files:
        return ()
    try:
        shown = run_limited(_redraw_all, files)
    except (SubmissionError, RuntimeError):  # one of them takes too much: which one does not matter
        shown = [b""] * len(files)
    return tuple(
        Picture(hashlib.sha256(file).hexdigest()[:16], one)
        for file, one in zip(files, shown, strict=True)
    )


def _redraw_all(files: Sequence[bytes]) -> list[bytes]:
    return [_redraw(file) for file in files]


def _redraw(file: bytes) -> bytes:
    """Return a PNG or JPEG file of a bounded size that shows a picture, or b""."""
    from PIL import Image, ImageOps

    try:
        with (
            warnings.catch_warnings(),
            Image.open(io.BytesIO(file), formats=("PNG", "JPEG")) as image,
        ):
            warnings.simplefilter("ignore")
            if image.width * image.height > _MOST_PIXELS:
                return b""
            image.draft("RGB", (_SIDE, _SIDE))  # a large JPEG is decoded at a fraction of its size
            image.thumbnail((_SIDE, _SIDE))  # first, as to turn it is to copy it
            see_through = ImageOps.exif_transpose(image).convert("RGBA")
            paper = Image.new("RGB", see_through.size, "white")
            paper.paste(see_through, mask=see_through)
            made = io.BytesIO()
            paper.save(made, "PNG", optimize=True)
            if made.tell() > _SMALL:
                made = io.BytesIO()
                paper.save(made, "JPEG", quality=80)
            return made.getvalue()
    except Exception:  # whatever a broken or hostile file makes Pillow raise
        return b""
