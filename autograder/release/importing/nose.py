"""Assertions of ``nose.tools``, which no present Python can install, said with ``unittest``."""

import ast
import re

from autograder.python_code import plain_python

_PLAIN = {"ok_": "assert_true", "eq_": "assert_equal"}
_OLD = {"assertEquals": "assertEqual", "assertItemsEqual": "assertCountEqual"}
_OLD |= {"assertRaisesRegexp": "assertRaisesRegex", "assertRegexpMatches": "assertRegex"}


def without_nose(source: str, notebook: str) -> str:
    """Return a cell's source in which ``from nose.tools import ...`` is said with ``unittest``.

    Args:
        notebook: the text of all cells, for what a star import is there for.
    """
    if "nose" not in source:
        return source
    try:
        statements = ast.parse(plain_python(source)).body
    except SyntaxError:
        return source
    lines = source.splitlines()
    for statement in reversed(statements):
        if isinstance(statement, ast.ImportFrom) and statement.module == "nose.tools":
            end = statement.end_lineno or statement.lineno
            lines[statement.lineno - 1 : end] = _with_unittest(statement, notebook)
    return "\n".join(lines)


def _with_unittest(statement: ast.ImportFrom, notebook: str) -> list[str]:
    lines = ["from unittest import TestCase"]
    aliases = statement.names
    if aliases[0].name == "*":
        used = sorted(set(re.findall(r"\b(?:assert_[a-z_]+|ok_|eq_)(?=\()", notebook)))
        aliases = [ast.alias(name) for name in used]
    for alias in aliases:
        words = _PLAIN.get(alias.name, alias.name)
        method = re.sub(r"_([a-z])", lambda match: match.group(1).upper(), words)
        lines.append(f"{alias.asname or alias.name} = TestCase().{_OLD.get(method, method)}")
    return lines
