"""What students answer to a question that people grade, and the codes that stand for answers."""

import hashlib
from collections.abc import Sequence

from autograder.intake.pictures import Picture, make_pictures
from autograder.intake.submission import SubmittedNotebook
from autograder.release_format import ANSWER_CELL, GivenCell, ManualQuestion
from autograder.results.handwriting import Written, join_cells, written_answer
from autograder.results.outcome import Answer

NO_ANSWER = "(no answer)"
MOST = 20_000
"""Characters of an answer; what is behind them is cut off."""
MOST_PICTURES = 4
"""Pictures of an answer."""
_LETTERS = "bcdfghjkmnpqrstvwxz"
"""Letters of codes. Without vowels they are no words, and no spreadsheet takes one for a number."""
_LENGTH = 10
"""Letters of a code: 6e12 codes, so that no two of 5,000 answers are likely to share one."""


def code_of(question: str, text: str, pictures: Sequence[Picture] = ()) -> str:
    """Return the code of an answer, such as ``kzrtm-wpdbc``.

    It is made from the answer alone: the same in every run and for everyone who wrote the same
    lines, and it says nothing about who that is. The order of codes is as good as shuffled.
    """
    lines = "\n".join(text.splitlines())
    seen = "\0".join((question, lines, *(picture.digest for picture in pictures)))
    digest = hashlib.sha256(seen.encode(errors="surrogatepass")).digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(_LENGTH):
        number, letter = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return f"{''.join(letters[: _LENGTH // 2])}-{''.join(letters[_LENGTH // 2 :])}"


def answer_code(answer: Answer) -> str:
    """Return the code of an answer; that nothing was written has one of its own."""
    if answer.is_empty:
        return NO_ANSWER
    return code_of(answer.question, answer.text, answer.pictures)


def find_answer(
    submission: SubmittedNotebook, question: ManualQuestion, given: Sequence[GivenCell] = ()
) -> Written:
    """Return what a student wrote as the answer to a question.

    Args:
        given: the cells of the student's notebook as the release made it. Without them, as in a
            zip of an earlier version, the answer is what stands in the answer cell, else what
            stands behind the prompt.
    """
    written = written_answer(submission.texts, given, question)
    if written is not None:
        return written
    for cell in submission.texts:
        if cell.cell_id == f"answer-{question.name}":
            return join_cells([cell])
    for number, cell in enumerate(submission.texts):
        if cell.is_code or not question.prompt or not cell.source.startswith(question.prompt):
            continue
        found = []
        for following in submission.texts[number + 1 :]:
            if following.is_code != question.code:
                break
            if not following.source.startswith("grader.check("):
                found.append(following)
            if not question.code:
                break
        return join_cells(found)
    return Written("")


def read_answer(
    submission: SubmittedNotebook, question: ManualQuestion, given: Sequence[GivenCell] = ()
) -> Answer:
    """Return the answer to a question, found as by ``find_answer``; the release's text is none."""
    written = find_answer(submission, question, given)
    text = written.text.strip()
    if text in (ANSWER_CELL, NO_ANSWER):
        text = ""
    pictures = make_pictures(written.pictures[:MOST_PICTURES])
    return Answer(question.name, question.points, text[:MOST], pictures)


def title_of(answer: Answer) -> str:
    """Return what a result calls a question without points."""
    plural = "point" if answer.points == 1 else "points"
    return f"{answer.question} ({answer.points:g} {plural}, graded by staff)"
