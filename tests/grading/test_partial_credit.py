"""Points of single tests, and of questions that give all of them or none, as Otter counts them."""

import csv
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from autograder.checks.session import session_with
from autograder.errors import MasterError
from autograder.gradebook.tables import Gradebook
from autograder.grading.grade import grade_submission
from autograder.grading.process import GradingProcess
from autograder.intake.roster import Submission
from autograder.limits import Limits
from autograder.release.master import read_master
from autograder.release.plain.reading import read_plain_master
from autograder.release_zip import read_release
from autograder.results.feedback import describe
from autograder.results.gradescope_json import gradescope_result
from autograder.results.outcome import Outcome, QuestionResult, Row
from autograder.verify.attempts import Kind, make_plan
from autograder.verify.found import Found, GradedAttempt
from autograder.verify.judge import judge
from tests.support.command import plain_otter
from tests.support.releases import autograder_zip
from tests.support.tiny import CONFIG, TinyCourse

HIDDEN = "hidden: true"
OWN = ["points: 1", f"points: 2\n{HIDDEN}", "points: 0.5"]
EQUAL = ["", HIDDEN, ""]
QUESTIONS = {
    "own": ("", OWN, 1.5, 3.5),
    "own-all-or-nothing": ("all_or_nothing: true", OWN, 0, 3.5),
    "own-and-sum": ("points: 3.5\nall_or_nothing: false", OWN, 1.5, 3.5),
    "list": ("points: [1, 2, 0.5]", EQUAL, 1.5, 3.5),
    "list-all-or-nothing": ("points: [1, 2, 0.5]\nall_or_nothing: true", EQUAL, 0, 3.5),
    "number": ("points: 3.5", EQUAL, 2.33333, 3.5),
    "number-all-or-nothing": ("points: 3.5\nall_or_nothing: true", EQUAL, 0, 3.5),
    "each": ("points: {each: 2}", EQUAL, 4, 6),
    "rest": ("points: 4", ["points: 1", HIDDEN, ""], 2.5, 4),
    "some": ("", ["points: 1", HIDDEN, ""], 1, 1),
    "nothing-said": ("", EQUAL, 0.66667, 1),
    "nothing-said-all-or-nothing": ("all_or_nothing: true", EQUAL, 0, 1),
    "zero": ("points: 0", EQUAL, 0, 0),
    "zero-all-or-nothing": ("points: 0\nall_or_nothing: true", EQUAL, 0, 0),
    "zeros": ("", ["points: 0", f"points: 0\n{HIDDEN}", "points: 0"], 0, 0),
    "worthless": ("points: 1", ["", f"points: 0\n{HIDDEN}", ""], 1, 1),
    "tenths": ("points: 0.3", ["points: 0.1", f"points: 0.2\n{HIDDEN}", ""], 0.1, 0.3),
}
"""Settings of a question and of its three tests; its points where the second fails, and in all."""
FULL = round(sum(most for *_, most in QUESTIONS.values()), 5)
REACHED = sum(score for *_, score, _ in QUESTIONS.values())


