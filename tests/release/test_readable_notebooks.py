"""Students' notebooks can be read by everybody: headings in order, and figures told in words."""

import re
from itertools import pairwise

import nbformat
import pytest
from nbformat import NotebookNode

from tests.support.figures import words_of_figures
from tests.support.repository import REPOSITORY

SLUGS = sorted(path.stem for path in (REPOSITORY / "assignments").glob("*/*.ipynb"))
HEADING = re.compile(r"^(#{1,6}) +\S", re.MULTILINE)
FORMULA_AS_HEADING = re.compile(r"^\|(?=.*\| *\$[^|$]*\$ *\|).*\n\|[-:| ]+$", re.MULTILINE)
CODE_BLOCK = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def cells_of(slug: str) -> list[NotebookNode]:
    path = REPOSITORY / "assignments" / slug / f"{slug}.ipynb"
    return list(nbformat.read(path, as_version=4).cells)


def heading_levels(cells: list[NotebookNode]) -> list[int]:
    texts = (cell.source for cell in cells if cell.cell_type == "markdown")
    return [len(m[1]) for text in texts for m in HEADING.finditer(CODE_BLOCK.sub("", text))]


@pytest.mark.parametrize("slug", SLUGS)
def test_headings_begin_with_one_title_and_skip_no_level(slug: str):
    levels = heading_levels(cells_of(slug))
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("slug", SLUGS)
def test_no_heading_of_a_table_is_a_formula_alone_which_typeset_is_not_read_aloud(slug: str):
    assert not any(FORMULA_AS_HEADING.search(cell.source) for cell in cells_of(slug))
    assert FORMULA_AS_HEADING.search("Text.\n\n| a | $z_0$ | b |\n|---:|:--|---|\n| 1 | 2 | 3 |")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_figure_has_words_of_its_own_beside_it(slug: str):
    words = words_of_figures(cells_of(slug))
    assert len(words) >= 5
    assert None not in words
    assert len(set(words)) == len(words)


def test_a_figure_without_words_and_a_heading_that_is_skipped_would_be_seen():
    text, figure = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell("plt.show()")
    seen = text("*What is seen:* a line, $y = x$,\nthat *rises*.\n\nNow train longer.")
    told = "A line, y = x, that rises."
    assert words_of_figures([text("Now a long run."), figure, text("A line.")]) == [None]
    assert words_of_figures([figure, text("Now"), seen]) == [told]
    assert words_of_figures([seen, figure, figure, seen]) == [told, told]
    assert words_of_figures([seen, nbformat.v4.new_code_cell("1"), figure]) == [None]
    assert heading_levels([text("# A\n\n```\n# no heading\n```\n\n### B")]) == [1, 3]
