"""Solutions that are a little wrong: mutants of a solution cell, one change each."""

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from autograder.python_code import plain_python
from autograder.verify import general_operators, torch_operators
from autograder.verify.edits import Code, apply, delete_statement, name_of

_OPERATORS = torch_operators.OPERATORS | general_operators.OPERATORS
_SILENT = {"decorator_list", "returns", "annotation", "msg"}  # fields that compute no answer
_DEFAULTS = {"keepdim": False, "bias": True}  # an argument with this value may as well be left out
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MUTABLE = (*_DEFINITIONS, ast.Assign, ast.AnnAssign, ast.AugAssign)
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
    """A solution cell with one change."""

    operator: str  # what kind of change, in kebab case
    line: int  # the first line that changed, counted from 1
    before: str  # the changed lines as they were, each stripped; empty where lines are appended
    after: str  # the same lines as they are now; empty where they are deleted
    source: str  # the whole mutated cell


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
    code = Code(plain_python(source))
    nodes, silent = list[ast.AST](), list[ast.AST]()
    for top in code.tree.body:
        if isinstance(top, _MUTABLE):
            nodes += _walk(top, silent)
        else:
            silent.append(top)
    closed = [code.span(node) for node in silent if isinstance(node, ast.expr | ast.stmt)]
    mutated = [
        (name, apply(code.text, edit))
        for name, operator in _OPERATORS.items()
        for node in nodes
        for edit in operator(code, node)
        if not any(low <= start and end <= high for start, end, _ in edit for low, high in closed)
    ]
    return _distinct(source, code.text, mutated)


def spoil(source: str, names: Sequence[str]) -> list[Mutant]:
    """Mutate a solution cell that runs a training, so that its result is not trained.

    Args:
        names: names that the cell binds; the parameters of those that are modules are spoiled by
            lines appended to the cell, and for any other value these lines do nothing.

    Returns:
        Mutants without a statement such as `optimizer.step()` or `loss.backward()`, ordered by
        line, then those with lines appended.

    Raises:
        SyntaxError: the cell is not valid Python.
    """
    code = Code(plain_python(source))
    dropped = [
        (f"drop-{update[2]}", apply(code.text, delete_statement(code, node)))
        for top in code.tree.body
        if not isinstance(top, _DEFINITIONS)
        for node in ast.walk(top)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and (update := _UPDATE_CALL.fullmatch(name_of(node.value.func)))
    ]
    appended = [
        (operator, code.text + (_SPOILED + lines).format(name=name))
        for name in names
        for operator, lines in _SPOILS.items()
    ]
    return _distinct(source, code.text, dropped + appended)


def _walk(node: ast.AST, silent: list[ast.AST]) -> Iterator[ast.AST]:
    """Yield what computes an answer in a node; ``silent`` takes the rest of it."""
    yield node
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and (field in _SILENT or _is_message(child)):
                silent.append(child)
            elif isinstance(child, ast.AST):
                yield from _walk(child, silent)


def _is_message(node: ast.AST) -> bool:
    """Whether a node is text, or prints."""
    match node:
        case ast.Expr(value=value):
            return _is_message(value)
        case ast.Call(func=function):
            return name_of(function) == "print"
        case ast.JoinedStr() | ast.Constant(value=str() | bytes()):
            return True
    return False


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


def _meaning(text: str) -> str | None:
    """The normal form of a syntax tree, or None if the text is not valid Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a mutant may well call a number
            compile(text, "mutant", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            return ast.dump(_Normal().visit(ast.parse(text)))
    except (SyntaxError, ValueError):
        return None


def _distinct(source: str, plain: str, mutated: Sequence[tuple[str, str]]) -> list[Mutant]:
    """Make mutants of the valid texts that mean something new; the first of equals stays.

    Args:
        source: the cell.
        plain: the cell as plain Python, in which magics are function calls.
        mutated: operators and mutants of the plain Python.
    """
    end = "" if source.endswith("\n") else "\n"
    old, new = (text.splitlines(keepends=True) for text in (plain, source + end))
    magics = [
        ("".join(old[first:last]), "".join(new[low:high]))
        for tag, first, last, low, high in SequenceMatcher(None, old, new, False).get_opcodes()
        if tag != "equal"
    ]
    meanings = {_meaning(plain), None}
    mutants = []
    for operator, text in mutated:
        if (meaning := _meaning(text)) not in meanings:
            meanings.add(meaning)
            for python, magic in magics:
                text = text.replace(python, magic, 1)
            mutants.append(_mutant(operator, source, text.removesuffix(end)))
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
