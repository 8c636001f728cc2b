"""What Gradescope's export tells of earlier submissions, and what it may hold instead."""

import zipfile

import pytest
import yaml

from autograder.errors import AutograderError
from autograder.gradescope.export import read_export
from autograder.results.attempts import Attempt, Histories, ReadHint, Tried
from tests.support.histories import BEGIN, as_exported, metadata, metadata_text, planted

NAME = "submission_metadata.yml"
FIRST = Tried(0.0, False, "Half of it", 1)
SECOND = Tried(0.0, False, "Half of it", 2)
RIGHT = Tried(2.0, True)


def attempts(*tried, day=86_400):
    return tuple(
        Attempt({"q1": one}, BEGIN.timestamp() + day * place) for place, one in enumerate(tried)
    )


def read(tmp_path, records):
    path = tmp_path / NAME
    path.write_text(yaml.safe_dump(records, sort_keys=False))
    return read_export(path)


@pytest.mark.parametrize("kind", ["folder", "zip", "file", "zip with a folder"])
def test_an_export_says_what_everybody_handed_in(kind, tmp_path):
    histories = Histories((attempts(FIRST, SECOND, RIGHT), attempts(RIGHT)))
    path = tmp_path / "export"
    if kind.startswith("zip"):
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w") as file:
            below = "assignment_1_export/" if kind != "zip" else ""
            file.writestr(below + NAME, metadata_text(histories))
            file.writestr(f"{below}submission_0/a.ipynb", "{}")
    else:
        path.mkdir()
        (path / NAME).write_bytes(metadata_text(histories))
    found = read_export(path / NAME if kind == "file" else path)
    assert found.students == histories.students
    assert found.hints == (
        ReadHint("q1", "Half of it", 1, "Where is the 2?"),
        ReadHint("q1", "Half of it", 2, "Twice means once more."),
    )
    assert found.source == (NAME if kind == "file" else path.name)


@pytest.mark.parametrize("length", [0, 1, 3, 30])
def test_histories_of_all_lengths_are_whole(length, tmp_path):
    histories = Histories((attempts(*[FIRST] * length, RIGHT),))
    assert read(tmp_path, metadata(histories)).students == histories.students


def test_a_planted_class_comes_back_as_it_was(tmp_path):
    made = planted(60)
    found = read(tmp_path, metadata(made))
    for given, read_back in zip(made.students, found.students, strict=True):
        assert [one.questions for one in given] == [one.questions for one in read_back]
        assert [one.time for one in read_back] == pytest.approx([one.time for one in given], abs=1)


def test_attempts_are_in_the_order_of_their_times_and_the_last_counts_once(tmp_path):
    first, second, last = (
        as_exported(one, number) for number, one in enumerate(attempts(FIRST, SECOND, RIGHT))
    )
    found = read(tmp_path, {"submission_1": {**last, ":history": [second, first, last]}})
    assert found.students == (attempts(FIRST, SECOND, RIGHT),)
    del first[":created_at"]  # then the order of the list is all that is known
    found = read(tmp_path, {"submission_1": {**last, ":history": [second, first]}})
    assert [one.questions["q1"] for one in found.students[0]] == [SECOND, FIRST, RIGHT]


def test_the_same_notebook_once_more_is_no_attempt(tmp_path):
    records = [as_exported(one, n) for n, one in enumerate(attempts(FIRST, SECOND, SECOND, RIGHT))]
    for record, content in zip(records, ("a", "a", "b", "a"), strict=True):
        record[":results"]["extra_data"]["content"] = content
    *history, last = records
    found = read(tmp_path, {"submission_1": {**last, ":history": history}})
    # of the first two, which are the same, the hint that was read last counts
    assert [one.questions["q1"] for one in found.students[0]] == [SECOND, SECOND, RIGHT]


def test_a_bonus_is_full_where_its_tests_pass_and_points_may_be_missing(tmp_path):
    (attempt,) = attempts(RIGHT)
    record = as_exported(attempt, 1)
    (test,) = record[":results"]["tests"]
    test["max_score"] = 0.0
    other = {**test, "extra_data": {"question": "q2"}, "score": None}
    record[":results"]["tests"] = [test, other]
    ((found,),) = read(tmp_path, {"submission_1": record}).students
    assert found.questions == {"q1": RIGHT}


