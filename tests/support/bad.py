"""Files that students hand in by mistake, and what each of them should get."""

import io
import json
import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Document = dict[str, Any]
Files = Mapping[str | zipfile.ZipInfo, str | bytes]
Maker = Callable[[Path, Document], Path]
NAME = "a0-pytorch-review.ipynb"
INVALID = "invalid"
DUE = "graded"
GOOD = "the good notebook"
EITHER = "either"
"""A clear refusal and the points that are due are both fine."""
NOTHING = "nothing"
"""A clear refusal is fine, and so is a notebook graded as blank."""


@dataclass(frozen=True)
class Bad:
    """One bad submission.

    Args:
        name: what is wrong with it; the file's name.
        make: makes it at a path without ending, from a good notebook's document, and returns the
            path to hand in.
        outcome: INVALID (0 points and a message), DUE (q1 is right), EITHER or NOTHING.
        words: one of these must be in the message of an invalid one.
    """

    name: str
    make: Maker
    outcome: str = INVALID
    words: tuple[str, ...] = ()


def saved(path: Path, content: str | bytes | bytearray, ending: str = ".ipynb") -> Path:
    """Write a file and return its path."""
    path = Path(f"{path}{ending}")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def notebook_with(document: Document, **changes: Any) -> str:
    """Return a notebook's text with other top-level fields."""
    return json.dumps({**document, **changes})


def with_cell(document: Document, **fields: Any) -> str:
    """Return a notebook's text with one more code cell at its front."""
    cell = {"cell_type": "code", "id": "extra", "metadata": {}, "outputs": [], "source": "1"}
    cells = [{**cell, "execution_count": None, **fields}, *document["cells"]]
    return notebook_with(document, cells=cells)


def cells_without(document: Document, field: str) -> str:
    """Return a notebook's text in which every cell lacks a field."""
    cells = [{k: v for k, v in c.items() if k != field} for c in document["cells"]]
    return notebook_with(document, cells=cells)


def filled(files: Files, document: Document) -> Iterator[tuple[str | zipfile.ZipInfo, str | bytes]]:
    """Yield files with the good notebook where it belongs."""
    for name, content in files.items():
        yield name, json.dumps(document) if content is GOOD else content


