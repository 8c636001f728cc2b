"""Wrong solutions that students write, and unusual ones that are right: how they are declared.

An assignment's ``misconceptions.py`` and ``accepted.py`` hold one definition after another, each
under a decorator. They are run in a copy of the reference solution's names, so that a definition
may use whatever the notebook defines before it. What is the solution but for a change or two is
declared as its edits, which ``autograder.release.declarations`` writes out before.
"""

import ast
import functools
import textwrap
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, TypeVar

from autograder.checks.reference import ReferenceNames
from autograder.checks.session import current, session_with
from autograder.errors import CourseError

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])
Definition = ast.FunctionDef | ast.ClassDef
"""What can be declared."""
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
    hints: tuple[str, ...]
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
    question: str,
    hint: str | Sequence[str],
    *,
    finding: str = "",
    cell: bool = False,
    base: str = "",
) -> Callable[[_Decorated], _Decorated]:
    """Declare the function or class below as a wrong solution.

    Its docstring's first line says what is wrong with it. Below that stands its code, or what
    ``edit`` changes in the solution's.

    Args:
        question: the question that it must lose.
        hint: what a student reads who made this mistake: a question or a nudge, not the solution.
            Or up to three of them, in rungs, for the first time, the second, and from then on:
            where to look, the idea, an example on other numbers.
        finding: the name of the check's failure by which it is recognised. Leave it out where the
            mistake shows in what the code returns: then it is recognised by behaving the same on
            the tests' inputs.
        cell: whether the body of the function below is a whole notebook cell (a training loop, for
            instance) rather than the definition of a graded name. Give a ``finding``, then.
        base: whose code the edits change: the docstring's first line of an accepted variant of
            the same question, or of one above. It is the solution's where this is left out.
    """

    def declare(definition: _Decorated) -> _Decorated:
        hints = (hint,) if isinstance(hint, str) else tuple(hint)
        _declare(_Declaration(question, hints, finding, cell, definition))
        return definition

    return declare


def accepted(
    question: str, *, cell: bool = False, base: str = ""
) -> Callable[[_Decorated], _Decorated]:
    """Declare the function or class below as an unusual solution that is right.

    Its docstring's first line says what is unusual about it.

    Args:
        question: the question that it must get full marks for.
        cell: whether the body of the function below is a whole notebook cell.
        base: whose code its edits change: the docstring's first line of a variant above.
    """
    return misconception(question, "", cell=cell, base=base)


DECLARATORS: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (misconception, accepted)
}
"""The decorators above by their names."""


def edit(old: str, new: str, *, times: int = 1) -> None:
    """Stand below a variant's docstring in place of its code: that is the solution's, but for this.

    Several stand below each other; each changes the code as it was. Of a function or class, the
    code is its definition without the docstring.

    Args:
        old: the text that is replaced: whole words, expressions or lines. Lines after its first
            may be indented by any number of spaces.
        new: what comes in its place. Lines after its first are indented as the line that the old
            text begins in. With "", a line of which nothing is left goes.
        times: how often the old text is there.

    Raises:
        CourseError: whenever it is called, which edits that stand in the right place are not.
    """
    raise CourseError(
        f"edit({old!r}, ...) stands in the wrong place: it goes below the docstring of a function "
        "or class that is declared at the top of misconceptions.py or accepted.py"
    )


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
    found: list[_Declaration | Equivalent] = []
    try:
        code, nodes = _compiled(source, path)
        with session_with(declarations=found):
            exec(code, names)
    except Exception as error:
        raise CourseError(_why_not_run(error, path, names, places)) from None
    declarations = [one for one in found if isinstance(one, _Declaration)]
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


def declarator(node: ast.stmt) -> ast.Call | None:
    """Return the call of the decorator by which a statement declares something; None without."""
    for one in node.decorator_list if isinstance(node, Definition) else []:
        if isinstance(one, ast.Call) and ast.unparse(one.func) in DECLARATORS:
            return one
    return None


@functools.lru_cache(maxsize=1024)  # of nodes that are kept, too
def written(node: Definition, source: str, *, cell: bool = False) -> str:
    """Return a definition as a student would write it: without docstring, and not declared.

    Args:
        source: the text that it stands in.
        cell: whether it is a cell, of which only the body is written.
    """
    lines, call = source.split("\n"), declarator(node)
    documented = range(0)
    if ast.get_docstring(node) is not None:
        documented = range(node.body[0].lineno - 1, node.body[0].end_lineno or 0)
    begin = node.lineno - 1
    if cell:
        begin = documented.stop or node.body[0].lineno - 1
    elif own := [d.lineno for d in node.decorator_list if not call or d.lineno > call.lineno]:
        begin = min(own) - 1
    kept = [lines[i] for i in range(begin, node.end_lineno or begin) if i not in documented]
    return textwrap.dedent("\n".join(kept)).strip("\n")


def _variant(declared: _Declaration, node: Definition, source: str, place: str) -> Variant:
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
