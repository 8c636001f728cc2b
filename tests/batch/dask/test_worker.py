"""A submission travels to a worker as it is, and what the journal has kept of one, too."""

from pathlib import Path

import pytest

from autograder.batch.dask import worker
from autograder.intake.handed_in import identify_here, unpack_notebook
from autograder.intake.submission import read_here
from autograder.release_format import Sought
from tests.support.tiny import code_notebook


@pytest.mark.parametrize("kept", [False, True])
def test_a_submission_is_the_same_at_the_other_end(tmp_path: Path, kept: bool):
    path = tmp_path / "a.ipynb"
    path.write_text(code_notebook("a = 1"))
    read = read_here(path, Sought())
    if kept:
        path = tmp_path / "kept-0"
        path.write_bytes(identify_here(tmp_path / "a.ipynb", Sought())[1])
    (tmp_path / "there").mkdir()
    unique = worker._unpack(worker.pack(path, kept=kept), tmp_path / "there")
    assert unique.kept == kept
    there = unique.submissions[0].path
    found = unpack_notebook(there.read_bytes()) if kept else read_here(there, Sought())
    assert found == read
