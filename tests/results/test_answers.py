"""An answer in words is found wherever the student wrote it, and is never 0 unread."""

from itertools import pairwise

import pytest

from autograder.intake.document import TextCell
from autograder.intake.submission import SubmittedNotebook
from autograder.release_format import ANSWER_CELL, GivenCell, ManualQuestion, digest_of
from autograder.results.answers import code_of, find_answer, read_answer
from autograder.results.outcome import Answer

QUESTION = ManualQuestion("q2", 1.0, "**Question 2.** Why?", text="**Question 2.** Why?")
WORDS = "Because doubling is linear."

TITLE = TextCell("title", "# A tiny assignment")
CODE = TextCell("q1", "def double(x): ...", is_code=True)
CHECK = TextCell("check-q1", 'grader.check("q1")', is_code=True)
PROMPT = TextCell("why", QUESTION.text)
EMPTY = TextCell("answer-q2", ANSWER_CELL)
END = TextCell("end", "That is all.")
RELEASE = (TITLE, CODE, CHECK, PROMPT, EMPTY, END)
ANSWERED = {"q1": "q1", "answer-q2": "q2"}
GIVEN = [
    GivenCell(cell.cell_id, digest_of(cell.source), ANSWERED.get(cell.cell_id, ""))
    for cell in RELEASE
]
MINE = TextCell("new", WORDS)
START = (TITLE, TextCell("q1", "def double(x): return 2 * x", is_code=True), CHECK)


def read(*cells: TextCell) -> str:
    return read_answer(SubmittedNotebook((), cells), QUESTION, GIVEN).text


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param((PROMPT, TextCell("answer-q2", WORDS), END), id="where-it-belongs"),
        pytest.param((PROMPT, EMPTY, MINE, END), id="new-cell-below"),
        pytest.param((PROMPT, MINE, EMPTY, END), id="new-cell-above"),
        pytest.param((PROMPT, MINE, END), id="new-cell-in-its-place"),
        pytest.param((PROMPT, EMPTY, MINE), id="nothing-behind"),
        pytest.param(
            (TextCell("why", f"{PROMPT.source}\n\n{WORDS}"), EMPTY, END), id="in-the-prompt"
        ),
        pytest.param(
            (TextCell("", f"{PROMPT.source} {WORDS}"), END), id="in-the-prompt-without-ids"
        ),
        pytest.param(
            (PROMPT, TextCell("answer-q2", WORDS, is_code=True), END), id="turned-to-code"
        ),
        pytest.param((PROMPT, EMPTY, TextCell("", WORDS, is_code=True), END), id="new-code-cell"),
        pytest.param((MINE, END), id="prompt-and-answer-cell-gone"),
        pytest.param((EMPTY, MINE, END), id="prompt-gone"),
        pytest.param((PROMPT, END, TextCell("answer-q2", WORDS)), id="moved-to-the-end"),
        pytest.param(
            (
                TextCell("x", PROMPT.source + "  \n"),
                TextCell("y", WORDS),
                TextCell("z", END.source),
            ),
            id="all-ids-new",
        ),
    ],
)
def test_what_a_student_wrote_is_the_answer(cells):
    assert read(*START, *cells) == WORDS


def test_several_cells_are_one_answer_in_their_order():
    more = TextCell("more", "And so on.")
    assert read(*START, PROMPT, TextCell("answer-q2", WORDS), more, END) == f"{WORDS}\n\nAnd so on."


@pytest.mark.parametrize(
    "cells",
    [
        RELEASE,
        (*START, PROMPT, END),
        (*START, END),
        (*START, TextCell("scratch", "double(4)", is_code=True), END),
        (*START, PROMPT, EMPTY, END, TextCell("later", "goodbye")),
        (),
    ],
)
def test_what_only_the_release_wrote_is_no_answer(cells):
    assert read(*cells) == ""


def test_a_release_that_does_not_know_its_cells_finds_answers_as_before():
    cells = (*START, PROMPT, TextCell("answer-q2", WORDS), END)
    assert read_answer(SubmittedNotebook((), cells), QUESTION).text == WORDS


def test_codes_say_nothing_and_stay():
    assert code_of("q2", WORDS) == code_of("q2", WORDS) != code_of("q3", WORDS)
    many = [code_of("q2", f"answer {number}") for number in range(5_000)]
    assert len(set(many)) == 5_000
    order = sorted(range(5_000), key=many.__getitem__)
    assert abs(sum(a < b for a, b in pairwise(order)) - 2_500) < 200


def test_an_answer_is_kept_as_it_was_written():
    text = "> quoted\r\n\n  indented \u2028 line\n> > x"
    submission = SubmittedNotebook((), (TextCell("answer-q2", text),))
    assert read_answer(submission, QUESTION) == Answer("q2", 1.0, text)
    assert code_of("q2", text) == code_of("q2", "\n".join(text.splitlines()))


def test_an_answer_in_code_is_found_up_to_the_next_text():
    question = ManualQuestion("q4", 2.0, "Plot it", code=True)
    cells = [("Plot it now.", False), ("plot(1)", True), ("plot(2)", True)]
    cells += [('grader.check("q4")', True), ("Next", False), ("x", True)]
    texts = tuple(TextCell(f"c{n}", source, code) for n, (source, code) in enumerate(cells))
    assert find_answer(SubmittedNotebook((), texts), question).text == "plot(1)\n\nplot(2)"
