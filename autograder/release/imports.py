"""What a solution imports, and whether it is installed here."""

import sys
from importlib.util import find_spec
from pathlib import PurePath

from autograder.errors import CourseError
from autograder.notebook import imported_modules
from autograder.release.code_cells import code_cells
from autograder.release.master import Master

_WITH_EVERY_GRADER = ("matplotlib", "numpy", "otter", "torch")


def solution_modules(master: Master) -> list[str]:
    """Return the modules that a solution imports, without those that every grader has.

    An import takes up to a second, so a fork server does it once for a whole class.
    """
    statements = [one for cell in code_cells(master) for one in cell.statements]
    found = imported_modules(statements)  # not what it only tries
    known = {"", *sys.stdlib_module_names, *_WITH_EVERY_GRADER}
    return sorted(name for name in found if name.partition(".")[0] not in known)


def refuse_missing_modules(master: Master) -> None:
    """Say at once what would otherwise fail, in each cell in its own way, a minute later.

    Raises:
        CourseError: the solution imports what is not installed here.
    """
    names = {name.partition(".")[0] for name in solution_modules(master)}
    missing = sorted(name for name in names if not _is_here(name, master))
    if missing:
        raise CourseError(
            f"{master.path} imports {', '.join(missing)}, which is not installed here; "
            f"pip install {_packages(master, missing)}, or add it to the course's requirements.txt"
        )


def _packages(master: Master, modules: list[str]) -> str:
    """Return what pip has to install: what the settings list, or what modules are called."""
    listed = master.config.requirements
    if isinstance(listed, str):
        return f"-r {master.path.parent / listed}"
    return " ".join(listed or modules)


def _is_here(name: str, master: Master) -> bool:
    """Whether a module can be imported, comes with the notebook or is written by a cell."""
    if name in sys.modules or find_spec(name):
        return True
    folder = master.path.parent
    given = {PurePath(file).stem for file in master.config.files}
    return (
        name in given
        or (folder / name).is_dir()
        or (folder / f"{name}.py").is_file()
        or any(f"{name}.py" in item.cell.source for item in master.cells)
    )
