"""The Python of a cell, as text: what it imports and uses, and how a magic is written in Python."""

import ast
import symtable
from collections.abc import Iterable
from contextlib import suppress

from IPython.core.inputtransformer2 import TransformerManager


def plain_python(source: str) -> str:
    """Turn a cell's source into plain Python: magics and shell commands become function calls."""
    with suppress(SyntaxError, ValueError):
        ast.parse(source)  # as most can be; IPython's own way takes ten times as long
        return source if source.endswith("\n") else f"{source}\n"
    return str(TransformerManager().transform_cell(source))


def imported_modules(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the modules that nodes of a syntax tree import; relative ones begin with a dot."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def used_globals(source: str) -> set[str]:
    """Return the global names that a piece of Python reads, inside functions and classes too."""
    return _used_globals(symtable.symtable(source, "<cell>", "exec"))


def _used_globals(table: symtable.SymbolTable) -> set[str]:
    at_top = table.get_type() == "module"
    names = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (at_top or symbol.is_global())
    }
    for child in table.get_children():
        names |= _used_globals(child)
    return names
