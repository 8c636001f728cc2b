"""Each collection as a folder and as a zip."""

import tempfile
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.intake.exports import find_submissions


@pytest.fixture(params=["folder", "zip"])
def kind(request) -> str:
    return request.param


@pytest.fixture
def scratch(tmp_path) -> Path:
    return tmp_path / "scratch"


@pytest.fixture
def refused(tmp_path):
    """Return what find_submissions says when it refuses paths: one line."""

    def refuse(*paths: Path) -> str:
        place = Path(tempfile.mkdtemp(dir=tmp_path))
        with pytest.raises(AutograderError) as caught:
            find_submissions(paths, place)
        (line,) = str(caught.value).splitlines()
        assert 20 < len(line) < 500
        return line

    return refuse
