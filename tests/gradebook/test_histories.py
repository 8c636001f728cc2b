"""The attempts of a class, as its folder's journal knows them."""

import pytest
from msgspec.structs import replace

from autograder.gradebook.decisions import Decisions, GivenHint
from autograder.gradebook.histories import (
    keep_exported,
    keep_rungs,
    read_histories,
    rename_rungs,
)
from autograder.intake.roster import Submission
from autograder.results.attempts import Attempt, Histories, ReadHint, Tried
from autograder.results.journal import Journal, Member
from autograder.results.outcome import INVALID, Row
from tests.support.histories import outcome_of, planted

HALF = Tried(0.0, False, "Half of it", 1)
HALF_AGAIN = Tried(0.0, False, "Half of it", 2)
UNKNOWN = Tried(0.0, False)
RIGHT = Tried(2.0, True)


def outcome(tried):
    return outcome_of(Attempt({"q1": tried}))


@pytest.fixture
def journal(tmp_path):
    with Journal(tmp_path / "grades", "now") as journal:
        yield journal


def hand_in(journal, name, *contents):
    """Let somebody hand in notebooks, one after another."""
    journal.keep_notebooks([(name, content, b"notebook") for content in contents])
    journal.keep([Member(name, (), "", None, contents[-1], journal.release)])


def grade(journal, release="now", **results):
    before, journal.release = journal.release, release
    for content, one in results.items():
        journal.add(content, outcome(one) if isinstance(one, Tried) else one)
    journal.release = before


def tried(journal):
    return [[one.questions["q1"] for one in each] for each in read_histories(journal).students]


def test_everybody_has_what_was_handed_in_in_order(journal):
    hand_in(journal, "ada", "a1", "a2")
    hand_in(journal, "ben", "b1")
    grade(journal, a1=HALF, a2=RIGHT, b1=HALF)
    found = read_histories(journal)
    assert tried(journal) == [[HALF, RIGHT], [HALF]]
    assert found.hints == (ReadHint("q1", "Half of it", 1, "Where is the 2?"),)
    assert (found.count, found.several, found.source) == (3, 1, "")


def test_who_goes_back_to_an_earlier_notebook_has_it_as_the_last(journal):
    hand_in(journal, "ada", "a1", "a2")
    hand_in(journal, "ada", "a1")
    grade(journal, a1=HALF, a2=RIGHT)
    assert tried(journal) == [[RIGHT, HALF]]


def test_what_could_not_be_graded_is_left_out(journal):
    hand_in(journal, "ada", "a1", "a2", "a3")
    grade(journal, a1=HALF, a2=replace(outcome(HALF), status=INVALID, questions=()), a3=RIGHT)
    hand_in(journal, "ben", "b1")  # its result is not known yet
    assert tried(journal) == [[HALF, RIGHT]]


def test_of_several_releases_that_counts_by_which_the_next_was_graded(journal):
    hand_in(journal, "ada", "a1", "a2")
    grade(journal, "first", a1=RIGHT)
    grade(journal, "second", a1=HALF, a2=RIGHT)  # the new tests find the mistake
    assert tried(journal) == [[HALF, RIGHT]]
    grade(journal, "now", a2=HALF)
    assert tried(journal)[0][1] == HALF


def test_the_hint_that_was_shown_is_the_one_that_was_read(journal):
    hand_in(journal, "ada", "a1", "a2")
    grade(journal, a1=HALF, a2=HALF)
    row = Row(Submission("ada", None), outcome(HALF_AGAIN), content="a2")
    keep_rungs(journal, [row])
    assert tried(journal) == [[HALF, HALF_AGAIN]]
    texts = {one.rung: one.text for one in read_histories(journal).hints}
    assert texts == {1: "Where is the 2?", 2: "Twice means once more."}
    hand_in(journal, "ben", "a2")  # the same notebook by somebody who has read the first hint
    assert tried(journal) == [[HALF, HALF_AGAIN], [HALF]]
    journal.rename_notebooks([("ada", "ada-2")])
    rename_rungs(journal, [("ada", "ada-2"), ("nobody", "x")])
    hand_in(journal, "ada-2", "a1", "a2")
    journal.keep([], gone=["ada", "ben"])
    assert tried(journal) == [[HALF, HALF_AGAIN]]
    row = Row(Submission("ada-2", None), outcome(HALF_AGAIN), content="a2")
    keep_rungs(journal, [replace(row, outcome=outcome(HALF))])  # --hint 1 again
    assert tried(journal) == [[HALF, HALF]]


def test_a_hint_that_people_gave_counts_as_one_that_was_read(journal):
    hand_in(journal, "ada", "a1")
    grade(journal, a1=UNKNOWN, a2=UNKNOWN, a3=RIGHT)
    decisions = Decisions(journal)
    key = ("ada", "q1")
    decisions.decide("jo", [("hint", key, GivenHint("Cubes", "How often?"))])
    hand_in(journal, "ada", "a2")
    given = decisions.decide("jo", [("hint", key, GivenHint("Squares", "How?"))])
    hand_in(journal, "ada", "a3")
    assert [one.label for one in tried(journal)[0]] == ["Cubes", "Squares", ""]
    decisions.undo("jo", given)
    assert [one.label for one in tried(journal)[0]] == ["Cubes", "", ""]


def test_an_export_that_was_read_stands_in_place_of_the_folder(journal):
    hand_in(journal, "ada", "a1")
    grade(journal, a1=HALF)
    made = planted(20)
    keep_exported(journal, Histories(made.students, made.hints, "export.zip"))
    assert read_histories(journal) == Histories(made.students, made.hints, "export.zip")
    journal.keep_call({"histories": b"\x93"})  # what another version may have kept
    assert tried(journal) == [[HALF]]
