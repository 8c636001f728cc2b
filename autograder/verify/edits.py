"""Small edits to Python text that leave all other text as it is written."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

_ATOMS = (ast.Attribute, ast.Call, ast.Constant, ast.Name, ast.Subscript, ast.Tuple, ast.List)
_SIGN = re.compile(r"[^\s()\\]+(\s+(not|in)\b)?")  # also "is not" and "not in"

Splice = tuple[int, int, str]  # from character, to character, the text that replaces them
Edit = tuple[Splice, ...]


@dataclass(frozen=True)
class Code:
    """Python text with its syntax tree. Positions are characters from the start of the text."""

    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.text.split("\n")

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line begins, and where one behind the last would."""
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def position(self, line: int, column: int) -> int:
        """Where a place of the tree is: lines count from 1, columns are UTF-8 bytes."""
        return self.line_starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """Where a node begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self.position(node.lineno, node.col_offset),
            self.position(node.end_lineno, node.end_col_offset),
        )

    def segment(self, node: ast.expr) -> str:
        """The text of an expression."""
        start, end = self.span(node)
        return self.text[start:end]

    def operand(self, node: ast.expr) -> str:
        """The text of an expression, in parentheses where it could fall apart elsewhere."""
        text = self.segment(node)
        atom = isinstance(node, _ATOMS) and "\n" not in text
        return text if atom else f"({text})"

    def sign(self, left: ast.expr, right: ast.expr) -> tuple[int, int] | None:
        """Where the sign or word between two operands is; None where a comment stands beside it."""
        start, end = self.span(left)[1], self.span(right)[0]
        found = _SIGN.search(self.text, start, end)
        return None if found is None or "#" in self.text[start:end] else found.span()

    def sides(self, node: ast.BinOp) -> tuple[str, str, str] | None:
        """Left operand, sign and right operand as texts, with the parentheses and spaces they have.

        None where a comment stands beside the sign.
        """
        start, end = self.span(node)
        sign = self.sign(node.left, node.right)
        if sign is None:
            return None
        left = self.text[start : sign[0]].rstrip()
        right = self.text[sign[1] : end].lstrip()
        return left, self.text[start + len(left) : end - len(right)], right


Operator = Callable[[Code, ast.AST], Iterator[Edit]]
"""Yields the edits that a slip makes at one node."""


class Operators(dict[str, Operator]):
    """Mutation operators by name."""

    def add(self, operator: Operator) -> Operator:
        """List a function as the operator of its name, written in kebab case."""
        self[operator.__name__.replace("_", "-")] = operator
        return operator


def name_of(node: ast.AST) -> str:
    """The last part of a dotted name, or nothing: `nn.Linear` is called Linear."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def replace(code: Code, node: ast.expr | ast.stmt, text: str) -> Edit:
    """The edit that writes something else in the place of a node."""
    return ((*code.span(node), text),)


def delete_statement(code: Code, node: ast.stmt) -> Edit:
    """The edit that deletes a statement with its lines, or leaves `pass` where one must stand."""
    start, end = code.span(node)
    assert node.end_lineno is not None
    first, last = code.line_starts[node.lineno - 1], code.line_starts[node.end_lineno]
    alone = not code.text[first:start].strip() and re.match(r"\s*(#|$)", code.text[end : last - 1])
    blocks = (value for parent in ast.walk(code.tree) for _, value in ast.iter_fields(parent))
    block = next(block for block in blocks if isinstance(block, list) and node in block)
    if alone and (len(block) > 1 or block is code.tree.body):
        return ((first, last, ""),)
    return ((start, end, "pass"),)


def argument_spans(code: Code, call: ast.Call) -> list[tuple[int, int]]:
    """Where the arguments are, in the order of the text."""
    return sorted([*map(code.span, call.args), *map(code.span, call.keywords)])


def drop_keywords(code: Code, node: ast.AST, *names: str) -> Iterator[Edit]:
    """Leave out keyword arguments, each with the comma before it, or else with the one behind."""
    if not isinstance(node, ast.Call):
        return
    dropped = {code.span(keyword) for keyword in node.keywords if keyword.arg in names}
    spans = argument_spans(code, node)
    splices = []
    for place, (start, end) in enumerate(spans):
        if dropped.issuperset(spans[: place + 1]):
            splices.append((start, spans[place + 1][0] if place + 1 < len(spans) else end, ""))
        elif (start, end) in dropped:
            splices.append((spans[place - 1][1], end, ""))
    if splices:
        yield tuple(splices)


def is_number(node: ast.AST) -> bool:
    """Whether a node is a number written out."""
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def apply(text: str, edit: Edit) -> str:
    """Make an edit."""
    for start, end, new in sorted(edit, reverse=True):
        text = text[:start] + new + text[end:]
    return text
