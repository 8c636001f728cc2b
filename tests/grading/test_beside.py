"""Tests find the files of their release, whatever a submission brought."""

import sys
from pathlib import Path

import pytest

from autograder.files import working_among


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
