"""Results of earlier verifications and builds are used where nothing that they hang on changed."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from autograder.cache import Cache
from autograder.cell import Cell
from autograder.checks.misconceptions import Variant
from autograder.release import build as building
from autograder.release.archive import files_below
from autograder.release.build import build
from autograder.release.course import Course
from autograder.release_format import REFERENCE
from autograder.release_zip import Release, read_release
from autograder.verify import keys as keys_module
from autograder.verify.attempts import Attempt, Kind
from autograder.verify.keys import Keys
from tests.support.repository import run_command
from tests.support.tiny import TinyCourse, tiny_cells

WRONG = '''\
from autograder.checks import misconception


@misconception("q1", "How often does x go into the result?")
def double(x):
    """Three times x"""
    return 3 * x


@misconception("q1", "What is added?")
def double(x):
    """One more than x"""
    return x + 1
'''


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> TinyCourse:
    made = TinyCourse(tmp_path_factory.mktemp("kept") / "course", tiny_cells())
    made.save()
    made.master.with_name("misconceptions.py").write_text(WRONG)
    return made


def verified(course: TinyCourse, *options: str) -> dict[str, Any]:
    """Return what a verification finds, without how long it took."""
    process = run_command(course.root, "verify", "--draws", "2", "--json", "result.json", *options)
    assert process.returncode == 0, process.stdout + process.stderr
    (result,) = json.loads((course.root / "result.json").read_text())
    for part in (result, *result["attempts"]):
        del part["seconds"]
    return result | {"summary": "", "limits": []}


def kept(course: TinyCourse) -> set[str]:
    return set(files_below(course.root / ".autograder" / "cache"))


def test_results_of_before_equal_fresh_ones(course: TinyCourse):
    fresh = verified(course, "--no-cache")
    assert not (course.root / ".autograder").exists()
    assert verified(course) == fresh
    known = kept(course)
    assert verified(course) == fresh
    assert kept(course) == known

    course.cells[1].source = "# A tiny assignment, in other words"
    course.cells[10].source += "\n    # which is easy to see"
    course.save()
    assert verified(course) == fresh
    assert kept(course) == known  # comments and text change nothing

    course.cells[10].source += "\n    assert double(-7) == -14"
    course.save()
    assert verified(course) == verified(course, "--no-cache")
    assert len(kept(course)) > len(known)


@pytest.fixture(scope="module")
def release(course: TinyCourse) -> Release:
    process = run_command(course.root, "build", "--no-verify", "--no-cache")
    assert process.returncode == 0, process.stderr
    (archive,) = course.out.glob("*/*-autograder.zip")
    return read_release(archive)


def with_content(release: Release, name: str, content: bytes) -> Release:
    return replace(release, contents={**release.contents, name: content})


CELLS = (Cell("import math", 1), Cell("def double(x):\n    return 3 * x", 3, ["q1"]))
ATTEMPT = Attempt(Kind.MISCONCEPTION, "Three times x", "q1", CELLS, ("q1",), (0, 1), "A hint")
KNOWN = Variant(
    "q1", "Three times x", "here, line 4", "def double(x):\n    return 3 * x", "double", "A hint"
)


@pytest.mark.parametrize(
    "change",
    [
        lambda a: replace(a, cells=(CELLS[0], replace_source(CELLS[1], "return 4 * x"))),
        lambda a: replace(a, cells=CELLS[1:]),
        lambda a: replace(a, seeds=(0, 1, 2)),
        lambda a: replace(a, seeds=(5, 1)),
        lambda a: replace(a, kind=Kind.ACCEPTED),
        lambda a: replace(a, kind=Kind.MUTANT),
        lambda a: replace(a, confined=True),
    ],
)
def test_each_part_of_an_attempt_matters(release, change):
    keys = Keys(release, [KNOWN])
    assert keys.of(change(ATTEMPT), "q1") != keys.of(ATTEMPT, "q1")


def replace_source(cell: Cell, last: str) -> Cell:
    return Cell(f"{cell.source.splitlines()[0]}\n    {last}", cell.number, cell.checks)


@pytest.mark.parametrize(
    "change",
    [
        lambda r: with_content(r, "tests/q1.py", r.contents["tests/q1.py"] + b"\nx = 1\n"),
        lambda r: with_content(r, REFERENCE, r.contents[REFERENCE] + b"\nx = 1\n"),
        lambda r: with_content(r, "files/data.csv", b"1,2\n"),
        lambda r: replace(r, limits=structs.replace(r.limits, question_seconds=5.0)),
    ],
)
def test_each_part_of_a_release_matters(release, change):
    before, after = (Keys(one, [KNOWN]).of(ATTEMPT, "q1") for one in (release, change(release)))
    assert before != after


@pytest.mark.parametrize(
    "known",
    [
        [],
        [replace(KNOWN, hint="Another hint")],
        [replace(KNOWN, source="def double(x):\n    return 3 * x + 0")],
        [replace(KNOWN, finding="autograd")],
        [KNOWN, KNOWN],
    ],
)
def test_misconceptions_matter_for_what_is_named_by_them(release, known):
    other = replace(ATTEMPT, kind=Kind.ACCEPTED)
    first, second = Keys(release, [KNOWN]), Keys(release, known)
    assert first.of(ATTEMPT, "q1") != second.of(ATTEMPT, "q1")
    assert first.of(other, "q1") == second.of(other, "q1")


def test_the_environment_matters(release, monkeypatch):
    before = Keys(release, [KNOWN]).of(ATTEMPT, "q1")
    monkeypatch.setattr(keys_module, "environment", lambda: "another")
    assert Keys(release, [KNOWN]).of(ATTEMPT, "q1") != before


def test_names_comments_and_numbers_of_cells_do_not_matter(release):
    keys = Keys(release, [KNOWN])
    cells = CELLS[0], Cell(f"# twice\n{CELLS[1].source}  # or thrice", 9, ["q1"]), Cell("1 / 0", 10)
    other = replace(ATTEMPT, cells=cells, label="Another", change="")
    assert keys.of(other, "q1") == keys.of(ATTEMPT, "q1")


def test_a_release_of_which_nothing_changed_is_not_built_again(course, tmp_path, monkeypatch):
    root = tmp_path / "course"
    shutil.copytree(course.root / "solutions", root / "solutions")
    cache, out = Cache(root), root / "dist"

    def made() -> dict[str, bytes]:
        (one,) = build(Course(root), [], out, lambda *_: None, cache=cache)
        return files_below(one.folder)

    first = made()
    staged: list[str] = []
    stage_all = building._stage_all

    def watched(assignments, *rest):
        staged.extend(one.slug for one in assignments)
        return stage_all(assignments, *rest)

    monkeypatch.setattr(building, "_stage_all", watched)
    shutil.rmtree(out)
    assert made() == first
    assert staged == []
    master = Path(root, "solutions", "tiny", "tiny.ipynb")
    master.write_text(master.read_text().replace("That is all.", "That was all."))
    assert made() != first
    assert staged == ["tiny"]
