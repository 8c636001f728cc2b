"""What a solution imports has to be installed: said at once, with what to do."""

import pytest
from nbformat.v4 import new_code_cell

from autograder.batch.fork_server import ON_META
from autograder.errors import CourseError, MasterError
from autograder.release.imports import refuse_missing_modules, shared_modules
from autograder.release.master import read_master
from autograder.release.masters import read_any_master
from tests.support.repository import run_command
from tests.support.tiny import TinyCourse

MISSING = "import a_module_that_is_nowhere.part as part"


def master_with(course: TinyCourse, *cells: str, settings: str = ""):
    course.cells[0].source += settings
    course.cells[2:2] = [new_code_cell(source) for source in cells]
    return read_master(course.save())


def test_what_is_not_installed_is_refused_with_what_to_install(tiny):
    master = master_with(tiny, MISSING, settings="\nrequirements: [its-package]")
    assert "a_module_that_is_nowhere.part" in shared_modules(master)
    with pytest.raises(CourseError) as refused:
        refuse_missing_modules(master)
    assert str(refused.value) == (
        f"{master.path} imports a_module_that_is_nowhere, which is not installed here; "
        "pip install its-package, or add it to the course's requirements.txt"
    )


def test_a_file_of_requirements_is_named(tiny):
    tiny.master.parent.mkdir(parents=True, exist_ok=True)
    tiny.master.with_name("needs.txt").write_text("its-package\n")
    master = master_with(tiny, MISSING, settings="\nrequirements: needs.txt")
    with pytest.raises(CourseError, match=r"pip install -r \S+needs\.txt, or"):
        refuse_missing_modules(master)


@pytest.mark.parametrize(
    "cells",
    [
        ("import numpy, torch.nn, nbformat",),
        ("try:\n    import a_module_that_is_nowhere\nexcept ImportError:\n    pass",),
        ("%%writefile a_module_that_is_nowhere.py\nX = 1", MISSING),
    ],
)
def test_what_is_there_or_only_tried_or_written_is_accepted(tiny, cells):
    refuse_missing_modules(master_with(tiny, *cells))


@pytest.mark.parametrize("name", ["a_module_that_is_nowhere.py", "a_module_that_is_nowhere/x.py"])
def test_a_module_beside_the_master_is_accepted(tiny, name):
    master = master_with(tiny, MISSING)
    path = master.path.parent / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    refuse_missing_modules(master)


@pytest.mark.parametrize("command", ["build", "verify"])
def test_commands_say_it_in_one_line(tiny, command):
    master_with(tiny, MISSING)
    process = run_command(tiny.root, command)
    assert process.returncode == 2
    (line,) = process.stderr.splitlines()
    assert line.startswith("error: solutions/tiny/tiny.ipynb")
    assert "imports a_module_that_is_nowhere" in line


def test_what_requirements_lack_is_refused_where_rules_are_kept(tiny):
    master = master_with(tiny, "import sklearn, numpy\nimport torch, json")
    with pytest.raises(
        MasterError, match=r"imports scikit-learn, .* requirements: \[scikit-learn\]"
    ):
        read_any_master(master.path)
    listed = master_with(tiny, settings="\nrequirements: [Scikit_Learn==1.5]")
    assert read_any_master(listed.path).path == master.path


def test_what_torch_imports_for_a_test_is_imported_once_for_a_class(tiny):
    assert shared_modules(master_with(tiny)) == []
    hidden = next(cell for cell in tiny.cells if "def test_negative" in cell.source)
    hidden.source += "    from autograder.checks import check_on_meta\n"
    assert shared_modules(master_with(tiny)) == [ON_META]
