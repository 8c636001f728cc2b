"""A class is read to be compared, with earlier ones, and written as a page and for Dolos."""

import csv
import io
import random
import shutil
import zipfile

import nbformat
import pytest

from autograder.cli.insight import run
from autograder.errors import AutograderError
from autograder.insight.class_folder import open_class
from autograder.insight.dolos import dolos_zip
from autograder.insight.similar import Work, find_similar
from autograder.insight.similar_page import amount, similar_page
from autograder.insight.works import earlier_works, works_of
from autograder.insight.write_similar import write_similar
from tests.support.class_folder import ungraded_folder
from tests.support.class_of_200 import make_class
from tests.support.disguises import disguised

SLUG = "a0-pytorch-review"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("similar")
    made = make_class(SLUG, folder / "made", 7, 40)
    ungraded_folder(made, folder / "out")
    return made


@pytest.fixture(scope="module")
def out(made):
    return made.folder.parent / "out"


def table(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        rows = list(csv.DictReader(io.StringIO(file.read("info.csv").decode())))
        return rows, {name: file.read(name).decode() for name in file.namelist()}


def test_what_is_compared_is_what_people_wrote(out):
    with open_class(out) as opened:
        works, given, missing = works_of(opened)
    assert (len(works), missing) == (40, [])
    assert all("grader.check" not in text for work in works for text in work.code.values())
    assert any("import torch" in text for text in given)
    assert any(work.words for work in works)


def test_earlier_years_are_found_in_folders_of_notebooks_and_of_gradings(made, out, tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    source = max(made.handed_in.iterdir(), key=lambda path: len(path.read_text()))
    notebook = nbformat.read(source, as_version=4)
    draw = random.Random(1)
    for cell in notebook.cells:
        if cell.cell_type == "code" and "-solution" in cell.id:
            cell.source = disguised(cell.source, draw, {"model", "losses"})
    nbformat.write(notebook, old / "somebody.ipynb")
    (old / "broken.ipynb").write_text("{")
    said = []
    with open_class(out) as opened:
        mine, given, _ = works_of(opened)
        release = opened.release
    earlier = earlier_works([old], release, said.append)
    assert [work.name for work in earlier] == ["somebody"]
    assert "broken" in said[0]
    similar = find_similar([*mine, *earlier], release.binds, given)
    names = [work.name for work in similar.works]
    found = [{names[pair.first], names[pair.second]} for pair in similar.pairs]
    assert {source.stem, "somebody"} in found
    assert len(earlier_works([out], release, said.append)) == 40


def test_a_folder_without_notebooks_is_refused(out, tmp_path):
    with open_class(out) as opened, pytest.raises(AutograderError, match="--earlier"):
        earlier_works([tmp_path], opened.release, lambda _line: None)


def test_page_and_zip_are_written_and_points_stay(out):
    before = shutil.copy(out / "journal.sqlite", out.parent / "before.sqlite")
    said = []
    write_similar(out, [], said.append)
    assert (out / "journal.sqlite").read_bytes() == before.read_bytes()
    page = (out / "insight" / "similar.html").read_text()
    assert "Points do not depend on it" in page
    assert "cheat" not in page.lower()
    assert "40 different notebooks" in said[0]
    rows, files = table((out / "insight" / "dolos.zip").read_bytes())
    assert len(rows) == 41
    assert {row["filename"] for row in rows} == set(files) - {"info.csv"}
    assert [row["filename"] for row in rows if row["ignored"] == "true"] == ["given.py"]


def test_options_that_say_nothing_are_refused(out):
    with pytest.raises(AutograderError, match="--earlier is for --similar"):
        run(out, None, False, [out], False, [])
    with pytest.raises(AutograderError, match="--course is for unknown mistakes"):
        run(out, out, True, [], False, [])


def test_hostile_names_and_code_are_text():
    evil = "<script>alert(1)</script>"
    code = {
        "q1": f"def f(x):\n    a = '{evil}' * x\n    a = a.strip() + '3'\n    return a[::-1]",
        "q2": "def f(x):\n    a = {x: 1}\n    a.update({2: x})\n    return max(a.values())",
    }
    works = [
        Work(f"{evil}{n}", authors="=HYPERLINK(1)", code=code, same=(f"../../{n}",))
        for n in range(2)
    ]
    works += [Work(f"s{n}", code={"q1": f"def f(x):\n    return x + {n}"}) for n in range(40)]
    works += [Work(f"t{n}", code={"q2": f"def f(x):\n    return x * {n}"}) for n in range(40)]
    similar = find_similar(works, {"q1": ["f"], "q2": ["f"]}, next_pairs=5)
    page = similar_page(evil, similar, [evil])
    assert "<script" not in page
    assert "&lt;script&gt;alert" in page
    rows, files = table(dolos_zip(works, ["x = 1"]))
    assert rows[0]["full_name"].startswith("'=")
    assert all("/" not in name and ".." not in name[:2] for name in files)
    assert len(files) == 82 + 2 + 1 + 1


@pytest.mark.parametrize(
    ("expected", "said"),
    [(3.2, "3"), (0.44, "0.4"), (0.01, "1 in 100"), (0.0, "1 in 1,000,000,000")],
)
def test_amounts_are_said_in_as_many_digits_as_mean_something(expected, said):
    assert amount(expected) == said
