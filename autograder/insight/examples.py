"""What matters of an answer, as an example: its definitions alone, without texts of its author."""

import ast
from collections.abc import Collection, Sequence

from autograder.insight.own_code import parsed
from autograder.python_code import used_globals
from autograder.release.code_cells import bound_names

MOST_CODE = 50_000
"""Characters of an answer that is looked at."""
_BROKEN = (RecursionError, ValueError, SyntaxError, MemoryError)


class _WithoutTexts(ast.NodeTransformer):
    """Takes out what stands in code only to be read: texts and annotations of functions."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        """Take out docstrings and other values that nobody uses."""
        if isinstance(node.value, ast.Constant):
            return None
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """Take out what an argument should be: the name may be of an import of the author's."""
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Take out what a function should return."""
        node.returns = None
        return self.generic_visit(node)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Put something into a body of which nothing is left."""
        super().generic_visit(node)
        body = getattr(node, "body", None)
        if isinstance(body, list) and not body and not isinstance(node, ast.Module):
            node.body = [ast.Pass()]  # type: ignore[attr-defined]
        return node


def example(source: str, wanted: Collection[str]) -> str:
    """Return the part of an answer that binds the graded names, and its own code that this needs.

    Comments, docstrings, annotations and prints at its top, where names may stand, are gone, and
    so is what is never used. It is still student text, which nobody has looked at.

    Args:
        source: what the author wrote for a question.
        wanted: the names that its answer binds; without any, or where nothing binds one, all stays.

    Returns:
        "" where it is no Python.
    """
    tree = parsed(source) if len(source) <= MOST_CODE else None
    if tree is None:
        return ""
    try:
        tree = _WithoutTexts().visit(tree)
        ast.fix_missing_locations(tree)
        kept = _needed(tree.body, wanted) or tree.body
        return "\n\n".join(map(ast.unparse, kept))
    except _BROKEN:
        return ""


def _needed(body: Sequence[ast.stmt], wanted: Collection[str]) -> list[ast.stmt]:
    """Return the statements that bind names, and those that they need, in order."""
    bound = [bound_names(node) for node in body]
    asked, chosen = set(wanted), set[int]()
    while True:
        more = {index for index, names in enumerate(bound) if names & asked} - chosen
        if not more:
            return _last_ones(body, sorted(chosen))
        chosen |= more
        for index in more:
            asked |= used_globals(ast.unparse(body[index]))


def _last_ones(body: Sequence[ast.stmt], chosen: Sequence[int]) -> list[ast.stmt]:
    """Leave out definitions that a later one of the same name replaces."""
    last = {
        node.name: index
        for index in chosen
        if isinstance(node := body[index], ast.FunctionDef | ast.ClassDef)
    }
    return [
        body[index]
        for index in chosen
        if last.get(getattr(body[index], "name", ""), index) == index
    ]


def calls_in(source: str) -> set[str]:
    """Return the last parts of the names of all that code calls, such as ``randn``."""
    tree = parsed(source)
    called: set[str] = set()
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    called.add(name)
    return called
