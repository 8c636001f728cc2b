"""What people at the answers page do in tests, and what has come of it."""

import re
from pathlib import Path

from autograder.gradebook.decisions import AnswerGrade, Decisions, Rubric, points_of
from autograder.results.answers import answer_code
from autograder.results.journal import Journal


def settle(page):
    """Wait until the desk has answered all that was pressed."""
    page.locator("main:not([aria-busy=true])").wait_for()


def press(page, *keys):
    """Press keys one after another, as quickly as they come."""
    for key in keys:
        page.keyboard.press(key)
    settle(page)


def decided(out: Path) -> dict[str, AnswerGrade]:
    """Return the grades of a class's answers, by code."""
    with Journal(out, grader=False) as journal:
        return {code: grade for (code,), grade in Decisions(journal).all("answer").items()}


def points(out: Path) -> dict[str, float]:
    """Return the points of graded answers, by code."""
    with Journal(out, grader=False) as journal:
        rubric = Decisions(journal).get("rubric", ("q2",)) or Rubric()
    found = {code: points_of(grade, rubric, 2.0) for code, grade in decided(out).items()}
    return {code: one for code, one in found.items() if one is not None}


def codes_of(out: Path) -> dict[str, str]:
    """Return the texts of a class's answers, by code, in the order of the codes."""
    found = {}
    with Journal(out, grader=False) as journal:
        for member in journal.members().values():
            outcome = journal.outcome(member.content, member.release)
            assert outcome
            found.update({answer_code(one): one.text for one in outcome.answers})
    return dict(sorted(found.items()))


def code_at(page) -> str:
    """Return the code of the answer that is open."""
    found = re.search(r"/answers/q2/([a-z]{5}-[a-z]{5})", page.url)
    assert found, page.url
    return found[1]
