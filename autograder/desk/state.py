"""What the pages show: the folder of a graded class, in memory as far as that makes it quick."""

import asyncio
from pathlib import Path

from autograder.desk.live import Live

_PAUSE = 0.5
"""Seconds between two looks at whether another process has written."""


class Desk:
    """The folder of a graded class. State: what is known of it, which the journal has.

    Attributes:
        folder: the output folder of ``autograder grade``.
        live: tells open pages what has changed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.live = Live()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    async def watch(self) -> None:
        """Look for what other processes write, for as long as the desk is open."""
        while True:
            await asyncio.sleep(_PAUSE)
