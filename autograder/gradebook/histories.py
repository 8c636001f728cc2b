"""What a class handed in one after another: of its own folder, or of an export that was read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress

import msgspec

from autograder.gradebook.decisions import GivenHint
from autograder.results.attempts import Attempt, Histories, ReadHint, Tried
from autograder.results.journal import Journal
from autograder.results.outcome import SCORED, Recognised, Row

_EXPORTED, _RUNGS = "histories", "rungs"
"""What the journal keeps them by."""
_CLOSE = 1e-6
"""Points are rounded to five digits: smaller differences are none."""


class _Verdict(msgspec.Struct, frozen=True):
    """What is read of the result of a test."""

    passed: bool


class _Question(msgspec.Struct, frozen=True):
    """What is read of the result of a question."""

    name: str
    score: float
    max_score: float
    verdicts: tuple[_Verdict, ...] = ()
    misconception: Recognised | None = None

    @property
    def full(self) -> bool:
        """Whether all tests hold."""
        tests = bool(self.verdicts) and all(one.passed for one in self.verdicts)
        return tests or 0 < self.max_score <= self.score + _CLOSE


class _Result(msgspec.Struct, frozen=True):
    """What is read of a result, which is much less than all of it."""

    status: str
    questions: tuple[_Question, ...] = ()


def keep_exported(journal: Journal, histories: Histories) -> None:
    """Keep what was read of an export; it stands in place of what the folder knows by itself."""
    journal.keep_call({_EXPORTED: msgspec.msgpack.encode(histories)})


def keep_rungs(journal: Journal, rows: Iterable[Row]) -> None:
    """Keep which hints students have been shown, where that is not the first."""
    before = _rungs(journal)
    now = {name: dict(shown) for name, shown in before.items()}
    for row in rows:
        found = (one.misconception for one in row.outcome.questions)
        highest = max((one.rung for one in found if one), default=1)
        if highest > 1:
            now.setdefault(row.name, {})[row.content] = highest
        elif row.name in now:
            now[row.name].pop(row.content, None)
    _keep_rungs(journal, before, now)


def rename_rungs(journal: Journal, names: Iterable[tuple[str, str]]) -> None:
    """Keep what was shown under one name as shown earlier under another."""
    before = _rungs(journal)
    now = {name: dict(shown) for name, shown in before.items()}
    for old, new in names:
        if shown := now.pop(old, None):
            now[new] = shown | now.get(new, {})
    _keep_rungs(journal, before, now)


_Rungs = dict[str, dict[str, int]]
"""By submission and by what was handed in."""


def _rungs(journal: Journal) -> _Rungs:
    kept = journal.kept(_RUNGS)
    return msgspec.msgpack.decode(kept, type=_Rungs) if kept else {}


def _keep_rungs(journal: Journal, before: _Rungs, now: _Rungs) -> None:
    if now != before:
        journal.keep_call({_RUNGS: msgspec.msgpack.encode(now)})


def read_histories(journal: Journal) -> Histories:
    """Return the attempts of a class: those of an export that was read, or else the folder's.

    Of the folder's, results stand as tests left them, with hints that people have given. Notebooks
    that could not be graded tell nothing, and are left out. Times are not known.
    """
    if kept := journal.kept(_EXPORTED):
        with suppress(msgspec.MsgspecError):  # another version of this package read it
            return msgspec.msgpack.decode(kept, type=Histories)
    return _Folder(journal).histories()


class _Folder:
    """The results of a class's folder. State: what was read, and the hints in it."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._rungs = _rungs(journal)
        self._given = _given_hints(journal)
        self._hints: dict[tuple[str, str, int], ReadHint] = {}

    def histories(self) -> Histories:
        """Return the attempts of everybody."""
        journal = self._journal
        members = journal.members()
        earlier = journal.all_contents()
        # what was handed in last is the last, also where it was handed in before
        contents = {
            name: [*(one for one in earlier.get(name, ()) if one != last.content), last.content]
            for name, last in members.items()
        }
        results = self._results({one for each in contents.values() for one in each})
        students = (
            tuple(self._attempts(name, each, members[name].release, results))
            for name, each in contents.items()
        )
        made = tuple(attempts for attempts in students if attempts)
        return Histories(made, tuple(self._hints.values()))

    def _results(self, wanted: set[str]) -> dict[str, dict[str, _Result]]:
        """Return the results of contents, by content and by the release that gave them."""
        found: dict[str, dict[str, _Result]] = defaultdict(dict)
        decoder = msgspec.json.Decoder(_Result)
        for content, release, outcome in self._journal.results():
            if content in wanted:
                found[content][release] = decoder.decode(outcome)
        return found

    def _attempts(
        self, name: str, contents: list[str], release: str, results: dict[str, dict[str, _Result]]
    ) -> list[Attempt]:
        """Return what somebody handed in, in order."""
        made: list[Attempt] = []
        # from the last on: of several results, that is taken which the following one agrees with
        wanted = [self._journal.release, release]
        for content in reversed(contents):
            given = results.get(content)
            if not given:
                continue
            by = next((one for one in wanted if one in given), min(given))
            wanted = [by]
            if given[by].status in SCORED:
                questions = dict(self._tried(name, content, given[by]))
                if questions:
                    made.append(Attempt(questions))
        return made[::-1]

    def _tried(self, name: str, content: str, result: _Result) -> Iterator[tuple[str, Tried]]:
        for one in result.questions:
            found = one.misconception
            if found:
                found = found.at_rung(self._rungs.get(name, {}).get(content, 1))
            elif hint := self._given.get((one.name, content)):
                found = Recognised(hint.label, hint.text)
            if one.full or not found:
                yield one.name, Tried(one.score, one.full)
                continue
            key = (one.name, found.label, found.rung)
            self._hints.setdefault(key, ReadHint(*key, found.hint))
            yield one.name, Tried(one.score, False, found.label, found.rung)


def _given_hints(journal: Journal) -> dict[tuple[str, str], GivenHint]:
    """Return the hints that people gave, by question and by what was handed in."""
    found: dict[tuple[str, str], GivenHint] = {}
    for event in journal.events.since(0, ("hint",)):
        question = event.key[1]
        if event.before and (event.after is None or event.undoes is not None):  # taken back
            found.pop((question, _hint(event.before).content), None)
        if event.after:
            hint = _hint(event.after)
            found[question, hint.content] = hint
    return found


def _hint(text: str) -> GivenHint:
    return msgspec.json.decode(text, type=GivenHint)
