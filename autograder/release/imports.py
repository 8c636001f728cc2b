"""What a solution imports, and whether it is installed here."""

import sys
from importlib.util import find_spec
from pathlib import PurePath

from autograder.batch.fork_server import ON_META
from autograder.errors import CourseError, MasterError
from autograder.python_code import imported_modules
from autograder.release.code_cells import code_cells
from autograder.release.master import Master
from autograder.release.packages import others, packages_of, unlisted_packages


def solution_modules(master: Master) -> list[str]:
    """Return the modules that a solution imports, without those that every grader has."""
    statements = [one for cell in code_cells(master) for one in cell.statements]
    return others(imported_modules(statements))  # not what it only tries


def shared_modules(master: Master) -> list[str]:
    """Return what a fork server imports once for a whole class.

    These are the solution's modules, and what its tests have torch import: up to a second each.
    """
    sources = [test.source for question in master.questions for test in question.tests]
    needed = [ON_META] if any("check_on_meta" in source for source in sources) else []
    return solution_modules(master) + needed


def refuse_unlisted_packages(master: Master) -> None:
    """Refuse a master whose solution imports what Gradescope would not have.

    Raises:
        MasterError: its requirements lack a package.
    """
    names = {name.partition(".")[0] for name in solution_modules(master)}
    strange = [name for name in names if not _comes_along(name, master)]
    listed = packages_of(master.path, master.config.requirements)
    if missing := unlisted_packages(strange, listed):
        raise MasterError(
            master.path,
            1,
            f"the solution imports {', '.join(missing)}, which Gradescope would not have; add it "
            f"as requirements: [{', '.join([*listed, *missing])}]",
        )


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
    """Whether a module can be imported, or comes along."""
    return name in sys.modules or bool(find_spec(name)) or _comes_along(name, master)


def _comes_along(name: str, master: Master) -> bool:
    """Whether a module lies beside the notebook, or is written by a cell."""
    folder = master.path.parent
    given = {PurePath(file).stem for file in master.config.files}
    return (
        name in given
        or (folder / name).is_dir()
        or (folder / f"{name}.py").is_file()
        or any(f"{name}.py" in item.cell.source for item in master.cells)
    )
