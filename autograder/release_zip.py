"""Read the part of a Gradescope zip that student code may know of: all but its tests."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from autograder.errors import ReleaseError
from autograder.limits import Limits, read_limits
from autograder.release_format import RUBRICS, SETTINGS, Feedback, Guide, ManualQuestion, Settings

if TYPE_CHECKING:  # Otter takes seconds to import
    from otter.run.run_autograder.autograder_config import AutograderConfig

_PATIENCE = 120.0
"""Seconds beyond all limits after which a grading process itself is given up."""


@dataclass(frozen=True)
class Release:
    """The part of a zip that student code may know of.

    Attributes:
        path: the zip, or the folder it was unpacked into.
        config: Otter's settings, as ``otter_config.json`` gives them.
        questions: names of the questions with tests.
        points: their points, where the zip says so without its tests being read.
        manual: the questions that people grade.
        limits: what a submission may use.
        feedback: what students see of a result; None for Otter's way.
        modules: what the solution imports beside what every grader has.
    """

    path: Path
    config: dict[str, Any]
    questions: tuple[str, ...]
    points: dict[str, float]
    manual: tuple[ManualQuestion, ...]
    limits: Limits
    feedback: Feedback | None = None
    modules: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The assignment's name, for people."""
        return str(self.config.get("assignment_name") or self.path.stem)


def longest_grading(release: Release, limits: Limits) -> float:
    """Return the seconds after which a process that grades one submission is given up.

    A notebook may be run a second time, where student code ends its process in a test.
    """
    return 2 * limits.seconds + len(release.questions) * limits.question_seconds + _PATIENCE


class Files:
    """The files of a zip or of a folder that a zip was unpacked into."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = None if path.is_dir() else zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile):
            raise ReleaseError(
                f"{path} is not an autograder zip; give dist/<slug>/<slug>-autograder.zip"
            ) from None

    def names(self) -> list[str]:
        """Return all names, with forward slashes."""
        if self._zip:
            return [n for n in self._zip.namelist() if not n.endswith("/")]
        return [p.relative_to(self._path).as_posix() for p in self._path.rglob("*") if p.is_file()]

    def read(self, name: str) -> bytes:
        """Return a file's bytes."""
        return self._zip.read(name) if self._zip else (self._path / name).read_bytes()


def _test_names(files: Files) -> list[str]:
    """Return the names of the Python test files."""
    names = [PurePosixPath(name) for name in files.names()]
    return sorted(
        n.stem
        for n in names
        if n.parent.name == "tests"
        and n.suffix == ".py"
        and len(n.parts) == 2
        and n.stem != "__init__"
    )


def read_release(path: Path) -> Release:
    """Read the settings of an autograder zip, and not its tests.

    Raises:
        ReleaseError: it is not a zip, has no Python tests, or its settings cannot be read.
        LimitError: a limit is set wrongly.
    """
    files = Files(path)
    names = set(files.names())
    questions = _test_names(files)
    if not questions:
        raise ReleaseError(f"{path} holds no tests/*.py; give an autograder zip of Otter or ours")
    try:
        config = json.loads(files.read("otter_config.json")) if "otter_config.json" in names else {}
    except ValueError as error:
        raise ReleaseError(f"{path}: otter_config.json cannot be used: {error}") from None
    if not isinstance(config, dict):
        raise ReleaseError(f"{path}: otter_config.json is not a table of settings")
    config.pop("token", None)  # a key to Gradescope has no business near student code
    if config.get("lang", "python") != "python":
        raise ReleaseError(f"{path} is for R; only Python assignments are graded here")
    settings = Settings()
    if SETTINGS in names:
        try:
            settings = msgspec.json.decode(files.read(SETTINGS), type=Settings)
        except msgspec.MsgspecError as error:
            raise ReleaseError(f"{path}: {SETTINGS} cannot be used: {error}") from None
    return Release(
        path=path,
        config=config,
        questions=tuple(questions),
        points=settings.points,
        manual=tuple(settings.manual),
        limits=read_limits(settings.limits, str(path)),
        feedback=settings.feedback,
        modules=tuple(settings.modules),
    )


def otter_config(release: Release) -> AutograderConfig:
    """Return Otter's settings, checked and with its defaults.

    Raises:
        ReleaseError: a setting is unknown or has a wrong value.
    """
    from otter.run.run_autograder.autograder_config import AutograderConfig

    try:
        return AutograderConfig(release.config)
    except Exception as error:
        raise ReleaseError(f"{release.path}: otter_config.json cannot be used: {error}") from None


def read_guides(release: Release) -> dict[str, Guide]:
    """Read what people grade by, by question; a zip made by plain Otter has none.

    It tells the answers, so no process that a student process is forked from may call this.

    Raises:
        ReleaseError: the file cannot be read.
    """
    files = Files(release.path)
    if RUBRICS not in files.names():
        return {}
    try:
        return msgspec.json.decode(files.read(RUBRICS), type=dict[str, Guide])
    except msgspec.MsgspecError as error:
        raise ReleaseError(f"{release.path}: {RUBRICS} cannot be used: {error}") from None


def read_data_files(release: Release) -> dict[str, bytes]:
    """Return the files that lie beside the notebook while it is graded."""
    files = Files(release.path)
    return {
        name.removeprefix("files/"): files.read(name)
        for name in files.names()
        if name.startswith("files/")
    }
