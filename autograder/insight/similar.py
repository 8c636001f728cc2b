"""Submissions of a class that are more alike than chance makes them: pairs, and clusters."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from autograder.insight.alike import Allowed, Question, Shared, telling
from autograder.insight.chance import Chance, chance_of
from autograder.insight.normal_form import Traits, traits_of_code, traits_of_words

EXPECTED = 0.5
"""Pairs are shown that are so much alike that chance would make at most so many of them."""
IN_WORDS = " (words)"
"""How the name of a question ends whose answers in words are compared."""
_MANY = 5_000
"""So many answers are read in several processes."""
_WORTH = 0.5
"""What a question tells from which on it is shown."""


@dataclass(frozen=True)
class Work:
    """What somebody handed in, as far as it is their own."""

    name: str  # the submission's name
    authors: str = ""  # their names, for staff, or ""
    code: Mapping[str, str] = field(default_factory=dict)  # own code, by question
    words: Mapping[str, str] = field(default_factory=dict)  # answers to manual questions
    wrong: Mapping[str, str] = field(default_factory=dict)  # what failed, by question, and how
    people: frozenset[str] = frozenset()  # what its authors are known by
    same: tuple[str, ...] = ()  # other submissions with the very same notebook
    earlier: str = ""  # for one of an earlier year, where it is from

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of anybody's own in it."""
        return not any(text.strip() for text in (*self.code.values(), *self.words.values()))

    def text_of(self, question: str) -> str:
        """Return an answer, by the name of its question in ``Similar.questions``."""
        if question.endswith(IN_WORDS):
            return self.words.get(question.removesuffix(IN_WORDS), "")
        return self.code.get(question, "")


@dataclass(frozen=True)
class Pair:
    """Two submissions that are alike."""

    first: int  # their places in ``Similar.works``
    second: int
    tells: float  # how much they share, over all questions
    expected: float  # how many pairs so much alike chance would make in this class
    shared: tuple[Shared, ...]  # by question, what tells most first


@dataclass(frozen=True)
class Similar:
    """What is alike in a class."""

    works: tuple[Work, ...]  # what was compared
    pairs: tuple[Pair, ...]  # the most alike first
    clusters: tuple[tuple[int, ...], ...]  # of three and more that pairs connect
    identical: tuple[tuple[str, ...], ...]  # names of submissions with one and the same notebook
    chance: Chance
    questions: Mapping[str, Question]  # by name; those of words end in ``IN_WORDS``
    beyond: tuple[Pair, ...] = ()  # the pairs that come next, which chance may have made


def find_similar(
    works: Sequence[Work],
    binds: Mapping[str, Collection[str]],
    given: Iterable[str] = (),
    *,
    next_pairs: int = 0,
) -> Similar:
    """Compare all works with each other.

    Args:
        works: what was handed in; one for submissions with the same notebook.
        binds: the names that questions ask for.
        given: code that the release gave.
        next_pairs: how many pairs are returned that chance may have made.
    """
    works = tuple(work for work in works if not work.is_empty)
    questions = _questions(works, binds, given)
    allowed = Allowed([bool(work.earlier) for work in works], [work.people for work in works])
    found = telling(list(questions.values()), allowed)
    mine = sum(not work.earlier for work in works)
    pairs = mine * (mine - 1) // 2 + mine * (len(works) - mine)
    chance = chance_of(list(found.values()), mine, pairs)
    ranked = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    many = sum(chance.expected(tells) <= EXPECTED for _, tells in ranked)
    chosen = [
        Pair(first, second, tells, chance.expected(tells), _shared(questions, first, second))
        for (first, second), tells in ranked[: many + next_pairs]
    ]
    return Similar(
        works,
        tuple(chosen[:many]),
        _clusters(chosen[:many]),
        tuple((work.name, *work.same) for work in works if work.same and not work.earlier),
        chance,
        questions,
        tuple(chosen[many:]),
    )


def _questions(
    works: Sequence[Work], binds: Mapping[str, Collection[str]], given: Iterable[str]
) -> dict[str, Question]:
    code: dict[str, dict[int, Traits]] = defaultdict(dict)
    words: dict[str, dict[int, Traits]] = defaultdict(dict)
    wrong: dict[str, dict[int, str]] = defaultdict(dict)
    read = _read_all({(name, text) for work in works for name, text in work.code.items()}, binds)
    for who, work in enumerate(works):
        for name, text in work.code.items():
            code[name][who] = read[name, text]
        for name, text in work.words.items():
            words[name][who] = traits_of_words(text)
        for name, text in work.wrong.items():
            wrong[name][who] = text
    known = frozenset(trait for text in given for trait in traits_of_code(text).structure)
    found = {
        name: Question(
            name, of, {who: text for who, text in wrong[name].items() if who in of}, known
        )
        for name, of in sorted(code.items())
    }
    for name, of in sorted(words.items()):
        found[name + IN_WORDS] = Question(name + IN_WORDS, of, words=True)
    return found


def _read_all(
    texts: Collection[tuple[str, str]], binds: Mapping[str, Collection[str]]
) -> dict[tuple[str, str], Traits]:
    """Return the traits of code, by its question and text; many are read in several processes."""
    ordered = sorted(texts)
    kept = [tuple(binds.get(name, ())) for name, _ in ordered]
    sources = [text for _, text in ordered]
    if len(ordered) < _MANY:
        return dict(zip(ordered, map(traits_of_code, sources, kept), strict=True))
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        found = pool.map(traits_of_code, sources, kept, chunksize=200)
        return dict(zip(ordered, found, strict=True))


def _shared(questions: Mapping[str, Question], first: int, second: int) -> tuple[Shared, ...]:
    """Return what two works share, by question."""
    found = [
        question.compare(first, second)
        for question in questions.values()
        if question.has(first) and question.has(second)
    ]
    worth = [shared for shared in found if shared.tells >= _WORTH]
    return tuple(sorted(worth, key=lambda shared: -shared.tells))


def _clusters(pairs: Sequence[Pair]) -> tuple[tuple[int, ...], ...]:
    """Return who is connected by pairs, three and more."""
    leader: dict[int, int] = {}

    def first_of(one: int) -> int:
        while leader.setdefault(one, one) != one:
            one = leader[one]
        return one

    for pair in pairs:
        leader[first_of(pair.second)] = first_of(pair.first)
    members: dict[int, list[int]] = defaultdict(list)
    for one in sorted(leader):
        members[first_of(one)].append(one)
    return tuple(sorted(tuple(group) for group in members.values() if len(group) > 2))
