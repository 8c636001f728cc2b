"""What was handed in is kept: to be graded again as it was, and to be looked at in bounds."""

import base64
import io
import json
import os
import zlib
from pathlib import Path

import pytest
from PIL import Image

from autograder.errors import SubmissionError
from autograder.intake.handed_in import MOST_KEPT, identify_here, sources, unpack, unpack_notebook
from autograder.intake.limited import run_limited
from autograder.intake.shown import MOST_OF_ONE, MOST_PICTURES, MOST_TEXT, ShownCell, ShownOutput
from autograder.intake.submission import read_here
from autograder.release_format import Sought


def png(side: int = 4, text: str = "") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(made, "PNG")
    return made.getvalue() + text.encode()


def data(**forms: object) -> dict[str, object]:
    names = {"png": "image/png", "html": "text/html", "plain": "text/plain", "svg": "image/svg+xml"}
    return {"output_type": "display_data", "data": {names[k]: v for k, v in forms.items()}}


def code(source: str, *outputs: object, **more: object) -> dict[str, object]:
    return {"cell_type": "code", "source": source, "outputs": list(outputs), **more}


def write(path: Path, *cells: object) -> Path:
    path.write_text(json.dumps({"nbformat": 4, "cells": cells, "metadata": {}}))
    return path


def kept(path: Path, sought: Sought | None = None) -> bytes:
    return run_limited(identify_here, path, sought or Sought())[1]


def encoded(picture: bytes) -> str:
    return base64.encodebytes(picture).decode()


def test_cells_are_kept_with_what_they_had_put_out(tmp_path: Path):
    path = write(
        tmp_path / "a.ipynb",
        {
            "cell_type": "markdown",
            "source": ["# A\n", "b"],
            "attachments": {"p.png": {"image/png": encoded(png())}},
        },
        {"cell_type": "heading", "source": "of an older form"},
        code(
            "1 / 0",
            {"output_type": "stream", "name": "stdout", "text": ["\x1b[31mred\x1b[0m ", "text\n"]},
            {
                "output_type": "error",
                "ename": "ZeroDivisionError",
                "evalue": "x",
                "traceback": ["\x1b[0;31mZeroDivisionError\x1b[0m: x\x1b]0;title\x07"],
            },
            {"output_type": "error", "ename": "E", "evalue": "y", "traceback": []},
            data(html="<script>1</script>", plain="   a\n0  1"),
            data(html="<script>2</script>"),
            data(svg="<svg onload='1'/>"),
            data(png=encoded(png(4, "<script>")), plain="<Figure>"),
            execution_count=3,
        ),
        {"cell_type": "raw", "source": "raw"},
    )
    found = unpack(kept(path))
    assert found.left_out == ()
    assert found.cells == (
        ShownCell("markdown", 1, "# A\nb", attachments={"p.png": 0}),
        ShownCell(
            "code",
            3,
            "1 / 0",
            3,
            (
                ShownOutput("text", "red text\n"),
                ShownOutput("error", "ZeroDivisionError: x"),
                ShownOutput("error", "E: y"),
                ShownOutput("text", "   a\n0  1"),
                ShownOutput("picture", "<Figure>", 1),
            ),
        ),
        ShownCell("raw", 4, "raw"),
    )
    assert [picture.kind for picture in found.pictures] == ["image/png"] * 2
    assert all(b"<script>" not in picture.shown and picture.shown for picture in found.pictures)
    assert sources(kept(path)) == {1: "# A\nb", 3: "1 / 0", 4: "raw"}


