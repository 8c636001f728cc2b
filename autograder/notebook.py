"""Read notebooks, strip them, and write them so that two builds give the same bytes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.errors import NotebookError

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
"""The kernel that every notebook of ours asks for: the one that is installed with IPython."""


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook of format 4.

    Raises:
        NotebookError: the file is missing, unreadable, not JSON, not a notebook, or of an older
            format.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotebookError(f"{path} is not a notebook: its text is not UTF-8") from None
    except OSError as error:
        raise NotebookError(f"{path} cannot be read: {error.strerror}") from None
    try:
        notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
    except Exception as error:  # nbformat raises a dozen types, and KeyError for JSON of any kind
        reason = str(error).strip().partition("\n")[0][:120] or type(error).__name__
        raise NotebookError(
            f"{path} is not a notebook: {reason}; save it again from Jupyter as .ipynb"
        ) from None
    if notebook.nbformat != 4:
        raise NotebookError(
            f"{path} has notebook format {notebook.nbformat}; open it in Jupyter and save it, "
            "which makes it format 4"
        )
    return notebook


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as Jupyter does: JSON with one source line a line."""
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def strip_outputs(cell: NotebookNode) -> NotebookNode:
    """Return a copy of a cell without outputs, execution count and editor metadata."""
    kept = NotebookNode(cell_type=cell.cell_type, metadata=NotebookNode(), source=cell.source)
    if "id" in cell:
        kept.id = cell.id
    if "attachments" in cell:
        kept.attachments = cell.attachments
    if tags := cell.metadata.get("tags"):
        kept.metadata.tags = list(tags)
    if cell.cell_type == "code":
        kept.execution_count = None
        kept.outputs = []
    return kept


def strings_in(value: Any) -> Iterator[str]:
    """Yield every string in nested JSON data: keys and values, to any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from strings_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings_in(item)
