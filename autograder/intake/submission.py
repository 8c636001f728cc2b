"""Read what was handed in, and refuse what cannot be graded with one clear line."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.cell import MAX_CODE, Cell
from autograder.errors import SubmissionError
from autograder.tree import CrowdedError, DamagedError, TooLargeError, Tree

MAX_NOTEBOOK = 200 << 20
"""Bytes of a notebook that are read; outputs make notebooks large."""
MAX_FILES = 64 << 20
"""Bytes of other files that come with a notebook."""
MAX_NAMES = 10_000
"""Files in a zip or folder."""


@dataclass(frozen=True)
class TextCell:
    """A text cell, for the answers to manual questions."""

    cell_id: str
    source: str
    is_code: bool = False


@dataclass(frozen=True)
class SubmittedNotebook:
    """A notebook that can be run."""

    cells: tuple[Cell, ...]  # the code cells, in order
    texts: tuple[TextCell, ...] = ()  # all cells in order, for the answers to manual questions
    assignment: str = ""  # the assignment's name in the notebook's metadata, or ""
    # other files that were handed in, by relative path
    files: dict[str, bytes] = field(default_factory=dict)
    # what the student should know of how it was read, a sentence each
    notes: tuple[str, ...] = ()


def read_submission(path: Path) -> SubmittedNotebook:
    """Read a notebook, a zip with one, or a folder with one.

    Raises:
        SubmissionError: there is no notebook, more than one, or it cannot be read.
    """
    return parse_notebook(*read_files(path))


def read_files(path: Path) -> tuple[str, bytes, dict[str, bytes]]:
    """Return what grading reads: the notebook's file name and content, and other files.

    Raises:
        SubmissionError: there is no notebook, more than one, or it cannot be read.
    """
    try:
        if path.is_dir() or path.suffix == ".zip":
            with Tree(path, MAX_NAMES) as tree:
                return _read_tree(tree)
        if path.suffix == ".ipynb":
            return path.name, _read(path), {}
    except OSError as error:
        raise SubmissionError(f"{path.name} cannot be read: {error.strerror or error}") from None
    except DamagedError:
        raise SubmissionError(f"{path.name} is not a zip file that can be opened") from None
    except CrowdedError:
        raise SubmissionError(f"{path.name} holds more than {MAX_NAMES} files") from None
    raise SubmissionError(
        f"{path.name} is not a notebook; hand in the .ipynb file, or the zip that the "
        "notebook's last cell makes"
    )


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_NOTEBOOK + 1)
    if len(data) > MAX_NOTEBOOK:
        raise SubmissionError(
            f"{path.name} is larger than {MAX_NOTEBOOK >> 20} MB; clear the outputs and hand in "
            "again"
        )
    return data


def _read_tree(tree: Tree) -> tuple[str, bytes, dict[str, bytes]]:
    if tree.listed > MAX_NAMES:
        raise CrowdedError
    name = _choose(tree.names, tree.path.name)
    try:
        data = tree.read(name, MAX_NOTEBOOK)
    except TooLargeError as error:
        outputs = "its outputs" if tree.zipped else "the outputs and hand in again"
        raise SubmissionError(f"{error}; clear {outputs}") from None
    files: dict[str, bytes] = {}
    left = MAX_FILES
    for other in tree.names:
        with suppress(TooLargeError):
            if other != name:
                files[other] = tree.read(other, left)
                left -= len(files[other])
    return name, data, files


def _choose(names: Sequence[str], where: str) -> str:
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


def parse_notebook(file: str, data: bytes, files: dict[str, bytes]) -> SubmittedNotebook:
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
        metadata = _mapping(cell.get("metadata"))
        settings, tags = _mapping(metadata.get("otter")), metadata.get("tags")
        ignored = settings.get("ignore") is True
        ignored |= isinstance(tags, list) and "otter_ignore" in tags
        if is_code and not ignored:
            checks = settings.get("tests")
            names = checks if isinstance(checks, list) else []
            code.append(Cell(source, number, [_clean(n) for n in names if isinstance(n, str)]))
    if sum(len(cell.source.encode()) + 32 for cell in code) > MAX_CODE:
        raise SubmissionError(f"{file} has more than {MAX_CODE >> 20} MB of code")
    assignment = _mapping(_mapping(document.get("metadata")).get("otter")).get("assignment_name")
    assignment = assignment if isinstance(assignment, str) else ""
    return SubmittedNotebook(tuple(code), tuple(texts), assignment, files)


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
