"""Judge what came of the attempts: what falls short, and how much was seen to hold."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from autograder.limits import Limits
from autograder.verify.attempts import Kind, VerificationPlan
from autograder.verify.found import GradedAttempt
from autograder.verify.limit_advice import LimitAdvice, advise

MOST_EQUIVALENT = 0.05
"""The share of mutants that may be listed as equivalent; more would be an excuse."""


@dataclass(frozen=True)
class Counts:
    """How many of a kind did what they should."""

    good: int
    all: int

    def __str__(self) -> str:
        return f"{self.good}/{self.all}"


@dataclass(frozen=True)
class Report:
    """Everything that verification found out about an assignment."""

    master: Path  # the assignment's
    questions: tuple[str, ...]  # those with tests that were looked at
    draws: int  # with how many draws of fresh inputs
    everything: bool  # whether that is what a release has to stand, or more
    left: Counter[tuple[Kind, str]]  # what was not judged, by kind and question: it was stopped
    built_on: dict[str, frozenset[str]]  # for each question, those that are built on its answer
    rows: tuple[GradedAttempt, ...]  # the attempts, judged
    stale: tuple[str, ...]  # what is wrong with the list of equivalent mutants
    seconds: float  # how long it took
    limits: tuple[LimitAdvice, ...] = ()  # how they compare with what right answers take

    @property
    def slug(self) -> str:
        """The assignment's name."""
        return self.master.stem

    @property
    def good(self) -> bool:
        """Whether nothing falls short."""
        return not self.problems

    @property
    def problems(self) -> list[str]:
        """Everything that falls short, one line each."""
        found = [
            f"{row.attempt.kind.value} {row.attempt.question or '(all)'}, {row.attempt.label}: "
            f"{row.problem}"
            for row in self.rows
            if row.problem
        ]
        return found + list(self.stale)

    @property
    def verdict(self) -> str:
        """What came out, in a word or two; more than was looked at is not said."""
        if not self.good:
            return "FALLS SHORT"
        if self.left:
            return "STOPPED, nothing falls short so far"
        return "verified" if self.everything else "nothing falls short in this part"

    @property
    def not_judged(self) -> str:
        """What was not judged as it was stopped, in one line, or ""."""
        if not self.left:
            return ""
        kinds = []
        for kind in Kind:
            counts = {question: n for (k, question), n in self.left.items() if k is kind}
            if counts:
                names = ", ".join(question or "all questions" for question in counts)
                kinds.append(f"{sum(counts.values())} {kind.value} of {names}")
        done, all_of_them = len(self.rows), len(self.rows) + self.left.total()
        return f"stopped: {done} of {all_of_them} are judged; not judged: {'; '.join(kinds)}"

    def of(self, kind: Kind, question: str = "") -> list[GradedAttempt]:
        """Return the rows of a kind, of one question or of all."""
        return [
            row
            for row in self.rows
            if row.attempt.kind is kind and (not question or row.attempt.question == question)
        ]

    def count(self, kind: Kind, question: str = "") -> Counts:
        """Return how many of a kind did what they should."""
        rows = [row for row in self.of(kind, question) if not row.equivalent]
        return Counts(sum(not row.problem for row in rows), len(rows))

    def equivalents(self, question: str = "") -> int:
        """Return how many mutants are listed as equivalent."""
        return sum(bool(row.equivalent) for row in self.of(Kind.MUTANT, question))

    @property
    def figures(self) -> str:
        """All the figures in one line, which is the same whenever the same is verified."""
        mutants = self.count(Kind.MUTANT)
        listed = self.equivalents()
        score = 100 * mutants.good / mutants.all if mutants.all else 100
        part = "" if len(self.questions) == len(self.built_on) else f" {', '.join(self.questions)}"
        return (
            f"{self.slug}{part}: {self.verdict}; "
            f"solution full {self.count(Kind.SOLUTION)}, "
            f"blank zero {self.count(Kind.BLANK)}, "
            f"accepted full {self.count(Kind.ACCEPTED)}, "
            f"misconceptions caught and named {self.count(Kind.MISCONCEPTION)}, "
            f"mutants killed {mutants} ({score:.4g} %), "
            f"equivalent {listed} of {mutants.all + listed}; "
            f"{self.draws} draws; problems {len(self.problems)}"
            + (f"; {self.left.total()} not judged" if self.left else "")
        )

    @property
    def summary(self) -> str:
        """The figures, and how long it took to get them."""
        return f"{self.figures}; {self.seconds:.0f} s"

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "assignment": self.slug,
            "good": self.good,
            "summary": self.summary,
            "problems": self.problems,
            "questions": list(self.questions),
            "draws": self.draws,
            "everything": self.everything and not self.left,
            "not_judged": self.left.total(),
            "built_on": {name: sorted(others) for name, others in self.built_on.items()},
            "seconds": round(self.seconds, 2),
            "limits": [{**asdict(one), "took": round(one.took, 3)} for one in self.limits],
            "counts": {
                **{kind.value: asdict(self.count(kind)) for kind in Kind},
                "equivalent": self.equivalents(),
            },
            "attempts": [
                {
                    "kind": row.attempt.kind.value,
                    "question": row.attempt.question,
                    "label": row.attempt.label,
                    "problem": row.problem,
                    "equivalent": row.equivalent,
                    "scores": {n: [one.score, one.maximum] for n, one in row.found.items()},
                    "full_by_seed": {str(s): full for s, full in row.full.items()},
                    "hints": {n: one.hint for n, one in row.found.items() if one.hint is not None},
                    "message": row.message,
                    "change": row.attempt.change,
                    "seconds": round(row.seconds, 3),
                }
                for row in self.rows
            ],
        }


