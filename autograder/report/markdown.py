"""The Markdown of staff as HTML: questions and rubrics, on pages that load nothing."""

from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin


def markdown(text: str) -> Markup:
    """Return Markdown as HTML. HTML in it stays text, and formulas stay as they were written."""
    return Markup(_renderer().render(text))


def markdown_line(text: str) -> Markup:
    """Return Markdown within a line as HTML, as ``markdown`` does."""
    return Markup(_renderer().renderInline(text))


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False, "breaks": False}).enable("table")
    renderer.disable("image")
    renderer.use(dollarmath_plugin, double_inline=True, renderer=_formula)
    return renderer


def _formula(text: str, options: dict[str, bool]) -> str:
    mark = "$$" if options.get("display_mode") else "$"
    return f"{mark}{escape(text)}{mark}"
