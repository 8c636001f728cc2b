"""What is left of a cell whose import failed: the answers behind it are still worth running."""

import ast
from types import TracebackType

from IPython.core.interactiveshell import InteractiveShell


def without_missing(
    shell: InteractiveShell, source: str, error: BaseException | None
) -> str | None:
    """Return what is behind the imports of a cell, one of which failed, without what needs it.

    All other imports are kept. What stands alone on a line and uses a name that is missing, such
    as ``seaborn.set_theme()``, is left out, too.

    Args:
        error: what ended the cell.

    Returns:
        plain Python; None where something else failed than an import at the top of the cell, or
        where nothing is left.
    """
    if not isinstance(error, ImportError):
        return None
    line = _line_of(error.__traceback__, shell)
    body = ast.parse(shell.transform_cell(source)).body
    place = next((i for i, node in enumerate(body) if node.lineno == line), None)
    if place is None or not isinstance(body[place], ast.Import | ast.ImportFrom):
        return None
    missing: set[str] = set()
    rest: list[ast.stmt] = []
    for node in body[place:]:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for one in _one_by_one(node):
                if _works(one):
                    rest.append(one)
                else:
                    names = (alias.asname or alias.name for alias in one.names)
                    missing.update(name.partition(".")[0] for name in names)
        elif not (isinstance(node, ast.Expr) and missing & _names(node)):
            rest.append(node)
    return "\n".join(map(ast.unparse, rest)) or None


def _line_of(trace: TracebackType | None, shell: InteractiveShell) -> int:
    """Return the line at the top of a cell that an exception came from; 0 for none."""
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_globals is shell.user_ns and frame.f_code.co_name == "<module>":
            return trace.tb_lineno
        trace = trace.tb_next
    return 0


def _one_by_one(node: ast.Import | ast.ImportFrom) -> list[ast.Import | ast.ImportFrom]:
    """Return an import statement as one for each name."""
    if isinstance(node, ast.Import):
        return [ast.Import([alias]) for alias in node.names]
    return [ast.ImportFrom(node.module, [alias], node.level) for alias in node.names]


def _works(node: ast.Import | ast.ImportFrom) -> bool:
    """Say whether an import works; it runs what it imports."""
    try:
        exec(ast.unparse(ast.fix_missing_locations(ast.Module([node], []))), {})
    except ImportError:
        return False
    except Exception:  # the same is going to come of it when it is run
        return True
    return True


def _names(node: ast.AST) -> set[str]:
    return {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}
