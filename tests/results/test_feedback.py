"""What a student reads: as much, and when, as the instructor chose."""

import json
from pathlib import Path

import nbformat
import pytest

from autograder.errors import MasterError
from autograder.release.master import read_master
from autograder.release_format import Feedback
from autograder.results.feedback import describe
from autograder.results.gradescope_json import gradescope_result
from autograder.results.outcome import Outcome, QuestionResult, Recognised, Verdict
from tests.support.repository import run_command
from tests.support.tiny import tiny_cells

PUBLIC = Verdict("q1: it has a shape", False, False, "the shape is (1,)")
HIDDEN = Verdict("q1: it agrees", True, False, "3 of 4 elements differ", "Each is half.", "half")
VERDICTS = (PUBLIC, HIDDEN, Verdict("q1: it is fast", True, True))
TESTED = QuestionResult("q1", 0.0, 2.0, VERDICTS, 0.1, Recognised("Half of it", "Where is the 2?"))
TITLES = (
    "❌ failed: it has a shape\n{public}❌ failed: it agrees\n{hidden}✅ passed: it is fast{hint}"
)
SHAPE = "    the shape is (1,)\n"


@pytest.mark.parametrize(
    ("show", "text"),
    [
        ("score", ""),
        ("tests", TITLES.format(public=SHAPE, hidden="", hint="")),
        ("message", TITLES.format(public=SHAPE, hidden="    3 of 4 elements differ\n", hint="")),
        (
            "hint",
            TITLES.format(
                public=SHAPE,
                hidden="    3 of 4 elements differ\n    Each is half.\n",
                hint="\n\nHint: Where is the 2?",
            ),
        ),
    ],
)
def test_each_level_shows_as_much_as_it_says(show, text):
    assert describe(TESTED, Feedback(show=show)) == text


def shown(feedback):
    outcome = Outcome("graded", "", 0.0, 2.0, 0.1, (TESTED,), feedback=feedback)
    return gradescope_result(outcome)["tests"]


def test_a_message_is_not_repeated():
    twice = QuestionResult("q1", 0.0, 2.0, (PUBLIC, PUBLIC))
    assert describe(twice, Feedback()).count("the shape is (1,)") == 1


def test_what_comes_later_leaves_a_summary_of_public_tests_for_now():
    summary, question = shown(Feedback(when="after_due_date"))
    assert summary["visibility"] == "visible"
    assert summary["output"] == "❌ failed: q1: it has a shape"
    assert question["visibility"] == "after_due_date"
    assert (question["score"], question["max_score"], question["status"]) == (0, 2, "failed")


def test_at_once_there_is_no_separate_summary():
    (question,) = shown(Feedback())
    assert question["visibility"] == "visible"


@pytest.mark.parametrize(
    "setting", ["{show: everything}", "{when: never}", "{shows: hint}", "[hint]"]
)
def test_a_wrong_setting_is_refused(tiny, setting):
    tiny.cells[0].source += f"\nfeedback: {setting}"
    tiny.save()
    with pytest.raises(MasterError, match="cell 1: the setting feedback is wrong"):
        read_master(tiny.master)


def test_a_student_reads_the_mistake_and_the_hint(built: Path, tmp_path: Path):
    slug = "a0-pytorch-review"
    wrong = nbformat.read(built / "assignments" / slug / f"{slug}.ipynb", as_version=4)
    (cell,) = [cell for cell in wrong.cells if "def backprop" in cell.source]
    start = cell.source.index("    # TODO")
    end = cell.source.index("    # Given")
    cell.source = (
        cell.source[:start]
        + "    h = torch.relu(x @ W1 + B1)\n"
        + "    y_hat = torch.sigmoid(h @ W2 + B2)\n"
        + "    z2_grad = (y_hat - Y) * y_hat * (1 - y_hat)\n"
        + "    z1_grad = (z2_grad @ W2.T) * (h > 0)\n\n"
        + cell.source[end:]
    )
    nbformat.write(wrong, tmp_path / "half.ipynb")
    zip_path = built / "dist" / slug / f"{slug}-autograder.zip"
    process = run_command(tmp_path, "grade", str(zip_path), "half.ipynb", "--out", "grades")
    assert process.returncode == 0, process.stderr
    result = json.loads((tmp_path / "grades" / "results" / "half.json").read_text())
    (q2,) = [test for test in result["tests"] if test["name"] == "q2"]
    assert "W1_grad of backprop(x) with x of shape (7, 3): 12 of 12 elements differ" in q2["output"]
    sentence = "Each of W1_grad, B1_grad, W2_grad and B2_grad is half of the right one."
    assert sentence in q2["output"]
    hint = q2["extra_data"]["misconception"]["hint"]
    assert q2["output"].endswith(f"\n\nHint: {hint}")
    assert "factor 2" in q2["extra_data"]["misconception"]["label"]
    (q1,) = [test for test in result["tests"] if test["name"] == "q1"]
    assert "forward is not written yet" in q1["output"]
    assert q1["extra_data"]["misconception"] is None


def test_the_settings_reach_the_release(tiny):
    assert tiny_cells()[0].source.count("feedback") == 0
    tiny.cells[0].source += "\nfeedback: {show: tests, when: after_published}"
    tiny.save()
    assert read_master(tiny.master).feedback == Feedback("tests", "after_published")