def judge(
    master: Path,
    plan: VerificationPlan,
    graded: Sequence[GradedAttempt],
    limits: Limits,
    seconds: float,
) -> Report:
    """Judge the attempts that were graded, in any order.

    Args:
        limits: those of the release.
        seconds: how long it took to grade them.
    """
    places = {id(attempt): place for place, attempt in enumerate(plan.attempts)}
    reasons = {(e.question, e.mutation): e.reason for e in plan.equivalents}
    chosen = plan.questions
    mutants = [one for one in plan.attempts if one.kind is Kind.MUTANT]
    generated = {(mutant.question, mutant.mutation) for mutant in mutants}
    rows = []
    for one in sorted(graded, key=lambda one: places[id(one.attempt)]):
        reason = ""
        if one.attempt.kind is Kind.MUTANT:
            key = (one.attempt.question, one.attempt.mutation)
            reason = "" if one.failure else reasons.get(key, "")
        rows.append(replace(one, problem=_problem(one, plan, reason), equivalent=reason))
    stale = [
        f"equivalent(...) lists the mutant {mutation!r} of {question}, which is not generated; "
        "remove it"
        for question, mutation in reasons
        if (question, mutation) not in generated
        and (question in chosen or question not in plan.built_on)
    ]
    excused = sum(bool(row.equivalent) for row in rows)
    whole = len(chosen) == len(plan.built_on)  # a single question may have more than its share
    if whole and excused > MOST_EQUIVALENT * len(mutants):
        stale.append(
            f"{excused} of {len(mutants)} mutants are listed as equivalent, more than "
            f"{MOST_EQUIVALENT:.0%}; tell some of them apart"
        )
    judged = {id(one.attempt) for one in graded}
    left = Counter((a.kind, a.question) for a in plan.attempts if id(a) not in judged)
    return Report(
        master,
        chosen,
        plan.draws,
        plan.everything,
        left,
        plan.built_on,
        tuple(rows),
        tuple(stale),
        seconds,
        advise(limits, rows),
    )


def _problem(graded: GradedAttempt, plan: VerificationPlan, equivalent: str) -> str:
    """Return what falls short, or ""; ``equivalent`` is why a mutant is listed, if it is."""
    if graded.failure:
        return f"could not be graded: {graded.failure}"
    match graded.attempt.kind:
        case Kind.SOLUTION | Kind.ACCEPTED:
            return _not_full(graded)
        case Kind.BLANK:
            points = [name for name, one in graded.found.items() if one.score > 0]
            return f"gets points for {', '.join(points)}" if points else ""
        case Kind.MISCONCEPTION:
            return _not_caught(graded, plan)
    caught = not graded.is_full(graded.attempt.question)
    if equivalent:
        return "is listed as equivalent, but a test catches it" if caught else ""
    return "" if caught else "survives: no test tells it from the solution"


def _not_full(graded: GradedAttempt) -> str:
    if lost := graded.lost:
        return f"loses points in {', '.join(lost)}: {graded.found[lost[0]].message}"
    if graded.flags:
        return f"is flagged for the staff: {graded.flags[0]}"
    seeds = [seed for seed, full in graded.full.items() if not full]
    return f"loses points with seeds {', '.join(map(str, seeds))}" if seeds else ""


def _not_caught(graded: GradedAttempt, plan: VerificationPlan) -> str:
    question, hint = graded.attempt.question, graded.attempt.hint
    if graded.is_full(question):
        return "gets full marks"
    lucky = [seed for seed, full in graded.full.items() if full]
    if lucky:
        return f"gets full marks with seeds {', '.join(map(str, lucky))}"
    lost = sorted(set(graded.lost) - {question} - plan.built_on[question])
    if lost:
        return f"also loses points in {', '.join(lost)}"
    named = graded.found[question].hint
    if named is None:
        return "is not recognised, so its hint is not shown"
    return "" if named == hint else f"is taken for another one: {named!r}"