def test_what_is_kept_is_graded_as_what_was_handed_in(tmp_path: Path):
    folder = tmp_path / "both"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "x.csv").write_bytes(b"\0\xff1,2")
    write(folder / "a.ipynb", code("a = 1"), {"cell_type": "markdown", "source": "no"})
    write(
        folder / "b.ipynb",
        code("b = '\ud800 é'", metadata={"otter": {"tests": ["q1"]}}),
        code("c", metadata={"tags": ["otter_ignore"]}),
        {"cell_type": "markdown", "source": "w", "attachments": {"p": {"image/png": "AAAA"}}},
    )
    sought = Sought("", ("q1",), outputs=True)
    read = read_here(folder, sought)
    assert unpack_notebook(kept(folder, sought)) == read
    assert read.files.keys() == {"a.ipynb", "data/x.csv"}
    assert len(read.notes) == 1
    again = kept(folder, sought)
    assert again == kept(folder, sought)


def test_outputs_do_not_make_another_submission(tmp_path: Path):
    plain = write(tmp_path / "a.ipynb", code("a = 1"))
    ran = write(tmp_path / "b.ipynb", code("a = 1", data(plain="1"), execution_count=7))
    (one, before), (other, after) = (identify_here(path, Sought()) for path in (plain, ran))
    assert one == other
    assert before != after


def test_there_are_bounds_and_what_is_left_out_is_said(tmp_path: Path):
    stream = {"output_type": "stream", "text": "x" * (MOST_OF_ONE + 5)}
    path = write(
        tmp_path / "a.ipynb",
        *(code(str(n), stream) for n in range(20)),
        *(code("p", data(png=encoded(png()))) for _ in range(MOST_PICTURES + 2)),
        code("large", data(png=encoded(b"\x89PNG" + bytes(5 << 20)))),
    )
    found = unpack(kept(path))
    texts = [one.text for cell in found.cells for one in cell.outputs if one.kind == "text"]
    assert sum(map(len, texts)) == MOST_TEXT
    assert {len(text) for text in texts} == {MOST_OF_ONE}
    assert len(found.pictures) == MOST_PICTURES
    assert found.left_out == (
        "20 outputs are longer than what is kept of them.",
        "3 pictures are not kept: there are too many, or they are too large.",
    )


@pytest.mark.parametrize(
    "cell",
    [
        code("a", 7, None, [], {"output_type": 3}, data(plain=7), data(png={"a": 1})),
        code("a", {"output_type": "stream", "text": {"a": 1}}, execution_count=10**40),
        code("a", {"output_type": "error", "traceback": 7}, execution_count=-1),
        {"cell_type": "code", "source": "a", "outputs": {"a": 1}, "execution_count": "x"},
        {"cell_type": "markdown", "source": "a", "attachments": {"\ud800": {"image/png": "AAAA"}}},
        {"cell_type": "markdown", "source": "a", "attachments": [1]},
        code("a", data(png="not base64!")),
    ],
)
def test_whatever_outputs_are_the_cell_is_there(tmp_path: Path, cell: object):
    found = unpack(kept(write(tmp_path / "a.ipynb", cell)))
    assert [one.source for one in found.cells] == ["a"]
    assert all(picture.shown == b"" for picture in found.pictures)


def test_a_picture_that_unfolds_is_not_shown_and_the_others_are(tmp_path: Path):
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    outputs = (data(png=encoded(png())), data(png=encoded(huge.getvalue())))
    found = unpack(kept(write(tmp_path / "a.ipynb", code("a", *outputs))))
    assert [bool(picture.shown) for picture in found.pictures] == [True, False]


def test_the_largest_is_kept_and_what_is_larger_is_graded_all_the_same(tmp_path: Path):
    write(tmp_path / "a.ipynb", code("a"))
    for size, is_kept in ((MOST_KEPT - 1000, True), (MOST_KEPT + 1, False)):
        (tmp_path / "data.bin").write_bytes(os.urandom(size))
        digest, found = run_limited(identify_here, tmp_path, Sought())
        assert len(digest) == 64
        assert bool(found) == is_kept


@pytest.mark.parametrize("damaged", [b"", b"x", zlib.compress(b"\x93\x01")])
def test_what_cannot_be_read_any_more_says_so(damaged: bytes):
    for read in (unpack, unpack_notebook, sources):
        with pytest.raises(SubmissionError, match="is kept of this submission cannot be read"):
            read(damaged)
