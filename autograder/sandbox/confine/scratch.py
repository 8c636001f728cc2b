"""Folders that one grading process needs and nobody afterwards."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from autograder.sandbox.confine import processes

_SCRATCH = Path("/var/tmp")  # not /tmp: the work folder must not lie under what may be mounted over
_PREFIX = "autograder-"


def _scratch_parent() -> Path:
    return _SCRATCH if os.access(_SCRATCH, os.W_OK) else Path(tempfile.gettempdir())


def make_scratch() -> Path:
    """Make a folder that only this user can read, and that is stale once this process has ended."""
    prefix = f"{_PREFIX}{processes.own_mark()}-"
    return Path(tempfile.mkdtemp(prefix=prefix, dir=_scratch_parent()))


def remove_stale_scratch() -> None:
    """Remove scratch folders of graders that were ended before they could do so themselves."""
    for folder in _scratch_parent().glob(f"{_PREFIX}*-*"):
        mark = folder.name.removeprefix(_PREFIX).partition("-")[0]
        with suppress(OSError):
            if folder.stat().st_uid == os.geteuid() and processes.has_ended(mark):
                shutil.rmtree(folder, ignore_errors=True)


def holds_more(folder: Path, most: int) -> bool:
    """Say whether a folder holds more than so many bytes, or more than 100,000 files."""
    total = count = 0
    for root, _, names in os.walk(folder):
        for name in names:
            count += 1
            with suppress(OSError):
                total += os.lstat(os.path.join(root, name)).st_blocks * 512
            if total > most or count > 100_000:
                return True
    return False
