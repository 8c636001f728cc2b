"""Students' notebooks can be read by everybody: headings in order, and figures told in words."""

import re
from itertools import pairwise

import nbformat
import pytest
from nbformat import NotebookNode

from tests.support.repository import REPOSITORY

SLUGS = sorted(path.stem for path in (REPOSITORY / "assignments").glob("*/*.ipynb"))
HEADING = re.compile(r"^(#{1,6}) +\S", re.MULTILINE)
CODE_BLOCK = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
DRAWS = re.compile(r"\bplt\.show\(\)|\bshow_images\(\[")
TELLS = re.compile(
    r"\b(What is seen|In words|In the picture|The picture shows|picture|curves?|"
    r"on the (left|right)|dots?|rises|falls)\b",
    re.IGNORECASE,
)
"""Words of a text that says what is seen in a figure."""


def cells_of(slug: str) -> list[NotebookNode]:
    path = REPOSITORY / "assignments" / slug / f"{slug}.ipynb"
    return list(nbformat.read(path, as_version=4).cells)


def heading_levels(cells: list[NotebookNode]) -> list[int]:
    texts = (cell.source for cell in cells if cell.cell_type == "markdown")
    return [len(m[1]) for text in texts for m in HEADING.finditer(CODE_BLOCK.sub("", text))]


def silent_figures(cells: list[NotebookNode]) -> list[str]:
    """Return the cells that draw, and that no text before or behind them puts into words."""
    found = []
    for at, cell in enumerate(cells):
        if cell.cell_type == "code" and DRAWS.search(cell.source):
            nearby = [*cells[max(at - 2, 0) : at], *cells[at + 1 : at + 3]]
            text = " ".join(near.source for near in nearby if near.cell_type == "markdown")
            if not TELLS.search(text):
                found.append(cell.id)
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_headings_begin_with_one_title_and_skip_no_level(slug: str):
    levels = heading_levels(cells_of(slug))
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_figure_is_told_in_words_beside_it(slug: str):
    assert silent_figures(cells_of(slug)) == []


def test_a_figure_without_words_and_a_heading_that_is_skipped_would_be_seen():
    text, figure = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell("plt.show()")
    assert silent_figures([text("Now a long run."), figure, text("Next part.")]) == [figure.id]
    assert silent_figures([figure, text("*What is seen:* a line that rises.")]) == []
    assert heading_levels([text("# A\n\n```\n# no heading\n```\n\n### B")]) == [1, 3]
