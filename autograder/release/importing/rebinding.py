"""Say through ``env`` what a test does to the names of the notebook: it deletes or rebinds them.

The test stays apart from the student's code then: ``env`` is the notebook's globals, and what is
put there is seen by every function of the student.
"""

import ast
from collections.abc import Collection, Sequence

from autograder.release.code_cells import bound_names

_GLOBALS = {"globals", "locals", "vars"}
"""Calls that, at the top of a cell, give the notebook's names."""
_BEYOND = {"exec", "eval", "In", "Out", "get_ipython", "env"}
"""Names that ``env`` cannot stand for, or that are in its way."""


def through_environment(statements: Sequence[ast.stmt], names: Collection[str]) -> str | None:
    """Return code that reaches some names of the notebook as ``env["name"]``.

    Args:
        statements: the code of a test.
        names: the names that it changes; those that it declares global are added.

    Returns:
        the code; None where only running it in the notebook says the same.
    """
    nodes = [node for statement in statements for node in ast.walk(statement)]
    declared = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    reached = set(names) | declared
    if any(_is_in_the_way(node, reached) for node in nodes):
        return None
    writer = _Writer(reached)
    try:
        made = ast.Module([writer.visit(statement) for statement in statements], [])
        text = ast.unparse(ast.fix_missing_locations(made))
        ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    return None if writer.failed else text


def _is_in_the_way(node: ast.AST, names: Collection[str]) -> bool:
    """Say whether a node binds a name where ``env`` cannot, or hides it."""
    match node:
        case ast.Name(id=name):
            return name in _BEYOND
        case (
            ast.arg(arg=name)
            | ast.ExceptHandler(name=name)
            | ast.NamedExpr(target=ast.Name(id=name))
        ):
            return name in names
        case ast.FunctionDef(name=name, body=body) | ast.ClassDef(name=name, body=body):
            return bool({name, *_own_names(body)} & set(names))
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return any((a.asname or a.name).partition(".")[0] in names for a in aliases)
        case ast.comprehension(target=target):
            return any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(target))
    return False


def _own_names(body: Sequence[ast.stmt]) -> set[str]:
    """Return the names that a function binds for itself."""
    nodes = [node for statement in body for node in ast.walk(statement)]
    declared = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    return bound_names(*body) - declared


class _Writer(ast.NodeTransformer):
    """Writes names as items of ``env``. State: how deep in functions, and whether it failed."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._depth = 0
        self.failed = False

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self._names:
            return node
        return ast.Subscript(ast.Name("env", ast.Load()), ast.Constant(node.id), node.ctx)

    def visit_Global(self, _: ast.Global) -> ast.stmt:
        return ast.Pass()

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Name) or node.args or node.keywords:
            return node
        if node.func.id in _GLOBALS or node.func.id == "dir":
            self.failed = self.failed or (self._depth > 0 and node.func.id != "globals")
            env = ast.Name("env", ast.Load())
            return (
                env
                if node.func.id in _GLOBALS
                else ast.Call(ast.Name("sorted", ast.Load()), [env], [])
            )
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        deeper = isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)
        self._depth += deeper
        super().generic_visit(node)
        self._depth -= deeper
        return node
