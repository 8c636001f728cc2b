"""What came after hints: how many had the question right when they handed in the next time."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from autograder.release_format import Feedback
from autograder.report.intervals import Rate
from autograder.results.attempts import Histories, Tried


@dataclass(frozen=True)
class HintFigures:
    """What came after one hint of a mistake, over the times that it was read.

    Of those who handed in again with the same question in it, each is in one of the rates, and so
    these add up to 1.
    """

    question: str  # where
    label: str  # the misconception
    rung: int  # which of its hints, counted from 1; 0 where nobody knows
    hint: str  # its text; "" where that is not known
    right: Rate  # had the question right the next time
    other: Rate  # made another mistake in it, with a name or without
    stayed: Rate  # made the same mistake again
    last: int  # were not followed by another attempt; they are in no rate

    @property
    def again(self) -> int:
        """How many times somebody handed in again."""
        return self.right.of


def read_at_once(feedback: Feedback | None) -> bool:
    """Say whether students read hints at once, by the settings of a release."""
    return feedback is not None and feedback.show == "hint" and feedback.when == "visible"


def hint_figures(histories: Histories) -> tuple[HintFigures, ...]:
    """Return what came after each hint after which somebody handed in again.

    The mistake that most handed in again after comes first, with its hints in their order.
    """
    texts = {(one.question, one.label, one.rung): one.text for one in histories.hints}
    came: dict[tuple[str, str, int], Counter[str]] = {}
    for attempts in histories.students:
        for one, following in pairwise((*attempts, None)):
            for question, tried in one.questions.items() if one else ():
                if not tried.label:
                    continue
                found = came.setdefault((question, tried.label, tried.rung), Counter())
                if following is None:
                    found["last"] += 1
                elif next_time := following.questions.get(question):
                    found[_what(tried, next_time)] += 1
    made = []
    for key, found in came.items():
        again = found["right"] + found["other"] + found["stayed"]
        if not again:
            continue
        right, other, stayed = (Rate(found[one], again) for one in ("right", "other", "stayed"))
        made.append(HintFigures(*key, texts.get(key, ""), right, other, stayed, found["last"]))
    weight: Counter[tuple[str, str]] = Counter()
    for figures in made:
        weight[figures.question, figures.label] += figures.again
    return tuple(
        sorted(
            made,
            key=lambda one: (-weight[one.question, one.label], one.question, one.label, one.rung),
        )
    )


def _what(before: Tried, after: Tried) -> str:
    if after.full:
        return "right"
    return "stayed" if after.label == before.label else "other"