ODD = [None, [], {}, "x", 7, True, float("inf"), {"label": ["a"]}, [[[]]], {"tests": {"a": 1}}]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_whatever_else_stands_there_tells_nothing(odd, tmp_path):
    whole = as_exported(*attempts(FIRST), 1)
    results = whole[":results"]
    (test,) = results["tests"]
    named = test["extra_data"]
    records = [
        odd,
        {**whole, ":results": odd},
        {**whole, ":results": {**results, "tests": odd}},
        {**whole, ":results": {**results, "tests": [odd]}},
        {**whole, ":results": {**results, "tests": [{**test, "extra_data": odd}]}},
    ]
    less = [
        {**whole, ":history": odd},
        {**whole, ":history": [odd, odd]},
        {**whole, ":submitters": odd, ":created_at": odd, ":score": odd},
        {**whole, ":results": {**results, "extra_data": odd}},
        {**whole, ":results": {**results, "tests": [{**test, "max_score": odd}]}},
        {
            **whole,
            ":results": {"tests": [{**test, "extra_data": {**named, "misconception": odd}}]},
        },
    ]
    all_of_them = dict(enumerate((*records, *less, whole)))
    found = read(tmp_path, {f"submission_{n}": one for n, one in all_of_them.items()})
    assert len(found.students) == len(less) + 1
    assert found.students[-1] == attempts(FIRST)
    rungs = {**named, "misconception": {**named["misconception"], "rung": odd}}
    results = {"tests": [{**test, "extra_data": rungs}]}
    ((attempt,),) = read(tmp_path, {"submission_1": {**whole, ":results": results}}).students
    assert attempt.questions["q1"].rung == (7 if odd == 7 and odd is not True else 0)


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("1970-01-02 00:00:00.123456789 Z", 86_400),
        ("1970-01-02T01:00:00+01:00", 86_400),
        ("1970-01-01 16:00:00.5 -0800", 86_400),
        ("1970-01-02 00:00:00 UTC", 86_400),
        ("1970-01-02 00:00:00", 86_400),
        ("1970-02-30 00:00:00 Z", None),
        ("1970-01-02 25:00:00 Z", None),
        ("0001-01-01 00:00:00 +23:00", None),
        ("yesterday", None),
        ("1" * 10_000, None),
    ],
)
def test_times_are_read_as_ruby_and_json_write_them(time, seconds, tmp_path):
    record = {**as_exported(*attempts(FIRST), 1), ":created_at": time}
    ((attempt,),) = read(tmp_path, {"submission_1": record}).students
    assert attempt.time == seconds


def test_a_list_that_is_repeated_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.gradescope.export._MOST_QUESTIONS", 3_000)
    record = yaml.safe_dump({"a": as_exported(*attempts(FIRST), 1)}, default_flow_style=True)
    text = f"base: &one {record.partition('{a: ')[2].rpartition('}')[0]}\n"
    text += "many: &many [" + "*one, " * 1_000 + "]\n"
    text += "".join(f"submission_{n}: {{':history': *many}}\n" for n in range(4_000))
    (tmp_path / NAME).write_text(text)
    with pytest.raises(AutograderError, match=f"^{NAME}: .* more than 3,000 questions"):
        read_export(tmp_path / NAME)


def test_what_is_no_export_of_ours_is_refused_in_one_line(tmp_path):
    with pytest.raises(AutograderError, match="does not exist"):
        read_export(tmp_path / "none.zip")
    with pytest.raises(AutograderError, match="no file named submission_metadata"):
        read_export(tmp_path)
    (tmp_path / "broken.zip").write_bytes(b"PK")
    with pytest.raises(AutograderError):
        read_export(tmp_path / "broken.zip")
    for text, said in (
        ("a: [", "not YAML"),
        ("[", "no mapping"),
        ("a: {b: c}", "no results of an autograder"),
    ):
        (tmp_path / NAME).write_text(text)
        with pytest.raises(AutograderError, match=said) as caught:
            read_export(tmp_path)
        assert "\n" not in str(caught.value)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / NAME).write_text("a: b")
    with pytest.raises(AutograderError, match="holds 2 files named"):
        read_export(tmp_path)
