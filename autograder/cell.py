"""A code cell, as it is handed in, sent to the student process, and run there."""

import msgspec

MAX_CODE = 4 << 20
"""Bytes of all code cells of a notebook, with some for each cell."""


class Cell(msgspec.Struct, array_like=True, frozen=True):
    """A code cell of the submission."""

    source: str  # the code
    number: int  # its number in the notebook, counted from 1, text cells included
    checks: list[str] = []  # questions to be checked behind it, as the cell's metadata says
