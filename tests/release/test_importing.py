"""nbgrader's source notebooks become masters that build, with their points and their secrets."""

import csv
import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.release.master import read_master
from tests.support.command import grade
from tests.support.inside import run_inside
from tests.support.nbgrader import answer, checked, marked


def source_cells():
    return [
        marked(new_markdown_cell("# Squares"), "title", locked=True),
        new_code_cell("import numpy as np\noffset = 0"),
        answer(
            "def squares(n):\n    ### BEGIN SOLUTION\n    secret = [i**2 for i in range(n)]\n"
            "    return secret\n    ### END SOLUTION",
            "squares",
        ),
        checked(
            "from unittest import TestCase\nequal = TestCase().assertEqual\n"
            "equal(squares(3), [0, 1, 4])\n### BEGIN HIDDEN TESTS\n"
            "equal(squares(5)[4], 16)\n### END HIDDEN TESTS",
            "test_squares",
            2,
        ),
        answer("def total(n):\n    return sum(squares(n)) + offset", "cell-3f2a51bc77"),
        checked("equal(total(3), 5)", "cell-88b1c2aa10", 1.5),
        marked(new_markdown_cell("Why?"), "why", locked=True),
        marked(
            new_markdown_cell("Because they grow."), "because", grade=True, solution=True, points=3
        ),
        marked(
            new_markdown_cell(
                "Draw it.\n=== BEGIN MARK SCHEME ===\nOne point for axes.\n=== END MARK SCHEME ==="
            ),
            "drawing",
            task=True,
            points=4,
        ),
        new_markdown_cell("The end."),
    ]


def run(*arguments: str, status: int = 0) -> str:
    """Run the command, and return what it says on stderr, in one line."""
    done = run_inside(*arguments)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def save(path: Path, cells) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells), path)
    return path


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import a folder of nbgrader's and build it; return the course."""
    root = tmp_path_factory.mktemp("moved")
    save(root / "old" / "source" / "ps1" / "Problem 1.ipynb", source_cells())
    (root / "old" / "source" / "ps1" / "data.csv").write_text("a\n1\n")
    run("import", str(root / "old" / "source" / "ps1"), "--root", str(root))
    run("build", "problem-1", "--no-verify", "--root", str(root), "--out", str(root / "dist"))
    return root


def test_questions_points_and_secrets_are_kept(imported):
    master = read_master(imported / "solutions" / "problem-1" / "problem-1.ipynb")
    worth = {question.name: question.worth for question in master.questions}
    assert list(worth.values()) == [2, 1.5, 3, 4]
    assert next(iter(worth)) == "squares"
    assert [question.manual for question in master.questions] == [False, False, True, True]
    assert any(test.hidden for test in master.questions[0].tests)
    assert "data.csv" in master.config.files
    student = (imported / "dist" / "problem-1" / "student" / "problem-1.ipynb").read_text()
    for secret in ("secret = ", "sum(squares", "equal(squares(5)", "axes", "they grow"):
        assert secret not in student
    assert "equal(squares(3)" in student


def test_answers_are_graded_with_the_points_of_the_source(imported, tmp_path):
    student = imported / "dist" / "problem-1" / "student" / "problem-1.ipynb"
    notebook = nbformat.read(student, as_version=4)
    answers = {
        "def squares": "def squares(n):\n    return [i * i for i in range(n)]",
        "def total": "def total(n):\n    return 0",
    }
    for cell in notebook.cells:
        for start, text in answers.items():
            if cell.cell_type == "code" and start in cell.source:
                cell.source = text
    path = save(tmp_path / "ada.ipynb", notebook.cells)
    archive = imported / "dist" / "problem-1" / "problem-1-autograder.zip"
    grade(archive, [path], tmp_path / "grades")
    with (tmp_path / "grades" / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["score"], row["max_score"], row["squares"]) == ("2", "3.5", "2")


def test_what_is_there_already_is_not_overwritten(imported):
    source = imported / "old" / "source" / "ps1" / "Problem 1.ipynb"
    said = run("import", str(source), "--root", str(imported), status=2)
    assert "exists already" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("no notebook", "is not a notebook"),
        (
            json.dumps(new_notebook(cells=[new_code_cell("x = 1")])),
            "is neither a source notebook of nbgrader",
        ),
    ],
    ids=["no notebook", "no cell of nbgrader's"],
)
def test_what_is_no_source_notebook_is_refused_in_one_line(content, words, tmp_path):
    path = tmp_path / "ps1.ipynb"
    path.write_text(content)
    assert words in run("import", str(path), "--root", str(tmp_path), status=2)
    assert (
        not list((tmp_path / "solutions").glob("*")) if (tmp_path / "solutions").exists() else True
    )


def test_what_needs_a_hand_is_told_with_its_cells(tmp_path):
    cells = [
        answer("def squares(n):\n    return [i**2 for i in range(n)]", "squares"),
        checked("exec('squares = None')", "t", 1),
    ]
    path = save(tmp_path / "ps2.ipynb", cells)
    said = run("import", str(path), "--root", str(tmp_path))
    assert "cell 2 (cell " in said
    assert "changes or looks up the notebook's own names" in said


def test_an_assignment_that_people_grade_alone_is_built(tmp_path):
    cells = [
        marked(new_markdown_cell("Why?"), "why", locked=True),
        marked(new_markdown_cell("Because."), "because", grade=True, solution=True, points=3),
    ]
    path = save(tmp_path / "essay.ipynb", cells)
    run("import", str(path), "--root", str(tmp_path))
    out = tmp_path / "dist"
    run("build", "essay", "--no-verify", "--root", str(tmp_path), "--out", str(out))
    assert (out / "essay" / "essay-autograder.zip").is_file()
    assert "Because." in (out / "essay" / "essay-solution.html").read_text()
