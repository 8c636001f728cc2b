"""Verification finds what is wrong with an assignment's tests, its variants and its lists."""

import json
import re

import pytest

from autograder.errors import CourseError
from autograder.limits import Limits
from autograder.release.master import read_master
from autograder.verify.attempts import Kind, make_plan
from autograder.verify.found import Found, GradedAttempt
from autograder.verify.judge import judge
from tests.support.repository import run_command
from tests.support.tiny import TinyCourse, tiny_cells

MISCONCEPTIONS = '''\
"""Wrong."""

from autograder.checks import misconception


@misconception("q1", "How often does x go into the result?")
def double(x):
    """Three times x"""
    return 3 * x


@misconception("q1", "Another hint for the same behaviour.")
def double(x):
    """Three times x, as a sum"""
    return x + x + x


@misconception("q1", "This one is right.")
def double(x):
    """Not wrong at all"""
    return x + x


@misconception("q1", "By hand, please.", finding="autograd")
def double(x):
    """A finding that no check has"""
    return 4 * x
'''

ACCEPTED = '''\
"""Right."""

from autograder.checks import accepted, equivalent


@accepted("q1")
def double(x):
    """A sum"""
    return x + x


@accepted("q1")
def double(x):
    """Right for 1 only"""
    return 2


equivalent("q1", "result = 2 + x", "It is said to be equal, but it is not.")
equivalent("q1", "no_such_line = 1", "There was such a mutant once.")
'''


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> TinyCourse:
    """Return a course with one good and one bad entry of each kind, and a test that sees little."""
    course = TinyCourse(tmp_path_factory.mktemp("faulty") / "course", tiny_cells())
    weak = course.cells[10]
    assert "unlikely_number = -21" in weak.source
    weak.source = weak.source.replace("-21", "2")  # which does not tell 2 * x from 2 ** x
    course.save()
    course.master.with_name("misconceptions.py").write_text(MISCONCEPTIONS)
    course.master.with_name("accepted.py").write_text(ACCEPTED)
    return course


@pytest.fixture(scope="module")
def verified(faulty: TinyCourse):
    """Return what ``autograder verify`` printed and wrote."""
    process = run_command(faulty.root, "verify", "--json", "result.json", "--html", "result.html")
    (result,) = json.loads((faulty.root / "result.json").read_text())
    return process, result, (faulty.root / "result.html").read_text()


def problem_of(result, label):
    (attempt,) = [a for a in result["attempts"] if a["label"] == label]
    return attempt["problem"]


def test_an_assignment_that_falls_short_gives_exit_status_1_and_a_summary(verified):
    process, result, _ = verified
    assert process.returncode == 1, process.stderr
    last = process.stdout.rstrip().rpartition("\n")[2]
    assert last == result["summary"]
    assert last.startswith("tiny: FALLS SHORT; solution full 20/20, blank zero 1/1, ")
    assert "accepted full 1/2" in last
    assert "misconceptions caught and named 1/4" in last


@pytest.mark.parametrize(
    ("label", "problem"),
    [
        ("A sum", ""),
        ("Right for 1 only", "loses points in q1: q1: negative numbers are doubled does not"),
        ("Three times x", ""),
        ("Three times x, as a sum", "is taken for another one: 'How often does x go into"),
        ("Not wrong at all", "gets full marks"),
        ("A finding that no check has", "is not recognised, so its hint is not shown"),
    ],
)
def test_each_variant_is_judged(verified, label, problem):
    _, result, _ = verified
    found = problem_of(result, label)
    assert (
        found.startswith(problem.replace("test negative", "q1: negative")) if problem else not found
    )


def test_a_mutant_that_survives_is_shown_as_a_difference(verified):
    process, result, page = verified
    survivors = [
        a for a in result["attempts"] if a["kind"] == "mutant" and "survives" in a["problem"]
    ]
    assert any("+    result = 2 ** x" in survivor["change"] for survivor in survivors)
    for survivor in survivors:
        changed = [line for line in survivor["change"].splitlines() if line[:2] == "+ "]
        assert changed
        assert all(line in process.stdout for line in changed)
    assert "survives: no test tells it from the solution" in page


def test_lists_of_equivalent_mutants_have_to_be_true(verified):
    process, result, _ = verified
    assert any(
        "lists the mutant 'no_such_line = 1' of q1, which is not generated" in line
        for line in result["problems"]
    )
    listed = [a for a in result["attempts"] if a["equivalent"]]
    assert [a["problem"] for a in listed] == ["is listed as equivalent, but a test catches it"]
    assert "more than 5%" in process.stdout


