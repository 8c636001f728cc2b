"""What handing in late costs, and points on top of the maximum, in every table and page."""

import csv
import json
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_raw_cell

from autograder.errors import LatePolicyError, MasterError
from autograder.gradebook.manual import ManualGrades
from autograder.gradebook.members import one_maximum
from autograder.gradebook.points import Given
from autograder.intake.roster import Submission
from autograder.late_policy import LatePolicy, parse_policy
from autograder.release.master import read_master
from autograder.release_zip import read_release
from autograder.results.answers import code_of
from autograder.results.journal import Journal
from autograder.results.outcome import GRADED, Answer, Outcome, QuestionResult, Row
from tests.support.command import grade
from tests.support.releases import autograder_zip
from tests.support.tiny import TinyCourse, code_notebook, tiny_cells

DAY = 86_400.0
POLICY = "per_day: 10 %, grace: 15 min, most: 3 days"
BONUS = [
    new_raw_cell("# BEGIN QUESTION\nname: q3\npoints: 2\nbonus: true"),
    new_raw_cell("# BEGIN SOLUTION"),
    new_code_cell("def triple(x):\n    return 3 * x # SOLUTION"),
    new_raw_cell("# END SOLUTION"),
    new_raw_cell("# BEGIN TESTS"),
    new_code_cell("def test_two_is_tripled(triple):\n    assert triple(2) == 6"),
    new_raw_cell("# END TESTS"),
    new_raw_cell("# END QUESTION"),
]
ANSWERS = {
    "all": "def double(x):\n    return 2 * x\ndef triple(x):\n    return 3 * x",
    "no bonus": "def double(x):\n    return 2 * x",
    "bonus alone": "def triple(x):\n    return 3 * x",
}
LATENESS = {"all": "26:00:00", "no bonus": "00:10:00", "bonus alone": "80:00:00"}


@pytest.mark.parametrize(
    ("seconds", "days", "share"),
    [
        (0, 0, 0),
        (15 * 60, 0, 0),
        (15 * 60 + 1, 1, 0.1),
        (DAY, 1, 0.1),
        (DAY + 1, 2, 0.2),
        (3 * DAY, 3, 0.3),
        (3 * DAY + 1, 4, 1),
        (400 * DAY, 400, 1),
    ],
)
def test_each_day_begun_costs_its_share_until_all_is_lost(seconds, days, share):
    policy = parse_policy(POLICY)
    assert policy is not None
    assert (policy.days(seconds), policy.share(seconds)) == (days, pytest.approx(share))


def test_a_share_is_never_more_than_all():
    policy = LatePolicy(0.4)
    assert [policy.share(n * DAY) for n in (1, 2, 3, 30)] == [0.4, 0.8, 1, 1]


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("per_day: 5%", LatePolicy(0.05)),
        ("{per_day: 12.5 %, grace: 2 h}", LatePolicy(0.125, 7200.0)),
        ("per_day: 0 %, most: 90 minutes", LatePolicy(0.0, 0.0, 5400.0)),
        ("per_day: 100 %, grace: 1 day, most: 2d", LatePolicy(1.0, DAY, 2 * DAY)),
        ("None", None),
    ],
)
def test_policies_are_read_as_people_write_them(text, policy):
    assert parse_policy(text) == policy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10 %", "needs per_day"),
        ("", "needs per_day"),
        ("per_day: 10", "is 10; write it as a share"),
        ("per_day: 110 %", "write it as a share"),
        ("per_day: -5 %", "write it as a share"),
        ("per_day: 10 %, grace: 15", "grace is 15; write it with its unit"),
        ("per_day: 10 %, most: soon", "most is 'soon'"),
        ("per_day: 10 %, cap: 3 days", "late has no cap"),
        ("per_day: [", "needs per_day"),
    ],
)
def test_a_policy_that_cannot_be_is_refused_in_one_line(text, words):
    with pytest.raises(LatePolicyError, match=words) as error:
        parse_policy(text)
    assert str(error.value).startswith("--late: ")
    assert "\n" not in str(error.value)


