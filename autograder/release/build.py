"""Build releases: each assignment whole, or not at all."""

import json
import os
import platform
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from autograder.errors import AutograderError
from autograder.files import write_whole
from autograder.release.archive import files_below, replace_folder, sha256, zip_bytes
from autograder.release.contents import (
    EXECUTABLE,
    autograder_files,
    build_wheel,
    question_points,
    source_root,
    student_files,
)
from autograder.release.course import Assignment, Course
from autograder.release.course_page import COURSE_PAGE, course_page
from autograder.release.leaks import check_release
from autograder.release.master import Master, read_master
from autograder.release.solution import grade_solution, solution_page
from autograder.release_format import REFERENCE

MANIFEST = "manifest.json"
_VERSIONS = ("torch-autograder", "otter-grader", "torch", "numpy", "nbformat", "nbconvert")

Progress = Callable[[str, str], None]
"""Called with the slug and the step that ends or, of verification, begins."""

Verifier = Callable[[Master, Path], dict[str, bytes]]
"""Called with a master and the Gradescope zip made from it; returns pages for staff, by file name,
and raises an AutograderError when the tests fall short. A page named by ``verification_figures``
is quoted on the course page."""


@dataclass(frozen=True)
class BuiltRelease:
    """What was built for one assignment.

    Attributes:
        slug: the assignment.
        questions: how many questions, manual ones included.
        points: their points in all.
        files: size in bytes of each file made, by its path below ``<out>/<slug>``.
    """

    slug: str
    questions: int
    points: float
    files: dict[str, int]


def _write_files(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _stage(assignment: Assignment, folder: Path, wheel: tuple[str, bytes]) -> tuple[int, float]:
    """Build one assignment into an empty folder; return its number of questions and points."""
    slug = assignment.slug
    master = read_master(assignment.master)
    student = student_files(master)
    grading = autograder_files(master, wheel)

    student_zip = zip_bytes({f"{slug}/{name}": data for name, data in student.items()})
    made = {f"{slug}.ipynb", "requirements.txt", "README.md"}
    expected = {
        f"{slug}/{name}"
        for name in student
        if name in made or any(Path(name).is_relative_to(file) for file in master.config.files)
    }
    check_release(student_zip, master, assignment.folder, expected)

    autograder_zip = zip_bytes(grading, EXECUTABLE)
    executed = grade_solution(master, autograder_zip, grading[REFERENCE])

    _write_files(folder / "student", student)
    _write_files(
        folder,
        {
            f"{slug}-student.zip": student_zip,
            f"{slug}-autograder.zip": autograder_zip,
            f"{slug}-solution.html": solution_page(executed, master).encode(),
        },
    )
    points = sum(row["points"] for row in question_points(master))
    return len(master.questions), points


def _stage_or_refuse(
    assignment: Assignment, folder: Path, wheel: tuple[str, bytes]
) -> tuple[int, float] | str:
    """Run in a process of its own: build one assignment, or return why it cannot be released."""
    try:
        return _stage(assignment, folder, wheel)
    except AutograderError as error:  # some of these cannot be pickled
        return str(error)


def _stage_all(
    assignments: list[Assignment], staging: Path, wheel: tuple[str, bytes], progress: Progress
) -> dict[str, tuple[int, float]]:
    """Build assignments side by side, each into a folder of its own below ``staging``.

    Otter runs a solution in the current folder of its process, hence the processes. A single one
    is built here, which saves the start of another process.

    Raises:
        AutograderError: one cannot be released.
    """
    folders = {assignment.slug: staging / assignment.slug for assignment in assignments}
    for folder in folders.values():
        folder.mkdir()
    jobs = min(len(assignments), os.cpu_count() or 1)
    if jobs == 1:
        return {a.slug: _stage(a, folders[a.slug], wheel) for a in assignments}
    sizes = {}
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        running = {
            pool.submit(_stage_or_refuse, a, folders[a.slug], wheel): a.slug for a in assignments
        }
        for done in as_completed(running):
            size = done.result()
            if isinstance(size, str):
                pool.shutdown(cancel_futures=True)
                raise AutograderError(size)
            sizes[running[done]] = size
            progress(running[done], "built, and its solution has full marks")
    return sizes


def _write_manifest(out: Path) -> None:
    """Write the sums of every released file and the versions they were built with."""
    released = {k: v for k, v in files_below(out).items() if k != MANIFEST and k[0] != "."}
    manifest = {
        "files": {name: sha256(data) for name, data in released.items()},
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
        course: the course.
        slugs: names of assignments; empty for all.
        out: the release folder, usually ``dist``.
        progress: told of each step.
        verifier: looks whether the tests of a release are good enough; None to leave that out.

    Raises:
        AutograderError: an assignment cannot be released; ``out`` is as it was.
    """
    assignments = course.assignments(slugs)
    out.mkdir(parents=True, exist_ok=True)
    wheel = build_wheel(source_root())
    staging = Path(tempfile.mkdtemp(prefix=".building-", dir=out))
    try:
        sizes = _stage_all(assignments, staging, wheel, progress)
        if verifier is not None:
            for assignment in assignments:
                slug = assignment.slug
                progress(slug, "verifying the tests")
                archive = staging / slug / f"{slug}-autograder.zip"
                _write_files(staging / slug, verifier(read_master(assignment.master), archive))
        releases = []
        for assignment in assignments:
            slug = assignment.slug
            _refresh_student_release(staging / slug / "student", assignment.student_release)
            replace_folder(staging / slug, out / slug)
            made = {name: len(data) for name, data in files_below(out / slug).items()}
            releases.append(BuiltRelease(slug, *sizes[slug], made))
        write_whole(out / COURSE_PAGE, course_page(course, out))
        _write_manifest(out)
        return releases
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _refresh_student_release(built: Path, committed: Path) -> None:
    """Put a copy of the student release where it is committed."""
    committed.parent.mkdir(parents=True, exist_ok=True)
    copy = Path(tempfile.mkdtemp(prefix=".building-", dir=committed.parent))
    shutil.copytree(built, copy, dirs_exist_ok=True)
    copy.chmod(0o755)
    replace_folder(copy, committed)
