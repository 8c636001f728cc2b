"""What is graded to verify an assignment: answers of which we know what they deserve."""

from dataclasses import dataclass
from difflib import unified_diff
from enum import Enum
from pathlib import Path

import nbformat

from autograder.cell import Cell
from autograder.checks.misconceptions import Declared, Variant, run_declarations
from autograder.checks.reference import reference_names
from autograder.checks.session import change_session
from autograder.errors import CourseError
from autograder.intake.document import read_document
from autograder.release.extraction import extract_reference
from autograder.release.master import Master
from autograder.release.views import make_notebook
from autograder.release_format import ACCEPTED, MISCONCEPTIONS
from autograder.verify.mutants import Mutant, mutate, spoil
from autograder.verify.slices import Slicer, with_definition

SEEDS = 20
"""Draws of fresh inputs with which right answers have to stay right and wrong ones wrong."""


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


@dataclass(frozen=True)
class VerificationPlan:
    """Everything that is graded to verify an assignment."""

    attempts: tuple[Attempt, ...]  # in the order of the report
    accepted: Declared  # what ``accepted.py`` declares, for its list of equivalent mutants
    built_on: dict[str, frozenset[str]]  # for each question, those that are built on its answer


def read_declared(folder: Path, name: str, questions: tuple[str, ...]) -> Declared:
    """Read an assignment's misconceptions or accepted variants; a file that is not there is empty.

    Raises:
        CourseError: it cannot be run, or names a question that there is not.
    """
    path = folder / name
    if not path.is_file():
        return Declared()
    declared = run_declarations(path.read_text(encoding="utf-8"), str(path), reference_names().data)
    for variant, _ in declared.variants:
        if variant.question not in questions:
            raise CourseError(
                f"{path}, line {variant.line}: there is no question {variant.question} with "
                f"tests; there are {', '.join(questions)}"
            )
    return declared


def make_plan(master: Master) -> VerificationPlan:
    """Collect what has to be graded to verify an assignment.

    Raises:
        CourseError: its misconceptions or accepted variants cannot be used.
    """
    slicer = Slicer(master)
    questions = slicer.questions
    change_session(reference=extract_reference(master))
    folder = master.path.parent
    misconceptions = read_declared(folder, MISCONCEPTIONS, questions)
    accepted = read_declared(folder, ACCEPTED, questions)
    attempts = _whole_notebooks(master, questions) + _reseeded(slicer)
    attempts += [_variant(slicer, Kind.ACCEPTED, variant) for variant, _ in accepted.variants]
    attempts += [_variant(slicer, Kind.MISCONCEPTION, v) for v, _ in misconceptions.variants]
    for question in questions:
        attempts += _mutants(slicer, question)
    built_on = {question: slicer.users(question, with_tests=False) for question in questions}
    return VerificationPlan(tuple(attempts), accepted, built_on)


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


def _reseeded(slicer: Slicer) -> list[Attempt]:
    """Return the solution with other random numbers, in the notebook and in the tests."""
    label, questions = "the solution, other random numbers", slicer.questions
    attempts = []
    for seed in range(1, SEEDS):
        seeding = (
            "import random as _random, numpy as _numpy, torch as _torch\n"
            f"_random.seed({seed}); _numpy.random.seed({seed}); _torch.manual_seed({seed})"
        )
        cells = (Cell(seeding, 0, []), *slicer.cells(questions))
        attempts.append(Attempt(Kind.SOLUTION, label, "", cells, questions, seeds=(seed,)))
    return attempts


def _variant(slicer: Slicer, kind: Kind, variant: Variant) -> Attempt:
    """Return a declared variant in the place of the solution that it answers.

    It is tested with all questions, as it must not cost others anything. Only where it defines a
    function or class that nothing else uses, its own question is enough: whatever the others run
    is then the solution, to the letter.
    """
    alone = variant.name and not slicer.users(variant.question, with_tests=True)
    tested = (variant.question,) if alone else slicer.questions
    return Attempt(
        kind,
        variant.label,
        variant.question,
        tuple(slicer.cells(tested, _place(slicer, variant))),
        tested,
        seeds=tuple(range(SEEDS)),
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
        f"{variant.label!r} defines {variant.name}, which the solution of {variant.question} "
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
