"""After decisions: tables, feedback pages and report follow, in a process of their own."""

import sys
from pathlib import Path

from autograder.desk.chores import Chore
from autograder.desk.live import Live
from autograder.errors import AutograderError
from autograder.report.publish import publish

_PAUSE = 1.0
"""Seconds from a decision to the files: whoever grades answers decides every few seconds."""


class Publishing(Chore):
    """Writes the files of a class when people have decided something. State: see ``Chore``.

    Args:
        folder: the output folder of ``autograder grade``.
        live: told ``published`` when files were written, or could not be.
    """

    def __init__(self, folder: Path, live: Live) -> None:
        super().__init__(("-m", __name__, folder), _PAUSE, lambda _: live.tell("published"))


if __name__ == "__main__":
    try:
        publish(Path(sys.argv[1]))
    except (AutograderError, OSError) as error:
        sys.exit(str(error))
