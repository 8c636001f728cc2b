"""Build releases: each assignment whole, or not at all; what is unchanged is taken from before."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import platform
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING

import msgspec

from autograder.cache import Cache, digest, environment
from autograder.files import state_of, write_files, write_whole
from autograder.release import package
from autograder.release.archive import files_below, replace_folder
from autograder.release.course import Assignment, Course
from autograder.release.course_page import COURSE_PAGE, course_page
from autograder.release.facts import Facts, read_facts

if TYPE_CHECKING:  # it takes seconds to import what reads masters
    from autograder.release.master import Master

MANIFEST = "manifest.json"
_VERSIONS = ("torch-autograder", "otter-grader", "torch", "numpy", "nbformat", "nbconvert")

Progress = Callable[[str, str], None]
"""Called with the slug and the step that ends."""


@dataclass(frozen=True)
class BuiltRelease:
    """A release: built aside, and put in its place once all of them are whole."""

    assignment: Assignment
    folder: Path  # where its files are
    notes: tuple[str, ...] = ()  # what staff should know, a line each
    master: Master | None = None  # None where there is nothing to verify

    @property
    def archive(self) -> Path:
        """The Gradescope zip."""
        return self.folder / f"{self.assignment.slug}-autograder.zip"

    @property
    def facts(self) -> Facts:
        """What lists say of it."""
        facts = read_facts(self.folder, self.assignment.slug)
        assert facts is not None  # it was built just now
        return facts


class _Kept(msgspec.Struct, frozen=True):
    """What the cache keeps of a release."""

    files: dict[str, bytes]
    notes: tuple[str, ...]


Verified = tuple[BuiltRelease, dict[str, bytes]]
"""A release whose tests are good enough, and its pages for staff by file name."""

Verifier = Callable[[Sequence[BuiltRelease]], Iterator[Verified]]
"""Called with all releases; yields for each its pages for staff by file name, and raises an
AutograderError when the tests of one fall short. A page named by ``verification_figures`` is quoted
on the course page."""


def _stage(
    assignment: Assignment, staging: Path, wheel: tuple[str, bytes], verified: bool
) -> BuiltRelease:
    """Build one assignment into a folder of its own below ``staging``."""
    from autograder.release.stage import stage  # it takes seconds to import, so not for nothing

    folder = staging / assignment.slug
    staged = stage(assignment, folder, wheel, verified=verified)
    return BuiltRelease(assignment, folder, staged.notes, staged.master)


def _stage_all(
    assignments: list[Assignment],
    stage: Callable[[Assignment], BuiltRelease],
    progress: Progress,
    jobs: int,
) -> list[BuiltRelease]:
    """Build assignments side by side, in processes of their own.

    Otter runs a solution in the current folder of its process, hence the processes. A single one
    is built here, which saves the start of another process.

    Raises:
        AutograderError: one cannot be released.
    """
    jobs = min(len(assignments), jobs)
    if jobs < 2:
        return [stage(assignment) for assignment in assignments]
    pool = ProcessPoolExecutor(jobs, get_context("spawn"))
    try:
        running = [pool.submit(stage, assignment) for assignment in assignments]
        for done in as_completed(running):
            progress(done.result().assignment.slug, "built")
        return [done.result() for done in running]
    finally:
        pool.shutdown(cancel_futures=True)


def _write_manifest(out: Path) -> None:
    """Write the sums of every released file and the versions they were built with."""
    released = {k: v for k, v in files_below(out).items() if k != MANIFEST and k[0] != "."}
    manifest = {
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in released.items()},
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in _VERSIONS},
        },
    }
    write_whole(out / MANIFEST, json.dumps(manifest, indent=2) + "\n")


def build(
    course: Course,
    slugs: list[str],
    out: Path,
    progress: Progress,
    verifier: Verifier | None = None,
    cache: Cache | None = None,
    jobs: int | None = None,
) -> list[BuiltRelease]:
    """Build releases of some assignments, or of all when none is named.

    All are built aside first; only when each is whole do they replace what was in ``out`` and in
    ``assignments/``.

    Args:
        out: the release folder, usually ``dist``.
        verifier: looks whether the tests of a release are good enough; None to leave that out.
        cache: knows earlier releases, and is told of these; None for none.
        jobs: how many are built at a time; by default as many as there are cores.

    Raises:
        AutograderError: an assignment cannot be released; ``out`` is as it was.
    """
    assignments, cache = course.assignments(slugs), cache or Cache(None)
    out.mkdir(parents=True, exist_ok=True)
    wheel = package.wheel()
    with TemporaryDirectory(prefix=".building-", dir=out, ignore_cleanup_errors=True) as name:
        staging, verified = Path(name), verifier is not None
        states = {a.slug: state_of(a.folder) for a in assignments}
        keys = {a.slug: _key(a, wheel, verified) for a in assignments}
        releases = {a.slug: _as_before(a, staging, cache, keys[a.slug]) for a in assignments}
        new = [assignment for assignment in assignments if releases[assignment.slug] is None]
        stage = functools.partial(_stage, staging=staging, wheel=wheel, verified=verified)
        fresh = _stage_all(new, stage, progress, jobs or os.cpu_count() or 1)
        pages = verifier(fresh) if verifier and fresh else ((release, {}) for release in fresh)
        for release, files in pages:
            slug = release.assignment.slug
            write_files(release.folder, files)
            if state_of(release.assignment.folder) == states[slug]:  # else it is of something else
                kept = _Kept(files_below(release.folder), release.notes)
                cache.put(keys[slug], msgspec.msgpack.encode(kept))
            releases[slug] = release
        built = [release for release in releases.values() if release is not None]
        for release in built:
            _refresh_student_release(release.folder / "student", release.assignment.student_release)
            replace_folder(release.folder, out / release.assignment.slug)
        write_whole(out / COURSE_PAGE, course_page(course, out))
        _write_manifest(out)
        return [replace(release, folder=out / release.assignment.slug) for release in built]


def _key(assignment: Assignment, wheel: tuple[str, bytes], verified: bool) -> str:
    """Return the key of a release: of all that its files are made of."""
    files = files_below(assignment.folder)
    parts = environment(), assignment.slug, wheel[0], str(verified), list(files)
    return digest("release", *parts, wheel[1], *files.values())


def _as_before(
    assignment: Assignment, staging: Path, cache: Cache, key: str
) -> BuiltRelease | None:
    """Return the release that was built of the same before, or None."""
    data = cache.get(key)
    if data is None:
        return None
    kept = msgspec.msgpack.decode(data, type=_Kept)
    write_files(staging / assignment.slug, kept.files)
    return BuiltRelease(assignment, staging / assignment.slug, kept.notes)


def _refresh_student_release(built: Path, committed: Path) -> None:
    """Put a copy of the student release where it is committed."""
    committed.parent.mkdir(parents=True, exist_ok=True)
    copy = Path(mkdtemp(prefix=".building-", dir=committed.parent))
    shutil.copytree(built, copy, dirs_exist_ok=True)
    copy.chmod(0o755)
    replace_folder(copy, committed)
