"""Ways to write the same: rewrites of a syntax tree that keep what it does."""

import ast
import random
from collections.abc import Callable, Iterator

Rewrite = Callable[[ast.Module, random.Random, float], ast.Module]
_METHODS = {"relu", "sigmoid", "tanh", "exp", "log", "sqrt", "abs", "matmul", "mm", "clamp", "sum"}
_METHODS |= {"mean", "softmax"}
_ONLY_TENSORS = {"relu", "sigmoid", "clamp", "matmul", "mm", "softmax"}
_POSITIONAL = {"sum", "mean", "softmax", "argmax", "cat", "stack"}
_FLIPPED = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE}


def _is_torch(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "torch"


class _Expressions(ast.NodeTransformer):
    """Writes some expressions in another way."""

    def __init__(self, draw: random.Random, rate: float) -> None:
        self._draw, self._rate = draw, rate

    def _some(self) -> bool:
        return self._draw.random() < self._rate

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        func = node.func
        if not isinstance(func, ast.Attribute):
            return node
        plain = bool(node.args) and not isinstance(node.args[0], ast.Starred)
        if _is_torch(func.value) and func.attr in _METHODS and plain and self._some():
            node.func = ast.Attribute(node.args.pop(0), func.attr, ast.Load())
        elif _is_tensors(node, func) and self._some():
            node.args.insert(0, func.value)
            node.func = ast.Attribute(ast.Name("torch", ast.Load()), func.attr, ast.Load())
        self._give_positional(node)
        self._name_sizes(node)
        return node

    def _give_positional(self, node: ast.Call) -> None:
        """Write ``dim=0`` as ``0``."""
        func = node.func
        assert isinstance(func, ast.Attribute)
        before = 1 if _is_torch(func.value) else 0
        first = node.keywords[0].arg if node.keywords else ""
        fits = func.attr in _POSITIONAL and len(node.args) == before and first == "dim"
        if fits and self._some():
            node.args.append(node.keywords.pop(0).value)

    def _name_sizes(self, node: ast.Call) -> None:
        """Write the sizes of a linear layer with their names."""
        func = node.func
        assert isinstance(func, ast.Attribute)
        starred = any(isinstance(one, ast.Starred) for one in node.args)
        if func.attr == "Linear" and len(node.args) == 2 and not starred and self._some():
            named = zip(("in_features", "out_features"), node.args, strict=True)
            node.keywords = [*(ast.keyword(name, value) for name, value in named), *node.keywords]
            node.args = []

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        calls = [any(isinstance(n, ast.Call) for n in ast.walk(s)) for s in (node.left, node.right)]
        match node.op:
            case ast.MatMult() if self._some():
                if self._some():
                    func = ast.Attribute(node.left, "matmul", ast.Load())
                    return ast.Call(func, [node.right], [])
                func = ast.Attribute(ast.Name("torch", ast.Load()), "matmul", ast.Load())
                return ast.Call(func, [node.left, node.right], [])
            case ast.Pow() if _is_two(node.right) and isinstance(node.left, ast.Name):
                if self._some():
                    return ast.BinOp(node.left, ast.Mult(), ast.Name(node.left.id, ast.Load()))
            case ast.Mult() | ast.Add() if not all(calls) and self._some():
                if isinstance(node.op, ast.Mult) or _is_number(node.left) or _multiplies(node.left):
                    node.left, node.right = node.right, node.left
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        flipped = _FLIPPED.get(type(node.ops[0])) if len(node.ops) == 1 else None
        if flipped and self._some():
            return ast.Compare(node.comparators[0], [flipped()], [node.left])
        return node


def _is_tensors(node: ast.Call, func: ast.Attribute) -> bool:
    """Whether a method that only tensors have is called, of no module and not of one's own."""
    name = getattr(func.value, "attr", "") or getattr(func.value, "id", "")
    takes = func.attr not in {"relu", "sigmoid"} or not node.args
    others = {"torch", "F", "functional", "nn", "np", "numpy", "self"}
    return func.attr in _ONLY_TENSORS and takes and name not in others


def _is_two(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 2


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _multiplies(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)


def expressions(tree: ast.Module, draw: random.Random, rate: float) -> ast.Module:
    """Write products, comparisons, powers, and functions as methods in another way."""
    made = _Expressions(draw, rate).visit(tree)
    assert isinstance(made, ast.Module)
    return made


def _bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the bodies of functions and of what stands in them."""
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef):
            for node in ast.walk(scope):
                for field in ("body", "orelse"):
                    body = getattr(node, field, None)
                    if isinstance(body, list) and not isinstance(node, ast.ClassDef):
                        yield body


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def named_results(tree: ast.Module, draw: random.Random, rate: float) -> ast.Module:
    """Give what is returned a name first, or the argument of a call that is returned."""
    for body in list(_bodies(tree)):
        last = body[-1] if body else None
        if not isinstance(last, ast.Return) or last.value is None or draw.random() >= rate:
            continue
        name = draw.choice(("out", "result", "answer", "final", "y_out", "ret"))
        if name in _names(tree):
            continue
        value = last.value
        if isinstance(value, ast.Call | ast.BinOp | ast.ListComp | ast.Tuple):
            body.insert(-1, ast.Assign([ast.Name(name, ast.Store())], value))
            last.value = ast.Name(name, ast.Load())
    return tree


def unnamed_results(tree: ast.Module, draw: random.Random, rate: float) -> ast.Module:
    """Return a value at once that has got a name in the line before."""
    for body in list(_bodies(tree)):
        match body[-2:]:
            case [
                ast.Assign(targets=[ast.Name(id=name)], value=value),
                ast.Return(value=ast.Name(id=returned)) as last,
            ] if name == returned and draw.random() < rate:
                last.value = value
                del body[-2]
    return tree


def split_calls(tree: ast.Module, draw: random.Random, rate: float) -> ast.Module:
    """Give the argument of a call a name of its own, in a line before."""
    for body in list(_bodies(tree)):
        for index in range(len(body) - 1, -1, -1):
            node = body[index]
            value = node.value if isinstance(node, ast.Assign | ast.Return) else None
            if not (isinstance(value, ast.Call) and len(value.args) == 1 and not value.keywords):
                continue
            argument = value.args[0]
            simple = isinstance(value.func, ast.Name | ast.Attribute) and not any(
                isinstance(one, ast.Call) for one in ast.walk(value.func)
            )
            fits = simple and isinstance(argument, ast.BinOp | ast.Call)
            name = draw.choice(("inner", "arg", "before", "pre", "inside"))
            if fits and name not in _names(tree) and draw.random() < rate:
                body.insert(index, ast.Assign([ast.Name(name, ast.Store())], argument))
                value.args = [ast.Name(name, ast.Load())]
    return tree


def other_loops(tree: ast.Module, draw: random.Random, rate: float) -> ast.Module:
    """Write ``for i in range(n)`` as a ``while``."""
    for body in list(_bodies(tree)):
        for index in range(len(body) - 1, -1, -1):
            match body[index]:
                case (
                    ast.For(
                        target=ast.Name(id=name),
                        iter=ast.Call(func=ast.Name(id="range"), args=[count], keywords=[]),
                        orelse=[],
                    ) as loop
                ) if _counts(loop, name, count, tree) and draw.random() < rate:
                    name = "i" if name == "_" and "i" not in _names(tree) else name
                    start = ast.Assign([ast.Name(name, ast.Store())], ast.Constant(0))
                    test = ast.Compare(ast.Name(name, ast.Load()), [ast.Lt()], [count])
                    more = ast.AugAssign(ast.Name(name, ast.Store()), ast.Add(), ast.Constant(1))
                    body[index : index + 1] = [start, ast.While(test, [*loop.body, more], [])]
    return tree


def _counts(loop: ast.For, name: str, count: ast.expr, tree: ast.Module) -> bool:
    """Whether a loop can be written as a ``while``: nothing is skipped, its counter is its own."""
    inner = [node for statement in loop.body for node in ast.walk(statement)]
    stored = {n.id for n in inner if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    skips = any(isinstance(n, ast.Continue | ast.FunctionDef | ast.Lambda) for n in inner)
    elsewhere = sum(isinstance(n, ast.Name) and n.id == name for n in ast.walk(tree))
    own = 1 + sum(isinstance(n, ast.Name) and n.id == name for n in inner)
    known = isinstance(count, ast.Constant) or (
        isinstance(count, ast.Name) and count.id not in stored
    )
    return known and not skips and name not in stored and own == elsewhere


def other_branches(tree: ast.Module, draw: random.Random, rate: float) -> ast.Module:
    """Write an ``else`` behind an ``if`` that returns."""
    for body in list(_bodies(tree)):
        for index, node in enumerate(body):
            returns = isinstance(node, ast.If) and isinstance(node.body[-1], ast.Return)
            rest = body[index + 1 :]
            if isinstance(node, ast.If) and returns and not node.orelse and rest:
                if draw.random() < rate:
                    node.orelse = rest
                    del body[index + 1 :]
                break
    return tree


def other_lists(tree: ast.Module, draw: random.Random, rate: float) -> ast.Module:
    """Write a list comprehension as a loop that appends."""
    for body in list(_bodies(tree)):
        for index in range(len(body) - 1, -1, -1):
            match body[index]:
                case ast.Assign(
                    targets=[ast.Name(id=name)],
                    value=ast.ListComp(elt=element, generators=[ast.comprehension(ifs=[]) as one]),
                ) if not _names(one.target) & _outside(tree, body[index]) and draw.random() < rate:
                    if name in _names(element) | _names(one.iter):
                        continue
                    append = ast.Attribute(ast.Name(name, ast.Load()), "append", ast.Load())
                    loop = [ast.Expr(ast.Call(append, [element], []))]
                    body[index : index + 1] = [
                        ast.Assign([ast.Name(name, ast.Store())], ast.List([], ast.Load())),
                        ast.For(one.target, one.iter, loop, []),
                    ]
    return tree


def _outside(tree: ast.AST, node: ast.AST) -> set[str]:
    """Return the names that are used in a tree but for one of its nodes."""
    inner = {id(one) for one in ast.walk(node)}
    return {
        one.id for one in ast.walk(tree) if isinstance(one, ast.Name) and id(one) not in inner
    } | {one.arg for one in ast.walk(tree) if isinstance(one, ast.arg)}


def other_supers(tree: ast.Module, draw: random.Random, rate: float) -> ast.Module:
    """Write ``super()`` with what it means."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and draw.random() < rate:
            for one in ast.walk(node):
                if isinstance(one, ast.Call) and not one.args and _is_super(one.func):
                    one.args = [ast.Name(node.name, ast.Load()), ast.Name("self", ast.Load())]
    return tree


def _is_super(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "super"


REWRITES: dict[Rewrite, float] = {
    unnamed_results: 0.4,
    other_loops: 0.2,
    other_branches: 0.3,
    other_lists: 0.3,
    split_calls: 0.25,
    named_results: 0.25,
    expressions: 0.25,
    other_supers: 0.3,
}
"""All of them, in order, and how often each is made where it can be."""
