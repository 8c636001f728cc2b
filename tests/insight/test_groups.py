"""Wrong answers are put together by what they do, whatever they look like."""

from collections import defaultdict
from math import comb

import pytest
import torch

from autograder.cli import insight
from autograder.grading.behaviour import behaviour_of
from autograder.insight.examples import calls_in, example
from autograder.insight.groups import Wrong, group_unknown, may_draw
from autograder.insight.known import declared
from autograder.insight.unknown import look, unknown_page
from autograder.results.outcome import Verdict
from autograder.sandbox.trace import Failed, Trace
from tests.support.unknown_class import CUBE, RAISES, THREE, WRITTEN, graded_class


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return graded_class(tmp_path_factory.mktemp("unknown"))


@pytest.fixture(scope="module")
def found(graded):
    course, out = graded
    return look(out, course.root).unknown


def wrong(name, *values, test="q1: hidden", message="is wrong"):
    behaviour = behaviour_of(Trace(list(values)))
    verdict = Verdict(test, True, False, message, behaviour=behaviour)
    return Wrong(name, f"content of {name}", "q1", (verdict,))


def names(groups):
    return sorted(tuple(one.name for one in group.members) for group in groups)


def never(_):
    return False


def always(_):
    return True


def adjusted_rand_index(truth, found):
    """Return how far two ways to put the same things together agree; 1 is wholly."""
    both, first, second = defaultdict(int), defaultdict(int), defaultdict(int)
    for name, label in truth.items():
        both[label, found[name]] += 1
        first[label] += 1
        second[found[name]] += 1
    pairs, a, b = (sum(comb(n, 2) for n in counts.values()) for counts in (both, first, second))
    chance = a * b / comb(len(truth), 2)
    return (pairs - chance) / ((a + b) / 2 - chance)


def test_made_mistakes_are_found_again_among_five_thousand():
    draw = torch.Generator().manual_seed(0)
    mistakes = {str(kind): torch.randn(6, 5, generator=draw) for kind in range(600)}
    truth, answers = {}, []
    for number in range(5000):
        name, kind = f"student {number:04}", str(number % 600)
        near = mistakes[kind] * (1 + 1e-5 * torch.randn(6, 5, generator=draw))
        truth[name] = kind
        answers.append(wrong(name, near, near.abs().mean(), "text"))
    groups = group_unknown(answers, never)
    found = {one.name: place for place, group in enumerate(groups) for one in group.members}
    assert adjusted_rand_index(truth, found) == 1
    assert [one.count for one in groups] == sorted((one.count for one in groups), reverse=True)


def test_other_tests_or_other_forms_are_other_mistakes():
    answers = [
        wrong("a", torch.ones(3)),
        wrong("b", torch.ones(3)),
        wrong("c", torch.ones(3), test="q1: another"),
        wrong("d", torch.ones(4)),
        wrong("e", Failed("ValueError", "name 'x' is not there")),
        wrong("f", Failed("ValueError", "name 'y' is not there")),
        wrong("g", Failed("ValueError", "something else")),
    ]
    assert names(group_unknown(answers, never)) == [("a", "b"), ("c",), ("d",), ("e", "f"), ("g",)]


def test_answers_that_draw_numbers_are_told_apart_by_what_is_said_of_them():
    draws = [torch.rand(3) for _ in range(4)]
    answers = [
        wrong("a", draws[0], message="mean 0.5 in place of 1"),
        wrong("b", draws[1], message="mean 0.4 in place of 1"),
        wrong("c", draws[2], message="spread 0.4 in place of 1"),
        wrong("d", draws[3], message="spread 0.3 in place of 1"),
    ]
    assert names(group_unknown(answers, always)) == [("a", "b"), ("c", "d")]
    assert len(group_unknown(answers, never)) == 4


def test_doctests_are_told_apart_by_what_they_show():
    shown = ["Failed example:\n    f(2)\nExpected:\n    4\nGot:\n    "] * 4
    values = ["3.00001", "3", "8", "'a'"]
    answers = [
        Wrong(name, name, "q1", (Verdict("q1 - 1", False, False, text + value),))
        for name, text, value in zip("abcd", shown, values, strict=True)
    ]
    assert names(group_unknown(answers, never)) == [("a", "b"), ("c",), ("d",)]


@pytest.mark.parametrize(
    ("code", "draws"),
    [
        ("x = torch.randn(3)", True),
        ("nn.Linear(2, 3)", True),
        ("x.normal_()", True),
        ("f(x)", False),
    ],
)
def test_code_that_draws_numbers_is_known_by_its_calls(code, draws):
    assert may_draw(calls_in(code)) is draws


def test_a_class_is_put_together_by_its_mistakes(found):
    groups = {frozenset(one.names): one for one in found.groups}
    planted = defaultdict(set)
    for name, (mistake, _) in WRITTEN.items():
        planted[mistake].add(name)
    assert set(groups) == {frozenset(planted[one]) for one in (THREE, CUBE, RAISES)}
    assert found.groups[0].code == "def double(x):\n    return 3 * x"
    assert found.groups[0].nearest == "the solution"
    assert "+    return 3 * x" in found.groups[0].difference
    assert found.groups[1].code == "def double(x):\n    return x ** 3 + 1"


def test_the_page_shows_nobody_and_runs_nothing(graded, found, capsys):
    course, out = graded
    insight.run(out, course.root, similar=False, earlier=[], hints=False, history=[])
    said = capsys.readouterr().err
    assert "6 wrong answers that no misconception names: 2 mistakes that several made, 1" in said
    page = (out / "insight" / "unknown.html").read_text()
    assert page == unknown_page(found)
    assert not [name for name in WRITTEN if name != "fay" and name in page]  # whose code says it
    assert "fay <b>" not in page


ODD = ["", "def", "x" * 60_000, "(" * 5_000, "'''only a text'''", "\0", "def f():\n    'text'"]


@pytest.mark.parametrize("source", ODD, ids=range(len(ODD)))
def test_an_example_is_made_of_whatever_somebody_wrote(source):
    example(source, ("f",))
    calls_in(source[:5_000])
    declared(source[:5_000])
