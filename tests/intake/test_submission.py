"""Reading one submission: hostile texts, names and sizes stay within its own result."""

import base64
import io
import json
import os
import resource
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from autograder.errors import SubmissionError
from autograder.intake.document import read_document
from autograder.intake.lenient_json import make_strict
from autograder.intake.limited import run_limited
from autograder.intake.submission import read_submission
from autograder.release_format import Sought
from tests.support.tiny import code_notebook

SOUGHT = Sought("tiny", ("q1", "q2"))
HALF = "\ud800"


def document(*sources: str, **metadata: object) -> dict:
    made = json.loads(code_notebook(*sources))
    made["metadata"] |= metadata
    return made


def save(path: Path, made: dict) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made))
    return path


def sources(path: Path, sought: Sought = SOUGHT) -> list[str]:
    return [cell.source for cell in read_submission(path, sought).cells]


def zipped(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("field", ["id", "cell_type", "source", "metadata"])
def test_halves_of_characters_are_cleaned_where_they_come_in(tmp_path, field):
    made = document("x = 1", "y = 2")
    made["cells"][0][field] = {"otter": {"tests": [HALF]}} if field == "metadata" else HALF
    made["metadata"]["otter"] = {"assignment_name": f"tiny{HALF}"}
    read = read_submission(save(tmp_path / "a.ipynb", made), SOUGHT)
    json.dumps(str(read)).encode("utf-8")
    assert read.assignment == "tiny?"
    assert read.cells[-1].source == "y = 2"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + code_notebook("x = 1").encode(),
        code_notebook("x = 1").encode("utf-16"),
        code_notebook("x = 1").replace('"metadata": {}', '"metadata": {"n": NaN}', 1).encode(),
        code_notebook("x = 1").replace('"outputs": []', '"outputs": [Infinity, "NaN"]').encode(),
    ],
    ids=["a mark in front", "UTF-16", "NaN", "Infinity"],
)
def test_json_as_others_write_it_is_read(data):
    assert [cell.source for cell in read_document("a", bytearray(data)).cells] == ["x = 1"]


def test_nan_in_a_source_stays_what_it_is():
    made = document("a = [1, NaN, 2]  # NaN")
    made["cells"][0]["outputs"] = [float("nan")]
    data = json.dumps(made).encode()
    (cell,) = read_document("a", bytearray(data)).cells
    assert cell.source == "a = [1, NaN, 2]  # NaN"


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        (rb'["\ud800", NaN]', rb'["\u003f", 0  ]'),
        (rb'["\ud83d\ude00", -Infinity]', rb'["\ud83d\ude00", 0        ]'),
        (rb'["\\ud800", "\\\ud800"]', rb'["\\ud800", "\\\u003f"]'),
        (rb'["\\", NaN, "\"", NaN, "\" NaN"]', rb'["\\", 0  , "\"", 0  , "\" NaN"]'),
        (b'["\xed\xa0\x80"]', b'["???"]'),
        (b'["' + rb"\"" * 600_000 + b'", NaN]', b'["' + rb"\"" * 600_000 + b'", 0  ]'),
        (b'["' + b"\\" * (2 << 20) + b'", NaN]', b'["' + b"\\" * (2 << 20) + b'", 0  ]'),
        (b'["' + b"\\" * ((2 << 20) + 1) + b'", NaN"]', b""),
    ],
    ids=["half", "whole", "escaped", "quotes", "raw", "many quotes", "backslashes", "odd"],
)
def test_json_is_mended_where_it_must_be(written, mended):
    assert make_strict("a", bytearray(written)) == (mended or written)


def test_a_notebook_of_the_largest_size_with_one_nan_is_read(tmp_path):
    made = document("x = 1")
    lines = ["a line as progress bars and logs print them \\ \n"] * 1_850_000
    made["cells"][0]["outputs"] = [{"text": lines}, float("nan")]
    path = save(tmp_path / "a.ipynb", made)
    assert 90 << 20 < path.stat().st_size < 100 << 20
    assert [cell.source for cell in read_submission(path, SOUGHT).cells] == ["x = 1"]


BOMB = b'{"":0},' * 3_000_000
PLACES = {
    "cells": b'{"nbformat":4,"cells":[' + BOMB + b'{"":0}]}',
    "outputs": b'{"nbformat":4,"cells":[{"cell_type":"code","source":"x","outputs":['
    + BOMB
    + b'{"":0}]}]}',
    "metadata": b'{"nbformat":4,"metadata":{"otter":[' + BOMB + b'{"":0}]},"cells":[]}',
    "the top": b"[" + BOMB + b"0]",
    "deep": b'{"cells":' + b"[" * 2_000_000 + b"]" * 2_000_000 + b"}",
    "a top of no numbers": b"{" + b'"":NaN,' * 3_000_000 + b'"":0}',
    "no numbers": b'{"nbformat":4,"cells":[{"cell_type":"code","source":"x","outputs":['
    + b'{"":NaN},' * 3_000_000
    + b"0]}]}",
    "halves of characters": b'{"cells":["' + rb"\ud800" * 3_000_000 + b'", NaN]}',
    "sources": b'{"cells":[{"cell_type":"code","source":[' + b'"",' * 3_000_000 + b'""]}]}',
}


