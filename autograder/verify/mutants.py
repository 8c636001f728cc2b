"""Solutions that are a little wrong: mutants of a solution cell, one change each."""

import ast
import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from autograder.notebook import plain_python
from autograder.verify.edits import Code, Edit, apply, delete_statement, name_of
from autograder.verify.torch_operators import OPERATORS

# Operators of Cosmic Ray that we use, under our names. Left out: those that replace arithmetic by
# integer arithmetic, that draw random numbers, and that remove decorators.
_GENERAL = {
    "change-arithmetic": r"ReplaceBinaryOperator(_(Add|Sub|Mul|Div|Pow)){2}",
    "change-comparison": r"ReplaceComparisonOperator(_(Eq|NotEq|Lt|LtE|Gt|GtE|Is|IsNot)){2}",
    "change-number": "NumberReplacer",
    "drop-sign": "ReplaceUnaryOperator_Delete_(USub|Not|Invert)",
    "negate-condition": "AddNot",
    "flip-boolean": "ReplaceTrueWithFalse|ReplaceFalseWithTrue",
    "swap-and-or": "ReplaceAndWithOr|ReplaceOrWithAnd",
    "swap-break-continue": "ReplaceBreakWithContinue|ReplaceContinueWithBreak",
    "empty-loop": "ZeroIterationForLoop",
}
# Where Cosmic Ray takes a star for a product: def f(x, *, y), lambda *, y: y, {**options}.
_NO_ARITHMETIC = {"parameters", "lambdef", "dictorsetmaker", "atom"}
_DEFAULTS = {"keepdim": False, "bias": True}  # an argument with this value may as well be left out
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_UPDATE_CALL = re.compile(r"(.+_)?(step|backward)")

# What is appended to a run that trained {name}: nothing happens unless it is a module.
_SPOILED = """\
import torch
if isinstance(globals().get("{name}"), torch.nn.Module):
    with torch.no_grad():
"""
_SPOILS = {
    "zero-parameters": "        [p.zero_() for p in {name}.parameters()]\n",
    "negate-parameters": "        [p.neg_() for p in {name}.parameters()]\n",
    "zero-first-parameter": "        [p.zero_() for p in list({name}.parameters())[:1]]\n",
    "zero-last-parameter": "        [p.zero_() for p in list({name}.parameters())[-1:]]\n",
    # seeded, so that two runs agree, and without a trace in the random numbers that follow
    "reset-parameters": """\
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            [m.reset_parameters() for m in {name}.modules() if hasattr(m, "reset_parameters")]
""",
}


@dataclass(frozen=True)
class Mutant:
    """A solution cell with one change.

    Attributes:
        operator: what kind of change, in kebab case: a name of `torch_operators` or of `_GENERAL`.
        line: the first line that changed, counted from 1.
        before: the changed lines as they were, each stripped; empty where lines are appended.
        after: the same lines as they are now; empty where they are deleted.
        source: the whole mutated cell.
    """

    operator: str
    line: int
    before: str
    after: str
    source: str


def mutate(source: str) -> list[Mutant]:
    """Mutate the definitions and the plain assignments of a solution cell.

    Loops and other statements that run at the top level are left alone: a training that still
    reaches its goal is right. See `spoil` for those.

    Args:
        source: a cell's code, which may hold magics.

    Returns:
        Mutants that are valid Python and differ from the cell and from each other by more than
        their text, ordered by line, then operator.

    Raises:
        SyntaxError: the cell is not valid Python.
    """
    cell = _Cell(source)
    nodes = [node for top in cell.code.tree.body if _is_mutable(top) for node in cell.walk(top)]
    edits = [
        (name, edit)
        for name, operator in OPERATORS.items()
        for node in nodes
        for edit in operator(cell.code, node)
    ]
    edits += _general_edits(cell.code.text)
    return _distinct(cell, [(name, cell.edited(edit)) for name, edit in edits])


def spoil(source: str, names: Sequence[str]) -> list[Mutant]:
    """Mutate a solution cell that runs a training, so that its result is not trained.

    Args:
        source: a cell's code.
        names: names that the cell binds; the parameters of those that are modules are spoiled by
            lines appended to the cell, and for any other value these lines do nothing.

    Returns:
        Mutants without a statement such as `optimizer.step()` or `loss.backward()`, ordered by
        line, then those with lines appended.

    Raises:
        SyntaxError: the cell is not valid Python.
    """
    cell = _Cell(source)
    runs = [top for top in cell.code.tree.body if not isinstance(top, _DEFINITIONS)]
    dropped = [
        (f"drop-{update[2]}", cell.edited(delete_statement(cell.code, node)))
        for top in runs
        for node in cell.walk(top)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and (update := _UPDATE_CALL.fullmatch(name_of(node.value.func)))
    ]
    end = "" if source.endswith("\n") else "\n"
    appended = [
        (operator, f"{source}{end}{(_SPOILED + lines).format(name=name)}".removesuffix(end))
        for name in names
        for operator, lines in _SPOILS.items()
    ]
    return _distinct(cell, dropped) + _distinct(cell, appended)


