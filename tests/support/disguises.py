"""Code written again, as another student might, or as somebody who hides where it is from.

All draws are from a generator that the caller seeds, and what the code does stays as it is.
"""

import ast
import random
from collections.abc import Collection, Iterator

from tests.support.rewrites import REWRITES

COMMENTS = (
    "compute the result",
    "see the lecture notes",
    "first the inputs",
    "now the outputs",
    "this took me a while",
    "TODO: check the shapes again",
    "same as in the text above",
    "step by step",
    "shapes: (N, 3) -> (N, 2)",
    "works!",
    "don't change this",
    "here the real work begins",
    "one more time for each row",
    "as we did in class",
    "avoid errors",
    "keep it simple",
)
DOCSTRINGS = ("My solution.", "Do what the question asks.", "Return the answer.", "See above.")
_WORDS = (
    *("a", "b", "c", "acc", "aux", "batch_out", "cur", "current", "data", "first", "foo", "k"),
    *("item", "layer_out", "mid", "my_value", "nxt", "obj", "part", "piece", "q", "r", "res"),
    *("result", "s", "second", "step_out", "stuff", "t", "temp", "tmp", "tmp2", "u", "v", "val"),
    *("value", "var1", "var2", "w", "what", "z", "zz"),
)
_SUFFIXES = ("_1", "_new", "_val", "2", "_t", "_out", "_cur", "_", "_s", "_here")
_REWRITTEN = 0.25
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef)
_SIMPLE = (ast.Assign, ast.AnnAssign)


def in_own_words(source: str, draw: random.Random, taken: Collection[str] = ()) -> str:
    """Write code as another student might who has the same idea: rewritten, and with own names.

    Args:
        taken: names that are used elsewhere: those at the top of the code keep their name then,
            and none is called so.
    """
    tree = ast.parse(source)
    for rewrite, rate in REWRITES.items():
        tree = ast.fix_missing_locations(rewrite(tree, draw, rate))
    _rename(tree, draw, taken, rate=draw.choice((0.0, 0.3, 0.6, 0.9)))
    return _laid_out(tree, draw, comments=draw.choice((0.0, 0.1, 0.3)))


def disguised(source: str, draw: random.Random, taken: Collection[str] = ()) -> str:
    """Hide where code is from: other names, lines moved, comments added, laid out anew.

    One in four is rewritten a little, too.
    """
    tree = ast.parse(source)
    if draw.random() < _REWRITTEN:
        for rewrite, rate in REWRITES.items():
            tree = ast.fix_missing_locations(rewrite(tree, draw, rate / 3))
    _rename(tree, draw, taken, rate=0.9)
    _reorder(tree, draw)
    return _laid_out(tree, draw, comments=0.35)


def _rename(tree: ast.Module, draw: random.Random, taken: Collection[str], *, rate: float) -> None:
    """Give local variables other names, and variables at the top that nobody else uses."""
    everything = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | set(taken)
    everything |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    keywords = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    outside = _bound(tree.body) | {
        name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names
    }
    for scope in _top_scopes(tree):
        own = {arg.arg for arg in ast.walk(scope.args) if isinstance(arg, ast.arg)}
        names = _local_names(scope) - own - keywords - outside
        _apply(scope, _other_names(names, everything, draw, rate))
    loose = [node for node in tree.body if not isinstance(node, (*_SCOPES, ast.ClassDef))]
    imports = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    names = _bound(loose) - set(taken) - keywords - imports
    if not any(isinstance(node, (*_SCOPES, ast.ClassDef, ast.Lambda)) for node in ast.walk(tree)):
        _apply(tree, _other_names(names, everything, draw, rate))


