"""What ``from module import *`` binds; inside a function, such as a test, Python refuses it."""

import ast
import functools
import importlib
import importlib.util
from collections.abc import Collection


def spelled_out(statement: ast.stmt, wanted: Collection[str] | None = None) -> ast.stmt:
    """Return a star import of an installed module with its names; anything else as it is.

    Args:
        wanted: the only names that are of interest; None for all.
    """
    if not isinstance(statement, ast.ImportFrom) or statement.names[0].name != "*":
        return statement
    names = public_names(statement.module or "") if not statement.level else ()
    kept = [ast.alias(name) for name in names if wanted is None or name in wanted]
    if not names:
        return statement
    if not kept:
        return ast.Pass(lineno=statement.lineno, col_offset=0, end_lineno=statement.end_lineno)
    made = ast.ImportFrom(statement.module, kept, 0)
    return ast.copy_location(made, statement)


@functools.lru_cache
def public_names(module: str) -> tuple[str, ...]:
    """Return what a module gives to a star import; nothing where it is not installed."""
    try:
        if importlib.util.find_spec(module.partition(".")[0]) is None:
            return ()
        found = importlib.import_module(module)
    except Exception:  # whatever a package raises when it is imported
        return ()
    every = getattr(found, "__all__", None) or [n for n in vars(found) if not n.startswith("_")]
    return tuple(sorted(str(name) for name in every))
