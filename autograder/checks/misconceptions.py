"""Wrong solutions that students write, and unusual ones that are right: how they are declared.

An assignment's ``misconceptions.py`` and ``accepted.py`` hold one definition after another, each
under a decorator. They are run in a copy of the reference solution's names, so that a definition
may use whatever the notebook defines before it.
"""

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, TypeVar

from autograder.checks.reference import ReferenceNames
from autograder.checks.session import current, session_with
from autograder.errors import CourseError

_Definition = TypeVar("_Definition", bound=Callable[..., Any])


@dataclass(frozen=True)
class Variant:
    """One declared solution, wrong or right."""

    question: str  # the question that it answers
    label: str  # what it does, in a few words: the first line of its docstring
    line: int  # where it stands in its file, counted from 1
    source: str  # the code as a student would write it into the notebook
    name: str  # the graded name that it defines, or "" for a cell
    hint: str = ""  # for a wrong one, what the student reads; else ""
    # for a wrong one, the name of the check's failure by which it is recognised; "" for one that
    # is recognised by how it behaves
    finding: str = ""


@dataclass(frozen=True)
class Equivalent:
    """A mutant that no test can tell from the solution."""

    question: str  # the question whose solution is mutated
    mutation: str  # the mutated line, without the white space around it
    reason: str  # why it is as good as the solution, so that a reader can check it


@dataclass(frozen=True)
class _Declaration:
    """What a decorator was told, and what it decorates."""

    question: str
    hint: str
    finding: str
    cell: bool
    definition: Any


@dataclass
class Declared:
    """What one file declares, in its order."""

    # each with the object that it defines
    variants: list[tuple[Variant, Any]] = field(default_factory=list)
    # the mutants that are declared to be as good as the solution
    equivalents: list[Equivalent] = field(default_factory=list)


def misconception(
    question: str, hint: str, *, finding: str = "", cell: bool = False
) -> Callable[[_Definition], _Definition]:
    """Declare the function or class below as a wrong solution.

    Its docstring's first line says what is wrong with it.

    Args:
        question: the question that it must lose.
        hint: what a student reads who made this mistake: a question or a nudge, not the solution.
        finding: the name of the check's failure by which it is recognised. Leave it out where the
            mistake shows in what the code returns: then it is recognised by behaving the same on
            the tests' inputs.
        cell: whether the body of the function below is a whole notebook cell (a training loop, for
            instance) rather than the definition of a graded name. Give a ``finding``, then.
    """

    def declare(definition: _Definition) -> _Definition:
        _declare(_Declaration(question, hint, finding, cell, definition))
        return definition

    return declare


def accepted(question: str, *, cell: bool = False) -> Callable[[_Definition], _Definition]:
    """Declare the function or class below as an unusual solution that is right.

    Its docstring's first line says what is unusual about it.

    Args:
        question: the question that it must get full marks for.
        cell: whether the body of the function below is a whole notebook cell.
    """
    return misconception(question, "", cell=cell)


def equivalent(question: str, mutation: str, reason: str) -> None:
    """Declare that a mutant of the solution is as right as the solution.

    Args:
        mutation: the mutated line, as ``autograder verify`` shows it.
        reason: why no test can tell it from the solution.
    """
    _declare(Equivalent(question, mutation.strip(), reason))


def _declare(what: _Declaration | Equivalent) -> None:
    """Hand a declaration to whoever runs the file; who only imports it wants none."""
    declarations = current().declarations
    if declarations is not None:
        declarations.append(what)


def run_declarations(source: str, path: str, names: dict[str, Any]) -> Declared:
    """Run a file of declarations among a solution's names.

    Args:
        path: what to call the file in messages.
        names: the reference solution's names; what the file defines is added to them.

    Raises:
        CourseError: the file cannot be run, or a declaration lacks something.
    """
    found: list[_Declaration | Equivalent] = []
    try:
        code, nodes = _compiled(source, path)
        with session_with(declarations=found):
            exec(code, names)
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        if isinstance(error, NameError) and error.name:
            why += f"; {ReferenceNames(names).why_missing(error.name)}"
        raise CourseError(f"{path} cannot be run: {why}") from None
    declarations = [one for one in found if isinstance(one, _Declaration)]
    if len(nodes) != len(declarations):
        raise CourseError(
            f"{path}: declare functions and classes at the top of the file, one decorator each"
        )
    variants = [
        (_variant(declared, node, source, path), declared.definition)
        for declared, node in zip(declarations, nodes, strict=True)
    ]
    return Declared(variants, [one for one in found if isinstance(one, Equivalent)])


@functools.lru_cache(maxsize=2)
def _compiled(source: str, path: str) -> tuple[CodeType, list[ast.stmt]]:
    """Return the code of a file of declarations, and the nodes of what it declares."""
    nodes = [node for node in ast.parse(source).body if _is_declared(node)]
    return compile(source, path, "exec"), nodes


def _is_declared(node: ast.stmt) -> bool:
    """Say whether a statement is a definition under one of the decorators above."""
    return isinstance(node, ast.FunctionDef | ast.ClassDef) and any(
        isinstance(d, ast.Call)
        and isinstance(d.func, ast.Name)
        and d.func.id in (misconception.__name__, accepted.__name__)
        for d in node.decorator_list
    )


def _variant(declared: _Declaration, node: ast.stmt, source: str, path: str) -> Variant:
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    label = (inspect.getdoc(declared.definition) or "").partition("\n")[0].rstrip(".")
    if ast.get_docstring(node) is None or not label:
        raise CourseError(
            f"{path}, line {node.lineno}: {node.name} has no docstring; say in one line what it is"
        )
    if declared.cell and declared.hint and not declared.finding:
        raise CourseError(
            f"{path}, line {node.lineno}: a cell is not recognised by its values; say which "
            "finding of a check it leads to, as `finding=...`"
        )
    lines = source.splitlines()
    docstring = node.body[0]
    documented = range(docstring.lineno - 1, docstring.end_lineno or docstring.lineno)
    begin = documented.stop if declared.cell else node.lineno - 1
    kept = [lines[i] for i in range(begin, node.end_lineno or begin) if i not in documented]
    code = textwrap.dedent("\n".join(kept)).strip("\n")
    name = "" if declared.cell else node.name
    question, hint, finding = declared.question, declared.hint, declared.finding
    return Variant(question, label, node.lineno, code, name, hint, finding)