def question(name, settings, tests):
    """Return the cells of a question about the numbers 0, 1 and 2, with a test for each."""
    answer = "answer = [0, 1, 2] # SOLUTION"
    code = [
        f'""" # BEGIN TEST CONFIG\n{head}\n""" # END TEST CONFIG\n' * bool(head)
        + f"def test_number_{n}(env):\n    assert env['answer'][{n}] == {n}, 'it is not {n}'"
        for n, head in enumerate(tests)
    ]
    return [
        new_raw_cell(f"# BEGIN QUESTION\nname: {name}\n{settings}".strip()),
        new_markdown_cell("What are the numbers?"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell(answer),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# BEGIN TESTS"),
        *map(new_code_cell, code),
        new_raw_cell("# END TESTS"),
        new_raw_cell("# END QUESTION"),
    ]


def with_questions(folder: Path, questions) -> TinyCourse:
    """Return a small course with these questions, by name: settings, then those of the tests."""
    cells = [new_raw_cell(CONFIG), new_markdown_cell("# Points")]
    for name, (settings, tests, *_) in questions.items():
        cells += question(name, settings, tests)
    return TinyCourse(folder / "course", cells)


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    return autograder_zip(with_questions(tmp_path_factory.mktemp("points"), QUESTIONS))


@pytest.fixture(scope="module")
def answered(archive) -> Path:
    """Return a notebook whose second number is wrong in every question."""
    cells = ['import otter\ngrader = otter.Notebook("tiny.ipynb")']
    for name in QUESTIONS:
        cells += ["answer = [0, -1, 2]", f'grader.check("{name}")']
    path = archive.with_name("tiny.ipynb")
    made = new_notebook(cells=list(map(new_code_cell, cells)))
    made.metadata["otter"] = {"assignment_name": "tiny"}
    nbformat.write(made, path)
    return path


@pytest.fixture(scope="module")
def outcome(archive, answered) -> Outcome:
    with GradingProcess(lambda: read_release(archive)) as process:
        return grade_submission(process, answered)


def of(outcome: Outcome, name: str) -> QuestionResult:
    return next(one for one in outcome.questions if one.name == name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_gives_the_points_of_what_holds(name, outcome):
    *_, score, most = QUESTIONS[name]
    got = of(outcome, name)
    assert (got.score, got.max_score) == (score, most)
    assert [verdict.passed for verdict in got.verdicts] == [True, False, True]


def test_the_sum_and_the_table_have_the_same_points(outcome, archive, tmp_path):
    assert outcome.score == pytest.approx(REACHED)
    assert outcome.max_score == pytest.approx(FULL)
    row = Row(Submission("ada", Path("ada")), outcome)
    Gradebook(tmp_path, read_release(archive)).write_tables([row])
    with (tmp_path / "grades.csv").open(newline="", encoding="utf-8-sig") as lines:
        (ada,) = csv.DictReader(lines)
    assert {name: float(ada[name]) for name in QUESTIONS} == {
        name: score for name, (*_, score, _) in QUESTIONS.items()
    }
    tests = gradescope_result(outcome)["tests"]
    assert {t["name"]: (t["score"], t["max_score"]) for t in tests} == {
        name: (score, most) for name, (*_, score, most) in QUESTIONS.items()
    }


@pytest.mark.slow
def test_plain_otter_gives_the_same(outcome, archive, answered, tmp_path):
    assert plain_otter(archive, answered, tmp_path / "otter", "tiny.ipynb") == {
        one.name: (one.score, one.max_score) for one in outcome.questions
    }


@pytest.mark.parametrize("name", ["own", "list", "own-and-sum"])
def test_students_read_what_each_test_gives_where_that_differs(name, outcome):
    lines = describe(of(outcome, name), outcome.feedback).splitlines()
    assert lines == [
        "✅ passed: number 0 (1 of 1)",
        "❌ failed: number 1 (0 of 2)",
        "    it is not 1",
        "✅ passed: number 2 (0.5 of 0.5)",
    ]


@pytest.mark.parametrize("name", ["number", "list-all-or-nothing", "own-all-or-nothing", "zero"])
def test_where_tests_give_the_same_or_nothing_by_themselves_it_is_not_said(name, outcome):
    assert "of" not in describe(of(outcome, name), outcome.feedback)


def test_what_the_master_says_to_those_who_pass_or_fail_is_shown(tmp_path):
    said = "success_message: Well done.\nfailure_message: Count again."
    course = with_questions(tmp_path, {"q1": ("", [said, f"{said}\n{HIDDEN}", ""])})
    archive = autograder_zip(course)
    path = tmp_path / "tiny.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("answer = [0, -1, 2]")]), path)
    with GradingProcess(lambda: read_release(archive)) as process:
        result = grade_submission(process, path)
    told = describe(result.questions[0], result.feedback)
    assert "✅ passed: number 0\n    Well done." in told
    assert "❌ failed: number 1\n    Count again.\n    it is not 1" in told


WRONG = {
    "negative": ("", ["points: -1", "", ""], "cell 9: points are -1; write a number"),
    "text": ("", ["points: two", "", ""], "cell 9: points are 'two'; write a number"),
    "true": ("", ["points: true", "", ""], "cell 9: points are True; write a number"),
    "nan": ("", ["points: .nan", "", ""], "cell 9: points are nan; write a number"),
    "list-in-a-test": ("", ["points: [1]", "", ""], "cell 9: points are [1]; write a number"),
    "hidden": ("", ["hidden: perhaps", "", ""], "cell 9: hidden is 'perhaps'; write true"),
    "message": ("", ["failure_message: [a]", "", ""], "cell 9: failure_message is ['a']; write"),
    "short": ("points: [1, 2]", EQUAL, "points lists 2, and the tests are 3"),
    "more": ("points: 2", OWN, "its tests have 3.5 in all, and the question 2; make them agree"),
    "less": ("points: 4", OWN, "its tests have 3.5 in all, and the question 4; make them agree"),
}


@pytest.mark.parametrize("name", WRONG)
def test_points_that_make_no_sense_are_refused_in_one_line(name, tmp_path):
    settings, tests, said = WRONG[name]
    path = with_questions(tmp_path, {"q1": (settings, tests)}).save()
    with pytest.raises(MasterError) as caught:
        read_master(path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["negative", "text", "true", "nan", "list-in-a-test"])
def test_plain_masters_have_numbers_for_points_too(name, tmp_path):
    settings, tests, _ = WRONG[name]
    with pytest.raises(MasterError, match="cell 9: points are"):
        read_plain_master(with_questions(tmp_path, {"q1": (settings, tests)}).save())


@pytest.mark.parametrize("read", [read_master, read_plain_master])
@pytest.mark.parametrize("points", ["[1, 2]", "{each: 2}"], ids=["list", "each"])
def test_a_question_without_tests_has_points_as_a_whole(read, points, tmp_path):
    cells = [
        new_raw_cell(CONFIG),
        new_raw_cell(f"# BEGIN QUESTION\nname: q1\nmanual: true\npoints: {points}"),
        new_markdown_cell("Why?"),
        new_raw_cell("# END QUESTION"),
    ]
    with pytest.raises(MasterError, match="the question has no tests; write a number"):
        read(TinyCourse(tmp_path, cells).save())


MISCONCEPTION = '''\
from autograder.checks import misconception


@misconception("q1", "Look at the second number.", cell=True, finding="second")
def second():
    """The second number is wrong"""
    answer = [0, -1, 2]
'''


@pytest.mark.parametrize(("score", "problem"), [(0, ""), (1.5, ""), (3.5, "gets full marks")])
def test_a_misconception_is_caught_when_it_loses_some_of_its_points(score, problem, tmp_path):
    course = with_questions(tmp_path, {"q1": ("points: [1, 2, 0.5]", EQUAL)})
    master = read_master(course.save())
    master.path.with_name("misconceptions.py").write_text(MISCONCEPTION)
    with session_with():  # which the plan gives a reference
        plan = make_plan(master, draws=1)
    (attempt,) = [one for one in plan.attempts if one.kind is Kind.MISCONCEPTION]
    found = Found(score, 3.5, {0: score == 3.5}, attempt.hint)
    (row,) = judge(Path("tiny"), plan, [GradedAttempt(attempt, {"q1": found})], Limits(), 0).rows
    assert row.problem == problem
