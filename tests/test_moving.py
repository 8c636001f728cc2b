"""What the page on moving says: its commands run, and its tables hold."""

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from autograder.errors import MasterError
from autograder.release.contents import autograder_files
from autograder.release.importing.notebooks import import_notebooks
from autograder.release.master import read_master
from autograder.release.masters import read_any_master
from autograder.release.plain.reading import read_plain_master
from autograder.release.scaffold import new_course
from autograder.release_format import SETTINGS
from tests.support.nbgrader import answer, checked, marked

PAGE = Path(__file__).parents[1] / "docs" / "moving.md"
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)


def shown(source: str, text: str):
    output = new_output("execute_result", data={"text/plain": text}, execution_count=1)
    return new_code_cell(source, outputs=[output])


def otter_master(config: str = "name: hw01\nfiles: [data.csv]\n", **question):
    settings = "".join(f"{key}: {value}\n" for key, value in question.items())
    return [
        new_raw_cell(f"# ASSIGNMENT CONFIG\n{config}"),
        new_raw_cell(f"# BEGIN QUESTION\nname: q1\n{settings}"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell("rows = open('data.csv').read().split() # SOLUTION"),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# BEGIN TESTS"),
        new_code_cell(">>> len(rows)\n2"),
        shown("# HIDDEN\nrows[1]", "'7'"),
        new_raw_cell("# END TESTS"),
        new_raw_cell("# END QUESTION"),
    ]


def first_format():
    return [
        new_markdown_cell("```\nBEGIN ASSIGNMENT\ntest_files: false\n```"),
        new_markdown_cell("Choose a prime.\n\n```\nBEGIN QUESTION\nname: q1\n```"),
        new_code_cell("x = 2 # SOLUTION"),
        shown("## Test ##\nx", "2"),
    ]


def nbgrader_source():
    return [
        marked(new_markdown_cell("# Squares"), "title", locked=True),
        answer(
            "def squares(n):\n    ### BEGIN SOLUTION\n    return [i**2 for i in range(n)]\n"
            "    ### END SOLUTION",
            "squares",
        ),
        checked("assert squares(3) == [0, 1, 4]", "test_squares", 2),
        answer("total = sum(squares(4))", "cell-3f2a51bc77"),
        checked("### AUTOTEST total", "cell-88b1c2aa10", 1),
        marked(new_markdown_cell("Because."), "why", grade=True, solution=True, points=3),
    ]


def save(path: Path, cells, **metadata) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells, metadata=metadata), path)
    return path


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course as ``autograder init`` begins it, and an old one in the home folder."""
    old = tmp_path / "old-course"
    save(old / "hw01.ipynb", otter_master())
    (old / "data.csv").write_text("3 7\n")
    save(old / "lab01.ipynb", first_format())
    save(old / "source" / "ps1" / "problem1.ipynb", nbgrader_source())
    return new_course(tmp_path, "my-course")


def run(block: str, course: Path) -> str:
    """Run a block of shell commands as the page has it; return what it says, in one line."""
    command = f'autograder() {{ "{sys.executable}" -m autograder "$@"; }}\n{block}'
    done = subprocess.run(
        ["bash", "-euc", command.replace("~/", f"{course.parent}/")],
        cwd=course,
        capture_output=True,
        text=True,
        check=False,
    )
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 0, said
    return said


def test_the_commands_that_import_run(course):
    imports = [line for block in BLOCKS for line in block.splitlines() if " import " in line]
    assert len(imports) == 2
    said = run("\n".join(imports), course)
    assert "made of a master of Otter's first format: 1 questions" in said
    assert "made of a source notebook of nbgrader: 3 questions, 6 points" in said
    assert re.findall(r"autograder build --no-verify (\w+)", said) == ["lab01", "problem1"]


@pytest.mark.slow
def test_all_commands_of_the_page_run(course):
    assert len(BLOCKS) == 3
    said = " ".join(run(block, course) for block in BLOCKS)
    assert "points when it is graded" not in said, "each solution has full marks"
    built = {path.name for path in (course / "dist").glob("*/*-autograder.zip")}
    assert built == {f"{slug}-autograder.zip" for slug in ("hw01", "lab01", "problem1")}


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("plugins: [own.Plugin]\n", "plugins are not run"),
        ("solutions_pdf: true\n", "no PDF of the solution"),
        ("template_pdf: true\n", "no PDF for Gradescope's templates"),
        ("environment: environment.yml\n", "a conda environment is not made"),
        ("generate: {token: abc, course_id: 1}\n", "no PDFs are uploaded"),
    ],
    ids=["plugins", "solutions_pdf", "template_pdf", "environment", "upload"],
)
def test_what_is_not_done_is_said(config, words, tmp_path):
    path = save(tmp_path / "hw01.ipynb", otter_master(config))
    assert any(words in line for line in read_plain_master(path).warnings)


def test_a_master_in_r_is_refused(tmp_path):
    kernel = {"name": "ir", "display_name": "R", "language": "R"}
    path = save(tmp_path / "hw01.ipynb", otter_master(), kernelspec=kernel)
    with pytest.raises(MasterError, match="only Python"):
        read_any_master(path)


def test_a_question_without_tests_is_ungraded_and_a_line_says_so(tmp_path):
    cells = otter_master()
    del cells[5:9]
    warnings = read_plain_master(save(tmp_path / "hw01.ipynb", cells)).warnings
    assert any("q1" in line and "ungraded" in line for line in warnings)


def test_with_strict_what_breaks_a_rule_is_an_error(tmp_path):
    path = save(tmp_path / "hw01.ipynb", otter_master("strict: true\nseed: 1\n"))
    with pytest.raises(MasterError):
        read_any_master(path)


def test_what_nbgrader_knows_becomes_what_the_table_says(tmp_path):
    path = save(tmp_path / "problem1.ipynb", nbgrader_source())
    (imported,) = import_notebooks(tmp_path / "course", [path])
    master = read_any_master(imported.master)
    assert [(q.name, q.worth, q.manual) for q in master.questions] == [
        ("squares", 2, False), ("q2", 1, False), ("why", 3, True)
    ]  # fmt: skip
    assert [[test.hidden for test in q.tests] for q in master.questions] == [
        [False], [True, False], []
    ]  # fmt: skip


def test_tests_with_student_reaches_the_zip_of_a_master_that_keeps_our_rules(tmp_path):
    path = save(tmp_path / "problem1.ipynb", nbgrader_source())
    (imported,) = import_notebooks(tmp_path / "course", [path])
    notebook = nbformat.read(imported.master, as_version=4)
    notebook.cells[0].source += "tests_with_student: true\n"
    nbformat.write(notebook, imported.master)
    files = autograder_files(read_master(imported.master), ("package.whl", b""))
    assert json.loads(files[SETTINGS])["tests_with_student"] is True
