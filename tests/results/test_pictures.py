"""Pictures in answers are shown to staff: written anew, bounded, and part of the answer."""

import base64
import io
import json
import struct
import zlib
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from PIL import Image

from autograder.gradebook.manual import read_sheets
from autograder.intake.document import TextCell
from autograder.intake.pictures import make_pictures
from autograder.intake.submission import SubmittedNotebook
from autograder.release.master import read_master
from autograder.release.views import make_notebook
from autograder.release_format import ANSWER_CELL
from autograder.report.sheets import write_answers
from autograder.results.answers import code_of, read_answer
from tests.results.test_answers import END, GIVEN, PROMPT, QUESTION, START
from tests.support.command import grade
from tests.support.releases import autograder_zip
from tests.support.tiny import TinyCourse, tiny_cells

ORIENTATION = 0x0112
"""The tag of EXIF that says how a camera was held."""


def picture(kind: str = "PNG", size: tuple[int, int] = (30, 20), colour: str = "red") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind)
    return made.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def bomb(side: int, *, colours: bool = False) -> bytes:
    """Return a small PNG file of a huge picture."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2 if colours else 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (side * (3 if colours else 1) + 1) * 2_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def shown(file: bytes) -> Image.Image | None:
    (made,) = make_pictures([file])
    return Image.open(io.BytesIO(made.shown)) if made.shown else None


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("size", [(1, 1), (30, 20), (3000, 2000), (10, 4000)])
def test_pictures_are_written_anew_and_small(kind, size):
    secret = b"<script>alert(1)</script>"
    image = shown(picture(kind, size) + secret)
    assert image is not None
    assert max(image.size) == min(1000, max(size))
    red, green, blue = image.convert("RGB").getpixel((0, 0))
    assert red > 240
    assert max(green, blue) < 20
    (made,) = make_pictures([picture(kind, size) + secret])
    assert secret not in made.shown
    assert len(made.shown) < 250_000


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"",
        lambda: b"\x89PNG...",
        lambda: picture()[:60],
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        lambda: b"GIF89a" + bytes(100),
        lambda: bomb(100_000),
    ],
    ids=["empty", "no picture", "half", "svg", "gif", "bomb"],
)
def test_what_is_no_picture_is_told_to_staff_and_costs_nothing_else(make):
    bad, good = make_pictures([make(), picture()])
    assert (bad.shown, good.shown != b"") == (b"", True)


def test_a_photograph_is_shown_upright():
    turned = Image.Exif()
    turned[ORIENTATION] = 6  # a quarter to the right
    made = io.BytesIO()
    Image.new("RGB", (3000, 1500), "red").save(made, "JPEG", exif=turned)
    assert shown(made.getvalue()).size == (500, 1000)


def test_one_that_takes_too_much_does_not_lose_the_answer(monkeypatch):
    large = bomb(6_000, colours=True)  # 144 MB: more than this process may have left over
    assert shown(large) is not None
    monkeypatch.setattr("autograder.intake.limited._MEMORY", 8 << 20)
    assert shown(large) is None


def test_the_code_of_an_answer_depends_on_its_pictures():
    def answer(*pictures: bytes):
        cell = TextCell("answer-q2", "See below.", pictures=pictures)
        return read_answer(SubmittedNotebook((), (*START, PROMPT, cell, END)), QUESTION, GIVEN)

    codes = {
        code_of("q2", one.text, one.pictures)
        for one in (answer(), answer(picture()), answer(picture(colour="blue")), answer(picture()))
    }
    assert len(codes) == 3
    assert code_of("q2", "See below.") in codes


def test_a_picture_alone_is_an_answer():
    cell = TextCell("answer-q2", "", pictures=(picture(),))
    new = TextCell("new", "![](attachment:a.png)", pictures=(picture(),))
    for cells in ((PROMPT, new, END), (PROMPT, cell, new, END)):
        found = read_answer(SubmittedNotebook((), (*START, *cells)), QUESTION, GIVEN)
        assert not found.is_empty
        assert len(found.pictures) == 1


def test_staff_see_what_was_attached_and_what_was_drawn(tmp_path):
    course = TinyCourse(tmp_path / "course", tiny_cells())
    course.cells[-1:] = [
        new_raw_cell("# BEGIN QUESTION\nname: q3\nmanual: true\npoints: 1"),
        new_markdown_cell("**Question 3.** Draw it."),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell("picture = 1 # SOLUTION"),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# END QUESTION"),
    ]
    archive = autograder_zip(course)
    encoded = base64.b64encode(picture()).decode()
    output = {"output_type": "display_data", "metadata": {}, "data": {"image/png": encoded}}
    notebook = make_notebook(read_master(course.master), student=True)
    for cell in notebook.cells:
        if cell.source == ANSWER_CELL:
            cell.source = "As drawn: ![](attachment:a.jpg)"
            cell.attachments = {"a.jpg": {"image/jpeg": encoded}, "b": {"image/png": "bm9uZQ=="}}
        if cell.source.startswith("picture = "):
            cell.source, cell.outputs = "plot()", [output]
    path = tmp_path / "ada.ipynb"
    path.write_text(json.dumps(notebook))
    out = tmp_path / "grades"
    grade(archive, [path], out)
    write_answers(out)
    sheets = {sheet.name: sheet for sheet in read_sheets(out).questions}
    assert [len(sheets[name].answers[0].pictures) for name in ("q2", "q3")] == [2, 1]
    words, drawn = (Path(out, "answers", f"{name}.html").read_text() for name in ("q2", "q3"))
    assert words.count("<img ") == 1
    assert "Picture 2 of this answer cannot be shown." in words
    assert drawn.count('src="data:image/png;base64,') == 1
    result = json.loads((out / "results" / "ada.json").read_text())
    assert any("(2 pictures)" in test["output"] for test in result["tests"])
