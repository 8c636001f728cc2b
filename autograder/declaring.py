"""How wrong solutions that students write are declared, and unusual ones that are right.

An assignment's ``misconceptions.py`` and ``accepted.py`` hold one definition after another, each
under a decorator. What is the solution but for a change or two is declared as its edits, which
``autograder.release.declarations`` writes out before the file is run.
"""

import ast
import functools
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from autograder.errors import CourseError

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])
Definition = ast.FunctionDef | ast.ClassDef
"""What can be declared."""


@dataclass(frozen=True)
class Equivalent:
    """A mutant that no test can tell from the solution."""

    question: str  # the question whose solution is mutated
    mutation: str  # the mutated line, without the white space around it
    reason: str  # why it is as good as the solution, so that a reader can check it


@dataclass(frozen=True)
class Declaration:
    """What a decorator was told, and what it decorates."""

    question: str
    hints: tuple[str, ...]
    finding: str
    cell: bool
    definition: Any


_declarations: ContextVar[list[Declaration | Equivalent] | None] = ContextVar(
    "declarations", default=None
)


@contextmanager
def taking_declarations() -> Iterator[list[Declaration | Equivalent]]:
    """Yield a list that takes what is declared in a ``with`` block."""
    found: list[Declaration | Equivalent] = []
    token = _declarations.set(found)
    try:
        yield found
    finally:
        _declarations.reset(token)


def misconception(
    question: str,
    hint: str | Sequence[str],
    *,
    finding: str = "",
    cell: bool = False,
    base: str = "",  # noqa: ARG001 - read before, where edits are written out
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
        _declare(Declaration(question, hints, finding, cell, definition))
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


def edit(old: str, new: str, *, times: int = 1) -> None:  # noqa: ARG001 - so are these
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


def _declare(what: Declaration | Equivalent) -> None:
    """Hand a declaration to whoever runs the file; who only imports it wants none."""
    declarations = _declarations.get()
    if declarations is not None:
        declarations.append(what)


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
