"""A notebook as one page of HTML that everybody can read: contrast, and figures told in words."""

import re
from pathlib import Path

from nbconvert import HTMLExporter
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from nbformat import NotebookNode

_TEMPLATES = Path(__file__).with_name("templates")
_PICTURES = ("image/png", "image/jpeg")
_SEEN = re.compile(r"^\*What is seen\b[^*\n]*\*\s*(.+?)\s*(?:\n\n|\Z)", re.MULTILINE | re.DOTALL)
"""The paragraph of a text that says what is seen in a figure."""
_NEARBY = 2
"""How many cells lie at most between a figure and the text that tells it."""
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
        words = _words(notebook.cells, at)
        outputs = [
            NotebookNode({**output, "metadata": {"alt": words, **output.metadata}})
            if any(kind in output.get("data", {}) for kind in _PICTURES)
            else output
            for output in cell.get("outputs", [])
        ]
        cells.append(NotebookNode({**cell, "outputs": outputs}) if outputs else cell)
    return NotebookNode({**notebook, "cells": cells})


def _words(cells: list[NotebookNode], at: int) -> str:
    """Return what the text nearest to a cell says about its figure: the one below it, at best."""
    for near in (*cells[at + 1 : at + 1 + _NEARBY], *reversed(cells[max(at - _NEARBY, 0) : at])):
        if near.cell_type == "markdown" and (told := _SEEN.search(near.source)):
            return " ".join(told[1].replace("*", "").replace("`", "").split())
    return _UNTOLD
