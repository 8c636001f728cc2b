"""Real masters, real releases: built once, used by many tests."""

import os
import signal
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage

from tests.support.attack_yard import ATTACKS
from tests.support.repository import MAIN, build_once
from tests.support.tiny import TinyCourse, tiny_cells

TESTS = Path(__file__).parent
_ENVIRONMENT = dict(os.environ)


def _give_environment_back() -> None:
    """Put back what a command changes for its process for good, where it is run in this one.

    A fork server takes variables out of the environment: without them a worker builds again what
    others have built, and counts no command any more. And what ignores Ctrl-C passes that on.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Let no fixture that others share leave an environment behind."""
    made = yield
    if fixturedef.scope != "function":
        _give_environment_back()
    return made


@pytest.fixture(autouse=True)
def whole_environment() -> Iterator[None]:
    """Let no test leave an environment behind."""
    _give_environment_back()
    yield
    _give_environment_back()


@pytest.fixture
def tiny(tmp_path: Path) -> TinyCourse:
    """Return a small course that builds."""
    course = TinyCourse(tmp_path / "course", tiny_cells())
    course.save()
    return course


@pytest.fixture
def uncounted_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands start as they do elsewhere: without coverage, which takes its time."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository in which A0 has been built."""
    return build_once(tmp_path_factory, "built", MAIN)


@pytest.fixture(scope="session")
def all_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository in which every assignment has been built: for slow tests."""
    return build_once(tmp_path_factory, "all-built")


LONGEST = (
    "test_attacks.py",
    "release/test_authoring.py",
    "batch/test_run.py",
    "release/test_build.py",
    "grading/test_ordinary_things.py",
)
"""Files that begin first, so that no worker is left with one of them when the others are done."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file together; attacks are spread by the call that grades them."""
    places = {TESTS / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
    for item in items:
        attack, user = (
            getattr(item, "callspec", None) and item.callspec.params.get(name)
            for name in ("attack", "user")
        )
        file = str(item.path.relative_to(TESTS))
        group = f"{ATTACKS[attack].group} {user}" if attack else file
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse a pytest in which groups do nothing: each worker would build and grade everything."""
    grouped = getattr(session.config.option, "loadgroup", False)
    if grouped and session.items and "@" not in session.items[-1].nodeid:
        raise pytest.UsageError("pytest-xdist does not group tests with this version of pytest")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Keep what coverage has noted: pytest-xdist may end a worker before it would be kept."""
    counting = Coverage.current()
    if counting and "PYTEST_XDIST_WORKER" in os.environ:
        counting.stop()
        counting.save()
