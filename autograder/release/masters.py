"""Read a master of either kind: one that keeps our rules, or one that plain Otter builds."""

import re
from dataclasses import replace
from pathlib import Path

from autograder.errors import MasterError
from autograder.notebook import read_notebook
from autograder.release.declarations import declared_beside
from autograder.release.imports import refuse_unlisted_packages
from autograder.release.master import Master, read_master
from autograder.release.plain.reading import PlainMaster, read_plain_master
from autograder.release_format import ACCEPTED, MISCONCEPTIONS

AnyMaster = Master | PlainMaster
_STRICT = re.compile(r"^strict:\s*(true|false)\b", re.MULTILINE | re.IGNORECASE)


def read_any_master(path: Path) -> AnyMaster:
    """Read a master by our rules, or else as plain Otter would.

    With ``strict: true`` in its settings it has to keep our rules, and with misconceptions or
    accepted variants beside it, unless its settings say ``strict: false``.

    Raises:
        NotebookError: the file is not a notebook.
        MasterError: it can be read in neither way.
    """
    try:
        master = read_master(path)
        refuse_unlisted_packages(master)
        return master
    except MasterError as error:
        if is_strict(path, _said_strict(path)):
            raise
        plain = read_plain_master(path)
        reason = str(error).removeprefix(f"{path}, ").removeprefix(f"{path}: ")
        note = f"built as plain Otter does, as it does not keep our rules: {reason}"
        return replace(plain, warnings=(note, *plain.warnings))


def is_strict(path: Path, said: bool | None) -> bool:
    """Say whether what breaks a rule of ours is an error in a master.

    Args:
        said: what its settings say of it.
    """
    if said is not None:
        return said
    return any(declared_beside(path.parent, name) for name in (MISCONCEPTIONS, ACCEPTED))


def _said_strict(path: Path) -> bool | None:
    """Return what the settings of a master say that cannot be read."""
    for cell in read_notebook(path).cells[:1]:
        if said := _STRICT.search(cell.source):
            return said[1].lower() == "true"
    return None
