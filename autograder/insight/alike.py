"""How much alike the answers to one question are, and how rare in the class what they share.

What two answers share is not counted trait by trait, as traits come together: who has one line of
an idea has the others. It is asked how many of the class have all of it. If these are ``k`` of
``n``, sharing it tells ``log(n / k)``: nothing where everybody has it, most where only they do.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from autograder.insight.normal_form import Traits

_BUDGET = 2_000_000
"""Pairs of answers with a trait in common that are looked at, the rarest traits first."""
_EXACT = 20
"""Times the answers: so many pairs of a question are compared in all that they share."""
_RARE = 0.03
"""The share of the answers up to which a number, name or comment is rare."""
_FEW = 3
"""So many answers may always have something rare."""
_HINTS = 0.5
"""What rare names and comments tell, as a part of what numbers do: many think of the same."""
_DIGIT = 2.0
"""What each digit beyond the second tells of a number that only two have; a free choice of it would
tell ``log(10)``."""
_MOST_DIGITS = 12.0
_USUAL = 0.8
"""What a question has to tell more than: who likes it short writes all of them short."""
_LEAST = 0.05
"""What tells less is left out."""


@dataclass(frozen=True)
class Shared:
    """What two answers to a question share."""

    question: str
    tells: float  # how much: the logarithm of how rare it is
    alike: float  # which part of what is not common they share, from 0 to 1
    having: int  # how many answers have all that they share of how they are written
    answers: int  # how many there are
    said: tuple[str, ...] = ()  # rare numbers, names and comments in both
    wrong: int = 0  # how many answers are wrong in the same way; 0 where they are not


class Question:
    """The answers to a question.

    Attributes:
        name: the question.
        authors: which of the class answered, in order.
    """

    def __init__(
        self,
        name: str,
        answers: Mapping[int, Traits],
        wrong: Mapping[int, str] | None = None,
        given: frozenset[int] = frozenset(),
        *,
        words: bool = False,
    ) -> None:
        """Take in the answers.

        Args:
            name: the question.
            answers: what each is known by, by the number of its author.
            wrong: what came out of wrong ones, by their authors.
            given: traits of what the release gave, which nobody wrote.
            words: whether they are texts: of these, a part tells more.
        """
        self.name, self.authors = name, sorted(answers)
        self._answers, self._power = answers, 0.5 if words else 2.0
        self._own = {who: frozenset(one.structure) - given for who, one in answers.items()}
        self._having = _postings(self._own)
        details = {who: frozenset(one.details) for who, one in answers.items()}
        self._detailed = _postings(details)
        most = max(_FEW, int(_RARE * len(answers)))
        rare = {trait for trait, who in self._detailed.items() if 1 < who.bit_count() <= most}
        self._details = {who: traits & rare for who, traits in details.items()}
        many = len(answers)
        self._weight = {t: math.log(many / who.bit_count()) for t, who in self._having.items()}
        self._total = {who: self._sum(traits) for who, traits in self._own.items()}
        self._all = sum(1 << who for who in answers)
        self._wrong = wrong or {}
        self._failing: dict[str, int] = defaultdict(int)
        for result in self._wrong.values():
            self._failing[result] += 1

    def _sum(self, traits: frozenset[int]) -> float:
        return math.fsum(self._weight[trait] for trait in traits)

    def has(self, who: int) -> bool:
        """Say whether somebody answered."""
        return who in self._answers

    def compare(self, first: int, second: int) -> Shared:
        """Return what two answers share."""
        many = len(self.authors)
        shared = self._own[first] & self._own[second]
        having = self._all
        for trait in shared:
            having &= self._having[trait]
        weight = self._sum(shared)
        union = self._total[first] + self._total[second] - weight
        alike = min(1.0, weight / union) if union > 0 else 0.0
        written = alike**self._power * math.log(many / having.bit_count())
        details = sorted(self._details[first] & self._details[second])
        said = tuple(self._answers[first].said[trait] for trait in details)
        digits, detailed, part = 0.0, self._all, _HINTS
        for trait, text in zip(details, said, strict=True):
            detailed &= self._detailed[trait]
            kind, _, value = text.partition(" ")
            if kind == "number":
                part = 1.0
                if self._detailed[trait].bit_count() == 2:
                    digits += _DIGIT * _free_digits(value)
        more = alone = 0.0
        if details:
            both = max(2, (having & detailed).bit_count())
            more = part * max(0.0, math.log(having.bit_count() / both))
            alone = part * math.log(many / detailed.bit_count())
        result = self._wrong.get(first)
        failing = self._failing[result] if result and result == self._wrong.get(second) else 0
        failed = math.log(many / min(many, failing)) if failing else 0.0
        tells = max(written + more, alone, failed) + min(digits, _MOST_DIGITS) - _USUAL
        tells = max(0.0, tells)
        return Shared(self.name, tells, alike, having.bit_count(), many, said, failing)

    def marked(self, first: int, second: int) -> tuple[dict[int, int], dict[int, int]]:
        """Return the lines of both answers that hold what they share, with how many have that.

        The count is of the rarest thing in a line; a line with common things alone is left out.
        """
        most = max(_FEW, len(self.authors) // 10)
        found: tuple[dict[int, int], dict[int, int]] = ({}, {})
        for having, own, places in (
            (self._having, self._own, "structure"),
            (self._detailed, self._details, "details"),
        ):
            for trait in own[first] & own[second]:
                count = having[trait].bit_count()
                if count > most:
                    continue
                for who, lines in zip((first, second), found, strict=True):
                    begin, end = getattr(self._answers[who], places)[trait]
                    for line in range(begin, end + 1):
                        lines[line] = min(count, lines.get(line, count))
        return found

    def candidates(self) -> list[tuple[int, int]]:
        """Return the pairs of authors that may have much in common, by what is cheap to count."""
        many = len(self.authors)
        if many < 2:
            return []
        groups = self._groups()
        sizes = np.array([len(who) for who, _ in groups], dtype=np.int64)
        costs = np.cumsum(sizes * (sizes - 1) // 2)
        kept = groups[: int(np.searchsorted(costs, _BUDGET, side="right"))]
        keys, weights = [np.zeros(0, np.int64)], [np.zeros(0)]
        for who, weight in kept:
            low, high = np.triu_indices(len(who), 1)
            keys.append(who[low] * many + who[high])
            weights.append(np.full(len(low), weight))
        pairs, place = np.unique(np.concatenate(keys), return_inverse=True)
        score = np.bincount(place, np.concatenate(weights), len(pairs)).astype(float)
        total = np.array([self._total[who] for who in self.authors])
        score *= score / np.maximum(total[pairs // many] + total[pairs % many] - score, 1e-9)
        best = np.sort(np.argsort(-score, kind="stable")[: max(20_000, _EXACT * many)])
        return [
            (self.authors[low], self.authors[high])
            for low, high in zip(
                (pairs[best] // many).tolist(), (pairs[best] % many).tolist(), strict=True
            )
        ]

    def _groups(self) -> list[tuple[npt.NDArray[np.int64], float]]:
        """Return who has a trait, or all of them, or the same wrong result; the rarest first."""
        place = {who: index for index, who in enumerate(self.authors)}
        members: dict[tuple[str, object], list[int]] = defaultdict(list)
        for who in self.authors:
            for trait in self._own[who]:
                members["has", trait].append(place[who])
            for trait in self._details[who]:
                members["detail", trait].append(place[who])
            members["all", self._own[who]].append(place[who])
            if who in self._wrong:
                members["wrong", self._wrong[who]].append(place[who])
        many = len(self.authors)
        found = [
            (np.array(group, dtype=np.int64), self._cheap(kind, group, many))
            for (kind, _), group in members.items()
            if 1 < len(group) < many
        ]
        return sorted(found, key=lambda one: (len(one[0]), one[0].tolist()))

    def _cheap(self, kind: str, group: list[int], many: int) -> float:
        """Return what having something in common is worth, by how many have it."""
        whole = self._total[self.authors[group[0]]] if kind == "all" else 0.0
        return max(0.1 * whole, math.log(many / len(group)))


def _free_digits(number: str) -> int:
    """Return how many digits of a number were chosen freely: the first ones are often taken."""
    mantissa = number.partition("e")[0]
    usual = 2 if "." in mantissa else 3  # as in 0.05, or a seed of 123
    return max(0, len(mantissa.replace(".", "").strip("0")) - usual)


def _postings(has: Mapping[int, frozenset[int]]) -> dict[int, int]:
    """Return for each trait who has it: a number with the bits of these set."""
    found: defaultdict[int, int] = defaultdict(int)
    for who, traits in has.items():
        for trait in traits:
            found[trait] |= 1 << who
    return found


def telling(questions: Sequence[Question], allowed: "Allowed") -> dict[tuple[int, int], float]:
    """Return how much pairs of authors share in all questions.

    Args:
        questions: with all answers.
        allowed: which pairs count.
    """
    found: dict[tuple[int, int], float] = defaultdict(float)
    for question in questions:
        for pair in question.candidates():
            if allowed(*pair):
                tells = question.compare(*pair).tells
                if tells > _LEAST:
                    found[pair] += tells
    return found


class Allowed:
    """Which pairs may be compared: not two of an earlier year, and nobody with themselves."""

    def __init__(self, earlier: Sequence[bool], people: Sequence[frozenset[str]]) -> None:
        self._earlier, self._people = earlier, people

    def __call__(self, first: int, second: int) -> bool:
        """Say whether a pair is allowed."""
        if self._earlier[first] and self._earlier[second]:
            return False
        return self._people[first].isdisjoint(self._people[second])
