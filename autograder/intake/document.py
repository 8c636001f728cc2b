"""Read the JSON of a notebook, and of it no more than grading looks at."""

import base64
import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Raw

from autograder.cell import MAX_CODE, Cell
from autograder.errors import SubmissionError
from autograder.intake.lenient_json import make_strict
from autograder.intake.parts import NOTHING, decoded, text_of, text_or_lines, texts_of
from autograder.intake.shown import Shown, ShownReader

MAX_CELLS = 50_000
_MAX_PICTURES = 4
"""Pictures of one cell."""
_MAX_PICTURE = 4 << 20
"""Bytes of one picture."""
_MAX_ALL_PICTURES = 16 << 20
"""Bytes of all pictures of a notebook."""
_PICTURES = ("image/png", "image/jpeg")
_NO_UTF8 = "{} is not in UTF-8; open it in Jupyter and save it again"


class TextCell(msgspec.Struct, frozen=True):
    """A cell as people read it, for the answers to manual questions."""

    cell_id: str  # its id, or ""
    source: str
    is_code: bool = False
    # PNG and JPEG files that are attached to it, or that it shows; they may be anything
    pictures: tuple[bytes, ...] = ()


class _Document(msgspec.Struct):
    """What of a notebook is looked at; its parts are decoded where they are needed."""

    cells: Raw = NOTHING
    metadata: Raw = NOTHING
    nbformat: Raw = NOTHING


class _Cell(msgspec.Struct):
    cell_type: Raw = NOTHING
    id: Raw = NOTHING
    source: Raw = NOTHING
    metadata: Raw = NOTHING
    attachments: Raw = NOTHING
    outputs: Raw = NOTHING


class _Otter(msgspec.Struct):
    """What Otter and this package note in metadata."""

    assignment_name: Raw = NOTHING
    tests: Raw = NOTHING
    ignore: Raw = NOTHING


class _Metadata(msgspec.Struct):
    otter: Raw = NOTHING
    tags: Raw = NOTHING


class _Output(msgspec.Struct):
    data: Raw = NOTHING


class ReadDocument(msgspec.Struct, frozen=True):
    """What grading looks at in a notebook."""

    cells: tuple[Cell, ...]  # the code cells that are run, in order
    texts: tuple[TextCell, ...]  # all cells, in order
    assignment: str  # the assignment's name in the metadata, or ""
    shown: Shown | None = None  # what people see of it, where that is wanted


def read_document(
    file: str, data: bytearray, *, outputs: bool = False, shown: bool = False
) -> ReadDocument:
    """Read a notebook, forgiving what grading can do without.

    Args:
        file: what to call it in messages.
        data: its bytes, which may change.
        outputs: whether pictures that code cells show are wanted, not only attached ones.
        shown: whether what people see of it is wanted.

    Raises:
        SubmissionError: it is no notebook, or not one that can be run.
    """
    if not data or data.isspace():
        raise SubmissionError(f"{file} is empty; save the notebook and hand it in again")
    document = _decode_whole(file, data)
    version = decoded(document.nbformat, int, 4)
    if version < 4:
        raise SubmissionError(
            f"{file} has the old notebook format {version}; open it in Jupyter and save it again"
        )
    if (raw_cells := decoded(document.cells, list[Raw], None)) is None:
        raise SubmissionError(f"{file} is not a notebook: it has no cells")
    if len(raw_cells) > MAX_CELLS:
        raise SubmissionError(f"{file} has more than {MAX_CELLS} cells")
    code: list[Cell] = []
    texts: list[TextCell] = []
    left = _MAX_ALL_PICTURES
    reader = ShownReader() if shown else None
    for number, raw_cell in enumerate(raw_cells, start=1):
        cell = decoded(raw_cell, _Cell, _Cell())
        kind = text_of(cell.cell_type)
        if kind not in ("code", "markdown", "raw"):
            continue
        try:
            bytes(cell.source).decode()
        except UnicodeDecodeError:
            raise SubmissionError(_NO_UTF8.format(file)) from None
        source, is_code = text_or_lines(cell.source), kind == "code"
        pictures = tuple(_pictures(cell, outputs=outputs and is_code, most=left))
        left -= sum(map(len, pictures))
        texts.append(TextCell(text_of(cell.id), source, is_code, pictures))
        metadata = decoded(cell.metadata, _Metadata, _Metadata())
        otter = decoded(metadata.otter, _Otter, _Otter())
        if reader:
            reader.add(kind, number, raw_cell)
        if is_code and not _is_ignored(metadata, otter):
            code.append(Cell(source, number, list(filter(None, texts_of(otter.tests)))))
    if sum(len(cell.source.encode()) + 32 for cell in code) > MAX_CODE:
        raise SubmissionError(f"{file} has more than {MAX_CODE >> 20} MB of code")
    noted = decoded(decoded(document.metadata, _Metadata, _Metadata()).otter, _Otter, _Otter())
    name = text_of(noted.assignment_name)
    return ReadDocument(tuple(code), tuple(texts), name, reader.result() if reader else None)


def _decode_whole(file: str, data: bytearray) -> _Document:
    """Decode the top of a notebook.

    Raises:
        SubmissionError: it is not JSON, or no object.
    """
    problem = f"{file} is not a complete notebook; open it in Jupyter, save it and hand it in again"
    try:
        try:
            return msgspec.json.decode(data, type=_Document)
        except msgspec.ValidationError:
            raise
        except msgspec.DecodeError:
            return msgspec.json.decode(make_strict(file, data), type=_Document)
    except UnicodeDecodeError:
        raise SubmissionError(_NO_UTF8.format(file)) from None
    except msgspec.ValidationError:
        raise SubmissionError(f"{file} is not a notebook") from None
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise SubmissionError(problem) from None


def _is_ignored(metadata: _Metadata, otter: _Otter) -> bool:
    """Say whether Otter would leave a cell out."""
    return decoded(otter.ignore, bool, False) or "otter_ignore" in texts_of(metadata.tags)


def _pictures(cell: _Cell, *, outputs: bool, most: int) -> Iterator[bytes]:
    """Yield the pictures of a cell, while there is room for them."""
    bundles = list(decoded(cell.attachments, dict[str, Raw], {}).values())
    if outputs:
        found = (decoded(one, _Output, _Output()) for one in decoded(cell.outputs, list[Raw], []))
        bundles += [output.data for output in found]
    count = 0
    for bundle in bundles:
        picture = _picture(decoded(bundle, dict[str, Raw], {}))
        if picture and len(picture) <= most and count < _MAX_PICTURES:
            yield picture
            most -= len(picture)
            count += 1


def _picture(bundle: dict[str, Raw]) -> bytes:
    """Return the picture among the forms of one thing, or nothing."""
    for kind in _PICTURES:
        if kind in bundle and len(bytes(bundle[kind])) <= 2 * _MAX_PICTURE:
            encoded = text_or_lines(bundle[kind])
            try:
                data = base64.b64decode(encoded)
            except ValueError:
                continue
            if len(data) <= _MAX_PICTURE:
                return data
    return b""


def count_checks(document: ReadDocument, questions: Sequence[str]) -> int:
    """Return how many of some questions a notebook has a check for."""
    checked = {name for cell in document.cells for name in cell.checks}
    words = "\n".join(cell.source for cell in document.texts)
    ids = {cell.cell_id for cell in document.texts}
    return sum(
        name in checked or f"check-{name}" in ids or re.search(_check_of(name), words) is not None
        for name in questions
    )


def _check_of(question: str) -> str:
    return rf"\.check\(\s*[\"']{re.escape(question)}[\"']"
