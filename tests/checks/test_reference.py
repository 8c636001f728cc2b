"""A name that the reference lacks is answered with the reason, and with what there is."""

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from autograder.checks import check_like_reference, reference_names, run_probe
from autograder.checks.misconceptions import run_declarations
from autograder.checks.session import session_with
from autograder.errors import CourseError, ReferenceNameError
from autograder.release.extraction import extract_reference
from autograder.release.master import read_master

BESIDE = """
from one_helper_of_a_course import *
from pathlib import Path
rows = Path("data/rows.csv").read_text().split()
"""

TRAINED = """\
for _ in range(3):
    trained = 4
"""


@pytest.fixture
def reference(tiny):
    """Return the reference of a master with a run, a demonstration and what is built on a run."""
    tiny.cells[2].source = "import math\nfactor = 2"
    answer = tiny.cells[6]
    answer.source = answer.source.replace("2 * x", "factor * x")
    on_a_run = "# BEGIN SOLUTION\nreached = trained + 1\n# END SOLUTION"
    tiny.cells[7:7] = [new_code_cell(on_a_run)]
    tiny.cells[3:3] = [new_code_cell(TRAINED), new_code_cell("shown = 5\nprint(shown)")]
    source = extract_reference(read_master(tiny.save()))
    with session_with(reference=source):
        yield reference_names()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("trained", "cell 4 makes it in a run (a for at its top level)"),
        ("shown", "cell 5 makes it, which no solution of a question with tests needs"),
        ("reached", "cell 10 fails in the reference with NameError: name 'trained' is not defined"),
        ("duoble", "no cell of the master makes it; did you mean double?"),
        ("zzz", "no cell of the master makes it."),
    ],
)
def test_a_missing_name_is_answered_with_the_reason_and_the_list(reference, name, why):
    with pytest.raises(ReferenceNameError) as caught:
        reference[name]
    said = str(caught.value)
    assert said.startswith(f"the reference has no {name}: {why}")
    assert said.endswith("It has double, factor")
    assert "\n" not in said


def test_names_can_be_looked_for_as_in_any_dict(reference):
    assert reference["double"](4) == 8
    assert "trained" not in reference
    assert reference.get("trained") is None
    assert {**reference, "factor": 3}["factor"] == 3


def test_functions_of_the_reference_see_names_that_are_bound_to_other_values(reference):
    reference["factor"] = 5
    assert reference["double"](4) == 20


def test_a_probe_that_fails_on_the_reference_for_want_of_a_name_says_so(reference):
    def probe_trained(trained, x):
        return trained + x

    for ask in (
        lambda: run_probe(reference, probe_trained, x=1),
        lambda: check_like_reference(
            {"trained": 4}, probe_trained, reference=reference, cases=[{"x": 1}]
        ),
    ):
        with pytest.raises(ReferenceNameError, match=r"no trained: cell 4 makes it in a run"):
            ask()


def test_a_probe_may_ask_for_what_the_reference_lacks(reference):
    def probe_any(trained):
        return trained is None

    assert run_probe(reference, probe_any)


def test_a_misconception_that_wants_a_name_of_a_run_is_told_the_reason(reference):
    with pytest.raises(CourseError, match=r"misconceptions.py cannot be run: .* in a run"):
        run_declarations("again = trained", "misconceptions.py", reference.data)


def test_what_one_cell_asks_of_the_compiler_holds_for_all():
    source = "from __future__ import annotations\n\n# cell 3\ndef f(x: Nowhere): return x\n"
    with session_with(reference=source):
        assert reference_names()["f"](1) == 1


def test_the_reference_reads_files_and_imports_modules_beside_it():
    before = Path.cwd()
    files = {"data/rows.csv": b"1 2", "one_helper_of_a_course.py": b"zero = 0"}
    with session_with(reference=BESIDE, files=files):
        names = reference_names()
    assert names["rows"] == ["1", "2"]
    assert names["zero"] == 0
    assert Path.cwd() == before
