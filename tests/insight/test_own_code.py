"""What a student wrote is told from what the release gave, wherever it stands."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.insight.own_code import ELSEWHERE, own_code, parsed
from autograder.intake.document import read_document
from autograder.release.master import read_master
from autograder.release.views import make_notebook
from autograder.release_zip import read_release
from tests.support.releases import autograder_zip
from tests.support.tiny import TinyCourse, tiny_cells


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return TinyCourse(tmp_path_factory.mktemp("own") / "course", tiny_cells())


@pytest.fixture(scope="module")
def release(course):
    return read_release(autograder_zip(course))


@pytest.fixture
def student(course):
    return make_notebook(read_master(course.master), student=True)


def own(notebook, release):
    data = nbformat.writes(notebook).encode()
    return own_code(read_document(Path("x.ipynb"), bytearray(data)), release)


def place(notebook):
    return next(i for i, cell in enumerate(notebook.cells) if "not written yet" in cell.source)


def test_the_notebook_as_it_was_given_holds_nothing_of_ones_own(student, release):
    assert own(student, release) == {}


def test_a_filled_cell_belongs_to_its_question(student, release):
    student.cells[place(student)].source = "def double(x):\n    return x + x"
    assert own(student, release) == {"q1": "def double(x):\n    return x + x"}


def test_cells_around_it_belong_to_the_question_that_is_checked_next(student, release):
    where = place(student)
    student.cells.insert(where, new_code_cell("two = 2"))
    student.cells[where + 1].source = "def double(x):\n    return two * x"
    student.cells.append(new_code_cell("print('done')"))
    found = own(student, release)
    assert found["q1"] == "two = 2\n\ndef double(x):\n    return two * x"
    assert found[ELSEWHERE] == "print('done')"


def test_an_answer_in_another_cell_is_known_by_what_it_binds(student, release):
    student.cells.append(new_code_cell("double = lambda x: 2 * x"))
    assert own(student, release) == {"q1": "double = lambda x: 2 * x"}


@pytest.mark.parametrize("source", ["def (", "(" * 100_000, "-" * 100_000 + "1", "x = '\0'"])
def test_code_that_cannot_be_read_is_no_trouble(student, release, source):
    assert parsed(source) is None
    student.cells[place(student)].source = source
    assert own(student, release) == {"q1": source}
