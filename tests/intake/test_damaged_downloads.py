"""A download that is damaged, at whatever place, stops nobody else and drops nobody else."""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import SubmissionError
from autograder.intake.exports import find_submissions
from tests.support.collections_given import notebook, zip_bytes
from tests.support.downloads import BLACKBOARD, BRIGHTSPACE, ILIAS, LOOSE, SAKAI
from tests.support.reading import read_beside

ZIPS = [zip_bytes(files) for files in (BLACKBOARD, BRIGHTSPACE, ILIAS, LOOSE, SAKAI)]
DAMAGE = st.tuples(st.floats(0, 0.999), st.integers(0, 60), st.binary(max_size=20))
"""Where, how many bytes are lost, and what stands there."""


@pytest.mark.parametrize("data", ZIPS, ids=["Blackboard", "Brightspace", "ILIAS", "loose", "Sakai"])
@settings(max_examples=40, deadline=None, database=None)
@given(damages=st.lists(DAMAGE, min_size=1, max_size=5))
def test_a_damaged_zip_stops_nobody(data, damages):
    for where, lost, put in damages:
        place = int(where * len(data))
        data = data[:place] + put + data[place + lost :]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "scratch").mkdir()
        (place / "class.zip").write_bytes(data)
        for name in ("first", "zlast"):
            (place / f"{name}.ipynb").write_text(notebook(name))
        paths = [place / "first.ipynb", place / "class.zip", place / "zlast.ipynb"]
        found = {one.name: one for one in find_submissions(paths, place / "scratch")}
        assert len(found) >= 3
        for name in ("first", "zlast"):
            assert read_beside(found[name].path).cells[0].source == name
        for one in found.values():
            with suppress(SubmissionError):  # and nothing else
                read_beside(one.path)
