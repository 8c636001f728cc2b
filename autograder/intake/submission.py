"""Read what was handed in, and refuse what cannot be graded with one clear line."""

import json
import lzma
import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.errors import SubmissionError
from autograder.sandbox.wire.messages import MAX_BODY, Cell

MAX_NOTEBOOK = 200 << 20
"""Bytes of a notebook that are read; outputs make notebooks large."""
MAX_FILES = 64 << 20
"""Bytes of other files that come with a notebook."""
MAX_NAMES = 10_000
"""Files in a zip or folder."""
_IGNORED = ("__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git", ".venv")


@dataclass(frozen=True)
class TextCell:
    """A text cell, for the answers to manual questions."""

    cell_id: str
    source: str
    is_code: bool = False


@dataclass(frozen=True)
class SubmittedNotebook:
    """A notebook that can be run.

    Attributes:
        name: the file's name without its ending.
        cells: the code cells, in order.
        texts: all cells in order, for the answers to manual questions.
        assignment: the assignment's name in the notebook's metadata, or "".
        files: other files that were handed in, by relative path.
    """

    name: str
    cells: tuple[Cell, ...]
    texts: tuple[TextCell, ...] = ()
    assignment: str = ""
    files: dict[str, bytes] = field(default_factory=dict)


def read_submission(path: Path) -> SubmittedNotebook:
    """Read a notebook, a zip with one, or a folder with one.

    Raises:
        SubmissionError: there is no notebook, more than one, or it cannot be read.
    """
    try:
        if path.is_dir():
            name, data, files = read_folder(path)
        elif path.suffix == ".zip":
            name, data, files = _from_zip(path)
        elif path.suffix == ".ipynb":
            name, data, files = path.name, _read(path, MAX_NOTEBOOK), {}
        else:
            raise SubmissionError(
                f"{path.name} is not a notebook; hand in the .ipynb file, or the zip that the "
                "notebook's last cell makes"
            )
    except OSError as error:
        raise SubmissionError(f"{path.name} cannot be read: {error.strerror or error}") from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
    ):
        raise SubmissionError(f"{path.name} is not a zip file that can be opened") from None
    return parse_notebook(path.stem, name, data, files)


