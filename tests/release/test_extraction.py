"""The reference holds what the solutions define, and what these definitions need."""

from nbformat.v4 import new_code_cell

from autograder.release.extraction import extract_reference
from autograder.release.master import read_master


def run(source):
    names = {}
    exec(compile(source, "reference.py", "exec"), names)
    return names


def test_solutions_come_with_the_globals_they_read(tiny):
    tiny.cells[2].source = "import math\nimport random\nfactor = 2\nunrelated = 5"
    tiny.cells[6].source = tiny.cells[6].source.replace("2 * x", "factor * x")
    tiny.cells.insert(3, new_code_cell("factor_of_a_demo = 7\nprint('a demo')"))
    names = run(extract_reference(read_master(tiny.save())))
    assert names["double"](4) == 8
    assert "factor_of_a_demo" not in names


def test_seeds_are_kept_so_that_values_are_those_of_the_notebook(tiny):
    tiny.cells[2].source = "import random\nrandom.seed(3)\nfactor = random.random()"
    tiny.cells[6].source = tiny.cells[6].source.replace("2 * x", "factor * x")
    path = tiny.save()
    source = extract_reference(read_master(path))
    assert run(source)["factor"] == run(source)["factor"]


def test_a_run_is_left_out(tiny):
    tiny.cells[6].source = "# BEGIN SOLUTION\nfor i in range(3):\n    total = i\n# END SOLUTION"
    assert "total" not in run(extract_reference(read_master(tiny.save())))


def test_a_local_name_does_not_pull_in_a_cell(tiny):
    tiny.cells.insert(3, new_code_cell("result = 'of a demo'"))
    assert "of a demo" not in extract_reference(read_master(tiny.save()))


def test_the_reference_of_every_assignment_agrees_with_its_graded_names(built):
    master = read_master(built / "solutions" / "a0-pytorch-review" / "a0-pytorch-review.ipynb")
    names = run(extract_reference(master))
    y_hat = names["forward"](names["X"])
    assert y_hat.shape == names["Y"].shape
    loss = ((y_hat - names["Y"]) ** 2).sum()
    assert float(loss) > 0
    assert len(names["backprop"](names["X"])) == 4
    assert names["ToyModel"]()(names["X"]).shape == (20, 2)


def test_a_star_import_is_kept_for_what_it_may_bind(tiny):
    tiny.cells[2] = new_code_cell("from math import *")
    tiny.cells[6].source = tiny.cells[6].source.replace("2 * x", "floor(2) * x")
    assert "from math import *" in extract_reference(read_master(tiny.save()))
