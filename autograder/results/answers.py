"""What students answer to a question that people grade, and the codes that stand for answers."""

import hashlib
from typing import Any

from autograder.intake.submission import SubmittedNotebook
from autograder.release_format import ANSWER_CELL, ManualQuestion

NO_ANSWER = "(no answer)"
MOST = 20_000
"""Characters of an answer; what is behind them is cut off."""
_LETTERS = "bcdfghjkmnpqrstvwxz"
"""Letters of codes. Without vowels they are no words, and no spreadsheet takes one for a number."""
_LENGTH = 10
"""Letters of a code: 6e12 codes, so that no two of 5,000 answers are likely to share one."""


def code_of(question: str, answer: str) -> str:
    """Return the code of an answer, such as ``kzrtm-wpdbc``.

    It is made from the answer alone: the same in every run and for everyone who wrote the same,
    and it says nothing about who that is. The order of codes is as good as shuffled.
    """
    digest = hashlib.sha256(f"{question}\0{answer}".encode(errors="surrogatepass")).digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(_LENGTH):
        number, letter = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return f"{''.join(letters[: _LENGTH // 2])}-{''.join(letters[_LENGTH // 2 :])}"


def find_answer(submission: SubmittedNotebook, question: ManualQuestion) -> str:
    """Return what a student wrote: in the answer cell, or in what stands behind the prompt."""
    for cell in submission.texts:
        if cell.cell_id == f"answer-{question.name}":
            return cell.source
    for number, cell in enumerate(submission.texts):
        if cell.is_code or not question.prompt or not cell.source.startswith(question.prompt):
            continue
        found = []
        for following in submission.texts[number + 1 :]:
            if following.is_code != question.code:
                break
            if not following.source.startswith("grader.check("):
                found.append(following.source)
            if not question.code:
                break
        return "\n\n".join(found)
    return ""


def make_entry(submission: SubmittedNotebook, question: ManualQuestion) -> dict[str, Any]:
    """Return a question of a result in Gradescope's format: the answer, quoted, and no score."""
    answer = find_answer(submission, question).strip()
    if not answer or answer == ANSWER_CELL:
        answer = NO_ANSWER
    return {
        "name": entry_name(question),
        "output": "\n".join(f"> {line}" for line in answer[:MOST].splitlines()),
        "output_format": "md",
        "visibility": "visible",
    }


def entry_name(question: ManualQuestion) -> str:
    """Return what a result calls a question without points."""
    plural = "point" if question.points == 1 else "points"
    return f"{question.name} ({question.points:g} {plural}, graded by staff)"


def read_entry(entry: dict[str, Any]) -> str:
    """Return the answer in what ``make_entry`` made."""
    output: str = entry["output"]
    return "\n".join(line.removeprefix("> ") for line in output.splitlines())
