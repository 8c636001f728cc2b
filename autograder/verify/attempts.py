"""What is graded to verify an assignment: answers of which we know what they deserve."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from enum import Enum

import nbformat

from autograder.cell import Cell
from autograder.checks.misconceptions import Declared, Variant, run_declarations
from autograder.checks.reference import reference_names
from autograder.checks.session import change_session
from autograder.declaring import Equivalent
from autograder.errors import CourseError
from autograder.intake.document import read_document
from autograder.release.contents import files_beside
from autograder.release.declarations import read_declarations
from autograder.release.extraction import extract_reference
from autograder.release.master import Master
from autograder.release.views import make_notebook
from autograder.release_format import ACCEPTED, MISCONCEPTIONS
from autograder.verify.mutants import Mutant, mutate, spoil
from autograder.verify.slices import Slicer, with_definition

DRAWS = 20
"""Draws of fresh inputs with which a release's right answers stay right and wrong ones wrong."""


class Kind(Enum):
    """What an attempt is, and so what it deserves."""

    SOLUTION = "solution"  # everything
    BLANK = "blank"  # nothing
    ACCEPTED = "accepted"  # everything
    MISCONCEPTION = "misconception"  # everything but its question, and its own hint
    MUTANT = "mutant"  # not its question


@dataclass(frozen=True)
class Attempt:
    """One notebook to grade."""

    kind: Kind  # what it is
    label: str  # what it does, in a few words
    question: str  # the question that it is about; "" for all
    cells: tuple[Cell, ...]  # the notebook's code
    tested: tuple[str, ...]  # the questions that are tested
    # base seeds of the draws of fresh inputs; all tests run with the first, those of the
    # attempt's own question with the others, too
    seeds: tuple[int, ...] = (0,)
    hint: str = ""  # for a misconception, what the student has to read
    change: str = ""  # for a mutant, the difference from the solution; for a variant, its code
    mutation: str = ""  # for a mutant, the name under which an equivalent is listed
    confined: bool = False  # whether it goes the whole way of a submission, through the sandbox

    def is_about(self, question: str) -> bool:
        """Say whether a question is the attempt's own; all are, of one that is about none."""
        return self.question in ("", question)


@dataclass(frozen=True)
class VerificationPlan:
    """Everything that is graded to verify an assignment."""

    attempts: tuple[Attempt, ...]  # in the order of the report
    equivalents: tuple[Equivalent, ...]  # the mutants that are listed as good
    built_on: dict[str, frozenset[str]]  # for each question, those that are built on its answer
    misconceptions: tuple[Variant, ...]  # all that are declared
    questions: tuple[str, ...]  # those that are looked at, in order
    draws: int  # with how many draws of fresh inputs

    @property
    def everything(self) -> bool:
        """Whether it is what a release has to stand, or more."""
        return self.draws >= DRAWS and len(self.questions) == len(self.built_on)


def read_declared(master: Master, name: str, questions: tuple[str, ...]) -> Declared:
    """Read an assignment's misconceptions or accepted variants; without a file there are none.

    Raises:
        CourseError: it cannot be run, or names a question that there is not.
    """
    declarations = read_declarations(master, name)
    if declarations is None:
        return Declared()
    path, text, places = str(declarations.path), declarations.text, declarations.places
    declared = run_declarations(text, path, reference_names().data, places)
    for variant, _ in declared.variants:
        if variant.question not in questions:
            raise CourseError(
                f"{variant.place}: there is no question {variant.question} with "
                f"tests; there are {', '.join(questions)}"
            )
    return declared


def choose_questions(master: Master, names: Sequence[str]) -> tuple[str, ...]:
    """Return the questions with tests that are named, in their order; all if none is.

    Raises:
        CourseError: there is no such question, or it has no tests.
    """
    tested = [question.name for question in master.questions if question.tests]
    for name in names:
        if name not in tested:
            raise CourseError(
                f"{master.path}: there is no question {name} with tests; "
                f"there are {', '.join(tested) or 'none'}"
            )
    return tuple(name for name in tested if not names or name in names)


def make_plan(master: Master, only: Sequence[str] = (), draws: int = DRAWS) -> VerificationPlan:
    """Collect what has to be graded to verify an assignment, or some questions of it.

    Args:
        only: the questions to look at; all if none is named. Others are not tested at all.
        draws: with how many draws of fresh inputs.

    Raises:
        CourseError: its misconceptions or accepted variants cannot be used, or there is no
            question of a name.
    """
    slicer = Slicer(master)
    questions, chosen = slicer.questions, choose_questions(master, only)
    change_session(reference=extract_reference(master), files=files_beside(master))
    misconceptions = read_declared(master, MISCONCEPTIONS, questions)
    accepted = read_declared(master, ACCEPTED, questions)
    attempts = _whole_notebooks(master, chosen) + _reseeded(slicer, chosen, draws)
    for kind, declared in ((Kind.ACCEPTED, accepted), (Kind.MISCONCEPTION, misconceptions)):
        attempts += [
            _variant(slicer, kind, variant, chosen, draws)
            for variant, _ in declared.variants
            if variant.question in chosen
        ]
    for question in chosen:
        attempts += _mutants(slicer, question)
    attempts = _with_samples(attempts)
    built_on = {question: slicer.users(question, with_tests=False) for question in questions}
    return VerificationPlan(
        tuple(attempts),
        tuple(accepted.equivalents),
        built_on,
        tuple(variant for variant, _ in misconceptions.variants),
        chosen,
        draws,
    )


