"""Recognise a gradient that was not derived by hand."""

import ast
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from autograder.checks import findings
from autograder.checks.failure import CheckError, student_code
from autograder.checks.probes import Environment, probe, require, run_probe, sources_of
from autograder.notebook import used_globals

_NONLINEAR_CALLS_BY_HAND = 16
"""A backward pass by hand evaluates its sigmoid and exp a few times for a single example, even
when written as a loop over the units; finite differences evaluate them once for each parameter."""

_AUTOMATIC = re.compile(
    r"^(backward|requires_grad_?|enable_grad|vjp|jvp|jacobian|jacrev|jacfwd|value_and_grad)$"
    r"|\bautograd\b|\bfunctorch\b|^torch\.func\b|^(jax|autograd)\."
)
"""Words that code by hand has no use for."""
_MOST_SOURCE = 300_000
"""Characters of code cells that are looked at: syntax trees take a hundred times as much memory."""
_SECONDS = 3.0
"""How long they are looked at. What was not looked at by then costs no points: the calls that
``_watch`` records are judged all the same."""
_MAGIC = re.compile(r"^(\s*)(?:[\w, ]{1,80}=\s*)?[!%?]|^(\s*)[\w.]{1,80}\?{1,2}\s*$")
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What comes of code that is no Python, or nested deeper than Python's own parser goes."""
_OBSCURE = {"exec", "eval", "compile", "__import__", "import_module", "getattr", "attrgetter"}
"""Ways to call what is named nowhere."""


@probe
def _watch(env: Environment, function_name: str, arguments: list[Any]) -> dict[str, Any]:
    """Call a student's function and record which short cuts it takes."""
    import copy

    import torch
    from torch.overrides import TorchFunctionMode, resolve_name

    nonlinear = {"sigmoid", "sigmoid_", "expit", "exp", "exp_", "tanh", "logistic"}
    automatic = {"backward", "grad", "vjp", "jvp", "jacobian", "jacrev", "jacfwd", "value_and_grad"}

    class Recorder(TorchFunctionMode):
        automatic = False
        nonlinear_calls = 0

        def __torch_function__(self, func, types, args=(), kwargs=None):  # type: ignore[no-untyped-def]
            name = (resolve_name(func) or getattr(func, "__name__", "")).rpartition(".")[2]
            self.nonlinear_calls += name in nonlinear
            self.automatic |= name in automatic
            return func(*args, **(kwargs or {}))

    saved = []

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        saved.append(tensor.shape)
        return tensor

    copies = [copy.deepcopy(arguments) for _ in range(2)]
    with Recorder() as recorder, torch.enable_grad():
        env[function_name](*copies[0])
    if not recorder.automatic:  # torch.func, which the recorder sees, refuses these hooks
        with torch.enable_grad(), torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
            env[function_name](*copies[1])
    return {"automatic": recorder.automatic or bool(saved), "nonlinear": recorder.nonlinear_calls}


def assert_by_hand(env: Environment, function_name: str, *arguments: Any) -> None:
    """Check that a student's function computes gradients by the chain rule, written out.

    Autograd shows itself by its names in the source of the function, and by the values it saves for
    its backward pass; finite differences show themselves by evaluating the network again and again.

    Args:
        arguments: what to call the function with (tensors, arrays or numbers): one example, such as
            shape (1, features), so that a loop over the batch is a single round. The globals that
            the function reads have to be bound to match.
    """
    require(env, function_name)
    used = sorted(_words_reached(sources_of(env), function_name), key=str.lower)
    telling = [word for word in used if _AUTOMATIC.search(word)]
    if telling:
        raise _not_by_hand(function_name, f"it uses {telling[0]}")
    obscure = [word for word in used if word in _OBSCURE]
    if obscure:
        text = f"{function_name} uses {obscure[0]}, so it cannot be seen how it works; this "
        text += "question asks for the chain rule, written out"
        raise CheckError(text, finding=findings.OBSCURE)
    with student_code(function_name, f"{function_name} for one example"):
        seen = run_probe(env, _watch, function_name=function_name, arguments=list(arguments))
    if seen["automatic"]:
        raise _not_by_hand(function_name, "it lets PyTorch record its operations")
    if seen["nonlinear"] > _NONLINEAR_CALLS_BY_HAND:
        text = f"{function_name} evaluates the network {seen['nonlinear']} times, as finite "
        text += "differences do; this question asks for the chain rule by hand"
        raise CheckError(text, finding=findings.FINITE_DIFFERENCES)


