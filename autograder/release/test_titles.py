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


def names_to_speak_of(
    asked_for: Iterable[str], texts: Iterable[str], answers: Iterable[str]
) -> tuple[str, ...]:
    """Return the names that the title of a test may speak of, those that it means first.

    Args:
        asked_for: what the test asks of the notebook.
        texts: Markdown of its question.
        answers: Python of its question, which has to be valid.
    """
    trees = [ast.parse(answer) for answer in answers]
    defined = [name for tree in trees for name in _defined_names(tree.body)]
    said = [name for text in texts for name in _names_in_text(text)]
    asked = [name for name in asked_for if name in defined]
    return (*asked, *defined, *said)


def _defined_names(statements: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names of the functions, classes, methods and variables that code defines."""
    for statement in statements:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield statement.name
            case ast.ClassDef():
                yield statement.name
                yield from _defined_names(statement.body)
            case ast.Name(ctx=ast.Store()):
                yield statement.id
            case _:
                yield from _defined_names(ast.iter_child_nodes(statement))


def _names_in_text(markdown: str) -> Iterator[str]:
    """Yield the names that a text sets as code, such as ``nn.Linear``, but for ordinary words."""
    for _, code in _CODE.findall(markdown):
        yield from filter(_OF_MORE_WORDS.search, _DOTTED.findall(code))
