"""What people see of a notebook: its cells with what they had put out, in bounds."""

import base64
import re
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Raw

from autograder.intake.parts import NOTHING, decoded, text_of, text_or_lines, texts_of
from autograder.text import encodable

MOST_TEXT = 200_000
"""Characters that are kept of all that a notebook's cells have put out."""
MOST_OF_ONE = 20_000
"""Characters that are kept of one output."""
MOST_PICTURES = 40
"""Pictures of a notebook that are kept."""
MOST_OF_PICTURES = 4 << 20
"""Bytes of all of these."""
MOST_OUTPUTS = 500
"""Outputs of one cell that are kept."""
_LONGEST_NAME = 200
"""Characters of the name of an attached picture."""
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
"""What terminals take for colours and the like."""
_PICTURES = ("image/png", "image/jpeg")

Kind = Literal["code", "markdown", "raw"]
_Count: Any = Annotated[int, msgspec.Meta(ge=0, lt=1 << 31)]


class ShownOutput(msgspec.Struct, frozen=True):
    """Something that a cell had put out when the notebook was handed in."""

    kind: Literal["text", "error", "picture"]
    text: str = ""  # what it says, or the text that stands for a picture; no control sequences
    picture: int | None = None  # the index of the picture, among those of the notebook


class ShownCell(msgspec.Struct, frozen=True):
    """A cell as people see it."""

    kind: Kind
    number: int  # its number in the notebook, counted from 1
    source: str = ""
    execution_count: int | None = None
    outputs: tuple[ShownOutput, ...] = ()
    # indices of attached pictures, by the names that the cell's Markdown calls them
    attachments: dict[str, int] = {}


class Shown(msgspec.Struct, frozen=True):
    """What people see of a notebook. Sources are those of its ``TextCell``s, in the same order."""

    cells: tuple[ShownCell, ...]
    pictures: tuple[bytes, ...]  # files that cells show, which may be anything
    left_out: tuple[str, ...] = ()  # what is not kept, a sentence each


class _Cell(msgspec.Struct):
    execution_count: Raw = NOTHING
    attachments: Raw = NOTHING
    outputs: Raw = NOTHING


class _Output(msgspec.Struct):
    output_type: Raw = NOTHING
    text: Raw = NOTHING
    data: Raw = NOTHING
    ename: Raw = NOTHING
    evalue: Raw = NOTHING
    traceback: Raw = NOTHING


class ShownReader:
    """Takes in the cells of a notebook. State: those so far, and how much room is left."""

    def __init__(self) -> None:
        self._cells: list[ShownCell] = []
        self._pictures: list[bytes] = []
        self._text, self._bytes = MOST_TEXT, MOST_OF_PICTURES
        self._cut = self._missing = 0

    def add(self, kind: str, number: int, raw: Raw) -> None:
        """Take in a cell; what is not as it should be in it is not there.

        Args:
            kind: ``code``, ``markdown`` or ``raw``.
        """
        try:
            self._add(msgspec.convert(kind, Kind), number, raw)
        except MemoryError:  # the cell can be graded all the same
            self._cut += 1
            self._cells.append(ShownCell(msgspec.convert(kind, Kind), number))

    def _add(self, kind: Kind, number: int, raw: Raw) -> None:
        cell = decoded(raw, _Cell, _Cell())
        if kind != "code":
            bundles = decoded(cell.attachments, dict[str, Raw], {}).items()
            attached = ((encodable(name), self._picture(bundle)) for name, bundle in bundles)
            pictures = {name[:_LONGEST_NAME]: at for name, at in attached if at is not None}
            self._cells.append(ShownCell(kind, number, attachments=pictures))
            return
        count = decoded(cell.execution_count, _Count, None)
        raw_outputs = decoded(cell.outputs, list[Raw], [])
        self._cut += max(0, len(raw_outputs) - MOST_OUTPUTS)
        outputs = (
            self._output(decoded(one, _Output, _Output())) for one in raw_outputs[:MOST_OUTPUTS]
        )
        shown = tuple(one for one in outputs if one)
        self._cells.append(ShownCell(kind, number, execution_count=count, outputs=shown))

    def _output(self, output: _Output) -> ShownOutput | None:
        """Return an output as it is shown, or None where nothing of it is."""
        match text_of(output.output_type):
            case "stream":
                text = self._take(text_or_lines(output.text))
                return ShownOutput("text", text) if text else None
            case "error":
                trace = "\n".join(texts_of(output.traceback))
                said = f"{text_of(output.ename)}: {text_of(output.evalue)}"
                return ShownOutput("error", self._take(trace if trace.strip() else said))
        bundle = decoded(output.data, dict[str, Raw], {})
        text = self._take(text_or_lines(bundle.get("text/plain", NOTHING)))
        picture = self._picture(output.data)
        if picture is not None:
            return ShownOutput("picture", text, picture)
        return ShownOutput("text", text) if text else None

    def _take(self, text: str) -> str:
        """Return as much of a text as there is room for."""
        most = min(MOST_OF_ONE, self._text)
        # where its sequences are taken out, a text is shorter; what is far behind is not looked at
        plain = _ANSI.sub("", text[: 4 * MOST_OF_ONE])
        if len(plain) > most or len(text) > 4 * MOST_OF_ONE:
            self._cut += 1
        plain = plain[:most]
        self._text -= len(plain)
        return plain

    def _picture(self, raw: Raw) -> int | None:
        """Keep the picture among the forms of one thing, and return its index, or None."""
        bundle = decoded(raw, dict[str, Raw], {})
        for kind in _PICTURES:
            if kind not in bundle:
                continue
            # four characters for three bytes, and some for the ends of lines
            fits = len(bytes(bundle[kind])) <= 3 * self._bytes // 2 + 100
            if len(self._pictures) >= MOST_PICTURES or not fits:
                self._missing += 1
                return None
            try:
                data = base64.b64decode(text_or_lines(bundle[kind]))
            except ValueError:
                continue
            if len(data) > self._bytes:
                self._missing += 1
                return None
            self._bytes -= len(data)
            self._pictures.append(data)
            return len(self._pictures) - 1
        return None

    def result(self) -> Shown:
        """Return what has been taken in."""
        left_out = []
        if self._cut:
            texts = "1 output is" if self._cut == 1 else f"{self._cut} outputs are"
            left_out.append(f"{texts} longer than what is kept of them.")
        if self._missing:
            pictures = "1 picture is" if self._missing == 1 else f"{self._missing} pictures are"
            left_out.append(f"{pictures} not kept: there are too many, or they are too large.")
        return Shown(tuple(self._cells), tuple(self._pictures), tuple(left_out))