def zip_of(files: Files) -> Maker:
    """Return a maker of a zip of these files."""

    def make(path: Path, document: Document) -> Path:
        path = Path(f"{path}.zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in filled(files, document):
                archive.writestr(name, content)
        return path

    return make


def folder_of(files: Files) -> Maker:
    """Return a maker of a folder of these files."""

    def make(path: Path, document: Document) -> Path:
        path.mkdir()
        for name, content in filled(files, document):
            (path / str(name)).write_text(str(content))
        return path

    return make


def text(content: str | bytes, ending: str = ".ipynb") -> Maker:
    """Return a maker of a file with this content."""
    return lambda path, _: saved(path, content, ending)


def changed(change: Callable[..., str | bytes], *args: Any, **kwargs: Any) -> Maker:
    """Return a maker of the good notebook after a change, which gets the further arguments."""
    return lambda path, document: saved(path, change(document, *args, **kwargs))


def link(name: str) -> zipfile.ZipInfo:
    """Return a zip entry that is unpacked as a symbolic link by programs that keep such things."""
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def bomb(path: Path, name: str, document: Document | None) -> Path:
    """Write a zip of 1 MB in which a file of 1 GB is packed."""
    path = Path(f"{path}.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if document is not None:
            archive.writestr(NAME, json.dumps(document))
        with archive.open(name, "w", force_zip64=True) as file:
            for _ in range(1024):
                file.write(bytes(1 << 20))
    return path


def folder_with_a_pipe(path: Path, _: Document) -> Path:
    """Make a folder whose notebook is a named pipe, which blocks whoever opens it."""
    path.mkdir()
    os.mkfifo(path / "a0.ipynb")
    return path


def folder_with_a_link(path: Path, _: Document) -> Path:
    """Make a folder whose notebook is a link to a file elsewhere."""
    path.mkdir()
    (path / "a0.ipynb").symlink_to("/etc/passwd")
    return path


def truncated_zip(path: Path, document: Document) -> Path:
    """Write the first half of a zip."""
    whole = zip_of({"a0.ipynb": GOOD})(path, document)
    return saved(path, whole.read_bytes()[:300], ".zip")


def damaged_zip(path: Path, document: Document) -> Path:
    """Write a zip whose list of files is fine, but not what they hold."""
    whole = bytearray(zip_of({NAME: GOOD})(path, document).read_bytes())
    whole[len(whole) // 3 : len(whole) // 2] = bytes(len(whole) // 2 - len(whole) // 3)
    return saved(path, whole, ".zip")


def zip_in_notebook(_: Document) -> bytes:
    """Return a zip's bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "text")
    return buffer.getvalue()


def old_format(document: Document) -> str:
    """Return a notebook of format 3, which kept its cells in worksheets."""
    cells = [
        {"cell_type": "code", "input": c["source"], "language": "python", "outputs": [],
         "metadata": {}, "prompt_number": 1, "collapsed": False}
        for c in document["cells"]
    ]  # fmt: skip
    sheets = [{"cells": cells, "metadata": {}}]
    return json.dumps({"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets})


def other_assignment(document: Document, name: str = "a1-linear-models") -> str:
    """Return the notebook of another assignment."""
    otter = {**document["metadata"]["otter"], "assignment_name": name}
    return notebook_with(document, metadata={**document["metadata"], "otter": otter})


def large_outputs(document: Document) -> str:
    """Return a notebook with 50 MB of outputs."""
    text = {"output_type": "stream", "name": "stdout", "text": ["0123456789" * 10 + "\n"] * 500_000}
    return with_cell(document, outputs=[text])


def many_cells(document: Document) -> str:
    """Return a notebook of 10,000 cells."""
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": [], "source": f"n = {n}",
         "execution_count": None}
        for n in range(10_000 - len(document["cells"]))
    ]  # fmt: skip
    return notebook_with(document, cells=[*cells, *document["cells"]])


def in_latin_1(document: Document) -> bytes:
    """Return the bytes of a notebook that an old editor has saved."""
    return notebook_with(document, note="?").replace("?", "gr\xf6\xdfer").encode("latin-1")


def folder_with_bytes_for_a_name(path: Path, document: Document) -> Path:
    """Make a folder in which a file has a name that is no UTF-8."""
    path.mkdir()
    (path / NAME).write_text(json.dumps(document))
    Path(os.fsdecode(os.fsencode(path) + b"/data-\xff.txt")).write_text("1")
    return path


OBJECTS = '{"nbformat":4,"cells":[' + '{"":0},' * 3_000_000 + "{}]}"
ODD_NAMES = ("tmp", "NUL", "x" * 300, "dots. ", "one", "one/inside", "A", "a")

BAD = [
    Bad("empty", text("")),
    Bad("truncated", changed(lambda d: json.dumps(d)[:2000]), words=("not a complete notebook",)),
    Bad("format 3", changed(old_format), words=("format 3",)),
    Bad("format 5", changed(notebook_with, nbformat=5), EITHER),
    Bad("script", text("print('text')", ".py"), words=(".ipynb", "notebook")),
    Bad("script named as a notebook", text("import torch\nprint(1)\n")),
    Bad("picture named as a notebook", text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe\xfa")),
    Bad("zip named as a notebook", changed(zip_in_notebook), EITHER),
    Bad("web page named as a notebook", text("<!DOCTYPE html><html><body>Sign in</body></html>")),
    Bad("JSON that is a list", text("[]")),
    Bad("JSON that is a string", text('"text"')),
    Bad("JSON that is null", text("null")),
    Bad("JSON that is an empty object", text("{}")),
    Bad("JSON that is a number", text("1e999")),
    Bad("JSON that is deep", text("[" * 200_000 + "]" * 200_000)),
    Bad("JSON that is a deep object", text('{"cells":' * 50_000 + "1" + "}" * 50_000)),
    Bad("JSON with a long number", text('{"nbformat": ' + "9" * 10_000 + "}")),
    Bad("null bytes", text("\0" * 10_000)),
    Bad("cells in an object", changed(notebook_with, cells={"a": 1})),
    Bad("cells as null", changed(notebook_with, cells=None)),
    Bad("cells that are strings", changed(notebook_with, cells=["import torch"]), NOTHING),
    Bad("metadata as a list", changed(notebook_with, metadata=[1]), EITHER),
    Bad("other assignment", changed(other_assignment), words=("a1-linear-models",)),
    Bad("no metadata", changed(notebook_with, metadata={}), EITHER),
    Bad("cells without metadata", changed(cells_without, "metadata"), EITHER),
    Bad("cells without source", changed(cells_without, "source"), NOTHING),
    Bad("cells without outputs", changed(cells_without, "outputs"), EITHER),
    Bad("cells without id", changed(cells_without, "id"), DUE),
    Bad("a cell whose source is null", changed(with_cell, source=None), EITHER),
    Bad("a cell whose source is a number", changed(with_cell, source=5), EITHER),
    Bad("a cell of an unknown type", changed(with_cell, cell_type="x"), EITHER),
    Bad("a cell with an output of an unknown type", changed(with_cell, outputs=[1]), EITHER),
    Bad("a cell with the id of another", changed(with_cell, id="setup"), DUE),
    Bad("source as a list", changed(with_cell, source=["a = 1\n", "b = a"]), DUE),
    Bad("source as a string", changed(with_cell, source="a = 1\nb = a"), DUE),
    Bad("half a character", changed(with_cell, source="s = '\ud800'"), EITHER),
    Bad("half a character in an id", changed(with_cell, id="\ud800"), DUE),
    Bad(
        "half a character in the assignment", changed(other_assignment, "a0\ud800"), words=("a0?",)
    ),
    Bad("zip with odd names", zip_of({NAME: GOOD, **dict.fromkeys(ODD_NAMES, "1")}), DUE),
    Bad("folder with bytes for a name", folder_with_bytes_for_a_name, DUE),
    Bad("millions of objects", zip_of({NAME: OBJECTS}), words=("more than", "too much memory")),
    Bad("control characters", changed(with_cell, source="s = '\0\x1b[31m\x07'"), DUE),
    Bad("large outputs", changed(large_outputs), DUE),
    Bad("syntax error", changed(with_cell, source="def f(:\n    return"), DUE),
    Bad("missing import", changed(with_cell, source="import no_such_module"), DUE),
    Bad("an R cell", changed(with_cell, source="x <- c(1, 2)\nprint(x)"), DUE),
    Bad("a merge conflict", changed(with_cell, source="<<<<<<< HEAD\n=======\n>>>>>>> main"), DUE),
    Bad("byte order mark", changed(lambda d: json.dumps(d).encode("utf-8-sig")), DUE),
    Bad("UTF-16", changed(lambda d: json.dumps(d).encode("utf-16")), EITHER, ("UTF-8",)),
    Bad("Latin-1", changed(in_latin_1), EITHER, ("UTF-8",)),
    Bad("no notebook in a zip", zip_of({"a.txt": "text"}), words=("no notebook",)),
    Bad("no notebook in a folder", folder_of({"a.txt": "text"}), words=("no notebook",)),
    Bad("empty zip", zip_of({}), words=("no notebook",)),
    Bad("empty folder", folder_of({}), words=("no notebook",)),
    Bad("folder named as a notebook.ipynb", folder_of({})),
    Bad("folder with a pipe", folder_with_a_pipe),
    Bad("folder with a link", folder_with_a_link),
    Bad("truncated zip", truncated_zip),
    Bad("damaged zip", damaged_zip),
    Bad("zip of an export", zip_of({NAME: GOOD, ".OTTER_LOG": b"\x80\x04log"}), DUE),
    Bad("zip with a folder", zip_of({f"hand in/{NAME}": GOOD}), DUE),
    Bad("zip with checkpoints", zip_of({NAME: GOOD, f".ipynb_checkpoints/{NAME}": GOOD}), DUE),
    Bad("zip from a Mac", zip_of({NAME: GOOD, f"__MACOSX/._{NAME}": b"\0\5\x16\7"}), DUE),
    Bad("zip with a path upwards", zip_of({NAME: GOOD, "../../escaped.txt": "text"}), EITHER),
    Bad("zip with a path from the root", zip_of({NAME: GOOD, "/escaped.txt": "text"}), EITHER),
    Bad("zip with a notebook upwards", zip_of({"../../escaped.ipynb": GOOD}), EITHER),
    Bad("zip with a link for a notebook", zip_of({link(NAME): "/etc/passwd"})),
    Bad("zip with a link", zip_of({NAME: GOOD, link("o"): "/tmp", "o/escaped.txt": "t"}), EITHER),
    Bad("bomb for a notebook", lambda path, _: bomb(path, NAME, None)),
    Bad("bomb beside a notebook", lambda path, document: bomb(path, "data.bin", document), EITHER),
    Bad("[bold]brackets[red] & %s {0} 'quotes' \u00fc", text("")),
    Bad("-a name that looks like an option", text("")),
    Bad("=1+2", text("")),
]
MANY_CELLS = Bad("many cells", changed(many_cells), DUE)
