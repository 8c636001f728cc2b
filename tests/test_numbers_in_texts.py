"""The numbers that the notebooks' texts work out are right.

What has to be trained first is in ``test_course_numbers``.
"""

import re
from functools import cache
from importlib import import_module

import nbformat
import pytest

from tests.support.repository import REPOSITORY

NOTEBOOKS = sorted((REPOSITORY / "assignments").glob("*/*.ipynb"))
CLAIMS = [
    pytest.param(path.stem, template, work_out, id=f"{path.stem[:2]}-{number}")
    for path in NOTEBOOKS
    for number, (template, work_out) in enumerate(
        import_module(f"tests.support.claims.{path.stem[:2]}").CLAIMS
    )
]
NUMBER = r"(-?\d+(?:,\d{3})*(?:\.\d+)?)"


@cache
def text_of(slug: str) -> str:
    """Return all texts of a students' notebook, in one line."""
    notebook = nbformat.read(REPOSITORY / "assignments" / slug / f"{slug}.ipynb", as_version=4)
    texts = " ".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return " ".join(texts.replace("{,}", ",").split())


def said(text: str, template: str) -> list[str]:
    """Return the numbers at the # of a template, from its one place in a text."""
    found = list(re.finditer(re.escape(template).replace(r"\#", NUMBER), text))
    assert len(found) == 1, f"{len(found)} places look like {template!r}"
    return [number.replace(",", "") for number in found[0].groups()]


def half_a_digit(number: str) -> float:
    """Return by how much a number may be off that is rounded to its last digit."""
    return 0.5 * 10.0 ** -len(number.partition(".")[2])


@pytest.mark.parametrize(("slug", "template", "work_out"), CLAIMS)
def test_a_text_says_the_number_that_comes_out(slug, template, work_out):
    written, right = said(text_of(slug), template), [float(number) for number in work_out()]
    assert len(written) == len(right)
    for number, value in zip(written, right, strict=True):
        assert float(number) == pytest.approx(value, abs=half_a_digit(number) * 1.001, rel=0)


def test_a_number_that_is_wrong_would_be_seen():
    assert said("of 1,234 or -0.50 each", "of # or # each") == ["1234", "-0.50"]
    assert (half_a_digit("1234"), half_a_digit("0.50")) == (0.5, 0.005)
    with pytest.raises(AssertionError, match="0 places"):
        said("nothing", "of #")
