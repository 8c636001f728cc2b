"""Build releases: each assignment whole, or not at all."""

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

import nbformat

from autograder.files import write_files, write_whole
from autograder.release import package
from autograder.release.archive import files_below, replace_folder, zip_bytes
from autograder.release.contents import (
    EXECUTABLE,
    autograder_files,
    student_files,
)
from autograder.release.course import Assignment, Course
from autograder.release.course_page import COURSE_PAGE, course_page
from autograder.release.imports import refuse_missing_modules
from autograder.release.leaks import check_release
from autograder.release.master import Master
from autograder.release.masters import AnyMaster, is_strict, read_any_master
from autograder.release.plain import building as plain
from autograder.release.plain.reading import PlainMaster
from autograder.release.solution import (
    check_solution,
    require_full_marks,
    run_solution,
    solution_page,
)
from autograder.release.views import make_notebook

MANIFEST = "manifest.json"
_VERSIONS = ("torch-autograder", "otter-grader", "torch", "numpy", "nbformat", "nbconvert")

Progress = Callable[[str, str], None]
"""Called with the slug and the step that ends or, of verification, begins."""


@dataclass(frozen=True)
class BuiltRelease:
    """A release: built aside, and put in its place once all of them are whole."""

    assignment: Assignment
    master: AnyMaster
    folder: Path  # where its files are
    notes: tuple[str, ...] = ()  # what staff should know, a line each

    @property
    def archive(self) -> Path:
        """The Gradescope zip."""
        return self.folder / f"{self.assignment.slug}-autograder.zip"


Verifier = Callable[[Sequence[BuiltRelease]], Iterator[dict[str, bytes]]]
"""Called with all releases; yields pages for staff by file name, for each in turn, and raises an
AutograderError when the tests of one fall short. A page named by ``verification_figures`` is quoted
on the course page."""


def _stage(assignment: Assignment, folder: Path, wheel: tuple[str, bytes]) -> BuiltRelease:
    """Build one assignment into a folder that is made for it."""
    master = read_any_master(assignment.master)
    if isinstance(master, PlainMaster):
        return _stage_plain(assignment, master, folder, wheel)
    return _stage_ours(assignment, master, folder, wheel)


def _stage_plain(
    assignment: Assignment, master: PlainMaster, folder: Path, wheel: tuple[str, bytes]
) -> BuiltRelease:
    """Make a release of what Otter builds."""
    slug = assignment.slug
    made = plain.assign(master)
    master = plain.with_points(master, made)
    notebook = plain.read_made(master, made.student)
    listed, imported = plain.own_requirements(master)
    student = plain.student_files(master, made, notebook, listed + imported)
    solution = plain.read_made(master, made.solution)
    notes = list(master.warnings)
    if imported:
        names = ", ".join(imported)
        notes.append(f"taken from its imports, and better named in requirements: {names}")
    staged = BuiltRelease(assignment, master, folder)
    grading = plain.archive_files(master, made, notebook, listed + imported, wheel)
    files = {f"student/{name}": data for name, data in student.items()}
    files[f"{slug}-student.zip"] = zip_bytes({f"{slug}/{n}": data for n, data in student.items()})
    files[staged.archive.name] = zip_bytes(grading, EXECUTABLE)
    files[f"{slug}-solution.html"] = plain.page(master, solution)
    write_files(folder, files)
    notes += check_solution(staged.archive, made.solution, master.path.name)
    return replace(staged, notes=tuple(notes))


def _stage_ours(
    assignment: Assignment, master: Master, folder: Path, wheel: tuple[str, bytes]
) -> BuiltRelease:
    """Build a master that keeps our rules."""
    slug = assignment.slug
    refuse_missing_modules(master)
    student = student_files(master)
    grading = autograder_files(master, wheel)

    student_zip = zip_bytes({f"{slug}/{name}": data for name, data in student.items()})
    made = {f"{slug}.ipynb", "requirements.txt", "README.md"}
    expected = {
        f"{slug}/{name}"
        for name in student
        if name in made or any(Path(name).is_relative_to(file) for file in master.config.files)
    }
    strict = is_strict(master.path, master.strict)
    leaks = check_release(student_zip, master, expected, strict=strict)

    autograder_zip = zip_bytes(grading, EXECUTABLE)
    executed = run_solution(master)

    staged = BuiltRelease(assignment, master, folder, tuple(leaks))
    files = {f"student/{name}": data for name, data in student.items()}
    files[f"{slug}-student.zip"] = student_zip
    files[staged.archive.name] = autograder_zip
    files[f"{slug}-solution.html"] = solution_page(executed, master).encode()
    write_files(folder, files)
    if strict:
        require_full_marks(master, staged.archive)
        return staged
    notebook = {master.path.name: nbformat.writes(make_notebook(master, student=False)).encode()}
    lost = check_solution(staged.archive, notebook, master.path.name)
    return replace(staged, notes=(*staged.notes, *lost))


def _stage_all(
    assignments: list[Assignment], staging: Path, wheel: tuple[str, bytes], progress: Progress
) -> list[BuiltRelease]:
    """Build assignments side by side, each into a folder of its own below ``staging``.

    Otter runs a solution in the current folder of its process, hence the processes. A single one
    is built here, which saves the start of another process.

    Raises:
        AutograderError: one cannot be released.
    """
    jobs = min(len(assignments), os.cpu_count() or 1)
    if jobs == 1:
        return [_stage(a, staging / a.slug, wheel) for a in assignments]
    pool = ProcessPoolExecutor(jobs, get_context("spawn"))
    try:
        running = [pool.submit(_stage, a, staging / a.slug, wheel) for a in assignments]
        for done in as_completed(running):
            progress(done.result().assignment.slug, "built, and its solution has full marks")
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
) -> list[BuiltRelease]:
    """Build releases of some assignments, or of all when none is named.

    All are built aside first; only when each is whole do they replace what was in ``out`` and in
    ``assignments/``.

    Args:
        out: the release folder, usually ``dist``.
        verifier: looks whether the tests of a release are good enough; None to leave that out.

    Raises:
        AutograderError: an assignment cannot be released; ``out`` is as it was.
    """
    assignments = course.assignments(slugs)
    out.mkdir(parents=True, exist_ok=True)
    wheel = package.wheel()
    with TemporaryDirectory(prefix=".building-", dir=out, ignore_cleanup_errors=True) as staging:
        staged = _stage_all(assignments, Path(staging), wheel, progress)
        if verifier is not None:
            for release, pages in zip(staged, verifier(staged), strict=True):
                write_files(release.folder, pages)
        for release in staged:
            _refresh_student_release(release.folder / "student", release.assignment.student_release)
            replace_folder(release.folder, out / release.assignment.slug)
        masters = [release.master for release in staged]
        write_whole(out / COURSE_PAGE, course_page(course, out, masters))
        _write_manifest(out)
        return [replace(release, folder=out / release.assignment.slug) for release in staged]


def _refresh_student_release(built: Path, committed: Path) -> None:
    """Put a copy of the student release where it is committed."""
    committed.parent.mkdir(parents=True, exist_ok=True)
    copy = Path(mkdtemp(prefix=".building-", dir=committed.parent))
    shutil.copytree(built, copy, dirs_exist_ok=True)
    copy.chmod(0o755)
    replace_folder(copy, committed)
