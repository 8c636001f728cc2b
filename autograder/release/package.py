"""This package as releases need it: its pins and its wheel, from a clone or as it is installed."""

import base64
import hashlib
import io
import tempfile
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

import autograder
from autograder.errors import CourseError
from autograder.release.archive import zip_bytes

NAME = "torch-autograder"
_PINS = "constraints.txt"  # at the root of a clone, in the package of a wheel
NOT_FOR_GRADING = ("autograder/desk/", "autograder/insight/")
"""What no grader of a release needs: pages, scripts and fonts for people."""
_METADATA = ("METADATA", "WHEEL", "entry_points.txt", "licenses")
"""What a wheel brings in its ``.dist-info``; all else there is an installer's."""


def constraints() -> str:
    """Return the text of the constraints file that this package was tested with.

    Raises:
        CourseError: the package has neither been cloned nor installed from a wheel.
    """
    folder = _clone() or Path(autograder.__file__).parent
    try:
        return (folder / _PINS).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _not_installed(f"{folder} lacks {_PINS}") from None


def wheel() -> tuple[str, bytes]:
    """Return the file name and the bytes of this package's wheel.

    The bytes depend on what is in it only: they are the same from a clone as from a package that
    was installed from this clone, whoever made the wheel for that.

    Raises:
        CourseError: there is no clone, and what was installed is not whole, or has been changed.
    """
    clone = _clone()
    name, found = _built(clone) if clone else _installed()
    files = {path: data for path, data in found.items() if not path.startswith(NOT_FOR_GRADING)}
    (info,) = {path.partition("/")[0] for path in files if path.endswith(".dist-info/WHEEL")}
    record = f"{info}/RECORD"
    lines = [f"{path},{_sum(files[path])},{len(files[path])}" for path in sorted(files)]
    files[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    return name, zip_bytes(files)


def _clone() -> Path | None:
    """Return the clone that this package runs from, if it does."""
    root = Path(autograder.__file__).parents[1]
    return root if (root / "pyproject.toml").is_file() and (root / _PINS).is_file() else None


def _built(clone: Path) -> tuple[str, dict[str, bytes]]:
    """Return the file name of a clone's wheel, and what is in it but for its list of contents."""
    with tempfile.TemporaryDirectory() as folder:
        (path,) = WheelBuilder(str(clone)).build(directory=folder, versions=["standard"])
        data = Path(path).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if not name.endswith(".dist-info/RECORD")]
        return Path(path).name, {name: archive.read(name) for name in names}


def _installed() -> tuple[str, dict[str, bytes]]:
    """Return the same of the wheel that this package was installed from.

    Raises:
        CourseError: it was not installed from a wheel, or is no longer what it was then.
    """
    found = _distribution()
    info = f"{NAME.replace('-', '_')}-{found.version}.dist-info"
    files = {
        path.as_posix(): _read(path)
        for path in found.files or ()
        if "__pycache__" not in path.parts
        and (path.parts[0] == "autograder" or path.parts[:2] in {(info, m) for m in _METADATA})
    }
    tags = [
        line.removeprefix("Tag: ")
        for line in files[f"{info}/WHEEL"].decode().splitlines()
        if line.startswith("Tag: ")
    ]
    return f"{info.removesuffix('.dist-info')}-{tags[0]}.whl", files


def _distribution() -> Distribution:
    """Return what the installer has noted of the package that runs.

    Raises:
        CourseError: it has noted nothing, or another copy of the package than this one.
    """
    here = Path(autograder.__file__)
    try:
        found = distribution(NAME)
    except PackageNotFoundError:
        raise _not_installed(f"{here.parent} was not installed by pip or uv") from None
    listed = {path.as_posix() for path in found.files or ()}
    own = Path(str(found.locate_file("autograder/__init__.py")))
    if "autograder/__init__.py" not in listed or own.resolve() != here.resolve():
        raise _not_installed(f"{here.parent} has no source tree around it")
    return found


def _read(path: PackagePath) -> bytes:
    """Return what an installed file holds.

    Raises:
        CourseError: it is gone, or has been changed since it was installed.
    """
    file = Path(str(path.locate()))
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise _not_installed(f"{file} is missing") from None
    noted = path.hash
    if noted and (noted.mode, noted.value) != ("sha256", _sum(data).partition("=")[2]):
        raise _not_installed(f"{file} has been changed since it was installed")
    return data


def _sum(data: bytes) -> str:
    """Return the sum of a file as a list of a wheel's contents has it."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"sha256={digest}"


def _not_installed(problem: str) -> CourseError:
    """Say why this package cannot be put into releases, and how it can."""
    return CourseError(
        f"{problem}, so this copy of {NAME} cannot go into releases; install it again with "
        f"pip install --force-reinstall --no-deps {NAME}, or work in a clone"
    )
