"""Gradings that really run while people are at the desk, in a real browser."""

import csv
import subprocess
import sys

import pytest
from msgspec.structs import replace
from nbformat import write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import expect

from autograder.results.journal import Journal
from tests.support.browser import needs_a_browser
from tests.support.command import start_grading
from tests.support.desk import Visit, served
from tests.support.desk_class import SENTENCES
from tests.support.desk_grading import points, press
from tests.support.releases import autograder_zip
from tests.support.tiny import TinyCourse, tiny_cells

pytestmark = needs_a_browser
EARLY, COUNT = 3, 8


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return autograder_zip(TinyCourse(tmp_path_factory.mktemp("tiny") / "course", tiny_cells()))


def write_submission(folder, at, seconds=0.0):
    """Write a notebook with a right answer to q1, words for q2, and a cell that takes a while."""
    cells = [
        new_code_cell(f"import time\n\ntime.sleep({seconds})\nnumber = {at}"),
        new_code_cell("def double(x):\n    return 2 * x"),
        new_markdown_cell("**Question 2.** Why?"),
        new_markdown_cell(f"{SENTENCES[at % len(SENTENCES)]} Run {at}.", id="answer-q2"),
    ]
    path = folder / f"student-{at:02}.ipynb"
    write(new_notebook(cells=cells), path)
    return path


def test_answers_are_graded_while_a_grading_runs(chromium, archive, tmp_path):
    out = tmp_path / "grades"
    paths = [write_submission(tmp_path, at, 0.8 * (at >= EARLY)) for at in range(EARLY + COUNT)]
    assert start_grading(archive, paths[:EARLY], out).returncode == 0
    command = [sys.executable, "-m", "autograder", "grade", "--jobs", "1", "--out", str(out)]
    with served(out) as desk, Visit(chromium, desk) as visit:
        page = visit.open("/")
        with subprocess.Popen(
            [*command, str(archive), *map(str, paths[EARLY:])],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as grading:
            try:
                # nothing is loaded again: the page hears of it
                expect(page.locator("#progress")).to_contain_text(f"of {COUNT}", timeout=60_000)
                page = visit.open("/answers/q2")
                at_work = 0
                while "/answers/q2/" in page.url and grading.poll() is None:
                    press(page, "s", "1", "Enter")  # the small course has no rubric of items
                    at_work += 1
                assert at_work
                assert grading.wait(120) == 0, grading.stderr.read()
            finally:
                grading.kill()
        page = visit.open("/")
        expect(page.locator("#rows tbody tr")).to_have_count(len(paths))
        expect(page.locator("#progress")).not_to_contain_text(f"of {COUNT}")
        page = visit.open("/answers/q2")
        while "All answers are graded" not in page.inner_text("main"):
            press(page, "s", "1", "Enter")
    with Journal(out, grader=False) as journal:
        members = journal.members().values()
        assert all(journal.outcome(one.content, one.release) for one in members)
    assert len(points(out)) == len(paths)
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        scores = {row["submission"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {path.stem: 3.0 for path in paths}


def test_a_submission_is_graded_again(chromium, archive, tmp_path):
    out = tmp_path / "grades"
    paths = [write_submission(tmp_path, at) for at in range(2)]
    assert start_grading(archive, paths, out).returncode == 0
    with Journal(out, grader=False) as journal:  # as with a machine that was too slow that day
        member = journal.members()["student-00"]
        outcome = journal.outcome(member.content, member.release)
        (question,) = outcome.questions
        worse = replace(outcome, score=0.0, questions=(replace(question, score=0.0),))
    with Journal(out, member.release) as journal:
        journal.add(member.content, worse)
    with served(out) as desk, Visit(chromium, desk) as visit:
        page = visit.open("/submission/student-00")
        assert "0 of 2 points" in page.inner_text(".summary")
        page.get_by_role("button", name="Grade again").click()
        expect(page.locator("#progress")).to_contain_text("student-00")
        for _ in range(100):
            page.reload()
            if "2 of 2 points" in page.inner_text(".summary"):
                break
            page.wait_for_timeout(200)
        assert "2 of 2 points" in page.inner_text(".summary")
        assert "2 of 2 points" in visit.open("/submission/student-01").inner_text(".summary")
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        scores = {row["submission"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {"student-00": 2.0, "student-01": 2.0}
