"""What Gradescope tells of somebody's earlier submissions, for hints that go on where they were.

``submission_metadata.json`` has the results of earlier submissions as this package wrote them, in
``previous_submissions``: https://gradescope-autograders.readthedocs.io/en/latest/submission_metadata/
Nothing else is kept anywhere. Results of other graders, and whatever else may stand there, tell
nothing.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from autograder.results.attempts import tested_questions
from autograder.results.outcome import Outcome, QuestionResult

_MOST = 1_000
"""Earlier submissions that are looked at."""

Mistake = tuple[str, str]
"""A mistake: the question, and the label of the misconception."""


def earlier_mistakes(metadata: Mapping[str, Any]) -> Counter[Mistake]:
    """Return in how many earlier submissions each mistake was recognised."""
    found: Counter[Mistake] = Counter()
    submissions = metadata.get("previous_submissions")
    for submission in submissions[-_MOST:] if isinstance(submissions, list) else []:
        results = submission.get("results") if isinstance(submission, dict) else None
        found.update(
            {
                (question, named["label"])
                for question, _, named in tested_questions(results)
                if named
            }
        )
    return found


def with_next_hints(outcome: Outcome, earlier: Mapping[Mistake, int]) -> Outcome:
    """Return a result whose hints are those for who has made these mistakes so often before."""
    return replace(
        outcome, questions=tuple(_with_next_hint(one, earlier) for one in outcome.questions)
    )


def _with_next_hint(question: QuestionResult, earlier: Mapping[Mistake, int]) -> QuestionResult:
    found = question.misconception
    if found is None:
        return question
    times = earlier.get((question.name, found.label), 0)
    return replace(question, misconception=found.at_rung(1 + times))