def _not_by_hand(function_name: str, reason: str) -> CheckError:
    text = f"{function_name} uses autograd ({reason}); this question asks for the chain rule "
    return CheckError(f"{text}by hand", finding=findings.AUTOGRAD)


class _Definitions(ast.NodeVisitor):
    """Finds what each name of a notebook stands for, the last definition winning."""

    def __init__(self) -> None:
        self.nodes: dict[str, ast.AST] = {}
        self.imports: dict[str, str] = {}
        self.methods: set[str] = set()

    def visit(self, node: ast.AST) -> None:
        match node:
            case ast.FunctionDef():
                self.nodes[node.name] = node
                self.methods.add(node.name)
            case ast.ClassDef():
                self.nodes[node.name] = node
            case ast.Assign():
                names = [target.id for target in node.targets if isinstance(target, ast.Name)]
                self.nodes.update(dict.fromkeys(names, node.value))
            case ast.Import():
                for alias in node.names:
                    self.imports[alias.asname or alias.name.partition(".")[0]] = alias.name
            case ast.ImportFrom():
                for alias in node.names:
                    self.imports[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
        self.generic_visit(node)


def _words_reached(sources: Sequence[str], function_name: str) -> set[str]:
    """Return the names, attributes and keywords that a function uses, itself or through others.

    A name that the notebook imports is returned as what it was imported from, such as
    ``torch.autograd.grad``. Methods that the notebook defines are left out: a class with a
    hand-written ``backward`` has nothing to do with PyTorch's.

    ``sources`` are the notebook's code cells, in order; one that is not valid Python is passed
    over, as it never ran. Of a huge notebook, only a part is looked at; see ``_MOST_SOURCE``.
    """
    end = time.monotonic() + _SECONDS
    found = _Definitions()
    for source in _readable(sources, function_name):
        with suppress(*_UNREADABLE):
            if time.monotonic() < end:
                found.visit(_parsed(source))
    words: set[str] = set()
    waiting, seen = [function_name], set[str]()
    while waiting and time.monotonic() < end:
        name = waiting.pop()
        if name in seen or name not in found.nodes:
            continue
        seen.add(name)
        with suppress(*_UNREADABLE):
            for word in _words(found.nodes[name]):
                words.add(found.imports.get(word, word))
                waiting.append(word)
    return words - found.methods


def _readable(sources: Sequence[str], function_name: str) -> list[str]:
    """Return the cells that are looked at, in order; what speaks of the function goes first."""
    left = _MOST_SOURCE
    chosen = []
    for index in sorted(range(len(sources)), key=lambda i: function_name not in sources[i]):
        if len(sources[index]) <= left:
            left -= len(sources[index])
            chosen.append(index)
    return [sources[index] for index in sorted(chosen)]


def _parsed(source: str) -> ast.AST:
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


def _words(node: ast.AST) -> Iterator[str]:
    """Yield the globals, attributes, keywords and imports in a piece of code.

    Its local variables may share a name with anything in the notebook, and are left out.
    """
    for child in ast.walk(node):
        if isinstance(child, ast.Attribute):
            yield child.attr
        elif isinstance(child, ast.keyword) and child.arg:
            yield child.arg
        elif isinstance(child, ast.ImportFrom):
            yield from (f"{child.module or ''}.{alias.name}" for alias in child.names)
        elif isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
    yield from used_globals(ast.unparse(node))  # last, as it fails where code is nested too deeply
