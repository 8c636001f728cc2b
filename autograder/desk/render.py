"""Show what students wrote: Markdown, code and outputs as HTML in which nothing lives.

All of it is made by libraries that escape what they show, or goes through a sanitiser that knows
few tags and attributes. Formulas stay text, which a script of ours shows; the pages' policy is
behind all this.
"""

import html
import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from urllib.parse import unquote

import msgspec
import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments.lexers.python import PythonLexer
from pygments.token import STANDARD_TYPES

from autograder.templates import clean

MOST_OF_CELL = 60_000
"""Characters of a cell that are shown."""
MOST_LINES = 3_000
"""Lines of a cell that are shown."""
_ATTACHED = "attachment:"
"""How the address of a picture begins that is in the notebook; others are not loaded."""
_NESTED = 20
"""Lists in lists, quotes in quotes: deeper ones are text."""
_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "details", "div", "dl"),
    *("dt", "em", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp"),
    *("small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead"),
    *("tr", "u", "ul", "var"),
}
"""What may stand in Markdown. Headings are paragraphs that look like some: pages have their own."""
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
}
_CLASSES = {
    "span": {"math", "inline"},
    "div": {"math", "block", "inline"},
    "p": {"heading", "one", "two", "three"},
}
_IMAGE = re.compile(r'<img(?: (?:src|alt)="[^"]*")*>')
_ATTRIBUTE = re.compile(r' (src|alt)="([^"]*)"')
"""How the sanitiser writes them: with quotes around, and none within."""
_COLOURED = re.compile(r"[kscm].*|n[fcd]|ow")
"""Names of Pygments' classes that have a colour; see ``static/desk.css``."""
_SCHEMES = {"http", "https", "mailto"}
_LEVELS = {"h1": "one", "h2": "two"}


class RenderedCell(msgspec.Struct, frozen=True):
    """A cell as it is shown."""

    kind: str  # code, markdown or raw
    number: int  # its number in the notebook, counted from 1
    lines: tuple[Markup, ...] = ()  # the lines of code or raw text, each by itself
    text: Markup = Markup()  # Markdown
    cut: bool = False  # whether it is longer than what is shown


def markdown(source: str, pictures: Mapping[str, str] | None = None) -> Markup:
    """Return Markdown as HTML.

    Args:
        source: what somebody wrote, which may be hostile.
        pictures: addresses of attached pictures, by their names. No other picture is loaded.
    """
    made = _parser().render(clean(source), {"pictures": pictures or {}})
    safe = nh3.clean(
        made,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=partial(_filtered, pictures or {}),
        allowed_classes=_CLASSES,
        url_schemes={*_SCHEMES, _ATTACHED.rstrip(":")},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return Markup(_IMAGE.sub(_shown_image, safe))  # the sanitiser's, and what is escaped below


def _filtered(pictures: Mapping[str, str], _tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value: that of a picture is one that we have made, or none."""
    if name == "src":
        return pictures.get(unquote(value.removeprefix(_ATTACHED))) or None
    if value.startswith(_ATTACHED):
        return None
    return value


def _shown_image(match: re.Match[str]) -> str:
    """Return a picture with words for it, or the words alone where it is not loaded."""
    found = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(match[0])}
    words = escape(found.get("alt", "").strip() or "picture")
    if "src" not in found:
        return f"<em>[{words}: not shown]</em>"
    return f'<img src="{escape(found["src"])}" alt="{words}">'


def code_lines(source: str) -> tuple[Markup, ...]:
    """Return lines of Python with colours, as classes that Pygments names."""
    lines: list[list[str]] = [[]]
    for kind, text in PythonLexer(stripnl=False, ensurenl=False).get_tokens(clean(source)):
        while kind not in STANDARD_TYPES:
            kind = kind.parent
        name = STANDARD_TYPES[kind]
        coloured = _COLOURED.fullmatch(name)
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append([])
            if part:
                shown = escape(part)
                lines[-1].append(f'<span class="{name}">{shown}</span>' if coloured else str(shown))
    return tuple(Markup("".join(parts)) for parts in lines)  # every part was escaped above


def plain_lines(source: str) -> tuple[Markup, ...]:
    """Return the lines of a text."""
    return tuple(escape(line) for line in str(clean(source)).split("\n"))


def render_cell(
    kind: str, number: int, source: str, pictures: Mapping[str, str] | None = None
) -> RenderedCell:
    """Return a cell as it is shown."""
    lines = source[:MOST_OF_CELL].rstrip("\n").split("\n")
    shown = "\n".join(lines[:MOST_LINES])
    cut = len(source) > MOST_OF_CELL or len(lines) > MOST_LINES
    match kind:
        case "markdown":
            return RenderedCell(kind, number, text=markdown(shown, pictures), cut=cut)
        case "code":
            return RenderedCell(kind, number, lines=code_lines(shown), cut=cut)
    return RenderedCell(kind, number, lines=plain_lines(shown), cut=cut)


class _Renderer(RendererHTML):
    """Shows headings and pictures in our way, all else as the library does."""

    def heading_open(
        self, tokens: Sequence[Token], index: int, _options: OptionsDict, _environment: EnvType
    ) -> str:
        """Return how a heading begins."""
        return f'<p class="heading {_LEVELS.get(tokens[index].tag, "three")}">'

    def heading_close(
        self, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _environment: EnvType
    ) -> str:
        """Return how a heading ends."""
        return "</p>\n"


@cache
def _parser() -> MarkdownIt:
    settings = {"html": True, "maxNesting": _NESTED, "linkify": False, "typographer": False}
    parser = MarkdownIt("commonmark", settings, renderer_cls=_Renderer)
    parser.enable(["table", "strikethrough"])
    # text in elements of the class "math", for our script; see static/desk.js
    dollarmath_plugin(parser, allow_labels=False, allow_digits=False, double_inline=True)
    return parser
