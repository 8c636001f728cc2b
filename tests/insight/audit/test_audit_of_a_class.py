"""The answers of a class show where tests are too weak or too strict, and what to paste."""

import ast
from types import SimpleNamespace

import pytest

from autograder.checks.misconceptions import run_declarations
from autograder.checks.session import session_with
from autograder.insight.audit.findings import candidates
from autograder.insight.audit.found import Audit
from autograder.insight.audit.write_audit import ClassAnswers, audit, audit_page
from autograder.insight.class_folder import open_class
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.local import LocalConnection
from tests.support.audited_class import SOLUTION, WRITTEN, audited_class
from tests.support.repository import run_command


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return audited_class(tmp_path_factory.mktemp("audited"))


@pytest.fixture(scope="module")
def found(graded) -> Audit:
    course, out = graded
    with open_class(out) as opened:
        return audit(opened, course.root, 2, lambda *_: None)


def names_of(code: str) -> dict[str, object]:
    names: dict[str, object] = {}
    exec(f"import torch\n{code}", names)
    return names


def holds(test: str, code: str) -> bool:
    """Say whether a test that was made holds for code of ours."""
    made = names_of(test)
    (function,) = (value for name, value in made.items() if name.startswith("test_"))
    environment = StudentEnvironment(LocalConnection(names_of(code)).fork, 10)
    try:
        with session_with(reference=SOLUTION, files={}):
            function(environment)
    except AssertionError:
        return False
    return True


def test_answers_with_full_marks_that_do_something_else_are_found(found):
    assert {(one.count, one.part, one.how) for one in found.weak} == {
        (2, "what it returns", ""),
        (1, "its arguments after the call", ""),
        (1, "what it returns", "a batch of one"),
    }
    assert found.certain
    assert not found.left_out
    assert not found.unasked


def test_the_smallest_call_shows_it(found):
    twice = next(one for one in found.weak if one.count == 2)
    assert twice.name == "centred"
    assert twice.how == ""
    assert twice.code == "def centred(x):\n    return 2 * (x - x.mean(0))"


def test_a_test_that_is_pasted_refuses_the_answer_and_lets_right_ones_pass(found):
    for one in found.weak:
        ast.parse(one.test)
        assert not holds(one.test, one.code)
        assert holds(one.test, SOLUTION)
        assert holds(one.test, WRITTEN["ben"])


def test_what_is_pasted_can_be_declared(found):
    for text in (*(one.draft for one in found.weak), *(one.draft for one in found.strict)):
        assert text
        ast.parse(text)
    (strict,) = found.strict
    text = f"from autograder.checks import accepted\n\n{strict.draft}"
    declared = run_declarations(text, "accepted.py", names_of(SOLUTION))
    assert [variant.question for variant, _ in declared.variants] == ["q1"]


def test_an_answer_without_full_marks_that_does_the_same_is_found(found):
    (strict,) = found.strict
    assert (strict.question, strict.count, strict.hidden) == ("q1", 1, True)
    assert "write it in one line" in strict.message
    assert strict.tests == ("q1: centred is one line",)


def test_the_page_has_no_names_and_code_is_escaped(found):
    page = audit_page(found)
    assert not [name for name in WRITTEN if name in page.lower()]
    assert "<b>" not in page


def test_the_same_answer_is_run_once_and_what_is_too_much_is_left_out(graded):
    _, out = graded
    with open_class(out) as opened:
        plan = SimpleNamespace(asked={"q1": ["a call"]}, conversations={})
        wanted = candidates(opened.rows * 3, plan)
        answers = ClassAnswers(opened, wanted)
        work, chosen, left_out = answers.work(100)
        assert len(work) == len(chosen) == len(wanted) // 3
        assert left_out == 0
        work, chosen, left_out = answers.work(2)
        assert len(work) == 2
        assert left_out == len(wanted) - 6


def test_without_a_course_it_says_that_it_is_less_certain(graded):
    _, out = graded
    before = (out / "grades.csv").read_bytes()
    done = run_command(out, "insight", ".", "--audit", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert "2 places where a test is too weak" in done.stderr
    assert "Less certain" in (out / "insight" / "audit.html").read_text("utf-8")
    assert (out / "grades.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--audit", "--similar"), "ask for one at a time"),
        (("--jobs", "2"), "--jobs is for --audit"),
    ],
)
def test_options_that_do_not_go_together_are_refused(graded, more, told):
    _, out = graded
    done = run_command(out, "insight", ".", *more)
    assert done.returncode != 0
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_without_a_class_is_one_line(tmp_path):
    done = run_command(tmp_path, "insight", ".", "--audit")
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "insight").exists()
