"""What a solution imports, and whether it is installed here."""

import re
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path, PurePath

from autograder.errors import CourseError, MasterError
from autograder.notebook import imported_modules
from autograder.release.code_cells import code_cells
from autograder.release.master import Master

_DISTRIBUTIONS = {
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "PIL": "pillow",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}
"""Packages that are called otherwise than their modules, where they are not installed here."""
_NAME_ENDS = re.compile(r"[^A-Za-z0-9._-]")
_WITH_EVERY_GRADER = ("matplotlib", "numpy", "otter", "torch")


def solution_modules(master: Master) -> list[str]:
    """Return the modules that a solution imports, without those that every grader has.

    An import takes up to a second, so a fork server does it once for a whole class.
    """
    statements = [one for cell in code_cells(master) for one in cell.statements]
    return others(imported_modules(statements))  # not what it only tries


def others(modules: Iterable[str]) -> list[str]:
    """Return modules without those that every grader has, in order."""
    known = {"", *sys.stdlib_module_names, *_WITH_EVERY_GRADER}
    return sorted(name for name in modules if name.partition(".")[0] not in known)


def packages_of(master: Path, listed: str | list[str] | None) -> list[str]:
    """Return what an assignment needs beyond what every one does.

    Args:
        master: the master notebook.
        listed: packages, or the file beside the master that lists them, as its settings say.

    Raises:
        CourseError: there is no such file.
    """
    if isinstance(listed, str):
        try:
            return (master.parent / listed).read_text(encoding="utf-8").splitlines()
        except OSError:
            raise CourseError(
                f"{master} names the file {listed}, which is not in {master.parent}; put it there"
            ) from None
    return [str(name) for name in listed or []]


def unlisted_packages(modules: Iterable[str], listed: Sequence[str]) -> list[str]:
    """Return the packages of modules that requirements lack and not every grader has.

    Args:
        modules: names at the top, such as ``sklearn``.
        listed: lines of requirements.
    """
    unknown = others(modules)
    names = {_canonical(_NAME_ENDS.split(line.strip(), maxsplit=1)[0]) for line in listed}
    packages = packages_distributions() if unknown else {}
    missing = []
    for module in unknown:
        candidates = [*packages.get(module, []), _DISTRIBUTIONS.get(module, module), module]
        if not names.intersection(map(_canonical, candidates)):
            missing.append(candidates[0])
    return list(dict.fromkeys(missing))


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


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
