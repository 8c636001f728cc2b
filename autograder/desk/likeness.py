"""Which answers to one question are so much alike that one look grades them.

Two answers are alike if they share three quarters of their words, in whatever order, and agree in
all that may turn a meaning round: how often they say no, words such as "yes" and "more", numbers,
formulas, code and pictures. What is alike is only shown together: people look at each of it.
"""

import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

ALIKE = 0.75
"""Words that two answers share, as a part of the words that either has."""
_SAY_NO = """
no not never none nothing nor neither without cannot cant dont doesnt isnt wont didnt
nein nicht nie niemals kein keine keinen keiner keines ohne weder
non pas jamais sans nunca sin nada ninguna ninguno
"""
_TURN_ROUND = """
yes yeah true false correct wrong always sometimes often rarely before after left right up down
more less fewer most least higher lower larger smaller bigger greater better worse
increase increases increased decrease decreases decreased rise rises fall falls
overfit overfits overfitting underfit underfits underfitting
ja richtig falsch immer mehr weniger oui vrai faux plus moins si sí más menos
"""
_NO = frozenset(_SAY_NO.split())
_TURNING = frozenset(_TURN_ROUND.split())
"""Words that turn a meaning round where one stands in place of another."""
_ALONE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Characters of languages that put no blanks between words; each counts as a word."""
_LIST_MARK = re.compile(r"^[ \t]*(?:>[ \t]*)*(?:[-*+•#]+|[0-9]{1,3}[.)])[ \t]+", re.MULTILINE)
_TOKEN = re.compile(
    r"(?P<formula>\$\$[^$]+\$\$|\$[^$\n]+\$)"
    r"|(?P<code>`{1,3}[^`]+`{1,3})"
    r"|(?P<number>(?<!\w)[-+\u2212]?[0-9]+(?:[.,][0-9]+)*(?:e[-+]?[0-9]+)?)"
    rf"|(?P<word>[{_ALONE}]|[^\W{_ALONE}]+(?:'[^\W{_ALONE}]+)*)"
    r"|(?P<sign>[<>=≠≤≥≈])"
)


_Word = tuple[str, int]
"""A word, and how many times it stood there before."""


class Text(NamedTuple):
    """An answer to be compared."""

    code: str  # names it; see ``code_of``
    text: str  # what was written
    pictures: tuple[str, ...] = ()  # digests of its pictures
    is_code: bool = False  # whether it is a program, in which order and signs count


@dataclass(frozen=True)
class _Features:
    """What is compared of an answer: its words, a repeated one once for each time."""

    words: frozenset[_Word]
    turning: tuple[object, ...]  # what has to be equal


def groups(texts: Sequence[Text], apart: Collection[str] = ()) -> list[tuple[str, ...]]:
    """Return the codes of answers in groups of which all are like the first one.

    An answer joins the group whose first is most like it. Groups are in the order of the codes of
    their first ones, and so is each group: the same answers make the same groups, whatever their
    order. Chains do not grow, as nothing is compared with what has joined.

    Args:
        apart: codes of answers that people have taken out of their groups.
    """
    near: dict[tuple[object, ...], _Firsts] = {}
    found: dict[str, list[str]] = {}
    for text in sorted(texts):
        if text.code in apart:
            found[text.code] = [text.code]
            continue
        features = _features(text)
        firsts = near.setdefault(features.turning, _Firsts())
        first = firsts.most_like(features.words)
        if first is None:
            firsts.add(text.code, features.words)
            found[text.code] = [text.code]
        else:
            found[first].append(text.code)
    return [tuple(group) for group in found.values()]


class _Firsts:
    """The first ones of groups that agree in what may turn a meaning round. State: all of these."""

    def __init__(self) -> None:
        self._codes: list[str] = []
        self._sizes = array("i")
        self._places: defaultdict[_Word, array[int]] = defaultdict(lambda: array("i"))

    def add(self, code: str, words: frozenset[_Word]) -> None:
        """Take in the first one of a new group."""
        for word in words:
            self._places[word].append(len(self._codes))
        self._codes.append(code)
        self._sizes.append(len(words))

    def most_like(self, words: frozenset[_Word]) -> str | None:
        """Return the code of the one that an answer is most like, or None if it is like none."""
        places = [np.array(self._places[word]) for word in words if word in self._places]
        if not places:
            return None
        common = np.bincount(np.concatenate(places), minlength=len(self._codes))
        shares = common / (np.array(self._sizes) + len(words) - common)
        best = int(np.argmax(shares))
        return self._codes[best] if shares[best] >= ALIKE else None


def different_words(first: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that only the first of two texts has, and those that only the other has."""
    here, there = (Counter(word for _, word in _tokens(text)) for text in (first, other))
    return tuple((here - there).elements()), tuple((there - here).elements())


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the spelling of all that counts in a text, small and without marks."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    for match in _TOKEN.finditer(_LIST_MARK.sub("", plain)):
        kind = str(match.lastgroup)
        yield kind, match[0].strip("_") if kind == "word" else "".join(match[0].split())


def _features(text: Text) -> _Features:
    if text.is_code:
        lines = (line.rstrip().expandtabs(4) for line in text.text.splitlines())
        shown = tuple(line for line in lines if line and not line.lstrip().startswith("#"))
        return _Features(frozenset({("\n".join(shown), 0)}), (shown, text.pictures))
    words: list[str] = []
    turning: list[str] = []
    refusals = 0
    for kind, word in _tokens(text.text):
        if kind != "word":
            turning.append(word)
        elif word in _NO or word.endswith("n't"):
            refusals += 1
        elif word in _TURNING:
            turning.append(word)
        words.append(word)
    seen: Counter[str] = Counter()
    counted = []
    for word in words:
        counted.append((word, seen[word]))
        seen[word] += 1
    if not words:  # a picture alone, or nothing that can be compared
        return _Features(frozenset({(text.code, 0)}), (text.code,))
    return _Features(frozenset(counted), (refusals, tuple(sorted(turning)), text.pictures))
