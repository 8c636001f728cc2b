"""Assertions of ``nose.tools``, which no present Python can install, said with ``unittest``."""

import ast
import re

from autograder.notebook import plain_python

_PLAIN = {"ok_": "assert_true", "eq_": "assert_equal"}
_OLD = {"assertEquals": "assertEqual", "assertItemsEqual": "assertCountEqual"}
_OLD |= {"assertRaisesRegexp": "assertRaisesRegex", "assertRegexpMatches": "assertRegex"}


def without_nose(source: str) -> str:
    """Return a cell's source in which ``from nose.tools import ...`` is said with ``unittest``."""
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
            lines[statement.lineno - 1 : end] = _with_unittest(statement)
    return "\n".join(lines)


def _with_unittest(statement: ast.ImportFrom) -> list[str]:
    lines = ["from unittest import TestCase"]
    for alias in statement.names:
        words = _PLAIN.get(alias.name, alias.name)
        method = re.sub(r"_([a-z])", lambda match: match.group(1).upper(), words)
        lines.append(f"{alias.asname or alias.name} = TestCase().{_OLD.get(method, method)}")
    return lines
