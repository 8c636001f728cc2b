"""From modules that code imports to packages that have to be installed, and what lists them."""

import re
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path

from autograder.errors import CourseError

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
