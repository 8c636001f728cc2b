"""Which packages a notebook needs beyond those that every assignment has."""

import ast
import sys
from collections.abc import Collection, Iterable

from autograder.python_code import imported_modules, plain_python
from autograder.release.importing.regions import parsed
from autograder.release.importing.source import SourceCell

_ALWAYS_THERE = {"torch", "numpy", "matplotlib", "IPython", "otter", "autograder", "mpl_toolkits"}
_PACKAGES = {
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "PIL": "pillow",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}
"""What a package is called where its module has another name."""


def requirements_of(cells: Iterable[SourceCell], own: Collection[str]) -> list[str]:
    """Return the packages that cells import, for the config cell.

    Args:
        own: modules that are files beside the notebook.
    """
    modules: set[str] = set()
    for cell in cells:
        if cell.is_code:
            nodes = [n for one in _statements(cell.source) for n in ast.walk(one)]
            modules |= {name.partition(".")[0] for name in imported_modules(nodes)}
    foreign = modules - _ALWAYS_THERE - set(sys.stdlib_module_names) - set(own) - {""}
    return sorted(_PACKAGES.get(name, name) for name in foreign)


def _statements(source: str) -> list[ast.stmt]:
    try:
        return parsed(plain_python(source)) or []
    except SyntaxError:
        return []
