"""What a function of a notebook is made of: its own code, and that of everything it uses.

The code cells are read as text, so nothing here is certain where names are made at run time.
"""

import ast
import re
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from autograder.python_code import used_globals

_MOST_SOURCE = 300_000
"""Characters of code cells that are looked at: syntax trees take a hundred times as much memory."""
_SECONDS = 3.0
"""How long they are looked at. What was not looked at by then costs no points: what the function
does is watched all the same."""
_MAGIC = re.compile(r"^(\s*)(?:[\w, ]{1,80}=\s*)?[!%?]|^(\s*)[\w.]{1,80}\?{1,2}\s*$")
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What comes of code that is no Python, or nested deeper than Python's own parser goes."""
_FILLS = {"append", "add", "extend", "insert", "setattr", "setdefault", "update", "__setitem__"}
"""Calls that put one thing into another."""
_MAKES_FIELDS = {"namedtuple", "NamedTuple", "SimpleNamespace", "make_dataclass"}
_SETS = "requires_grad"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass
class Reached:
    """The code that a function of a notebook uses, itself or through others."""

    nodes: list[ast.AST] = field(default_factory=list)  # the pieces of code
    # names of no variable of their own, by what they stand for: an imported one for what it was
    # imported from, such as torch.autograd.grad, and any other for itself
    names: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)  # those names that some cell defines or imports
    own: set[str] = field(default_factory=set)  # those that are functions or classes of a cell
    methods: set[str] = field(default_factory=set)  # what the notebook's classes define
    attributes: set[str] = field(default_factory=set)  # what the notebook's own objects have
    all_of: set[str] = field(default_factory=set)  # modules of which everything is imported
    complete: bool = True  # whether all of it was looked at

    def words(self) -> set[str]:
        """Return the globals, the attributes and the keywords that the code uses.

        Attributes come alone and with what they are attributes of: ``grad`` and
        ``torch.autograd.grad``. Local variables may share a name with anything in the notebook, and
        are left out, as are functions and methods of the notebook: a hand-written ``backward`` has
        nothing to do with PyTorch's. ``requires_grad`` counts where it may be set.
        """
        words = {meant for name, meant in self.names.items() if name not in self.own}
        for node in self.nodes:
            harmless = switching_off(node)
            for child in ast.walk(node):
                if child not in harmless:
                    words |= self._words_of(child)
        return words - self.methods

    def _words_of(self, node: ast.AST) -> set[str]:
        match node:
            case ast.keyword(arg="requires_grad", value=ast.Constant(value=False)):
                return set()
            case ast.Assign(targets=targets, value=value):
                sets = any(isinstance(t, ast.Attribute) and t.attr == _SETS for t in targets)
                off = isinstance(value, ast.Constant) and not value.value
                return {_SETS} if sets and not off else set()
            case ast.Attribute(attr="requires_grad"):
                return set()
            case ast.Attribute():
                dotted = _dotted(node)
                first, dot, rest = dotted.partition(".")
                return {node.attr, f"{self.names.get(first, first)}{dot}{rest}"}
            case ast.keyword(arg=str(name)):
                return {name}
            case ast.ImportFrom():
                return {f"{node.module or ''}.{alias.name}" for alias in node.names}
            case ast.Import():
                return {alias.name for alias in node.names}
        return set()


def switching_off(node: ast.AST) -> set[ast.AST]:
    """Return the attributes in code that only switch autograd's recording off."""
    found: set[ast.AST] = set()
    for part in ast.walk(node):
        match part:
            case ast.Call(
                func=ast.Attribute(attr="requires_grad_" | "set_grad_enabled") as function,
                args=[ast.Constant(value=False)],
                keywords=[],
            ):
                found.add(function)
            case ast.Attribute(attr="no_grad" | "inference_mode", value=ast.Attribute() as module):
                if _dotted(module) == "torch.autograd":
                    found |= {part, module}
    return found


def reached_by(function_name: str, sources: Sequence[str]) -> Reached:
    """Return the code that a function uses; see ``NotebookCode``."""
    return NotebookCode(sources, function_name).reached()


