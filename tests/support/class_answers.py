"""The answers that a made class is written from: right ones, known mistakes, and others."""

import ast
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from autograder.declaring import Definition, declarator, written
from autograder.release.code_cells import bound_names
from autograder.release.declarations import read_declarations
from autograder.release.master import Master
from autograder.release_format import ACCEPTED, MISCONCEPTIONS
from autograder.verify.mutants import mutate
from autograder.verify.slices import Slicer, with_definition
from tests.validity.answers import read_answers

RIGHT, KNOWN, UNKNOWN, BLANK = "right", "known", "unknown", "blank"


@dataclass(frozen=True)
class Written:
    """An answer to a question."""

    question: str
    kind: str  # RIGHT, KNOWN, UNKNOWN or BLANK
    label: str  # which of that kind
    cells: tuple[str, ...] = ()  # what stands in its cells; none for a blank

    def with_cells(self, cells: Sequence[str]) -> "Written":
        """Return it written in another way."""
        return replace(self, cells=tuple(cells))


@dataclass
class Pool:
    """All answers to one question."""

    right: list[Written] = field(default_factory=list)  # the solution first
    known: list[Written] = field(default_factory=list)  # declared misconceptions
    unknown: list[Written] = field(default_factory=list)  # mistakes that no misconception declares
    is_run: bool = False  # whether the solution is a run, not definitions


def answer_pools(master: Master, draw: random.Random) -> dict[str, Pool]:
    """Return the answers to each question with tests."""
    slicer = Slicer(master)
    pools: dict[str, Pool] = {}
    for question in slicer.questions:
        cells = [cell.source for cell in slicer.answers(question)]
        pools[question] = Pool([Written(question, RIGHT, "solution", tuple(cells))])
        pools[question].is_run = any(cell.is_run for cell in slicer.answers(question))
    for name, kind in ((ACCEPTED, RIGHT), (MISCONCEPTIONS, KNOWN)):
        for variant in _declared(master, name, kind, pools):
            pool = pools[variant.question]
            (pool.right if kind == RIGHT else pool.known).append(variant)
    for answer in read_answers(master.path.stem):
        pool = pools[answer.question]
        kind = RIGHT if answer.kind == "right" else UNKNOWN
        cells = _fitted(answer.cells, len(pool.right[0].cells))
        (pool.right if kind == RIGHT else pool.unknown).append(
            Written(answer.question, kind, answer.label, cells)
        )
    for question, pool in pools.items():
        if not pool.is_run:
            pool.unknown += _mutants(pool.right[0], question, draw)
        known = {_meaning(one) for one in pool.known + pool.right} | {""}
        pool.unknown = [one for one in pool.unknown if _meaning(one) not in known]
        pool.known = [one for one in pool.known if _meaning(one)]
        pool.right = [one for one in pool.right if _meaning(one)]
    return pools


def _fitted(cells: Sequence[str], count: int) -> tuple[str, ...]:
    """Return as many cells as the question has."""
    if len(cells) == count:
        return tuple(cells)
    return ("\n\n".join(cells), *("" for _ in range(count - 1)))


def _meaning(answer: Written) -> str:
    """Return the syntax of an answer; "" where it is no plain Python."""
    try:
        return "\n".join(ast.dump(ast.parse(cell)) for cell in answer.cells)
    except SyntaxError:
        return ""


def _declared(master: Master, name: str, kind: str, pools: dict[str, Pool]) -> list[Written]:
    """Return the declared variants, without running them."""
    declarations = read_declarations(master, name)
    if declarations is None:
        return []
    found = []
    for node in ast.parse(declarations.text).body:
        call = declarator(node)
        if call is None or not isinstance(node, Definition):
            continue
        question = ast.literal_eval(call.args[0])
        options = {one.arg: ast.unparse(one.value) for one in call.keywords}
        is_cell = options.get("cell") == "True"
        code = written(node, declarations.text, cell=is_cell)
        label = (ast.get_docstring(node) or "").partition("\n")[0].rstrip(".")
        solution = pools[question].right[0].cells
        cells = _placed(solution, "" if is_cell else node.name, code)
        if cells:
            found.append(Written(question, kind, label, cells))
    return found


def _placed(solution: Sequence[str], name: str, code: str) -> tuple[str, ...]:
    """Return the solution's cells with a variant in its place."""
    if not name:
        return (*solution[:-1], code)
    for index, cell in enumerate(solution):
        if name in bound_names(*ast.parse(cell).body):
            replaced = with_definition(cell, name, code)
            return (*solution[:index], replaced, *solution[index + 1 :])
    return ()


def _mutants(solution: Written, question: str, draw: random.Random) -> list[Written]:
    """Return some mutants of the solution, one for a line."""
    found = []
    for index, cell in enumerate(solution.cells):
        lines: set[int] = set()
        mutants = mutate(cell)
        draw.shuffle(mutants)
        for mutant in mutants:
            if mutant.line not in lines:
                lines.add(mutant.line)
                cells = (*solution.cells[:index], mutant.source, *solution.cells[index + 1 :])
                label = f"{mutant.operator}: {mutant.after or 'without ' + mutant.before}"
                found.append(Written(question, UNKNOWN, label, cells))
    return found
