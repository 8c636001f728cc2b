"""Titles of tests: the names of their functions as sentences, in which code is spelled as code."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

_CODE = re.compile(r"(`+)(.+?)\1")
_DOTTED = re.compile(r"[A-Za-z_][\w.]*\w")
_OF_MORE_WORDS = re.compile(r"[_.]|[a-z0-9][A-Z]")
"""What no ordinary word has in it."""


def title_of(function: str, names: Sequence[str]) -> str:
    """Return the name of a test function as a sentence.

    ``_`` is a space, ``0_01`` the number 0.01, and ``toy_model`` the class ``ToyModel`` if there is
    one. (A single letter is not looked for: it may be a word.)

    Args:
        names: those that the test may speak of; the first one wins.
    """
    spelled = {_joined(name): name for name in reversed(names) if len(name) > 1}
    words = function.removeprefix("test_").split("_")
    parts = []
    while words:
        for count in range(len(words), 0, -1):
            if name := spelled.get("".join(words[:count]).lower()):
                break
        else:
            is_decimal = words[0] == "0" and words[1:] and words[1].isdecimal()
            count = 2 if is_decimal else 1
            name = ".".join(words[:count])
        parts.append(name)
        del words[:count]
    return " ".join(parts)


def _joined(name: str) -> str:
    return re.sub(r"[_.]", "", name).lower()


def defined_names(statements: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names of the functions, classes, methods and variables that code defines."""
    for statement in statements:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield statement.name
            case ast.ClassDef():
                yield statement.name
                yield from defined_names(statement.body)
            case ast.Name(ctx=ast.Store()):
                yield statement.id
            case _:
                yield from defined_names(ast.iter_child_nodes(statement))


def names_in_text(markdown: str) -> Iterator[str]:
    """Yield the names that a text sets as code, such as ``nn.Linear``, but for ordinary words."""
    for _, code in _CODE.findall(markdown):
        yield from filter(_OF_MORE_WORDS.search, _DOTTED.findall(code))
