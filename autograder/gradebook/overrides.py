"""What people decided about submissions: other points, hints, comments on cells."""

from collections import defaultdict

from msgspec.structs import replace

from autograder.errors import SubmissionError
from autograder.gradebook.decisions import CellComment, Decisions, GivenHint, Override
from autograder.intake.handed_in import sources
from autograder.results.journal import Journal
from autograder.results.outcome import Outcome, Overridden, QuestionResult, Recognised, Remark, Row

_DIGITS = 5
"""Decimals of points, as for those of questions."""
_MOST_QUOTED = 300
"""Characters of a line that is quoted."""


class StaffDecisions:
    """Other points, hints and comments. State: those that there were when it was made.

    They belong to what was handed in: once somebody hands in again they are history.
    """

    def __init__(self, journal: Journal) -> None:
        decisions = Decisions(journal)
        self._journal = journal
        self._overrides: dict[str, dict[str, Override]] = defaultdict(dict)
        for (name, question), override in decisions.all("override").items():
            self._overrides[name][question] = override
        self._hints: dict[str, dict[str, GivenHint]] = defaultdict(dict)
        for (name, question), hint in decisions.all("hint").items():
            self._hints[name][question] = hint
        self._comments: dict[str, list[tuple[str, str, CellComment]]] = defaultdict(list)
        for (name, cell, line), comment in decisions.all("comment").items():
            self._comments[name].append((cell, line, comment))

    def merge(self, row: Row) -> Row:
        """Return a row with the points, hints and comments that people gave."""
        outcome = row.outcome
        overrides = {
            question: one
            for question, one in self._overrides.get(row.name, {}).items()
            if one.content in ("", row.content)
        }
        if overrides:
            outcome = _overridden(outcome, overrides)
        hints = {
            question: one
            for question, one in self._hints.get(row.name, {}).items()
            if one.content in ("", row.content)
        }
        if hints:
            questions = tuple(_hinted(one, hints.get(one.name)) for one in outcome.questions)
            outcome = replace(outcome, questions=questions)
        comments = [
            one for one in self._comments.get(row.name, ()) if one[2].content in ("", row.content)
        ]
        if comments:
            outcome = replace(outcome, remarks=self._remarks(row, comments))
        return row if outcome is row.outcome else replace(row, outcome=outcome)

    def _remarks(
        self, row: Row, comments: list[tuple[str, str, CellComment]]
    ) -> tuple[Remark, ...]:
        kept = self._journal.notebook(row.name, row.content)
        try:
            cells = sources(kept) if kept else {}
        except SubmissionError:
            cells = {}
        remarks = []
        for cell, line, comment in comments:
            if not cell.isdecimal() or not (line.isdecimal() or not line):
                continue
            number, at = int(cell), int(line) if line else None
            lines = cells.get(number, "").splitlines()
            if at is None:
                quoted = next((text for text in lines if text.strip()), "")
            else:
                quoted = lines[at - 1] if 0 < at <= len(lines) else ""
            remarks.append(Remark(number, at, quoted[:_MOST_QUOTED], comment.text))
        return tuple(sorted(remarks, key=lambda one: (one.cell, one.line or 0)))


def _hinted(question: QuestionResult, hint: GivenHint | None) -> QuestionResult:
    """Return a question with the hint that people gave; one that was recognised by itself stays."""
    if hint is None or question.passed or question.misconception:
        return question
    return replace(question, misconception=Recognised(hint.label, hint.text))


def _overridden(outcome: Outcome, overrides: dict[str, Override]) -> Outcome:
    """Return an outcome with other points; what tests gave stays beside them."""
    questions: list[QuestionResult] = []
    more = 0.0
    for one in outcome.questions:
        override = overrides.get(one.name)
        if override is None:
            questions.append(one)
            continue
        more += override.points - one.score
        overridden = Overridden(one.score, override.reason)
        questions.append(replace(one, score=override.points, overridden=overridden))
    if outcome.rescaled and (most := sum(one.counted for one in outcome.questions)):
        more *= outcome.max_score / most
    score = max(0.0, round(outcome.score + more, _DIGITS))
    return replace(outcome, questions=tuple(questions), score=score)