def test_a_master_with_a_wrong_policy_or_bonus_is_refused(tmp_path):
    course = TinyCourse(tmp_path, tiny_cells())
    course.cells[0].source += "\nlate: {per_day: 10}"
    with pytest.raises(MasterError, match=r"cell 1: .*per_day is 10"):
        read_master(course.save())
    course = TinyCourse(tmp_path, tiny_cells())
    course.cells[3].source += "\nbonus: 2"
    with pytest.raises(MasterError, match="cell 4: bonus is 2; write true or false"):
        read_master(course.save())


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the autograder zip of a course with a policy and a bonus, and Gradescope's export."""
    folder = tmp_path_factory.mktemp("late")
    made = TinyCourse(folder / "course", [*tiny_cells()[:-1], *BONUS])
    made.cells[0].source += f"\nlate: {{{POLICY}}}"
    export = folder / "export"
    lines = []
    for number, (name, answer) in enumerate(ANSWERS.items(), start=1):
        submission = export / f"submission_{number}"
        submission.mkdir(parents=True)
        (submission / "tiny.ipynb").write_text(code_notebook(answer))
        lines += [
            f"submission_{number}:",
            "  :submitters:",
            f"  - :name: {name}",
            f"    :sid: '{number}'",
            f"  :lateness: '{LATENESS[name]}'",
        ]
    (export / "submission_metadata.yml").write_text("\n".join(lines))
    return autograder_zip(made), export


def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["students"]: row for row in csv.DictReader(file)}


def test_tables_and_pages_have_the_score_before_and_after(course, tmp_path):
    archive, export = course
    out = tmp_path / "grades"
    grade(archive, [export], out)
    shown = {
        name: (row["score"], row["score_before_lateness"], row["max_score"], row["q1"], row["q3"])
        for name, row in rows(out).items()
    }
    assert shown == {
        "all": ("3.2", "4", "2", "2", "2"),  # two days begun, of four points from two
        "no bonus": ("2", "2", "2", "2", "0"),
        "bonus alone": ("0", "2", "2", "0", "2"),
    }
    names = {row["students"]: row["submission"] for row in rows(out).values()}
    result = json.loads((out / "results" / f"{names['all']}.json").read_text())
    assert result["score"] == 3.2
    assert result["output"].startswith("Handed in late, within 2 days: that costs 20 % of")
    most = {test["name"]: test.get("max_score") for test in result["tests"]}
    assert (most["q1"], most["q3 (bonus)"]) == (2, 0)
    page = (out / "feedback" / f"{names['all']}.html").read_text()
    assert "<strong>3.2 of 2</strong>" in page
    assert "4 before what lateness costs" in page
    assert "q3 (bonus): 2 of 2" in page
    page = (out / "feedback" / f"{names['bonus alone']}.html").read_text()
    assert "Handed in too late to be worth points." in page
    report = (out / "report.html").read_text()
    assert "(4 before lateness)" in report
    assert "(bonus)" in report
    with (out / "gradescope.csv").open(newline="") as file:
        found = {
            row["Name"]: (row["Total Score"], row["Max Points"]) for row in csv.DictReader(file)
        }
    assert found["all"] == ("3.2", "2.0") or found["all"] == ("3.2", "2")


def test_another_policy_changes_totals_alone_and_says_for_whom(course, tmp_path):
    archive, export = course
    out = tmp_path / "grades"
    grade(archive, [export], out, "--late", "none")
    assert {name: row["score"] for name, row in rows(out).items()} == {
        "all": "4",
        "no bonus": "2",
        "bonus alone": "2",
    }
    grade(archive, [], out, "--late", "per_day: 50 %")
    assert {name: row["score"] for name, row in rows(out).items()} == {
        "all": "0",
        "no bonus": "1",
        "bonus alone": "0",
    }
    with (out / "changes.csv").open(newline="") as file:
        changed = [(row["question"], row["why"]) for row in csv.DictReader(file)]
    assert changed == [("score", "what lateness costs")] * 3


def test_points_of_people_for_a_bonus_come_on_top(tmp_path):
    made = TinyCourse(tmp_path / "course", tiny_cells())
    made.cells[13].source += "\nbonus: true"
    release = read_release(autograder_zip(made))
    assert (release.points, release.bonus) == ({"q1": 2.0}, {"q2"})
    answer = Answer("q2", 1.0, "Because doubling is linear.")
    outcome = Outcome(GRADED, "", 2.0, 2.0, 0.1, (QuestionResult("q1", 2.0, 2.0),), (answer,))
    code = code_of(answer.question, answer.text)
    with Journal(tmp_path, "release") as journal:
        journal.meet([(code, "q2")])
        grades = ManualGrades(journal, release)
        grades.give({tmp_path / "q2.csv": {code: Given(1.0)}})
        merged = grades.merge(Row(Submission("ada", tmp_path), outcome))
    assert (merged.outcome.score, merged.outcome.max_score) == (3, 2)
    assert [row.outcome.max_score for row in one_maximum([merged])] == [2]
