"""A browser for people at the desk."""

import pytest

from tests.support.desk import browser


@pytest.fixture(scope="module")
def chromium():
    """Start a browser; no longer than for a module, as asyncio works in none that has one."""
    with browser() as started:
        yield started
