"""Read what a student's function is made of, without running it."""

import ast
from collections.abc import Iterator, Sequence

from autograder.notebook import plain_python, used_globals


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


def words_reached(sources: Sequence[str], function_name: str) -> set[str]:
    """Return the names, attributes and keywords that a function uses, itself or through others.

    A name that the notebook imports is returned as what it was imported from, such as
    ``torch.autograd.grad``. Methods that the notebook defines are left out: a class with a
    hand-written ``backward`` has nothing to do with PyTorch's.

    Args:
        sources: the notebook's code cells, in order; a cell that is not valid Python is passed
            over, as it never ran.
        function_name: where to begin.
    """
    found = _Definitions()
    for source in sources:
        try:
            found.visit(_parsed(source))
        except (SyntaxError, ValueError, RecursionError):
            continue
    words: set[str] = set()
    waiting, seen = [function_name], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in found.nodes:
            continue
        seen.add(name)
        for word in _words(found.nodes[name]):
            words.add(found.imports.get(word, word))
            waiting.append(word)
    return words - found.methods


def _parsed(source: str) -> ast.AST:
    """Return the syntax tree of a cell; magics are looked for only where it is no plain Python."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.parse(plain_python(source))


def _words(node: ast.AST) -> Iterator[str]:
    """Yield the globals, attributes, keywords and imports in a piece of code.

    Its local variables may share a name with anything in the notebook, and are left out.
    """
    yield from used_globals(ast.unparse(node))
    for child in ast.walk(node):
        if isinstance(child, ast.Attribute):
            yield child.attr
        elif isinstance(child, ast.keyword) and child.arg:
            yield child.arg
        elif isinstance(child, ast.ImportFrom):
            yield from (f"{child.module or ''}.{alias.name}" for alias in child.names)
        elif isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
