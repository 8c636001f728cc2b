"""Each collection as a folder and as a zip."""

from pathlib import Path

import pytest


@pytest.fixture(params=["folder", "zip"])
def kind(request) -> str:
    return request.param


@pytest.fixture
def scratch(tmp_path) -> Path:
    return tmp_path / "scratch"
