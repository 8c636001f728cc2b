"""Make the files of one release: what students and staff get, and the Gradescope zip."""

from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.files import write_files
from autograder.release.archive import zip_bytes
from autograder.release.contents import EXECUTABLE, autograder_files, student_files
from autograder.release.course import Assignment
from autograder.release.facts import facts_bytes, facts_file, facts_of
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


@dataclass(frozen=True)
class Staged:
    """What else is known of a release whose files have been made."""

    notes: tuple[str, ...]  # what staff should know, a line each
    master: Master | None  # None where its tests are not ours to verify


def stage(
    assignment: Assignment, folder: Path, wheel: tuple[str, bytes], *, verified: bool
) -> Staged:
    """Build one assignment into a folder that is made for it.

    Args:
        verified: whether the tests are going to be verified, and so the solution graded.

    Raises:
        AutograderError: it cannot be released.
    """
    master = read_any_master(assignment.master)
    if isinstance(master, PlainMaster):
        return _stage_plain(assignment, master, folder, wheel)
    return _stage_ours(assignment, master, folder, wheel, verified)


def _archive(assignment: Assignment, folder: Path) -> Path:
    return folder / f"{assignment.slug}-autograder.zip"


def _student_zip(slug: str, student: dict[str, bytes]) -> bytes:
    return zip_bytes({f"{slug}/{name}": data for name, data in student.items()})


def _write(
    assignment: Assignment,
    master: AnyMaster,
    folder: Path,
    student: dict[str, bytes],
    student_zip: bytes,
    grading: dict[str, bytes],
    page: bytes,
) -> None:
    """Write everything that a release consists of."""
    slug = assignment.slug
    files = {f"student/{name}": data for name, data in student.items()}
    files[f"{slug}-student.zip"] = student_zip
    files[_archive(assignment, folder).name] = zip_bytes(grading, EXECUTABLE)
    files[f"{slug}-solution.html"] = page
    files[facts_file(slug)] = facts_bytes(facts_of(master))
    write_files(folder, files)


def _stage_plain(
    assignment: Assignment, master: PlainMaster, folder: Path, wheel: tuple[str, bytes]
) -> Staged:
    """Make a release of what Otter builds."""
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
    grading = plain.archive_files(master, made, notebook, listed + imported, wheel)
    packed, page = _student_zip(assignment.slug, student), plain.page(master, solution)
    _write(assignment, master, folder, student, packed, grading, page)
    notes += check_solution(_archive(assignment, folder), made.solution, master.path.name)
    return Staged(tuple(notes), None)


def _stage_ours(
    assignment: Assignment,
    master: Master,
    folder: Path,
    wheel: tuple[str, bytes],
    verified: bool,
) -> Staged:
    """Build a master that keeps our rules."""
    slug = assignment.slug
    refuse_missing_modules(master)
    student = student_files(master)
    grading = autograder_files(master, wheel)
    made = {f"{slug}.ipynb", "requirements.txt", "README.md"}
    expected = {
        f"{slug}/{name}"
        for name in student
        if name in made or any(Path(name).is_relative_to(file) for file in master.config.files)
    }
    strict = is_strict(master.path, master.strict)
    student_zip = _student_zip(slug, student)
    notes = check_release(student_zip, master, expected, strict=strict)
    page = solution_page(run_solution(master), master).encode()
    _write(assignment, master, folder, student, student_zip, grading, page)
    if not strict:
        notebook = nbformat.writes(make_notebook(master, student=False)).encode()
        files = {master.path.name: notebook}
        notes += check_solution(_archive(assignment, folder), files, master.path.name)
    elif not verified:
        require_full_marks(master, _archive(assignment, folder))
    return Staged(tuple(notes), master)
