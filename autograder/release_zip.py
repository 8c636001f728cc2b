"""The autograder zip, read once: all that submissions are graded with."""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from autograder.errors import ReleaseError
from autograder.late_policy import LatePolicy
from autograder.limits import Limits, read_limits
from autograder.release_format import (
    MISCONCEPTIONS,
    REFERENCE,
    RUBRICS,
    SETTINGS,
    Feedback,
    GivenCell,
    Guide,
    ManualQuestion,
    Settings,
    Sought,
)
from autograder.tree import DamagedError, Tree

_OTTER_CONFIG = "otter_config.json"
_TEST = re.compile(r"tests/(?!__init__\.py)([^/]+)\.py")
_FILES = "files/"
"""The folder of what lies beside the notebook while it is graded."""
_NEEDED = ("tests/", _FILES, REFERENCE, MISCONCEPTIONS, RUBRICS, SETTINGS)
"""How the names of the files begin that grading needs."""
_PATIENCE = 120.0
"""Seconds beyond all limits after which a grading process itself is given up."""


@dataclass(frozen=True)
class Release:
    """What a zip holds.

    It tells the answers. Student processes are copies of a process that has never had it in memory.
    """

    path: Path  # the zip, or the folder it was unpacked into
    called: str  # what it is called, for a zip that does not name its assignment
    digest: str  # digest of its bytes
    config: dict[str, Any]  # Otter's settings, as ``otter_config.json`` gives them
    questions: tuple[str, ...]  # names of the questions with tests
    points: dict[str, float]  # their points, where the zip says so without its tests being run
    manual: tuple[ManualQuestion, ...]  # the questions that people grade
    limits: Limits  # what a submission may use
    feedback: Feedback | None  # what students see of a result; None for Otter's way
    modules: tuple[str, ...]  # what a class's server imports beside what every grader has
    given: tuple[GivenCell, ...]  # the cells of the student's notebook, in order
    binds: dict[str, list[str]]  # the names that answers bind, by question; see ``Settings``
    late: LatePolicy | None  # what handing in late costs; None for nothing
    bonus: frozenset[str]  # the questions whose points do not count towards the maximum
    tests_with_student: bool  # whether tests run in the student process, as plain Otter's do
    contents: dict[str, bytes] = field(repr=False)  # the files that grading needs, by relative path

    @property
    def title(self) -> str:
        """The assignment's name, for people."""
        return str(self.config.get("assignment_name") or self.called)

    def with_student(self) -> "Release":
        """Return the same release, whose tests run in the student process."""
        return replace(self, tests_with_student=True, digest=f"{self.digest}-with-student")

    @property
    def sought(self) -> Sought:
        """What submissions should be."""
        name = self.config.get("assignment_name")
        drawn = any(question.code for question in self.manual)
        return Sought(name if isinstance(name, str) else "", self.questions, drawn)

    def text(self, name: str) -> str | None:
        """Return the text of a file that not every release has."""
        return self.contents[name].decode() if name in self.contents else None

    def data_files(self) -> dict[str, bytes]:
        """Return the files that lie beside the notebook while it is graded."""
        return {
            name.removeprefix(_FILES): content
            for name, content in self.contents.items()
            if name.startswith(_FILES)
        }

    def guides(self) -> dict[str, Guide]:
        """Return what people grade by, by question; a zip made by plain Otter has none.

        Raises:
            ReleaseError: the file cannot be read.
        """
        try:
            return msgspec.json.decode(self.contents.get(RUBRICS, b"{}"), type=dict[str, Guide])
        except msgspec.MsgspecError as error:
            raise ReleaseError(f"{self.path}: {RUBRICS} cannot be used: {error}") from None


def longest_grading(release: Release, limits: Limits) -> float:
    """Return the seconds after which a process that grades one submission is given up.

    A notebook may be run a second time, where student code ends its process in a test, and tests
    that fail are tried again.
    """
    return 2 * limits.seconds + 2 * len(release.questions) * limits.question_seconds + _PATIENCE


def read_release(path: Path) -> Release:
    """Read an autograder zip, which is opened once for all that it is graded with.

    Raises:
        ReleaseError: it is not a zip, has no Python tests, or its settings cannot be read.
        LimitError: a limit is set wrongly.
    """
    digest, files = _read_files(path)
    questions = sorted(match[1] for match in map(_TEST.fullmatch, files) if match)
    if not questions and SETTINGS not in files and _OTTER_CONFIG not in files:
        raise ReleaseError(f"{path} holds no tests/*.py; give an autograder zip of Otter or ours")
    try:
        config = json.loads(files.get(_OTTER_CONFIG, b"{}"))
    except ValueError as error:
        raise ReleaseError(f"{path}: {_OTTER_CONFIG} cannot be used: {error}") from None
    if not isinstance(config, dict):
        raise ReleaseError(f"{path}: {_OTTER_CONFIG} is not a table of settings")
    config.pop("token", None)  # a key to Gradescope has no business near student code
    if config.get("lang", "python") != "python":
        raise ReleaseError(f"{path} is for R; only Python assignments are graded here")
    try:
        settings = msgspec.json.decode(files.get(SETTINGS, b"{}"), type=Settings)
    except msgspec.MsgspecError as error:
        raise ReleaseError(f"{path}: {SETTINGS} cannot be used: {error}") from None
    return Release(
        path=path,
        called=path.stem,
        digest=digest,
        config=config,
        questions=tuple(questions),
        points=settings.points,
        manual=tuple(settings.manual),
        limits=read_limits(settings.limits, str(path)),
        feedback=settings.feedback,
        modules=tuple(settings.modules),
        given=tuple(settings.given),
        binds=settings.binds,
        late=settings.late,
        bonus=frozenset(settings.bonus),
        tests_with_student=settings.tests_with_student,
        contents={
            **{name: data for name, data in files.items() if name.startswith(_NEEDED)},
            _OTTER_CONFIG: json.dumps(config).encode(),
        },
    )


def _read_files(path: Path) -> tuple[str, dict[str, bytes]]:
    """Return a digest of a zip or folder, and the files in it; a zip is read in one go.

    Raises:
        ReleaseError: it is no zip, or a file in it is damaged.
    """
    try:
        data = None if path.is_dir() else path.read_bytes()
        tree = Tree(path, whole=True, data=data)
    except (OSError, DamagedError):
        raise ReleaseError(
            f"{path} is not an autograder zip; give dist/<slug>/<slug>-autograder.zip"
        ) from None
    with tree:
        try:
            files = {name: tree.read(name) for name in tree.names}
        except DamagedError as error:
            raise ReleaseError(f"{path}: {error}; build it again, or download it again") from None
    content = msgspec.msgpack.encode(sorted(files.items())) if data is None else data
    return hashlib.sha256(content).hexdigest(), files
