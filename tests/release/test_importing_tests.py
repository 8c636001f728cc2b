"""Test cells of nbgrader become functions that say the same apart from the student's code."""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.release.importing.assemble import Assembler
from autograder.release.importing.notebooks import import_notebooks
from autograder.release.importing.source import read_cells
from tests.support.nbgrader import answer, checked, marked

F = answer("def f(x):\n    return x + offset", "f")
OFFSET = new_code_cell("offset = 1")


def made(*cells):
    """Return the sources of the tests that come of cells, and what is told."""
    notebook = new_notebook(cells=json.loads(json.dumps(cells)))
    nodes = [nbformat.from_dict(cell) for cell in notebook.cells]
    assembled, notes = Assembler(
        read_cells("ps1.ipynb", nbformat.from_dict({"cells": nodes}))
    ).assemble()
    sources = [cell.source for cell in assembled if "# BEGIN TEST CONFIG" in cell.source]
    return sources, [note.problem for note in notes]


def run_in(source: str, names: dict) -> None:
    """Run a test of a master on a notebook's names."""
    code = source.partition("# END TEST CONFIG")[2].partition("\n")[2]
    own: dict = {}
    exec(code, own)
    (function,) = (value for name, value in own.items() if name.startswith("test_"))
    parameters = function.__code__.co_varnames[: function.__code__.co_argcount]
    function(*(names if name == "env" else names[name] for name in parameters))


def notebook_names() -> dict:
    names: dict = {}
    exec("offset = 1\ndef f(x):\n    return x + offset", names)
    return names


@pytest.mark.parametrize(
    "source",
    [
        "offset = 5\nassert f(1) == 6",
        "offset += 1\nassert f(1) == 3",
        "for offset in range(3):\n    assert f(1) == 1 + offset",
        "def change():\n    global offset\n    offset = 7\nchange()\nassert f(1) == 8",
        "assert 'offset' in globals() and 'nothing' not in dir()",
        "kept = offset\ndel offset\ntry:\n    f(1)\nexcept NameError:\n    pass\n"
        "else:\n    raise AssertionError\nfinally:\n    offset = kept\nassert f(1) == 2",
    ],
    ids=["bound", "added to", "in a loop", "declared global", "looked up", "deleted"],
)
def test_what_a_test_does_to_the_notebooks_names_goes_through_env(source):
    (test,), notes = made(OFFSET, F, checked(source, "t"))
    assert not notes
    assert "exec(" not in test
    assert "env" in test
    run_in(test, notebook_names())


def test_a_function_that_a_test_puts_into_the_notebook_runs_beside_the_student():
    (test, _), (note,) = made(OFFSET, F, checked("def offset():\n    pass\nf(1)", "t"))
    assert "hidden: true" in test
    assert "by a trick" in note


def test_a_global_that_a_given_function_reads_is_rebound_where_it_reads_it():
    given = marked(
        new_code_cell("scale = 2\ndef shared(x):\n    return x * scale"), "g", locked=True
    )
    h = answer("def h(x):\n    return shared(x)", "h")
    (test,), _ = made(given, h, checked("scale = 7\nassert h(1) == 7", "t"))
    assert "env['scale'] = 7" in test
    repeated = checked("scale = 7\nassert shared(1) == h(1)", "t")
    unshared = answer("def h(x):\n    return 7 * x", "h")
    (test,), _ = made(given, unshared, repeated)
    assert "env" not in test, "what tests repeat of the notebook is theirs"
    run_in(test, {"h": lambda x: 7 * x})


def test_what_answers_read_of_a_test_is_put_into_the_notebook():
    h = answer("def h(x):\n    return x + given", "h")
    (test,), notes = made(h, checked("given = 3\nassert h(1) == 4", "t"))
    assert "env['given'] = 3" in test
    assert not notes
    later = new_code_cell("print(given)")
    _, (note,) = made(F, checked("given = 3\nassert f(given)", "t"), later)
    assert "this cell uses given, which only a test makes" in note


def test_a_star_import_is_spelled_out_as_a_function_has_none():
    star = new_code_cell("from math import *")
    root = answer("def root(x):\n    return sqrt(x)", "root")
    source = "from numpy.testing import *\nassert_allclose(root(4), sqrt(4))"
    first, second = (checked(source, "t1"), checked("assert_equal(root(9), 3)", "t2"))
    tests, notes = made(star, root, first, second)
    assert not notes
    assert "from numpy.testing import assert_allclose\n" in tests[0]
    for test in tests:
        run_in(test, {"root": lambda x: x**0.5})


def test_nose_is_said_with_unittest():
    (test,), _ = made(
        new_code_cell("from nose.tools import *"), F, checked("ok_(f(1) == 2)\neq_(f(2), 3)", "t")
    )
    assert "nose" not in test
    run_in(test, notebook_names())


def test_a_name_of_a_star_import_that_is_not_known_is_not_called_unknown():
    star = new_code_cell("from helpers_of_this_course import *")
    (test,), notes = made(star, F, checked("assert helper(f(1))", "t"))
    assert "def test_t(f, helper)" in test
    assert not notes


def test_assertions_beside_autotest_stay_apart_from_the_students_code():
    source = (
        "assert f(1) == 2\nfor i in range(3):\n    ### AUTOTEST f(i)\n### AUTOTEST f(5); offset"
    )
    (test, _), _ = made(OFFSET, F, checked(source, "t"))
    said, _, probe = test.partition("@probe")
    assert "assert f(1) == 2" in said
    assert "assert" not in probe.partition("return")[0]
    assert "found.setdefault('f(i)', []).append(f(i))" in probe
    assert "found['offset'] = offset" in probe


def test_the_same_notebook_gives_the_same_master(tmp_path):
    task = marked(nbformat.v4.new_markdown_cell("Draw."), "draw", task=True, points=2)
    texts = []
    for place in ("one", "two"):
        path = tmp_path / place / "ps1.ipynb"
        path.parent.mkdir()
        source = new_notebook(cells=copy.deepcopy([F, checked("assert f(1)", "t"), task]))
        for cell in source.cells:
            cell.pop("id", None)
        path.write_text(json.dumps({**source, "nbformat_minor": 4}))
        (imported,) = import_notebooks(tmp_path / place, [path])
        texts.append(imported.master.read_bytes())
    assert texts[0] == texts[1]


def test_what_lies_beside_a_notebook_comes_along(tmp_path):
    source = tmp_path / "source" / "ps1"
    for name in ("data/deep/a.csv", "tools.py", "b.csv", "README.md", ".secret", "other/c.csv"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text("1\n")
    (source / "link.csv").symlink_to("/etc/hostname")
    cells = [new_code_cell("import tools\nopen('data/deep/a.csv')"), F, checked("assert f(1)", "t")]
    nbformat.write(new_notebook(cells=cells), source / "ps1.ipynb")
    copied = {}
    for given in (source, source / "ps1.ipynb"):
        root = tmp_path / given.suffix.strip(".") / "course"
        (imported,) = import_notebooks(root, [given])
        folder = imported.master.parent
        files = {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}
        copied[given.name] = files - {"ps1.ipynb"}
    assert copied["ps1"] == {"data/deep/a.csv", "tools.py", "b.csv", "other/c.csv"}
    assert copied["ps1.ipynb"] == {"data/deep/a.csv", "tools.py"}
