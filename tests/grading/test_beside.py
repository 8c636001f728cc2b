"""Tests find the files of their release, whatever a submission brought."""

import os
import sys
from pathlib import Path

import pytest

from autograder.files import working_among
from tests.support.command import grade
from tests.support.releases import autograder_zip
from tests.support.tiny import HIDDEN_TEST, TinyCourse, code_notebook

POSITIVE = """\
from autograder.checks import misconception

@misconception("q1", "Is x below 0, too?")
def double(x):
    '''Positive numbers only'''
    return 2 * x if x > 0 else x
"""


def test_files_can_be_opened_and_imported_while_tests_run():
    before = Path.cwd()
    files = {"data/a.csv": b"7\n", "tools_of_this_course.py": b"seven = 7\n"}
    for _ in range(2):
        with working_among(files):
            import tools_of_this_course

            assert Path("data/a.csv").read_text() == "7\n"
            assert tools_of_this_course.seven == 7
            folder = Path.cwd()
        assert Path.cwd() == before
        assert not folder.exists()
        assert "tools_of_this_course" not in sys.modules
        assert str(folder) not in sys.path


def test_a_test_that_fails_leaves_the_folder():
    before = Path.cwd()
    with pytest.raises(AssertionError), working_among({"a.csv": b""}):
        raise AssertionError
    assert Path.cwd() == before


def test_without_files_nothing_is_changed():
    before = Path.cwd()
    with working_among({}):
        assert Path.cwd() == before


def test_within_a_folder_of_the_same_files_no_other_is_made():
    files, before = {"a.csv": b"7"}, Path.cwd()
    with working_among(files):
        folder = Path.cwd()
        with working_among(dict(files)):
            assert Path.cwd() == folder
        assert Path("a.csv").read_bytes() == b"7"
        with working_among({"a.csv": b"8"}):
            assert Path("a.csv").read_bytes() == b"8"
        os.chdir(before)
        with working_among(files):
            assert Path("a.csv").read_bytes() == b"7"
    assert Path.cwd() == before
    assert not folder.exists()


def test_a_misconception_is_recognised_by_a_test_that_reads_a_file(tiny: TinyCourse):
    tiny.cells[0].source += "files: [row.csv]"
    tiny.cells[10].source = HIDDEN_TEST.replace("-21", 'int(open("row.csv").read())')
    folder = tiny.master.parent
    (folder / "row.csv").write_text("-21")
    (folder / "misconceptions.py").write_text(POSITIVE)
    notebook = tiny.root / "ada.ipynb"
    notebook.write_text(code_notebook("def double(x):\n    return max(2 * x, x)"))
    run = grade(autograder_zip(tiny), [notebook], tiny.root / "out")
    assert "Is x below 0, too?" in run.graded["ada"].text
