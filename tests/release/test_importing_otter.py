"""Masters of Otter's first format become masters of the present one; those stay as they are."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from autograder.errors import NotebookError
from autograder.release.importing.notebooks import import_notebooks
from autograder.release.masters import read_any_master


def result(source: str, text: str):
    shown = new_output("execute_result", data={"text/plain": text}, execution_count=1)
    return new_code_cell(source, outputs=[shown])


def first_format():
    return [
        new_markdown_cell(
            "```\nBEGIN ASSIGNMENT\nrequirements: requirements.txt\nexport_cell:\n    pdf: false\n"
            "test_files: false\nfiles:\n    - data.csv\n```"
        ),
        new_code_cell("rows = open('data.csv').read()\nsecret_row = 3 # SOLUTION"),
        new_markdown_cell("**Question 1.**\n\n```\nBEGIN QUESTION\nname: q1\npoints: 2\n```"),
        new_code_cell("x = 2 # SOLUTION"),
        result("## Test ##\nisinstance(x, int)", "True"),
        result("## Hidden Test ##\nx", "2"),
        new_markdown_cell("```\nBEGIN QUESTION\nname: q2\nmanual: true\n```\n**Question 2.** Why?"),
        new_markdown_cell("Two lines."),
        new_markdown_cell("**SOLUTION:** Because."),
        new_markdown_cell("## Part 2"),
        new_markdown_cell("```python\nexample = 1\n```\n\n```\nBEGIN QUESTION\nname: q3\n```"),
        new_code_cell("def square(n):\n    return n * n # SOLUTION"),
        new_code_cell("y = square(4)"),
        result("# HIDDEN TEST\ny", "16"),
        new_markdown_cell("**Solution** to the riddle: seven."),
    ]


def save(folder: Path, cells, **metadata) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells, metadata=metadata), folder / "lab01.ipynb")
    return folder / "lab01.ipynb"


def test_the_first_format_is_said_in_the_present_one(tmp_path):
    path = save(tmp_path / "old", first_format())
    (path.parent / "data.csv").write_text("1\n")
    (path.parent / "requirements.txt").write_text("numpy\n")
    (imported,) = import_notebooks(tmp_path, [path])
    assert not imported.problem
    assert [note.source for note in imported.notes] == [15]
    folder = imported.master.parent
    assert (folder / "data.csv").exists()
    assert (folder / "requirements.txt").exists(), "its settings name it"
    cells = nbformat.read(imported.master, as_version=4).cells
    raw = [c.source.splitlines()[0].strip("# ") for c in cells if c.cell_type == "raw"]
    assert " / ".join(raw) == (
        "ASSIGNMENT CONFIG / BEGIN QUESTION / BEGIN SOLUTION / END SOLUTION / BEGIN TESTS / "
        "END TESTS / END QUESTION / BEGIN QUESTION / BEGIN PROMPT / END PROMPT / BEGIN SOLUTION / "
        "END SOLUTION / END QUESTION / BEGIN QUESTION / BEGIN SOLUTION / END SOLUTION / "
        "BEGIN TESTS / END TESTS / END QUESTION / BEGIN QUESTION / BEGIN SOLUTION / END SOLUTION / "
        "END QUESTION"
    )
    assert "strip_solutions_from_all_cells: true" in cells[0].source
    assert "files: false" in cells[0].source
    assert any("example = 1" in c.source and "BEGIN" not in c.source for c in cells)
    questions = {q.name: q for q in read_any_master(imported.master).questions}
    assert list(questions) == ["q1", "q2", "q3", "text15"]
    assert questions["q2"].manual


def test_a_master_of_the_present_format_stays_as_it_is(tmp_path):
    cells = [
        new_raw_cell("# ASSIGNMENT CONFIG\nname: lab"),
        new_raw_cell("# BEGIN QUESTION\nname: q1"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell("x = 2 # SOLUTION"),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# BEGIN TESTS"),
        result("x", "2"),
        new_raw_cell("# END TESTS"),
        new_raw_cell("# END QUESTION"),
    ]
    path = save(tmp_path / "old", cells)
    (imported,) = import_notebooks(tmp_path, [path])
    assert imported.master.read_bytes() == path.read_bytes()
    assert imported.questions == 1


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (
            [new_markdown_cell("```\nBEGIN QUESTION\npoints: 1\n```")],
            "cell 1: this question has no",
        ),
        (
            [new_markdown_cell("```\nBEGIN QUESTION\nname: [\n```")],
            "cell 1: its settings are not YAML",
        ),
        ([new_markdown_cell("```\nBEGIN QUESTION\nq1\n```")], "of the form `name: value`"),
        (
            [
                new_markdown_cell("```\nBEGIN ASSIGNMENT\nseed: 1\n```"),
                new_code_cell("## Test ##\nx"),
            ],
            "cell 2: this test stands in no question",
        ),
    ],
    ids=["no name", "no YAML", "no settings", "a test without a question"],
)
def test_what_is_wrong_in_it_is_said_in_one_line(cells, words, tmp_path):
    path = save(tmp_path / "old", cells)
    with pytest.raises(NotebookError) as caught:
        import_notebooks(tmp_path, [path])
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not list((tmp_path / "solutions").iterdir())


def test_a_master_for_r_is_refused(tmp_path):
    path = save(tmp_path / "old", first_format(), kernelspec={"name": "ir", "display_name": "R"})
    with pytest.raises(NotebookError, match="a notebook in R; only Python"):
        import_notebooks(tmp_path, [path])
