"""Slips that people make in any Python code, as small edits to a correct text."""

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise

from autograder.verify.edits import Code, Edit, Operators, replace

_ARITHMETIC = ("+", "-", "*", "/", "**")
_ORDERS: tuple[str, ...] = ("==", "!=", "<", "<=", ">", ">=")
_IDENTITIES: tuple[str, ...] = ("is", "is not")
_SIGNS = {ast.USub: "-", ast.Not: "not", ast.Invert: "~"}

OPERATORS = Operators()


def _other_signs(code: Code, operands: Sequence[ast.expr], signs: Sequence[str]) -> Iterator[Edit]:
    """Write each of the other signs where one of them stands between two operands."""
    for left, right in pairwise(operands):
        place = code.sign(left, right)
        sign = " ".join(code.text[slice(*place)].split()) if place else ""
        if place and sign in signs:
            yield from (((*place, other),) for other in signs if other != sign)


@OPERATORS.add
def change_arithmetic(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`a + b` becomes `a - b`, `a * b`, `a / b` or `a ** b`; likewise each of the others."""
    if isinstance(node, ast.BinOp):
        yield from _other_signs(code, (node.left, node.right), _ARITHMETIC)


@OPERATORS.add
def change_comparison(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`a > b` becomes `a >= b`, `a is b` and so on; `a is None` becomes `a is not None`."""
    if not isinstance(node, ast.Compare):
        return
    for pair in pairwise((node.left, *node.comparators)):
        match pair[1]:
            case ast.Constant(value=None):
                signs = _IDENTITIES
            case ast.Constant() | ast.UnaryOp():  # a small number is one object wherever it stands
                signs = _ORDERS
            case _:
                signs = _ORDERS + _IDENTITIES
        yield from _other_signs(code, pair, signs)


@OPERATORS.add
def swap_and_or(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`a and b` becomes `a or b`, and the reverse."""
    if isinstance(node, ast.BoolOp):
        yield from _other_signs(code, node.values, ("and", "or"))


@OPERATORS.add
def change_number(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`3` becomes `4` or `2`."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            yield from (replace(code, node, repr(value + step)) for step in (1, -1))


@OPERATORS.add
def flip_boolean(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`True` becomes `False`, and the reverse."""
    match node:
        case ast.Constant(value=bool() as value):
            yield replace(code, node, repr(not value))


@OPERATORS.add
def drop_sign(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`-a`, `not a`, `~a` become `a`."""
    if isinstance(node, ast.UnaryOp) and type(node.op) in _SIGNS:
        operand = code.segment(node).removeprefix(_SIGNS[type(node.op)])
        yield replace(code, node, operand.lstrip())


@OPERATORS.add
def negate_condition(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`if a > b:` becomes `if not a > b:`; so do the conditions of loops and assertions."""
    if isinstance(node, ast.If | ast.IfExp | ast.While | ast.Assert):
        compares = isinstance(node.test, ast.Compare)  # which binds closer than `not`
        condition = code.segment(node.test) if compares else code.operand(node.test)
        yield replace(code, node.test, f"not {condition}")


@OPERATORS.add
def swap_break_continue(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`break` becomes `continue`, and the reverse."""
    if isinstance(node, ast.Break | ast.Continue):
        yield replace(code, node, "continue" if isinstance(node, ast.Break) else "break")


@OPERATORS.add
def empty_loop(code: Code, node: ast.AST) -> Iterator[Edit]:
    """`for a in b:` becomes `for a in []:`, which does nothing."""
    if isinstance(node, ast.For):
        yield replace(code, node.iter, "[]")