class _Cell:
    """A cell's text beside its plain Python, in which magics are function calls."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.code = Code(plain_python(source))
        self._closed: list[tuple[int, int]] = []  # places that no edit may touch
        self._open: list[tuple[int, int]] = []
        self._end = "" if source.endswith("\n") else "\n"
        self._text = source + self._end
        lines = self._text.split("\n")
        starts = Code(self._text).line_starts
        # How far each line of the plain Python is from the same line of the cell.
        self._shifts: dict[int, int] = {}
        matcher = SequenceMatcher(None, self.code.lines, lines, autojunk=False)
        for plain, own, size in matcher.get_matching_blocks():
            for step in range(size):
                shift = starts[own + step] - self.code.line_starts[plain + step]
                self._shifts[plain + step] = shift

    def walk(self, top: ast.stmt) -> Iterator[ast.AST]:
        """Yield the nodes of a top-level statement that compute something, and open it to edits."""
        first, last = top.lineno - 1, top.end_lineno or top.lineno
        self._open.append((self.code.line_starts[first], self.code.line_starts[last]))
        yield from self._walk(top)

    def _walk(self, node: ast.AST) -> Iterator[ast.AST]:
        yield node
        silent = _silent_children(node)
        for child in ast.iter_child_nodes(node):
            if child not in silent and not _is_message(child):
                yield from self._walk(child)
            elif isinstance(child, ast.expr | ast.stmt):
                self._closed.append(self.code.span(child))

    def edited(self, edit: Edit) -> str | None:
        """The cell after an edit of its plain Python; None where the edit is not allowed."""
        moved = []
        for start, end, text in edit:
            if not any(low <= start and end <= high for low, high in self._open):
                return None
            if any(low <= start and end <= high for low, high in self._closed):
                return None
            first = bisect_right(self.code.line_starts, start) - 1
            last = bisect_right(self.code.line_starts, max(end - 1, start)) - 1
            shifts = {self._shifts.get(line) for line in range(first, last + 1)}
            shift = shifts.pop()
            if shifts or shift is None:  # a magic, which is other text in the cell
                return None
            moved.append((start + shift, end + shift, text))
        mutant = apply(self._text, tuple(moved))
        return mutant.removesuffix("\n") if self._end else mutant


def _is_mutable(top: ast.stmt) -> bool:
    return isinstance(top, _DEFINITIONS + _ASSIGNMENTS)


def _silent_children(node: ast.AST) -> list[ast.AST]:
    """Annotations, decorators and messages of assertions: what computes no answer."""
    silent: list[ast.AST | None] = []
    if isinstance(node, _DEFINITIONS):
        silent += node.decorator_list
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        silent.append(node.returns)
    if isinstance(node, ast.arg | ast.AnnAssign):
        silent.append(node.annotation)
    if isinstance(node, ast.Assert):
        silent.append(node.msg)
    return [child for child in silent if child is not None]


def _is_message(node: ast.AST) -> bool:
    """Whether a node is text, or prints."""
    if isinstance(node, ast.Expr):
        return _is_message(node.value)
    if isinstance(node, ast.Call):
        return name_of(node.func) == "print"
    text = isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    return text or isinstance(node, ast.JoinedStr)


def _general_edits(text: str) -> Iterator[tuple[str, Edit]]:
    """Yield what Cosmic Ray's operators change in a text.

    Only the piece that they change is taken: the text that they give back can lose the comments
    and line ends around it.
    """
    starts = Code(text).line_starts
    nodes = list(ast_nodes(get_ast(text)))
    for full_name in operator_names():
        plain_name = full_name.partition("/")[2]
        for name, pattern in _GENERAL.items():
            if not re.fullmatch(pattern, plain_name):
                continue
            operator = get_operator(full_name)()
            places = [
                (node, place) for node in nodes for place in operator.mutation_positions(node)
            ]
            for occurrence, (node, ((line, column), (end_line, end_column))) in enumerate(places):
                if node.type == "operator" and node.parent.type in _NO_ARITHMETIC:
                    continue
                start, end = starts[line - 1] + column, starts[end_line - 1] + end_column
                mutated = mutate_code(text, operator, occurrence)
                changed = mutated[: len(mutated) - len(text[end:])]
                pairs = enumerate(zip(text[:start], changed, strict=False))
                kept = next((n for n, (old, new) in pairs if old != new), start)
                yield name, ((start, end, changed[kept:].strip()),)


class _Normal(ast.NodeTransformer):
    """Writes one thing in one way: `+x` as `x`, and no argument that only says the default."""

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        return node.operand if isinstance(node.op, ast.UAdd) else node

    def visit_keyword(self, node: ast.keyword) -> ast.AST | None:
        self.generic_visit(node)
        value = getattr(node.value, "value", None)
        default = node.arg in _DEFAULTS and value is _DEFAULTS[node.arg]
        return None if default else node


def _meaning(source: str) -> str | None:
    """The normal form of a cell's syntax tree, or None if it is not valid Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a mutant may well call a number
            text = plain_python(source)
            compile(text, "mutant", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            return ast.dump(_Normal().visit(ast.parse(text)))
    except (SyntaxError, ValueError):
        return None


def _distinct(cell: _Cell, edited: Sequence[tuple[str, str | None]]) -> list[Mutant]:
    """Make mutants of the valid texts that mean something new; the first of equals stays."""
    meanings = {_meaning(cell.source), None}
    mutants = []
    for name, source in edited:
        if source is None or (meaning := _meaning(source)) in meanings:
            continue
        meanings.add(meaning)
        mutants.append(_mutant(name, cell.source, source))
    return sorted(mutants, key=lambda mutant: (mutant.line, mutant.operator))


def _mutant(operator: str, source: str, mutated: str) -> Mutant:
    """Find the lines that changed."""
    old, new = source.split("\n"), mutated.split("\n")
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    before, after = (
        "\n".join(line.strip() for line in lines[head : len(lines) - tail]) for lines in (old, new)
    )
    return Mutant(operator, head + 1, before, after, mutated)
