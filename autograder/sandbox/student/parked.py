"""The grader's own modules of Otter, put away while a notebook has a stub in their place.

They are put away rather than taken down, and their names are known before the fork: to write to
much memory, even to pass over the names of all modules, costs each copy of a warm process some
milliseconds.
"""

import sys
from typing import Any

_parked: dict[str, Any] = {}


def note_otter() -> None:
    """Remember which modules of Otter there are."""
    names = [name for name in sys.modules if name.partition(".")[0] == "otter"]
    _parked.update((name, sys.modules[name]) for name in names)


def put_otter_away() -> None:
    """Take the modules that were remembered out of sight."""
    for name in _parked:
        sys.modules.pop(name, None)


def restore_otter() -> None:
    """Take back Otter itself, for tests that run beside the student's code."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "otter"]:
        del sys.modules[name]
    sys.modules.update(_parked)
