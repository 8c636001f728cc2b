"""Releases of the real assignments: complete, reproducible, and graded right by plain Otter."""

import hashlib
import json
import os
import subprocess
import sys
import time
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_output

from autograder.notebook import write_notebook
from autograder.release.contents import student_files
from autograder.release.master import read_master
from autograder.release.solution import require_full_marks, solution_page
from autograder.release.views import make_notebook
from tests.support.command import plain_otter
from tests.support.releases import autograder_zip
from tests.support.repository import MAIN, REPOSITORY, copy_sources, run_build
from tests.support.tiny import TinyCourse, tiny_cells

SLUGS = sorted(p.name for p in (REPOSITORY / "solutions").iterdir() if p.is_dir())
EACH = [pytest.param(s, marks=[] if s == MAIN else [pytest.mark.slow]) for s in SLUGS]


@pytest.fixture(scope="session", params=EACH)
def release(request):
    """Return the release folder of each assignment in turn."""
    folder = request.getfixturevalue("built" if request.param == MAIN else "all_built")
    return folder / "dist" / request.param


def test_plain_otter_gives_the_solution_every_autograded_point(release, tmp_path):
    slug = release.name
    master = read_master(REPOSITORY / "solutions" / slug / f"{slug}.ipynb")
    notebook = tmp_path / f"{slug}.ipynb"
    write_notebook(make_notebook(master, student=False), notebook)
    scores = plain_otter(
        release / f"{slug}-autograder.zip", notebook, tmp_path / "out", notebook.name
    )
    assert scores.keys() == {q.name for q in master.questions if q.tests}
    assert all(score == maximum > 0 for score, maximum in scores.values()), scores


def test_plain_otter_gives_the_blank_notebook_nothing(release, tmp_path):
    slug = release.name
    blank = release / "student" / f"{slug}.ipynb"
    scores = plain_otter(release / f"{slug}-autograder.zip", blank, tmp_path / "out", blank.name)
    assert scores
    assert all(score == 0 for score, _ in scores.values()), scores


def test_the_blank_notebook_runs_top_to_bottom_in_jupyter(release, tmp_path):
    slug = release.name
    with zipfile.ZipFile(release / f"{slug}-student.zip") as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / slug
    command = [sys.executable, "-m", "jupyter", "execute", "--allow-errors", "--inplace"]
    done = subprocess.run(
        [*command, f"{slug}.ipynb"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(folder / f"{slug}.ipynb", as_version=4)
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells)
    for cell in cells:
        if cell.source.startswith("grader.check("):
            text = "".join(o.get("data", {}).get("text/plain", "") for o in cell.outputs)
            assert "Test case failed" in text
    assert list(folder.glob(f"{slug}_*.zip")), "the export cell packed nothing"


def test_the_student_zip_is_the_student_folder(release):
    slug = release.name
    with zipfile.ZipFile(release / f"{slug}-student.zip") as archive:
        zipped = {name: archive.read(name) for name in archive.namelist()}
    folder = release / "student"
    assert zipped == {f"{slug}/{p.name}": p.read_bytes() for p in folder.iterdir()}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_committed_student_release_is_up_to_date(slug):
    folder = REPOSITORY / "assignments" / slug
    committed = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*")}
    made_now = student_files(read_master(REPOSITORY / "solutions" / slug / f"{slug}.ipynb"))
    assert committed == made_now, "run `make dist` and commit assignments/"


def test_the_gradescope_zip_is_complete(release):
    with zipfile.ZipFile(release / f"{release.name}-autograder.zip") as archive:
        names = set(archive.namelist())
        mode = archive.getinfo("setup.sh").external_attr >> 16
        config = json.loads(archive.read("otter_config.json"))
        requirements = archive.read("requirements.txt").decode()
    assert {"setup.sh", "run_autograder", "reference.py", "constraints.txt"} <= names
    assert any(name.startswith("tests/") for name in names)
    (wheel,) = (name for name in names if name.endswith(".whl"))
    assert f"./{wheel}" in requirements
    assert mode == 0o100755
    assert config["assignment_name"] == release.name


def test_the_manifest_names_every_file_with_its_sum(built):
    manifest = json.loads((built / "dist" / "manifest.json").read_text())
    files = [p for p in (built / "dist").rglob("*") if p.is_file() and p.name != "manifest.json"]
    assert manifest["files"] == {
        p.relative_to(built / "dist").as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in files
    }
    assert {"torch", "otter-grader", "torch-autograder", "python"} <= manifest["versions"].keys()


def test_a_second_build_elsewhere_and_later_gives_the_same_bytes(built, tmp_path):
    again = copy_sources(tmp_path / "another" / "place")
    for path in again.rglob("*"):
        os.utime(path, (time.time() - 1e6, time.time() - 1e6))
        path.chmod(path.stat().st_mode & ~0o022)
    process = run_build(again, MAIN)
    assert process.returncode == 0, process.stderr
    sums = json.loads((again / "dist" / "manifest.json").read_text())
    assert sums == json.loads((built / "dist" / "manifest.json").read_text())


def test_the_build_ends_with_a_table_of_what_it_made(tiny):
    process = run_build(REPOSITORY, "--root", str(tiny.root), "--out", str(tiny.out))
    assert process.returncode == 0, process.stderr
    assert "tiny: 2 questions, 3 points" in process.stdout
    for name in ("tiny-student.zip", "tiny-autograder.zip", "tiny-solution.html"):
        assert name in process.stdout
        assert (tiny.out / "tiny" / name).is_file()
    assert (tiny.root / "assignments" / "tiny" / "tiny.ipynb").is_file()


def test_a_solution_that_fails_its_own_tests_is_refused(tiny):
    tiny.cells[6].source = tiny.cells[6].source.replace("2 * x", "x + 1")
    tiny.save()
    process = run_build(REPOSITORY, "--root", str(tiny.root), "--out", str(tiny.out))
    assert process.returncode == 2
    (line,) = [x for x in process.stderr.splitlines() if x.startswith("error:")]
    assert "q1: negative numbers are doubled" in line
    assert list(tiny.out.iterdir()) == []


def test_the_solution_page_shows_answers_and_results(release):
    page = (release / f"{release.name}-solution.html").read_text()
    assert "All test cases passed!" in page
    assert "otter.check" not in page
    assert "BEGIN SOLUTION" not in page


def test_the_solution_page_does_not_depend_on_how_printed_text_arrives(tiny):
    master = read_master(tiny.master)

    def page(*pieces):
        executed = make_notebook(master, student=False)
        (cell,) = (c for c in executed.cells if c.source == "import math")
        cell.outputs = [new_output("stream", name="stdout", text=text) for text in pieces]
        return solution_page(executed, master)

    assert page("one\n", "two\n") == page("one\ntwo\n")


def test_a_graded_solution_leaves_the_environment_to_the_next_notebook(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "/where/templates/are")
    monkeypatch.delenv("MPLBACKEND", raising=False)
    course = TinyCourse(tmp_path / "course", tiny_cells())
    before = dict(os.environ)
    require_full_marks(read_master(course.save()), autograder_zip(course))
    assert dict(os.environ) == before
