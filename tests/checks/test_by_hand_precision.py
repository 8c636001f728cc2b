"""No right answer that is derived by hand is refused or flagged, of all that there are."""

import contextlib
import io
import warnings
from collections.abc import Iterator

import pytest
from otter.test_files.exception_test import ExceptionTestFile

from autograder.checks.session import session_with
from autograder.release.contents import files_beside
from autograder.release.extraction import extract_reference
from autograder.release.master import Master, Question, read_master
from autograder.release.test_cells import render_test_file
from autograder.verify.attempts import Kind, make_plan
from autograder.verify.slices import Slicer
from tests.support.repository import REPOSITORY
from tests.support.right_by_hand import ANSWERS
from tests.validity.answers import read_answers

LEAST = {"a0-pytorch-review": 18, "a1-autograd-by-example": 29, "a3-training-pipeline": 14}
"""How many answers there are at least to the questions that ask for work by hand."""


def master_of(slug: str) -> Master:
    return read_master(REPOSITORY / "solutions" / slug / f"{slug}.ipynb")


def asks_for_it(question: Question) -> bool:
    return any("assert_by_hand" in test.source for test in question.tests)


def right_answers(master: Master, slug: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the question, a label and the code of right answers, each with what it builds on."""
    wanted = [question.name for question in master.questions if asks_for_it(question)]
    slicer = Slicer(master)
    for name in wanted:
        yield name, "the solution", [cell.source for cell in slicer.cells([name])]
    for attempt in make_plan(master, wanted, draws=1).attempts:
        if attempt.kind is Kind.ACCEPTED:
            yield attempt.question, attempt.label, [cell.source for cell in attempt.cells]
    for answer in read_answers(slug):
        if answer.kind == "right" and answer.question in wanted:
            (place,) = slicer.answers(answer.question)
            cells = slicer.cells([answer.question], {place.source: "\n\n".join(answer.cells)})
            yield answer.question, answer.label, [cell.source for cell in cells]
    for (assignment, function), answers in ANSWERS.items():
        for label, code in answers.items() if assignment == slug else ():
            (name,) = [n for n in wanted if function in slicer.answers(n)[0].defines]
            cells = slicer.cells([name], {slicer.answers(name)[0].source: code})
            yield name, label, [cell.source for cell in cells]


def complaints(question: Question, cells: list[str]) -> list[str]:
    """Return what the tests for work by hand say against an answer."""
    tests = tuple(test for test in question.tests if "assert_by_hand" in test.source)
    text = render_test_file(question.name, None, False, tests, hidden=True)
    env: dict[str, object] = {"In": cells}
    for cell in cells:
        exec(cell, env)
    found: list[str] = []
    for case in ExceptionTestFile.from_string(text).test_cases:
        try:
            with session_with(flags=found):
                case.body.call_func(env)
        except Exception as error:
            found.append(f"{type(error).__name__}: {error}")
    return found


@pytest.mark.parametrize("slug", LEAST)
def test_no_right_answer_is_refused_or_flagged(slug):
    master = master_of(slug)
    questions = {question.name: question for question in master.questions}
    found, count = {}, 0
    with (
        session_with(reference=extract_reference(master), files=files_beside(master)),
        contextlib.redirect_stdout(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")  # an answer's own
        for name, label, cells in right_answers(master, slug):
            count += 1
            if said := complaints(questions[name], cells):
                found[f"{name}: {label}"] = said
    assert found == {}
    assert count >= LEAST[slug]


def test_what_is_not_by_hand_would_be_seen_here():
    nudged = """\
def mse_gradients(a, b, x, y):
    def loss(a, b):
        return float(((a + b * x - y) ** 2).mean())
    h = 1e-6
    return (loss(a + h, b) - loss(a, b)) / h, (loss(a, b + h) - loss(a, b)) / h
"""
    master = master_of("a3-training-pipeline")
    (question,) = filter(asks_for_it, master.questions)
    with session_with(reference=extract_reference(master), files=files_beside(master)):
        (said,) = complaints(question, ["import numpy as np", nudged])
    assert "not to the last digits" in said


def test_all_assignments_by_hand_are_looked_at_and_there_are_sixty_answers():
    paths = (REPOSITORY / "solutions").glob("*/*.ipynb")
    asking = {p.stem for p in paths if "assert_by_hand" in p.read_text(encoding="utf-8")}
    assert asking == set(LEAST)
    assert sum(LEAST.values()) >= 60
