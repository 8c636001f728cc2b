"""From what answers did to where tests are too weak or too strict."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.insight.audit.conversations import PROBE, WAY, Conversation, Said
from autograder.insight.audit.drafts import accepted_of, called, hidden_test, misconception_of
from autograder.insight.audit.found import Strict, Weak
from autograder.insight.audit.in_class import Otherwise, Place, Reply
from autograder.insight.audit.plan import Plan
from autograder.insight.groups import unknown_answers
from autograder.release.declared_edits import Bases
from autograder.results.outcome import SCORED, Row, Verdict

_WORDS = {
    "raises": "it raises an exception",
    "result": "what it returns",
    "shape": "the shape of what it returns",
    "arguments": "its arguments after the call",
    "globals": "the notebook's variables after the call",
    "again": "a second call with the same arguments",
    "gradients": "the gradients through it",
    "parameters": "the shapes of its parameters",
    "starts": "what parameters begin with",
    "alike": "whether two new objects have the same parameters",
    "training": "the mode that it begins in",
    "kind": "the kind of what it returns",
}
_ORDER = list(_WORDS)
_PLAIN = _ORDER.index("globals")
"""Up to this one, parts show a difference equally well."""
_TEXT = 2_000
"""Characters that are kept of a message."""


@dataclass(frozen=True)
class Candidate:
    """An answer that is asked."""

    row: Row
    question: str
    full: bool  # whether all tests of the question hold
    verdicts: tuple[Verdict, ...]  # of tests that failed


def asks(plan: Plan, question: str) -> bool:
    """Say whether answers to a question are asked for anything."""
    return bool(plan.asked.get(question) or plan.conversations.get(question))


def candidates(rows: Iterable[Row], plan: Plan) -> list[Candidate]:
    """Return the answers that tell of tests: those with full marks, and unnamed wrong ones.

    Points are those of tests, whatever people have decided.
    """
    rows = list(rows)
    by_name = {row.name: row for row in rows}
    found = [
        Candidate(row, one.name, True, ())
        for row in rows
        if row.outcome.status in SCORED
        for one in row.outcome.questions
        if one.verdicts and one.passed and asks(plan, one.name)
    ]
    return found + [
        Candidate(by_name[wrong.name], wrong.question, False, wrong.verdicts)
        for wrong in unknown_answers(rows)
        if asks(plan, wrong.question)
    ]


@dataclass(frozen=True)
class Judge:
    """What came of asking the answers of a class. ``example`` returns the example of one."""

    plan: Plan
    binds: Mapping[str, Sequence[str]]
    bases: Bases | None  # the solutions; None where there is no course
    example: Callable[[Candidate], str]
    looked_at: Collection[Place]  # what of the probes' answers tests look at

    def weak(self, answers: Sequence[tuple[Candidate, Reply]]) -> list[Weak]:
        """Return where answers with full marks do something else, what most do first."""
        groups: dict[object, list[tuple[Candidate, list[Otherwise]]]] = defaultdict(list)
        told: dict[object, list[tuple[Candidate, Said]]] = defaultdict(list)
        for candidate, asked in answers:
            question = candidate.question
            if not candidate.full:
                continue
            if parts := asked.otherwise.get(question, []):
                shown = self._smallest(question, parts)
                groups[question, shown.asked, shown.path, shown.got].append((candidate, parts))
            elif said := [s for s in asked.said.get(question, []) if self._counts(question, s)]:
                told[question, said[0].test, said[0].path, said[0].got].append((candidate, said[0]))
        found = [self._weak(members) for members in groups.values()]
        found += [self._told(members) for members in told.values()]
        return sorted(found, key=lambda one: (-one.count, one.question, one.call))

    def _counts(self, question: str, said: Said) -> bool:
        """Say whether what was said to a test is asked for: it called for it, or looks at it."""
        if said.path == WAY:
            return False
        known = self._conversation(question, said.test)
        place = question, said.test, said.step, said.path
        return known.asked[said.step] != PROBE or place in self.looked_at

    def _conversation(self, question: str, test: int) -> Conversation:
        return next(one for one in self.plan.conversations[question] if one.test == test)

    def _told(self, members: Sequence[tuple[Candidate, Said]]) -> Weak:
        candidate, said = members[0]
        question = candidate.question
        names = self.binds.get(question, ())
        code = self._shortest([one for one, _ in members])
        known = self._conversation(question, said.test)
        return Weak(
            question,
            len(members),
            ", ".join(names),
            f"“{known.title}”, with another draw",
            "",
            f"what the test is told{f' ({said.path[-1]})' if said.path else ''}",
            said.expected,
            said.got,
            code,
            "",
            misconception_of(question, code, names, self.bases),
        )

    def _smallest(self, question: str, parts: Sequence[Otherwise]) -> Otherwise:
        """Return the part that shows a difference best: of the smallest call, the plainest."""

        def rank(one: Otherwise) -> tuple[object, ...]:
            call = self.plan.asked[question][one.asked].call
            place = _ORDER.index(one.path[0])
            return max(0, place - _PLAIN), bool(call.how), call.size, place, one.asked

        return min(parts, key=rank)

    def _weak(self, members: Sequence[tuple[Candidate, Sequence[Otherwise]]]) -> Weak:
        candidate, parts = members[0]
        question = candidate.question
        shown = self._smallest(question, parts)
        code = self._shortest([one for one, _ in members])
        call = self.plan.asked[question][shown.asked].call
        return Weak(
            question,
            len(members),
            call.name,
            called(call),
            call.how,
            _WORDS[shown.path[0]],
            shown.expected,
            shown.got,
            code,
            hidden_test(call, shown.path[0]),
            misconception_of(question, code, (call.name,), self.bases),
        )

    def strict(self, answers: Sequence[tuple[Candidate, Reply]]) -> list[Strict]:
        """Return where answers without full marks did the same everywhere."""
        groups: dict[object, list[Candidate]] = defaultdict(list)
        for candidate, asked in answers:
            question = candidate.question
            otherwise = asked.otherwise.get(question) != [] or asked.said.get(question)
            if not (candidate.full or otherwise or question in asked.changed):
                failed = tuple(one.name for one in candidate.verdicts)
                groups[question, failed].append(candidate)
        found = []
        for several in groups.values():
            first = several[0]
            code = self._shortest(several)
            found.append(
                Strict(
                    first.question,
                    len(several),
                    tuple(one.name for one in first.verdicts),
                    first.verdicts[0].message[:_TEXT],
                    any(one.hidden for one in first.verdicts),
                    len(self.plan.asked.get(first.question, ())),
                    len(self.plan.conversations.get(first.question, ())),
                    code,
                    accepted_of(first.question, code, self.binds.get(first.question, ())),
                )
            )
        return sorted(found, key=lambda one: (-one.count, one.question))

    def _shortest(self, members: Sequence[Candidate]) -> str:
        examples = (self.example(one) for one in members[:40])
        return min(filter(None, examples), key=lambda text: (len(text), text), default="")
