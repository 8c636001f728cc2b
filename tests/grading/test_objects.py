"""Checks of optimizers, checkpoints, figures, draws and tokens, behind the wall around students."""

import importlib
from pathlib import Path

import nbformat
import pytest

from autograder.grading.grade import grade_submission
from autograder.grading.process import GradingProcess
from autograder.release_zip import read_release
from autograder.results.outcome import Outcome
from tests.support.objects_master import ASKED, Asked, answers, cells
from tests.support.releases import autograder_zip
from tests.support.tiny import TinyCourse


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[bool, Outcome]:
    """Return what came of the right answers and of the wrong ones."""
    for late in ("torch._dynamo", "matplotlib.pyplot"):  # once, rather than in each copy
        importlib.import_module(late)
    folder: Path = tmp_path_factory.mktemp("objects")
    archive, found = autograder_zip(TinyCourse(folder / "course", cells())), {}
    with GradingProcess(lambda: read_release(archive)) as process:
        for right in (True, False):
            path = folder / f"{right}.ipynb"
            nbformat.write(answers(right), path)
            found[right] = grade_submission(process, path)
    return found


def hidden_of(outcome: Outcome, asked: Asked):
    question = next(one for one in outcome.questions if one.name == asked.name)
    return question.verdicts[1], question.score


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.name)
def test_a_right_answer_has_its_point(asked, outcomes):
    verdict, score = hidden_of(outcomes[True], asked)
    assert (verdict.message, score) == ("", 1)


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.name)
def test_a_wrong_answer_has_none_and_reads_why(asked, outcomes):
    verdict, score = hidden_of(outcomes[False], asked)
    assert score == 0
    assert verdict.finding == asked.finding, verdict.message


def test_the_cells_themselves_run(outcomes):
    for outcome in outcomes.values():
        assert outcome.status == "graded"
        assert outcome.run.errors == {}
