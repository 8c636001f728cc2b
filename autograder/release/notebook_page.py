"""A notebook as one page of HTML that everybody can read: contrast, and figures told in words."""

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from nbconvert import HTMLExporter
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from nbformat import NotebookNode

_TEMPLATES = Path(__file__).with_name("templates")
_PICTURES = ("image/png", "image/jpeg")
_SEEN = re.compile(r"^\*What is seen:\*\s*(.+?)\s*(?:\n\n|\Z)", re.MULTILINE | re.DOTALL)
"""The paragraph of a text that says what is seen in a figure."""
_NEARBY = 2
"""In how many cells of text below a figure, or else above it, that paragraph is looked for."""
_UNTOLD = "Figure drawn by the code of this cell"


def notebook_page(notebook: NotebookNode, title: str) -> str:
    """Render a notebook with the outputs that it has.

    What a cell prints comes in pieces of chance, which are put together. A figure has the words of
    the text beside it as its alternative text.

    Args:
        notebook: it is left as it is.
        title: the page's.
    """
    exporter = HTMLExporter(
        preprocessors=[CoalesceStreamsPreprocessor(enabled=True)],
        extra_template_paths=[str(_TEMPLATES)],
        template_file="notebook.html.j2",
    )
    resources = {"metadata": {"name": title}}
    body, _ = exporter.from_notebook_node(_told_in_words(notebook), resources)
    return str(body)


def _told_in_words(notebook: NotebookNode) -> NotebookNode:
    """Return a copy whose pictures have an alternative text in their metadata."""
    cells = []
    for at, cell in enumerate(notebook.cells):
        words = words_beside(notebook.cells, at) or _UNTOLD
        outputs = [
            NotebookNode({**output, "metadata": {"alt": words, **output.metadata}})
            if any(kind in output.get("data", {}) for kind in _PICTURES)
            else output
            for output in cell.get("outputs", [])
        ]
        cells.append(NotebookNode({**cell, "outputs": outputs}) if outputs else cell)
    return NotebookNode({**notebook, "cells": cells})


def words_beside(cells: Sequence[NotebookNode], at: int) -> str | None:
    """Return what a text says of the figure that a cell draws.

    That is a paragraph which begins with ``*What is seen:*``, in the texts right below the cell, at
    best, or right above it. No other code is between them, as that may draw a figure of its own.

    Args:
        cells: those of a notebook.
        at: the place of the cell that draws.

    Returns:
        the paragraph in one line, without marks of Markdown, or None if there is none.
    """
    for beside in (cells[at + 1 : at + 1 + _NEARBY], cells[max(at - _NEARBY, 0) : at][::-1]):
        for near in takewhile(lambda cell: cell.cell_type == "markdown", beside):
            if told := _SEEN.search(near.source):
                words = " ".join(re.sub(r"[*`$]", "", told[1]).split())
                return words[0].upper() + words[1:]
    return None