def _top_scopes(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions at the top, and the methods of classes there."""
    for node in tree.body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        yield from (one for one in inner if isinstance(one, _SCOPES))


def _bound(nodes: list[ast.stmt]) -> set[str]:
    """Return the names that statements store."""
    return {
        inner.id
        for node in nodes
        if not isinstance(node, (*_SCOPES, ast.ClassDef))
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
    }


def _local_names(scope: ast.AST) -> set[str]:
    stored = {
        node.id
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return {name for name in stored if name != "_"}


def _other_names(
    names: Collection[str], everything: set[str], draw: random.Random, rate: float
) -> dict[str, str]:
    """Choose other names for some; what is chosen is in use from then on."""
    chosen: dict[str, str] = {}
    for name in sorted(names):
        if draw.random() >= rate:
            continue
        pool = [word for word in _WORDS if word not in everything]
        pool += [name + end for end in _SUFFIXES if name + end not in everything]
        if pool:
            chosen[name] = draw.choice(pool)
            everything.add(chosen[name])
    return chosen


def _apply(scope: ast.AST, chosen: dict[str, str]) -> None:
    for node in ast.walk(scope):
        if isinstance(node, ast.Name) and node.id in chosen:
            node.id = chosen[node.id]
        elif isinstance(node, ast.arg) and node.arg in chosen:
            node.arg = chosen[node.arg]
        elif isinstance(node, ast.Nonlocal):
            node.names = [chosen.get(name, name) for name in node.names]
        elif isinstance(node, ast.ExceptHandler) and node.name in chosen:
            node.name = chosen[node.name]


def _reorder(tree: ast.Module, draw: random.Random) -> None:
    """Move methods of classes, and assignments that do not need each other."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            methods = [one for one in node.body if isinstance(one, _SCOPES)]
            if all(not one.decorator_list for one in methods):
                others = [one for one in node.body if one not in methods]
                draw.shuffle(methods)
                node.body = others + methods
        for body in (getattr(node, field, None) for field in ("body", "orelse")):
            if not isinstance(body, list):
                continue
            for index in range(len(body) - 1):
                if draw.random() < 0.7 and _independent(body[index], body[index + 1]):
                    body[index], body[index + 1] = body[index + 1], body[index]


def _independent(first: ast.stmt, second: ast.stmt) -> bool:
    """Whether two statements only compute values of names, neither one that the other uses."""
    if not (_computes(first) and _computes(second)):
        return False
    stores = [_bound([one]) for one in (first, second)]
    uses = [
        {node.id for node in ast.walk(one) if isinstance(node, ast.Name)} for one in (first, second)
    ]
    return not stores[0] & uses[1] and not stores[1] & uses[0]


def _computes(node: ast.stmt) -> bool:
    """Whether a statement computes a value without side effects, random numbers or attributes."""
    if not isinstance(node, _SIMPLE) or node.value is None:
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if not all(isinstance(target, ast.Name | ast.Tuple) for target in targets):
        return False
    called = [one.func for one in ast.walk(node.value) if isinstance(one, ast.Call)]
    pure = {"relu", "sigmoid", "sum", "mean", "matmul", "mm", "clamp", "len", "exp", "softmax"}
    return all((getattr(func, "attr", "") or getattr(func, "id", "")) in pure for func in called)


def _laid_out(tree: ast.Module, draw: random.Random, *, comments: float) -> str:
    """Write a tree as text, with docstrings taken or given, comments and empty lines."""
    for node in ast.walk(tree):
        if isinstance(node, (*_SCOPES, ast.ClassDef)):
            _give_docstring(node, draw)
        if isinstance(node, _SCOPES) and draw.random() < 0.3:
            node.returns = None
    source = ast.unparse(ast.fix_missing_locations(tree))
    starts = {
        node.lineno: node.end_lineno == node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt)
    }
    made: list[str] = []
    for number, line in enumerate(source.split("\n"), 1):
        indent = line[: len(line) - len(line.lstrip())]
        if number in starts and number > 1:
            if draw.random() < 0.12:
                made.append("")
            if draw.random() < comments / 2:
                made.append(f"{indent}# {draw.choice(COMMENTS)}")
        ends = starts.get(number, False) and draw.random() < comments / 2
        made.append(f"{line}  # {draw.choice(COMMENTS)}" if ends else line)
    return "\n".join(made)


def _give_docstring(node: ast.AST, draw: random.Random) -> None:
    body = getattr(node, "body", [])
    if ast.get_docstring(node) is not None:  # type: ignore[arg-type]
        if draw.random() < 0.5 and len(body) > 1:
            del body[0]
    elif draw.random() < 0.15:
        body.insert(0, ast.Expr(ast.Constant(draw.choice(DOCSTRINGS))))
