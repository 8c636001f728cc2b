"""Bad submissions get one clear message, or the points that are due, and never a traceback."""

import json
import random
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.bad import BAD, DUE, EITHER, INVALID, MANY_CELLS, NOTHING, Bad, Document
from tests.support.command import Graded, Run, grade
from tests.support.corrupt import corrupt_bytes, corrupted
from tests.support.honest import FORWARD
from tests.support.reading import read_beside
from tests.support.short import check, short_notebook, write_short

SLUG = "a0-pytorch-review"
CORRUPTED = 20
"""Corrupted notebooks that go through the whole command."""


@pytest.fixture(scope="module")
def release(built) -> Path:
    return built / "dist" / SLUG


@pytest.fixture(scope="module")
def good(release) -> Document:
    """Return a notebook in which q1 is right."""
    blank = release / "student" / f"{SLUG}.ipynb"
    return json.loads(json.dumps(short_notebook(blank, [FORWARD, check("q1")])))


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """Return a folder deep enough for a path upwards to stay in what the tests own."""
    place = tmp_path_factory.mktemp("bad") / "a" / "b" / "c"
    place.mkdir(parents=True)
    return place


@pytest.fixture(scope="module")
def run(release, good, place) -> Run:
    submissions = [bad.make(place / bad.name, good) for bad in BAD]
    return grade(release / f"{SLUG}-autograder.zip", submissions, place / "out")


def assert_speaks_plainly(text: str) -> None:
    """Check that a user sees nothing of the inside of this package."""
    assert "Traceback" not in text, text
    assert not re.search(r"autograder/\w+", text), text


def assert_refused(graded: Graded) -> None:
    """Check for score 0 in every question, or in total, and for a message of one line."""
    assert graded.status == INVALID
    result = graded.result
    assert result.get("score", 0) == 0
    assert all(score == 0 for score, _ in graded.scores.values())
    (line,) = result["output"].strip().splitlines()
    assert 15 < len(line) < 400, line


def assert_due(graded: Graded) -> None:
    """Check that the right answer in the notebook has its points."""
    assert graded.status == DUE, graded.text
    assert graded.scores["q1"] == (2, 2), graded.text


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_a_bad_submission_gets_a_message_or_what_is_due(bad: Bad, run):
    graded = run.graded[bad.name]
    assert_speaks_plainly(json.dumps(graded.result))
    if bad.outcome == DUE or (bad.outcome == EITHER and graded.status == DUE):
        assert_due(graded)
    elif bad.outcome == NOTHING and graded.status == DUE:
        assert all(score == 0 for score, _ in graded.scores.values())
    else:
        assert_refused(graded)
        message = graded.result["output"]
        assert not bad.words or any(word in message for word in bad.words), message


def test_bad_submissions_end_with_status_0_and_a_line_each(run):
    assert run.status == 0, run.terminal
    assert_speaks_plainly(run.terminal)
    assert len(run.graded) == len(BAD)
    assert run.graded["=1+2"].row["submission"] == "'=1+2", "a spreadsheet would compute it"
    assert "[bold]brackets[red] & %s {0} 'quotes' ü" in run.terminal


def test_nothing_is_unpacked_outside(run, place):
    assert run.status == 0
    owned = place.parents[2]
    assert [p for p in owned.rglob("escaped*") if "out" not in p.parts] == []
    assert not Path("/escaped.txt").exists()
    assert not Path("/tmp/escaped.txt").exists()


def test_two_submissions_of_one_name_get_results_of_their_own(release, good, tmp_path):
    paths = []
    for student in ("ann", "ben"):
        (tmp_path / student).mkdir()
        paths.append(tmp_path / student / "a0.ipynb")
        paths[-1].write_text(json.dumps(good))
    run = grade(release / f"{SLUG}-autograder.zip", paths, tmp_path / "out")
    assert run.graded.keys() == {"ann-a0", "ben-a0"}
    assert run.graded["ben-a0"].row["identical_to"] == "ann-a0"
    for graded in run.graded.values():
        assert_due(graded)


def test_several_notebooks_in_a_folder_are_several_submissions(release, good, tmp_path):
    folder = tmp_path / "handed in"
    folder.mkdir()
    (folder / "a.ipynb").write_text(json.dumps(good))
    (folder / "b.ipynb").write_text("{}")
    run = grade(release / f"{SLUG}-autograder.zip", [folder], tmp_path / "out")
    assert_due(run.graded["a"])
    assert_refused(run.graded["b"])


def test_a_student_who_renames_the_notebook_is_graded(release, tmp_path):
    blank = release / "student" / f"{SLUG}.ipynb"
    # W1 changes behind the check, so that q1 is right only if its check runs where it stands.
    cells = [FORWARD, check("q1"), "W1 = W1 * 2"]
    notebook = write_short(blank, cells, tmp_path / f"{SLUG} (1) final.ipynb")
    run = grade(release / f"{SLUG}-autograder.zip", [notebook], tmp_path / "out")
    assert_due(run.graded[notebook.stem])


@pytest.mark.slow
def test_a_notebook_of_ten_thousand_cells_is_graded(release, good, tmp_path):
    notebook = MANY_CELLS.make(tmp_path / "many", good)
    run = grade(release / f"{SLUG}-autograder.zip", [notebook], tmp_path / "out")
    assert_due(run.graded["many"])


def test_corrupted_notebooks_get_a_result(release, good, tmp_path):
    source = random.Random(447)
    paths = []
    for n in range(CORRUPTED):
        paths.append(tmp_path / f"corrupted {n}.ipynb")
        paths[-1].write_bytes(corrupted(good, source))
    run = grade(release / f"{SLUG}-autograder.zip", paths, tmp_path / "out")
    assert run.status == 0, run.terminal
    assert_speaks_plainly(run.terminal)
    assert len(run.graded) == CORRUPTED
    for graded in run.graded.values():
        assert_speaks_plainly(json.dumps(graded.result))
        if graded.status == INVALID:
            assert_refused(graded)
        else:
            assert graded.scores.keys() == {"q1", "q2", "q4", "q5"}


@settings(max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(source=st.randoms(use_true_random=False), ending=st.sampled_from((".ipynb", ".zip")))
def test_intake_takes_what_is_corrupted_or_refuses_it_in_one_line(good, tmp_path, source, ending):
    from autograder.errors import AutograderError, SubmissionError
    from autograder.intake.submission import SubmittedNotebook

    assert issubclass(SubmissionError, AutograderError)
    path = tmp_path / f"corrupted{ending}"
    content = corrupted(good, source)
    if ending == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a0.ipynb", content)
            archive.writestr("data/a.txt", "text")
        if source.random() < 0.7:
            path.write_bytes(corrupt_bytes(path.read_bytes(), source))
    else:
        path.write_bytes(content)
    try:
        assert isinstance(read_beside(path), SubmittedNotebook)
    except SubmissionError as error:
        (line,) = str(error).splitlines()
        assert_speaks_plainly(line)
