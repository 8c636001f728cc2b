"""The reference runs beside the files that its cells read."""

from pathlib import Path

from autograder.checks import reference_names
from autograder.checks.session import session_with

SOURCE = """
from one_helper_of_a_course import *
from pathlib import Path
rows = Path("data/rows.csv").read_text().split()
"""


def test_the_reference_reads_files_and_imports_modules_beside_it():
    before = Path.cwd()
    files = {"data/rows.csv": b"1 2", "one_helper_of_a_course.py": b"zero = 0"}
    with session_with(reference=SOURCE, files=files):
        names = reference_names()
    assert names["rows"] == ["1", "2"]
    assert names["zero"] == 0
    assert Path.cwd() == before
