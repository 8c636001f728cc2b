"""Hints go on where an earlier submission left them, as far as Gradescope tells of it."""

import json
import os
import types
from collections import Counter

import pytest

from autograder.gradescope import entry
from autograder.gradescope.history import earlier_mistakes, with_next_hints
from autograder.late_policy import LatePolicy
from autograder.results.gradescope_json import gradescope_result
from autograder.results.outcome import (
    GRADED,
    Outcome,
    QuestionResult,
    Recognised,
    Verdict,
)

RUNGS = ("Where is the 2?", "Twice means once more.", "Twice 5 is 5 + 5.")
FIRST = Recognised("Half of it", RUNGS[0], RUNGS[1:])
OTHER = Recognised("Three times x", "How often?")


def outcome(found=FIRST):
    verdicts = (Verdict("test_double", True, found is None, "it is 3"),)
    question = QuestionResult("q1", 0.0, 2.0, verdicts, 0.1, found)
    return Outcome(GRADED, "", 0.0, 2.0, 1.0, (question,))


def submission(found=FIRST, **more):
    """Return an earlier submission, as Gradescope's documentation has them."""
    return {
        "submission_time": "2017-04-06T14:24:48.087023-07:00",
        "score": 0.0,
        "autograder_error": False,
        "results": json.loads(json.dumps(gradescope_result(outcome(found)))),
        **more,
    }


def read_next(*earlier):
    """Return the hint that is read by who hands in after these submissions."""
    metadata = {"id": 123456, "previous_submissions": list(earlier)}
    told = with_next_hints(outcome(), earlier_mistakes(metadata))
    return told.questions[0].misconception.hint


@pytest.mark.parametrize(("times", "rung"), [(0, 0), (1, 1), (2, 2), (3, 2), (30, 2)])
def test_each_time_the_next_hint_is_read_until_the_last(times, rung):
    assert read_next(*[submission()] * times) == RUNGS[rung]


def test_what_was_read_is_kept_with_the_result_and_what_comes_is_not():
    earlier = [submission()]
    told = with_next_hints(outcome(), earlier_mistakes({"previous_submissions": earlier}))
    result = gradescope_result(told)
    kept = result["tests"][0]["extra_data"]["misconception"]
    assert kept == {"label": "Half of it", "hint": RUNGS[1], "rung": 2}
    assert RUNGS[2] not in json.dumps(result)
    assert read_next(*earlier, submission(told.questions[0].misconception)) == RUNGS[2]


def test_other_mistakes_and_right_answers_between_count_for_nothing():
    assert read_next(submission(OTHER), submission(None)) == RUNGS[0]
    assert read_next(submission(), submission(OTHER), submission(None)) == RUNGS[1]


def test_the_same_mistake_in_another_question_is_another():
    earlier = submission()
    earlier["results"]["tests"][0]["extra_data"]["question"] = "q2"
    assert read_next(earlier) == RUNGS[0]


def test_a_mistake_with_one_hint_keeps_it():
    told = with_next_hints(outcome(OTHER), Counter({("q1", OTHER.label): 5}))
    assert told.questions[0].misconception == OTHER


ODD = [None, [], {}, "x", 7, True, 1e999, {"label": ["a"]}, [[[]]], {"tests": {"extra_data": 1}}]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_whatever_else_stands_there_tells_nothing(odd):
    assert earlier_mistakes({"previous_submissions": odd}) == Counter()
    whole = submission()
    test = whole["results"]["tests"][0]
    for broken in (
        odd,
        {**whole, "results": odd},
        {**whole, "results": {"tests": odd}},
        {**whole, "results": {"tests": [odd]}},
        {**whole, "results": {"tests": [{**test, "extra_data": odd}]}},
        {**whole, "results": {"tests": [{**test, "extra_data": {"misconception": odd}}]}},
    ):
        assert read_next(broken) == RUNGS[0]
        assert read_next(broken, whole) == RUNGS[1]


def test_a_history_without_end_is_read_in_part():
    assert read_next(*[submission()] * 5_000) == RUNGS[2]


ODD_FILES = [
    "",
    "[]",
    "[" * 100_000,
    '{"id": NaN, "created_at": 7, "assignment": {"due_date": 8}, "users": []}',
    '{"id": {"a": 1}, "created_at": [], "users": [{"assignment": {"due_date": {}}}]}',
    '{"created_at": "2026-01-01", "assignment": {"due_date": "2026-01-01T00:00:00Z"}, "users": 0}',
]


@pytest.mark.parametrize("text", ODD_FILES, ids=lambda text: text[:20])
def test_odd_metadata_costs_no_result(tmp_path, monkeypatch, text):
    late = LatePolicy(per_day=0.1)
    release = types.SimpleNamespace(late=late)
    monkeypatch.setattr(entry, "read_release", lambda _: release)
    monkeypatch.setattr(entry, "_grade", lambda receive, _: receive() and outcome())
    monkeypatch.setattr(entry, "_close_to_others", lambda _: None)
    (tmp_path / "submission_metadata.json").write_text(text)
    entry.run(tmp_path)
    result = json.loads((tmp_path / "results" / "results.json").read_text())
    assert result["extra_data"]["status"] == "graded"
    assert "NaN" not in json.dumps(result)


def test_a_result_tells_whether_the_same_was_handed_in_once_more(tmp_path, monkeypatch):
    release = types.SimpleNamespace(late=None)
    monkeypatch.setattr(entry, "read_release", lambda _: release)
    monkeypatch.setattr(entry, "_grade", lambda receive, _: receive() and outcome())
    monkeypatch.setattr(entry, "_close_to_others", lambda _: None)

    def content():
        entry.run(tmp_path)
        return json.loads((tmp_path / "results" / "results.json").read_text())["extra_data"][
            "content"
        ]

    nothing = content()
    handed_in = tmp_path / "submission" / "deep"
    handed_in.mkdir(parents=True)
    (handed_in / "a.ipynb").write_text("{}")
    os.mkfifo(handed_in / "b.ipynb")
    (handed_in / "c.ipynb").symlink_to("/dev/zero")
    first = content()
    (handed_in / "notes.txt").write_text("more")
    assert content() == first != nothing
    (handed_in / "a.ipynb").write_text("{ }")
    assert content() not in (first, nothing)
