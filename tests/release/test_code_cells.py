"""Which cells of the staff's notebook define a name, and which others they are built on."""

import ast

import pytest

from autograder.release.code_cells import CodeCell, bound_names, last_definition, needed_cells


def cells(*defined):
    return [CodeCell(n, "", None, (), frozenset(names)) for n, names in enumerate(defined, start=1)]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = 1\ny += 2\nz: int = 3", {"x", "y", "z"}),
        ("import torch.nn as nn, os.path\nfrom a import b as c", {"nn", "os", "c"}),
        ("def f(a):\n    b = a", {"f"}),
        ("class A:\n    b = 1", {"A"}),
        ("for i, (j, k) in x:\n    with open(i) as f:\n        y = (w := 1)", set("ijkfyw")),
        ("g = lambda h: (k := h)", {"g"}),
        ("a[i] = b.c = d", set()),
    ],
)
def test_the_names_that_a_cell_binds(source, names):
    assert bound_names(*ast.parse(source).body) == names


def test_a_cell_is_built_on_the_last_to_define_what_it_uses():
    notebook = cells({"x"}, {"x"}, {"f"}, {"x"}, {"y"})
    assert last_definition(notebook, "x", before=3) == [1]
    assert last_definition(notebook, "y", before=4) == []
    uses = [set(), {"x", "print"}, {"x"}, {"f"}, {"x"}]
    assert needed_cells(notebook, uses, [2]) == [0, 1, 2]
    assert needed_cells(notebook, uses, [4]) == [0, 1, 2, 3, 4]
    assert needed_cells(notebook, uses, []) == []


def test_a_cell_that_loops_is_a_run():
    def cell(source):
        return CodeCell(1, source, None, tuple(ast.parse(source).body), frozenset())

    assert cell("for i in x:\n    f(i)").is_run
    assert not cell("def f():\n    for i in x:\n        f(i)").is_run