def test_the_page_shows_each_attempt(verified):
    _, result, page = verified
    for attempt in result["attempts"]:
        if attempt["kind"] in ("accepted", "misconception"):
            assert attempt["label"] in page
    assert "<script" not in page
    assert "http" not in page


def test_a_release_whose_tests_fall_short_is_not_written(faulty: TinyCourse):
    process = run_command(faulty.root, "build")
    assert process.returncode == 2
    assert "nothing is released, as tests fall short: those of tiny in " in process.stderr
    assert not list(faulty.out.iterdir())
    assert not (faulty.root / "assignments").exists()


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("accepted.py", "def broken(:", "accepted.py cannot be run: SyntaxError"),
        (
            "misconceptions.py",
            'from autograder.checks import misconception\n\n@misconception("q9", "?")\n'
            'def double(x):\n    """Nine"""\n    return 9\n',
            "line 4: there is no question q9 with tests; there are q1",
        ),
        (
            "misconceptions.py",
            'from autograder.checks import misconception\n\n@misconception("q1", "?")\n'
            "def double(x):\n    return 9\n",
            "line 4: double has no docstring",
        ),
        (
            "misconceptions.py",
            'from autograder.checks import misconception\n\n@misconception("q1", "?")\n'
            'def triple(x):\n    """Nine"""\n    return 9\n',
            "defines triple, which the solution of q1 does not; it defines double",
        ),
        (
            "misconceptions.py",
            'from autograder.checks import misconception\n\n@misconception("q1", "?", cell=True)\n'
            'def run():\n    """Nine"""\n    x = 9\n',
            "say which finding of a check it leads to",
        ),
    ],
)
def test_a_file_of_variants_that_cannot_be_used_is_refused(tiny, name, text, complaint):
    tiny.master.with_name(name).write_text(text)
    with pytest.raises(CourseError, match=re.escape(complaint)) as caught:
        make_plan(read_master(tiny.master))
    assert "\n" not in str(caught.value)


def test_a_course_that_cannot_be_verified_is_one_line(tiny):
    tiny.master.with_name("accepted.py").write_text("def broken(:")
    process = run_command(tiny.root, "verify")
    assert process.returncode == 2
    (line,) = process.stderr.strip().splitlines()
    assert line.startswith("error: ")
    assert "accepted.py cannot be run: SyntaxError" in line


def test_a_plan_has_the_questions_and_draws_that_are_asked_for(tiny):
    master = read_master(tiny.master)
    whole, part = make_plan(master), make_plan(master, ["q1"], 2)
    assert whole.everything
    assert not part.everything
    assert sum(attempt.kind is Kind.SOLUTION for attempt in whole.attempts) == 20
    assert sum(attempt.kind is Kind.SOLUTION for attempt in part.attempts) == 2
    with pytest.raises(CourseError, match="no question q2 with tests; there are q1"):
        make_plan(master, ["q2"])


def test_what_was_not_judged_is_said_and_is_not_called_verified(tiny):
    plan = make_plan(read_master(tiny.master))
    solution = plan.attempts[0]
    full = GradedAttempt(solution, {"q1": Found(2, 2, {0: True})})
    report = judge(tiny.master, plan, [full], Limits(), 1.0)
    assert report.good
    assert "verified" not in report.figures
    assert report.not_judged.startswith(f"stopped: 1 of {len(plan.attempts)} are judged")
    assert "19 solution of all questions; 1 blank of all questions" in report.not_judged


@pytest.mark.parametrize(
    ("cell", "limit", "said"),
    [
        (1.2, 300.0, "cell_seconds: 300 is 250 times what the longest cell of a right answer took"),
        (1.2, 30.0, ""),
        (10.0, 40.0, "cell_seconds: 40 is 4 times what the longest cell of a right answer took"),
        (0.0, 300.0, "cell_seconds: 300 is far above what"),
    ],
)
def test_limits_are_compared_with_what_right_answers_take(tiny, cell, limit, said):
    plan = make_plan(read_master(tiny.master))
    found = Found(2, 2, {0: True}, cell_seconds=cell)
    limits = Limits(cell_seconds=limit, question_seconds=30, seconds=60)
    report = judge(tiny.master, plan, [GradedAttempt(plan.attempts[0], {"q1": found})], limits, 1.0)
    lines = [str(advice) for advice in report.limits if advice.worth_saying]
    assert len(lines) == bool(said)
    assert all(line.startswith(said) for line in lines)
    suggested = {advice.name: advice.suggested for advice in report.limits}
    assert suggested["cell_seconds"] == max(30, 20 * cell)