def _with_samples(attempts: list[Attempt]) -> list[Attempt]:
    """Return the attempts, of which the first of each kind goes the whole way of a submission."""
    seen: set[Kind] = set()
    chosen = []
    for attempt in attempts:
        sample = attempt.kind not in seen
        seen.add(attempt.kind)
        chosen.append(replace(attempt, confined=True) if sample else attempt)
    return chosen


def _whole_notebooks(master: Master, questions: tuple[str, ...]) -> list[Attempt]:
    attempts = []
    for kind, label in (
        (Kind.SOLUTION, "the solution, whole"),
        (Kind.BLANK, "the blank student notebook"),
    ):
        notebook = nbformat.writes(make_notebook(master, student=kind is Kind.BLANK)).encode()
        cells = read_document("whole.ipynb", bytearray(notebook)).cells
        attempts.append(Attempt(kind, label, "", cells, questions))
    return attempts


def _reseeded(slicer: Slicer, questions: tuple[str, ...], draws: int) -> list[Attempt]:
    """Return the solution with other random numbers, in the notebook and in the tests."""
    label = "the solution, other random numbers"
    attempts = []
    for seed in range(1, draws):
        seeding = (
            "import random as _random, numpy as _numpy, torch as _torch\n"
            f"_random.seed({seed}); _numpy.random.seed({seed}); _torch.manual_seed({seed})"
        )
        cells = (Cell(seeding, 0, []), *slicer.cells(questions))
        attempts.append(Attempt(Kind.SOLUTION, label, "", cells, questions, seeds=(seed,)))
    return attempts


def _variant(
    slicer: Slicer, kind: Kind, variant: Variant, questions: tuple[str, ...], draws: int
) -> Attempt:
    """Return a declared variant in the place of the solution that it answers.

    It must not cost other questions anything, so that these are tested, too. What uses none of it
    is not: where it defines a function or class, that runs the solution to the letter. Nor is, for
    a wrong one, what is built on it: that may lose its points or not.
    """
    own = variant.question
    affected = set(questions)
    if variant.name:
        affected &= slicer.users(own, with_tests=True)
    if kind is Kind.MISCONCEPTION:
        affected -= slicer.users(own, with_tests=False)
    tested = tuple(name for name in questions if name == own or name in affected)
    return Attempt(
        kind,
        variant.label,
        variant.question,
        tuple(slicer.cells(tested, _place(slicer, variant))),
        tested,
        seeds=tuple(range(draws)),
        hint=variant.hint,
        change=variant.source,
    )


def _place(slicer: Slicer, variant: Variant) -> dict[str, str]:
    """Return which solution cell a variant replaces.

    Raises:
        CourseError: no solution cell of its question defines its name.
    """
    cells = slicer.answers(variant.question)
    if not variant.name:
        return {cells[-1].source: variant.source}
    for cell in cells:
        if variant.name in cell.defines:
            return {cell.source: with_definition(cell.source, variant.name, variant.source)}
    defined = sorted({name for cell in cells for name in cell.defines})
    raise CourseError(
        f"{variant.place}: it defines {variant.name}, which the solution of {variant.question} "
        f"does not; it defines {', '.join(defined)}"
    )


def _mutants(slicer: Slicer, question: str) -> list[Attempt]:
    """Return the mutants of a question's solution, each tested with its own question only."""
    attempts = []
    for cell in slicer.answers(question):
        if cell.is_run:
            mutants = spoil(cell.source, sorted(cell.defines & slicer.asked_for(question)))
        else:
            mutants = mutate(cell.source)
        attempts += [_mutant(slicer, question, cell.source, mutant) for mutant in mutants]
    return attempts


def _mutant(slicer: Slicer, question: str, source: str, mutant: Mutant) -> Attempt:
    diff = unified_diff(source.splitlines(), mutant.source.splitlines(), "solution", "mutant", n=1)
    return Attempt(
        Kind.MUTANT,
        mutant.operator,
        question,
        tuple(slicer.cells([question], {source: mutant.source})),
        (question,),
        change="\n".join(line.rstrip("\n") for line in diff),
        mutation=mutant.after or f"without {mutant.before}",
    )
