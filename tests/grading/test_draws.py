"""Each submission meets numbers of its own, and none loses by one unlucky draw."""

import textwrap
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from autograder.cell import Cell
from autograder.checks import fresh
from autograder.grading.draws import Draws, draws_of
from autograder.grading.hidden import HiddenTests
from autograder.grading.testing import TracedVerdict, run_on
from autograder.release_zip import read_release
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.local import LocalConnection

TEST = """\
from otter.test_files import test_case

OK_FORMAT = False
name = "q1"
points = 1

@test_case(points=None, hidden=True)
def test_doubles(env):
    from autograder.checks import Case, check_same_function, fresh
    check_same_function(env, "double", lambda x: 2 * x, [Case(fresh(1, x=(3,)))])
"""
DRAWS = Draws(11, (12, 13))


def _drawn(base: int) -> torch.Tensor:
    """Return the numbers that the test draws with a base seed."""
    from autograder.checks.session import session_with

    with session_with(base_seed=base):
        return fresh(1, x=(3,))["x"]


def _wrong_for(*bases: int) -> Callable[[torch.Tensor], torch.Tensor]:
    """Return a function that is wrong for the draws of some base seeds."""
    unlucky = [_drawn(base) for base in bases]
    return lambda x: 2 * x + any(torch.equal(x, one) for one in unlucky)


@pytest.fixture
def judge(tmp_path: Path) -> Callable[[Any], TracedVerdict]:
    folder = tmp_path / "release"
    (folder / "tests").mkdir(parents=True)
    (folder / "tests" / "q1.py").write_text(TEST)
    (file,) = HiddenTests(read_release(folder)).make_tests()

    def run(double: Any) -> TracedVerdict:
        with StudentEnvironment(LocalConnection({"double": double}).fork, 30.0) as environment:
            (verdict,) = run_on(file, environment, DRAWS)
        return verdict

    return run


@pytest.mark.parametrize(
    "bases",
    [(), (11,), (11, 12), (11, 13), (0, 12, 13)],
    ids=lambda bases: "-".join(map(str, bases)),
)
def test_what_fails_with_the_own_draw_alone_is_bad_luck(bases, judge):
    assert judge(_wrong_for(*bases)).passed


@pytest.mark.parametrize("bases", [(11, 12, 13), (0, 11)], ids=["table", "wrong"])
def test_what_fails_with_further_draws_or_with_everybodys_is_wrong(bases, judge):
    verdict = judge(_wrong_for(*bases))
    assert not verdict.passed
    assert verdict.message.startswith("double(x)"), verdict.message


def test_a_table_of_what_messages_show_earns_nothing(judge):
    known = _drawn(0)
    verdict = judge(lambda x: 2 * x if torch.equal(x, known) else torch.zeros(3))
    assert not verdict.passed


def test_mistakes_are_explained_with_the_same_numbers_for_all(judge):
    assert judge(lambda x: 3 * x).message == judge(lambda x: 3 * x + 0).message
    expected = f"{2 * _drawn(0)[0].item():.4g}"
    assert expected in judge(lambda x: 3 * x).message


def test_draws_hang_on_code_and_hidden_tests_and_on_nothing_else():
    def draws(code: str, tests: bytes, path: str = "a.zip") -> Draws:
        contents = {"tests/q1.py": tests, "files/data.csv": path.encode()}
        release: Any = SimpleNamespace(path=Path(path), contents=contents)
        return draws_of(release, [Cell(textwrap.dedent(code), 1)])

    first = draws("x = 1", b"assert")
    assert first == draws("x = 1", b"assert", "elsewhere.zip")
    assert len({first, draws("x = 1 ", b"assert"), draws("x = 1", b"assert True")}) == 3
    assert len({first.own, *first.further}) == 3