def _read(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise SubmissionError(
            f"{path.name} is larger than {most >> 20} MB; clear the outputs and hand in again"
        )
    return data


def is_wanted(parts: tuple[str, ...]) -> bool:
    """Say whether a relative path is one to look at: inside, not hidden, not a cache."""
    return bool(parts) and not any(
        part in _IGNORED or part in ("..", "/") or part.startswith(".") for part in parts
    )


def _choose(names: list[str], where: str) -> str:
    """Return the one notebook among file names.

    Raises:
        SubmissionError: there is none, or more than one.
    """
    notebooks = sorted(name for name in names if name.endswith(".ipynb"))
    if not notebooks:
        raise SubmissionError(f"{where} holds no notebook; hand in the .ipynb file")
    if len(notebooks) > 1:
        raise SubmissionError(
            f"{where} holds {len(notebooks)} notebooks ({', '.join(notebooks[:3])}); hand in one"
        )
    return notebooks[0]


def read_folder(folder: Path) -> tuple[str, bytes, dict[str, bytes]]:
    """Return what grading reads of a folder: its notebook's name and content, and other files.

    Raises:
        SubmissionError: there is no notebook, more than one, or one that is too large.
        OSError: a file cannot be read.
    """
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        inside = not any(p.is_symlink() for p in (path, *path.parents) if p != folder)
        if is_wanted(relative.parts) and inside and path.is_file():
            found[relative.as_posix()] = path
        if len(found) > MAX_NAMES:
            raise SubmissionError(f"{folder.name} holds more than {MAX_NAMES} files")
    name = _choose(list(found), folder.name)
    files: dict[str, bytes] = {}
    left = MAX_FILES
    for other, path in found.items():
        if other != name and path.stat().st_size <= left:
            files[other] = _read(path, left)
            left -= len(files[other])
    return name, _read(found[name], MAX_NOTEBOOK), files


def _from_zip(path: Path) -> tuple[str, bytes, dict[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_NAMES:
            raise SubmissionError(f"{path.name} holds more than {MAX_NAMES} files")
        found: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            pure = PurePosixPath(entry.filename.replace("\\", "/"))
            link = stat.S_ISLNK(entry.external_attr >> 16)
            if is_wanted(pure.parts) and not pure.is_absolute() and not link | entry.is_dir():
                found[pure.as_posix()] = entry
        name = _choose(list(found), path.name)
        data = _read_entry(archive, found[name], MAX_NOTEBOOK)
        if data is None:
            raise SubmissionError(
                f"{name} is larger than {MAX_NOTEBOOK >> 20} MB; clear its outputs"
            )
        files: dict[str, bytes] = {}
        left = MAX_FILES
        for other, entry in found.items():
            if other != name and entry.file_size <= left:
                content = _read_entry(archive, entry, left)
                if content is not None:
                    files[other] = content
                    left -= len(content)
    return name, data, files


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """Read a file of a zip, or None when it is too large whatever its header says."""
    with archive.open(entry) as file:
        data = file.read(most + 1)
    return data if len(data) <= most else None


def parse_notebook(name: str, file: str, data: bytes, files: dict[str, bytes]) -> SubmittedNotebook:
    """Read a notebook's JSON, forgiving what grading can do without."""
    if not data.strip():
        raise SubmissionError(f"{file} is empty; save the notebook and hand it in again")
    try:
        document = json.loads(data)
    except UnicodeDecodeError:
        raise SubmissionError(
            f"{file} is not in UTF-8; open it in Jupyter and save it again"
        ) from None
    except (ValueError, RecursionError):
        raise SubmissionError(
            f"{file} is not a complete notebook; open it in Jupyter, save it and hand it in again"
        ) from None
    if not isinstance(document, dict):
        raise SubmissionError(f"{file} is not a notebook")
    version = document.get("nbformat")
    cells = document.get("cells")
    if isinstance(version, int) and version < 4:
        raise SubmissionError(
            f"{file} has the old notebook format {version}; open it in Jupyter and save it again"
        )
    if not isinstance(cells, list):
        raise SubmissionError(f"{file} is not a notebook: it has no cells")
    code: list[Cell] = []
    texts: list[TextCell] = []
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
            continue
        source = _source(cell)
        is_code = cell["cell_type"] == "code"
        identity = cell.get("id")
        texts.append(TextCell(identity if isinstance(identity, str) else "", source, is_code))
        settings = _mapping(_mapping(cell.get("metadata")).get("otter"))
        tags = _mapping(cell.get("metadata")).get("tags")
        ignored = settings.get("ignore") is True
        ignored |= isinstance(tags, list) and "otter_ignore" in tags
        if is_code and not ignored:
            checks = settings.get("tests")
            names = checks if isinstance(checks, list) else []
            code.append(Cell(source, number, [_clean(n) for n in names if isinstance(n, str)]))
    if sum(len(cell.source.encode()) + 32 for cell in code) > MAX_BODY // 2:
        raise SubmissionError(f"{file} has more than {MAX_BODY >> 21} MB of code")
    assignment = _mapping(_mapping(document.get("metadata")).get("otter")).get("assignment_name")
    return SubmittedNotebook(
        name=name,
        cells=tuple(code),
        texts=tuple(texts),
        assignment=assignment if isinstance(assignment, str) else "",
        files=files,
    )


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _source(cell: dict[str, Any]) -> str:
    """Return a cell's source, which may be a string or a list of lines."""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return _clean(source) if isinstance(source, str) else ""


def _clean(text: str) -> str:
    """Replace what cannot be encoded: JSON can hold halves of characters."""
    return text.encode(errors="replace").decode()
