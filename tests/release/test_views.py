"""The student's and the staff's notebook, and the test files."""

import ast
import linecache
from typing import Any

import pytest
from otter.test_files import TestFile
from otter.test_files.exception_test import ExceptionTestFile

from autograder.python_code import plain_python
from autograder.release.contents import autograder_files, student_files
from autograder.release.master import read_master
from autograder.release.views import make_notebook, render_tests


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def test_students_get_prompts_and_an_answer_cell_in_place_of_solutions(tiny):
    text = "\n".join(sources(make_notebook(read_master(tiny.master), student=True)))
    assert "# TODO: return twice x" in text
    assert "Write your answer here" in text
    assert "result = 2 * x" not in text
    assert "linear" not in text


def test_staff_get_solutions_without_markers_or_prompts(tiny):
    text = "\n".join(sources(make_notebook(read_master(tiny.master), student=False)))
    assert "result = 2 * x" in text
    assert "doubling is linear" in text
    assert "TODO" not in text
    assert "SOLUTION" not in text


def test_a_check_cell_stands_behind_each_question_with_tests(tiny):
    notebook = make_notebook(read_master(tiny.master), student=True)
    ids = [cell.id for cell in notebook.cells]
    assert next(c.id for c in notebook.cells if c.cell_type == "code") == "setup"
    assert ids[-1] == "export"
    assert [i for i in ids if i.startswith("check-")] == ["check-q1"]
    q1 = next(i for i, cell in enumerate(notebook.cells) if "TODO: return" in cell.source)
    assert ids[q1 + 1] == "check-q1"


def test_every_student_cell_is_python(built):
    for master in sorted((built / "solutions").glob("*/*.ipynb")):
        for cell in make_notebook(read_master(master), student=True).cells:
            if cell.cell_type == "code":
                ast.parse(plain_python(cell.source))


def test_cell_ids_are_unique_and_the_same_at_every_build(tiny):
    first = make_notebook(read_master(tiny.master), student=True)
    second = make_notebook(read_master(tiny.master), student=True)
    ids = [cell.id for cell in first.cells]
    assert ids == [cell.id for cell in second.cells]
    assert len(set(ids)) == len(ids)


def test_only_public_tests_go_to_students(tiny):
    master = read_master(tiny.master)
    public = render_tests(master, hidden=False)["q1"]
    assert "unlikely_number" not in public
    assert "hidden=True" not in public
    assert make_notebook(master, student=True).metadata.otter.tests == {"q1": public}
    assert "unlikely_number" in render_tests(master, hidden=True)["q1"]


def test_otter_reads_the_test_files_with_their_points(tiny):
    file: TestFile = ExceptionTestFile.from_string(
        render_tests(read_master(tiny.master), hidden=True)["q1"]
    )
    assert file.possible == 2
    file.run({"double": lambda x: 2 * x})
    assert file.score == 2
    file.run({"double": abs})
    assert file.score == 0
    assert [case.name for case in file.test_cases] == [
        "q1: one is doubled",
        "q1: negative numbers are doubled",
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('assert double(1) == 2, "is it twice as much?"', "is it twice as much?"),
        ('raise NotImplementedError("q1: not written")', "q1: not written"),
        ("assert double(1) == 2", "    assert double(1) == 2\nAssertionError: "),
        ("double('a' - 1)", "    double('a' - 1)\nTypeError: unsupported operand"),
        (
            "double('a')",
            "TypeError: bad operand type for abs(): 'str'\n"
            "  in double, line 2 of its cell: return abs(x)",
        ),
    ],
)
def test_a_message_stands_alone_where_it_can(tiny, line, told):
    tiny.cells[9].source = f"def test_one_is_doubled(double):\n    {line}"
    source = render_tests(read_master(tiny.save()), hidden=False)["q1"]
    names: dict[str, Any] = {}
    cell = "def double(x):\n    return abs(x)\n"
    name = "/tmp/ipykernel_12/3.py"  # what Jupyter calls a cell
    linecache.cache[name] = (len(cell), None, cell.splitlines(True), name)
    exec(compile(cell, name, "exec"), names)
    for _ in range(2):  # each check reads the file anew
        file = ExceptionTestFile.from_string(source)
        file.run(names)
    (result,) = file.test_case_results
    assert result.message is not None
    assert result.message.startswith("❌ Test case failed\n")
    assert told in result.message
    assert ("Error at line" in result.message) == told.startswith("    ")


def test_what_an_assignment_needs_is_installed_by_students_and_by_gradescope(tiny):
    tiny.cells[0].source += "\nrequirements: [scikit-learn, of-their-own>=2]"
    master = read_master(tiny.save())
    students = student_files(master)["requirements.txt"].decode().splitlines()
    assert any(line.startswith("scikit-learn==") for line in students)
    assert any(line.startswith("torch==") for line in students)
    assert "of-their-own>=2" in students
    grading = autograder_files(master, ("the.whl", b""))["requirements.txt"].decode().splitlines()
    assert grading == ["./the.whl", "scikit-learn", "of-their-own>=2"]