@pytest.mark.parametrize("place", PLACES)
def test_a_zip_that_unfolds_costs_this_process_nothing(tmp_path, place):
    path = zipped(tmp_path / "bomb.zip", {"a.ipynb": PLACES[place]})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with suppress(SubmissionError):
        assert len(read_submission(path, SOUGHT).cells) <= 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kilobytes


def _eat() -> None:
    kept = []
    while True:
        kept.append(bytearray(1 << 20))


def _hang() -> None:
    while True:
        pass


@pytest.mark.parametrize("function", [_eat, _hang, os.abort])
def test_what_reading_costs_is_bounded(function, monkeypatch):
    monkeypatch.setattr("autograder.intake.limited._SECONDS", 1.0)
    with pytest.raises(SubmissionError, match="to be read"):
        run_limited(function)


def test_names_that_cannot_be_had_are_left_out_and_named(tmp_path):
    names = ["tmp", "NUL", "trailing. ", "A", "a", "x" * 300, "one", "one/inside"]
    path = zipped(
        tmp_path / "odd.zip", {"a.ipynb": code_notebook("x = 1"), **dict.fromkeys(names, b"1")}
    )
    read = read_submission(path, SOUGHT)
    assert set(read.files) == {"tmp", "NUL", "trailing. ", "A", "a", "one"}
    (note,) = read.notes
    assert "one/inside" in note
    assert "xxx" in note


def test_a_file_name_that_is_no_utf8_hurts_nobody(tmp_path):
    folder = save(tmp_path / "ada" / "a.ipynb", document("x = 1")).parent
    Path(os.fsdecode(os.fsencode(folder) + b"/data-\xff.txt")).write_bytes(b"1")
    read = read_submission(folder, SOUGHT)
    assert not read.files
    assert "data-?.txt" in read.notes[0]


def made_from(name: str, *cells: str) -> str:
    return json.dumps(document(*cells, otter={"assignment_name": name}))


CHOICES = {
    "its metadata": {"z.ipynb": code_notebook("wrong"), "a.ipynb": made_from("tiny", "right")},
    "its questions": {
        "z.ipynb": code_notebook("wrong"),
        "a.ipynb": code_notebook("right", 'grader.check("q1")'),
    },
    "not another's": {"z.ipynb": made_from("other", "wrong"), "a.ipynb": code_notebook("right")},
    "not an empty one": {"z.ipynb": made_from("tiny"), "a.ipynb": made_from("tiny", "right")},
    "not a broken one": {"z.ipynb": "{", "a.ipynb": code_notebook("right")},
    "a repository": {
        "labs/other/other.ipynb": made_from("other", "wrong", 'grader.check("q1")'),
        "labs/tiny/tiny.ipynb": made_from("tiny", "right"),
        "README.md": "hello",
    },
}


@pytest.mark.parametrize("why", CHOICES)
@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_of_several_notebooks_the_assignment_s_own_is_read(tmp_path, why, kind):
    if kind == "zip":
        path = zipped(tmp_path / "all.zip", CHOICES[why])
    else:
        path = tmp_path / "all"
        for name, text in CHOICES[why].items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(text)
    assert sources(path)[0] == "right"
    assert "2 notebooks" in read_submission(path, SOUGHT).notes[0]


def test_of_several_versions_the_newest_is_read(tmp_path):
    for age, name in enumerate(("b.ipynb", "a.ipynb", "c.ipynb")):
        path = save(tmp_path / name, document(name, otter={"assignment_name": "tiny"}))
        os.utime(path, (1e9 - age, 1e9 - age))
    assert sources(tmp_path) == ["b.ipynb"]


def test_a_zip_in_a_zip_is_opened(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.ipynb", code_notebook("x = 1"))
    path = zipped(tmp_path / "outer.zip", {"hand-in.zip": inner.getvalue()})
    assert sources(path) == ["x = 1"]


@pytest.mark.parametrize(
    "name", ["a.ipynb.json", "a.ipynb.txt", "A.IPYNB", "a.ipynb (1)", "a.ipynb.TXT"]
)
def test_notebooks_as_browsers_save_them_are_read(tmp_path, name):
    assert sources(save(tmp_path / name, document("x = 1"))) == ["x = 1"]
    assert sources(tmp_path) == ["x = 1"]


def test_pictures_are_kept_where_they_belong_to_answers_and_bounded():
    picture = base64.b64encode(b"\x89PNG...").decode()
    made = document("plot()")
    made["cells"][0]["outputs"] = [{"data": {"image/png": picture}} for _ in range(9)]
    made["cells"].append(
        {
            "cell_type": "markdown",
            "metadata": {},
            "source": "![](attachment:a.png)",
            "attachments": {"a.png": {"image/png": picture}, "b": {"image/png": "A" * 20_000_000}},
        }
    )
    data = json.dumps(made).encode()
    shown = read_document("a", bytearray(data), outputs=True).texts
    assert [len(cell.pictures) for cell in shown] == [4, 1]
    assert shown[1].pictures == (b"\x89PNG...",)
    assert [len(cell.pictures) for cell in read_document("a", bytearray(data)).texts] == [0, 1]
