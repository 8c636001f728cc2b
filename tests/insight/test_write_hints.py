"""A class that hands in twice, graded for real: what its hints did is on all pages."""

import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from autograder.desk.figures import work_out
from autograder.gradebook.histories import read_histories
from autograder.results.journal import Journal
from tests.support.histories import metadata_text, planted
from tests.support.inside import run_inside
from tests.support.releases import autograder_zip
from tests.support.tiny import TinyCourse, code_notebook, tiny_cells

MISCONCEPTION = '''\
from autograder.checks import misconception


@misconception("q1", ("Where is the 2?", "Twice 5 is 5 + 5."))
def double(x):
    """Three times x"""
    return 3 * x
'''
RIGHT = "def double(x):\n    return 2 * x"
THREE = "def double(x):\n    return 3 * x"
THREE_AGAIN = "def double(x):\n    return x * 3"
CUBE = "def double(x):\n    return x ** 3 + 1"
CLASS = {
    "ada": (THREE, RIGHT),
    "ben": (THREE, THREE_AGAIN),
    "cem": (THREE, CUBE),
    "dora": (THREE, THREE),  # the same once more is no attempt
    "emil": (RIGHT, RIGHT),
}


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return run_inside(*map(str, words))


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Path:
    """Return the folder of a class that handed in twice, the first time with the second hint."""
    folder = tmp_path_factory.mktemp("twice")
    course = TinyCourse(folder / "course", tiny_cells())
    course.save()
    (course.master.parent / "misconceptions.py").write_text(MISCONCEPTION)
    archive = autograder_zip(course)
    for number, rung in ((0, 2), (1, 1)):
        handed_in = folder / f"class-{number}"
        handed_in.mkdir()
        for name, codes in CLASS.items():
            (handed_in / f"{name}.ipynb").write_text(code_notebook(codes[number]))
        done = command("grade", archive, handed_in, "--out", folder / "out", "--hint", rung)
        assert done.returncode == 0, done.stderr
    return folder / "out"


def texts(page: str) -> list[str]:
    """Return the cells of a page's table of hints."""
    table = page.partition('aria-label="What came after hints"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


ROWS = [
    "q1 Three times x Hint 2: Twice 5 is 5 + 5. 3 1 (33 %) 6 to 79 % 1 (33 %) 6 to 79 % "
    "1 (33 %) 6 to 79 % 0"
]


def test_the_report_the_desk_and_the_page_say_what_came_after_a_hint(graded):
    assert texts((graded / "report.html").read_text()) == ROWS
    _, whole, hints = work_out(graded)
    assert texts(whole) == texts(hints) == ROWS
    done = command("insight", graded, "--hints")
    assert done.returncode == 0, done.stderr
    assert "8 attempts of 5 students or groups; 3 handed in more than once" in done.stderr
    page = (graded / "insight" / "hints.html").read_text()
    assert texts(page) == ROWS
    assert "Nobody knows when" in page


def test_an_export_is_kept_for_the_report_and_the_desk(graded, tmp_path):
    export = tmp_path / "export.zip"
    with zipfile.ZipFile(export, "w") as file:
        file.writestr("submission_metadata.yml", metadata_text(planted(40)))
    before = (graded / "grades.csv").read_bytes()
    done = command("insight", graded, "--hints", "--history", export)
    assert done.returncode == 0, done.stderr
    page = (graded / "insight" / "hints.html").read_text()
    assert "Read from export.zip" in page
    assert len(texts(page)) == 3
    assert texts((graded / "report.html").read_text()) == texts(page)
    assert texts(work_out(graded)[2]) == texts(page)
    assert (graded / "grades.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--history", "x.zip"), "--history is for --hints; give both"),
        (("--hints", "--similar"), "--similar and --hints are two pages"),
        (("--hints", "--course", "."), "leave it out with --hints"),
        (("--hints", "--history", "none.zip"), "none.zip does not exist"),
    ],
)
def test_what_does_not_go_together_or_is_not_there_is_said_and_nothing_is_written(
    options, said, graded
):
    with Journal(graded, grader=False) as journal:
        before = read_histories(journal)
    done = command("insight", graded, *options)
    assert done.returncode != 0
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    with Journal(graded, grader=False) as journal:
        assert read_histories(journal) == before


def test_a_folder_without_a_class_is_refused_before_an_export_is_read(tmp_path):
    done = command("insight", tmp_path, "--hints", "--history", "none.zip")
    assert done.returncode != 0
    assert "holds no journal" in done.stderr
