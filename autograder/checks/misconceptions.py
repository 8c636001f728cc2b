"""Wrong solutions that students write, and unusual ones that are right: as they are run.

What declares them, see ``autograder.declaring``, is run in a copy of the reference solution's
names, so that a definition may use whatever the notebook defines before it.
"""

import ast
import functools
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from autograder.checks.reference import ReferenceNames
from autograder.declaring import (
    Declaration,
    Definition,
    Equivalent,
    declarator,
    taking_declarations,
    written,
)
from autograder.errors import CourseError

MOST_RUNGS = 3
"""Hints that a misconception may have."""


@dataclass(frozen=True)
class Variant:
    """One declared solution, wrong or right."""

    question: str  # the question that it answers
    label: str  # what it does, in a few words: the first line of its docstring
    place: str  # where it stands: the file and the line
    source: str  # the code as a student would write it into the notebook
    name: str  # the graded name that it defines, or "" for a cell
    hint: str = ""  # for a wrong one, what the student reads; else ""
    # for a wrong one, the name of the check's failure by which it is recognised; "" for one that
    # is recognised by how it behaves
    finding: str = ""
    # for a wrong one, what those read who make it again, and then again
    further_hints: tuple[str, ...] = ()


@dataclass
class Declared:
    """What one file declares, in its order."""

    # each with the object that it defines
    variants: list[tuple[Variant, Any]] = field(default_factory=list)
    # the mutants that are declared to be as good as the solution
    equivalents: list[Equivalent] = field(default_factory=list)


def run_declarations(
    source: str, path: str, names: dict[str, Any], places: Sequence[tuple[str, int]] = ()
) -> Declared:
    """Run declarations among a solution's names.

    Args:
        source: their text, with edits written out.
        path: what to call their file in messages.
        names: the reference solution's names; what is declared is added to them.
        places: for each line of the source, the file and line that it is from, if that is another.

    Raises:
        CourseError: they cannot be run, or a declaration lacks something.
    """
    try:
        code, nodes = _compiled(source, path)
        with taking_declarations() as found:
            exec(code, names)
    except Exception as error:
        raise CourseError(_why_not_run(error, path, names, places)) from None
    declarations = [one for one in found if isinstance(one, Declaration)]
    if len(nodes) != len(declarations):
        raise CourseError(
            f"{path}: declare functions and classes at the top of the file, one decorator each"
        )
    variants = []
    for declared, node in zip(declarations, nodes, strict=True):
        file, line = places[node.lineno - 1] if places else (path, node.lineno)
        variant = _variant(declared, node, source, f"{file}, line {line}")
        variants.append((variant, declared.definition))
    return Declared(variants, [one for one in found if isinstance(one, Equivalent)])


def _why_not_run(
    error: Exception, path: str, names: dict[str, Any], places: Sequence[tuple[str, int]]
) -> str:
    """Return what went wrong when declarations were run, with the file that it is in."""
    why = f"{type(error).__name__}: {error}"
    if isinstance(error, NameError) and error.name:
        why += f"; {ReferenceNames(names).why_missing(error.name)}"
    if isinstance(error, SyntaxError):
        line = error.lineno
        why = f"{type(error).__name__}: {error.msg}"
    else:
        frames = traceback.extract_tb(error.__traceback__)
        line = next((frame.lineno for frame in frames if frame.filename == path), None)
    file, line = places[line - 1] if places and line else (path, line)
    return f"{file} cannot be run: {why}" + (f" (line {line})" if line else "")


@functools.lru_cache(maxsize=2)
def _compiled(source: str, path: str) -> tuple[CodeType, list[Definition]]:
    """Return the code of a file of declarations, and the nodes of what it declares."""
    nodes = [node for node in ast.parse(source).body if isinstance(node, Definition)]
    return compile(source, path, "exec"), [node for node in nodes if declarator(node)]


def _variant(declared: Declaration, node: Definition, source: str, place: str) -> Variant:
    label = (ast.get_docstring(node) or "").partition("\n")[0].rstrip(".")
    if not label:
        raise CourseError(f"{place}: {node.name} has no docstring; say in one line what it is")
    hints = declared.hints
    if not 1 <= len(hints) <= MOST_RUNGS or (len(hints) > 1 and not all(map(_is_text, hints))):
        raise CourseError(
            f"{place}: give one hint, or up to {MOST_RUNGS} in rungs, each of them a text"
        )
    if declared.cell and hints[0] and not declared.finding:
        raise CourseError(
            f"{place}: a cell is not recognised by its values; say which "
            "finding of a check it leads to, as `finding=...`"
        )
    code = written(node, source, cell=declared.cell)
    name = "" if declared.cell else node.name
    question, finding = declared.question, declared.finding
    return Variant(question, label, place, code, name, hints[0], finding, hints[1:])


def _is_text(hint: object) -> bool:
    return isinstance(hint, str) and bool(hint.strip())
