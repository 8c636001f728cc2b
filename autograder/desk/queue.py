"""In what order the answers to a question come, what is graded together, and what waits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autograder.gradebook.decisions import AnswerGrade, Rubric, points_of

UNGRADED = AnswerGrade()
"""What an answer has that nobody has looked at."""


@dataclass(frozen=True)
class Item:
    """Answers that are graded together: they are alike, and have the same grade so far."""

    codes: tuple[str, ...]  # the first is the one that all others are like, if it is among them
    grade: AnswerGrade  # what each of them has
    points: float | None  # the same as points; None while they are not graded
    group: tuple[str, ...]  # all that are like the first, those with other grades included

    @property
    def waits(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.points is None or self.grade.later

    @property
    def others(self) -> tuple[str, ...]:
        """The answers that are like these and have another grade."""
        return tuple(code for code in self.group if code not in self.codes)


@dataclass(frozen=True)
class Progress:
    """How far the grading of a question is, counted in different answers."""

    total: int
    graded: int  # that have points and that nobody wants to see again
    later: int  # that somebody wants to see again


class Queue:
    """The answers to one question, in an order that tells nothing about who wrote them.

    Args:
        groups: codes of answers, those together that are alike.
        grades: what people gave so far, by code.
        most: the points of the question.
    """

    def __init__(
        self,
        groups: Sequence[tuple[str, ...]],
        grades: Mapping[str, AnswerGrade],
        rubric: Rubric,
        most: float,
    ) -> None:
        self.items = tuple(item for group in groups for item in _items(group, grades, rubric, most))
        self._places = {code: at for at, item in enumerate(self.items) for code in item.codes}
        counts = [(len(item.codes), item) for item in self.items]
        self.progress = Progress(
            total=sum(count for count, _ in counts),
            graded=sum(count for count, item in counts if not item.waits),
            later=sum(count for count, item in counts if item.grade.later),
        )

    def find(self, code: str) -> Item | None:
        """Return what an answer is graded with."""
        at = self._places.get(code)
        return None if at is None else self.items[at]

    def place(self, item: Item) -> int:
        """Return where it stands, from 1."""
        return self._places[item.codes[0]] + 1

    def beside(self, item: Item, step: int) -> Item:
        """Return the one before (-1) or behind (1); the last one is before the first one."""
        return self.items[(self._places[item.codes[0]] + step) % len(self.items)]

    def waiting(
        self, behind: str, free: Callable[[Item], bool], *, back: bool = False
    ) -> Item | None:
        """Return the nearest one that waits and is free.

        What somebody wants to see again comes when there is nothing else.

        Args:
            behind: the code of the answer to begin behind; any other text for the first one.
            free: whether nobody else is at it.
            back: whether to look backwards.

        Returns:
            None where nothing waits that is free. The answer itself is never returned.
        """
        count = len(self.items)
        start = self._places.get(behind, 0 if back else -1)
        known = behind in self._places
        step = -1 if back else 1
        around = [self.items[(start + step * n) % count] for n in range(1, count + (not known))]
        for later in (False, True):
            for item in around:
                if item.waits and item.grade.later == later and free(item):
                    return item
        return None


def _items(
    group: tuple[str, ...], grades: Mapping[str, AnswerGrade], rubric: Rubric, most: float
) -> list[Item]:
    """Part a group by the grades that its answers have."""
    by_grade: dict[AnswerGrade, list[str]] = {}
    for code in group:
        by_grade.setdefault(grades.get(code, UNGRADED), []).append(code)
    return [
        Item(tuple(codes), grade, points_of(grade, rubric, most), group)
        for grade, codes in by_grade.items()
    ]