class NotebookCode:
    """What each global name of a notebook stands for.

    The last definition at the top of a cell wins; one that may run or not is added to the others.
    Of a huge notebook only a part is looked at; a cell that is not valid Python is passed over, as
    it never ran.

    Args:
        sources: the code cells, in order.
        function_name: whose code is asked for.
    """

    def __init__(self, sources: Sequence[str], function_name: str) -> None:
        self._function_name = function_name
        self.nodes: dict[str, list[ast.AST]] = {}
        self._used: dict[ast.AST, Collection[str]] = {}
        self.imports: dict[str, str] = {}
        self.methods: set[str] = set()
        self.attributes: set[str] = set()
        self.all_of: set[str] = set()
        end = time.monotonic() + _SECONDS
        chosen = _readable(sources, function_name)
        self._complete = len(chosen) == len(sources)
        for source in chosen:
            with suppress(*UNREADABLE):
                if time.monotonic() > end:
                    self._complete = False
                    break
                for statement in parsed(source).body:
                    self._read(statement, certain=True)

    def reached(self, skip: Sequence[str] = ()) -> Reached:
        """Return the code that the function uses, without that of names that are plain data."""
        end = time.monotonic() + _SECONDS
        reached = Reached(methods=self.methods, attributes=self.attributes, all_of=self.all_of)
        reached.complete = self._complete
        waiting, seen = [self._function_name], set(skip)
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for node in self.nodes.get(name, []):
                if time.monotonic() > end:
                    reached.complete = False
                    return reached
                reached.nodes.append(node)
                for used in self._used_by(node):
                    reached.names[used] = self.imports.get(used, used)
                    waiting.append(used)
        reached.known = reached.names.keys() & (self.nodes.keys() | self.imports.keys())
        reached.own = {n for n in reached.known - self.imports.keys() if self.defines(n)}
        return reached

    def _used_by(self, node: ast.AST) -> Collection[str]:
        """Return the globals that a piece of code uses: none where it is nested too deeply."""
        if node not in self._used:
            self._used[node] = ()
            with suppress(*UNREADABLE):
                self._used[node] = used_globals(ast.unparse(node))
        return self._used[node]

    def defines(self, name: str) -> bool:
        """Say whether a name stands for a function or class, and for nothing else."""
        return all(isinstance(node, (*_FUNCTIONS, ast.ClassDef)) for node in self.nodes[name])

    def _read(self, node: ast.stmt, *, certain: bool) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._bind(node.name, node, certain=certain)
                self._read_scope(node)
            case ast.Import():
                for alias in node.names:
                    whole = alias.name if alias.asname else alias.name.partition(".")[0]
                    self.imports[alias.asname or whole] = whole
            case ast.ImportFrom():
                for alias in node.names:
                    if alias.name == "*":
                        self.all_of.add(node.module or "")
                    self.imports[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value, certain=certain)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign(target, value, certain=certain)
            case ast.AugAssign(target=target, value=value):
                self._assign(target, value, certain=False)
            case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
                self._assign(target, value, certain=False)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                for item in items:
                    if item.optional_vars:
                        self._assign(item.optional_vars, item.context_expr, certain=False)
            case ast.Expr(value=ast.Call() as call):
                self._fill(call)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                for part in ast.walk(child):
                    if isinstance(part, ast.NamedExpr):
                        self._assign(part.target, part.value, certain=False)
                    elif isinstance(part, ast.Call):
                        self.attributes |= _fields(part)
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            for inner in _statements_in(node):
                self._read(inner, certain=False)

    def _read_scope(self, scope: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        """Take from a function or class what it defines for others: globals and attributes.

        Attributes that a function gives to objects of others are left out.
        """
        globals_ = {
            n for part in ast.walk(scope) if isinstance(part, ast.Global) for n in part.names
        }
        for part in ast.walk(scope):
            if isinstance(part, ast.Call):
                self.attributes |= _fields(part)
            elif isinstance(part, ast.ClassDef):
                for statement in part.body:
                    if isinstance(statement, _FUNCTIONS):
                        self.methods.add(statement.name)
                    elif isinstance(statement, ast.Assign | ast.AnnAssign):
                        self.methods |= _stored_names(statement)
                stored = (a for a in ast.walk(part) if isinstance(a, ast.Attribute))
                self.attributes |= {a.attr for a in stored if isinstance(a.ctx, ast.Store)}
            elif isinstance(part, ast.Assign | ast.AnnAssign) and part.value:
                targets = part.targets if isinstance(part, ast.Assign) else [part.target]
                for target in targets:
                    for leaf in ast.walk(target):
                        if isinstance(leaf, ast.Name) and leaf.id in globals_:
                            self._bind(leaf.id, part.value, certain=False)

    def _assign(self, target: ast.expr, value: ast.expr, *, certain: bool) -> None:
        match target:
            case ast.Name():
                self._bind(target.id, value, certain=certain)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self._assign(part, value, certain=certain)
            case ast.Starred(value=part):
                self._assign(part, value, certain=certain)
            case ast.Attribute() | ast.Subscript():
                if isinstance(target, ast.Attribute):
                    self.attributes.add(target.attr)
                if base := _base(target):
                    self._bind(base, value, certain=False)

    def _fill(self, call: ast.Call) -> None:
        """Take a call that puts something into what a name stands for."""
        name = call.func.attr if isinstance(call.func, ast.Attribute) else _base(call.func)
        if name not in _FILLS:
            return
        into = call.func if isinstance(call.func, ast.Attribute) else next(iter(call.args), None)
        if into is not None and (base := _base(into)) and base not in self.imports:
            self._bind(base, call, certain=False)

    def _bind(self, name: str, node: ast.AST, *, certain: bool) -> None:
        if certain:
            self.nodes[name] = [node]
            self.imports.pop(name, None)
        else:
            self.nodes.setdefault(name, []).append(node)


def _statements_in(node: ast.stmt) -> Iterator[ast.stmt]:
    """Yield the statements of a block: of all its branches."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from child.body


def _stored_names(statement: ast.stmt) -> set[str]:
    names = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
    return {node.id for node in names if isinstance(node.ctx, ast.Store)}


def _fields(call: ast.Call) -> set[str]:
    """Return the attributes of what a call makes: a named tuple, or a namespace."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else _base(call.func)
    if name not in _MAKES_FIELDS:
        return set()
    texts = [node.value for node in ast.walk(call) if isinstance(node, ast.Constant)]
    words = [w for t in texts if isinstance(t, str) for w in t.replace(",", " ").split()]
    return {*words, *(keyword.arg for keyword in call.keywords if keyword.arg)}


def _base(node: ast.expr) -> str:
    """Return the name that an attribute or item belongs to in the end, or ""."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _dotted(node: ast.Attribute) -> str:
    """Return an attribute with what it is an attribute of, as far as that has names."""
    parts = [node.attr]
    inner = node.value
    while isinstance(inner, ast.Attribute):
        parts.append(inner.attr)
        inner = inner.value
    if isinstance(inner, ast.Name):
        parts.append(inner.id)
    return ".".join(reversed(parts))


def _readable(sources: Sequence[str], function_name: str) -> list[str]:
    """Return the cells that are looked at, in order; what speaks of the function goes first."""
    left = _MOST_SOURCE
    chosen = []
    for index in sorted(range(len(sources)), key=lambda i: function_name not in sources[i]):
        if len(sources[index]) <= left:
            left -= len(sources[index])
            chosen.append(index)
    return [sources[index] for index in sorted(chosen)]


def parsed(source: str) -> ast.Module:
    """Return the syntax tree of a cell; magics are looked for only where it is no plain Python."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.parse(_without_magics(source))


def _without_magics(source: str) -> str:
    """Return a cell without its magics and shell commands, in time that grows with its length.

    IPython's own way takes minutes for some hundred lines of ``x = !true``.
    """
    lines = []
    goes_on = False
    for line in source.splitlines():
        magic = _MAGIC.match(line)
        if goes_on or magic:
            indent = "" if goes_on or not magic else magic[1] or magic[2] or ""
            lines.append("" if goes_on else f"{indent}pass")
            goes_on = line.endswith("\\")
        else:
            lines.append(line)
    return "\n".join(lines)
