"""Wrong solutions, and right ones, that are declared as edits of another text: written out."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.declaring import DECLARATORS, Definition, declarator, edit, written
from autograder.python_code import plain_python
from autograder.release.code_cells import CodeCell


@dataclass(frozen=True)
class _Edit:
    """One change of a text."""

    old: str  # what is replaced
    new: str  # what comes in its place
    times: int  # how often the old text is there


class Bases:
    """What edits can be made of: the solutions of a master, and variants by their labels.

    Args:
        cells: the master's code cells.
    """

    def __init__(self, cells: Sequence[CodeCell]) -> None:
        self._cells = cells
        self._variants: dict[tuple[str, str], str] = {}

    def add(self, question: str, label: str, source: str) -> None:
        """Remember a variant, for edits that name its label."""
        self._variants[question, label] = source

    def variant(self, question: str, label: str) -> str:
        """Return the source of a variant.

        Raises:
            ValueError: none is declared before.
        """
        if (question, label) in self._variants:
            return self._variants[question, label]
        there = [repr(known) for about, known in self._variants if about == question]
        raise ValueError(
            f"no variant {label!r} of {question} is accepted, or stands above it; "
            f"there are {', '.join(there) or 'none'}"
        )

    def solution(self, question: str, name: str) -> str:
        """Return the source of what the solution defines, or of its last cell for no name.

        Raises:
            ValueError: the solution has no such thing.
        """
        sources = [plain_python(c.source) for c in self._cells if c.question == question]
        if not sources:
            raise ValueError(f"there is no question {question} with a solution and tests")
        if not name:
            return sources[-1]
        nodes = [(node, source) for source in sources for node in ast.parse(source).body]
        defined = {
            node.name: written(node, source)
            for node, source in nodes
            if isinstance(node, Definition)
        }
        if name not in defined:
            raise ValueError(
                f"the solution of {question} defines no function or class {name}; "
                f"it defines {', '.join(defined) or 'none'}"
            )
        return defined[name]


def write_out(node: ast.stmt, source: str, bases: Bases) -> str | None:
    """Return a declared definition whose edits are made; None for what holds no edits.

    Args:
        node: a statement of a file of declarations.
        source: the text of the file.
        bases: what it may be an edit of; a declared definition is added to them.

    Raises:
        ValueError: an edit cannot be made.
    """
    call = declarator(node)
    if call is None or not isinstance(node, Definition):
        return None
    label, edits = (ast.get_docstring(node) or ""), _edits(node)
    try:
        given = _arguments(DECLARATORS[ast.unparse(call.func)], call)
        question, base = _value(given["question"], str), _value(given.get("base"), str)
        cell = _value(given.get("cell"), bool)
    except ValueError:
        if edits:
            raise
        return None  # whoever runs the file sees what these are
    if not edits:
        if base:
            raise ValueError(f"{node.name} names a base, but holds no edits of it")
        code, definition = written(node, source, cell=cell), None
    elif not label:
        raise ValueError(f"{node.name} has no docstring; say in one line what it is")
    else:
        of = repr(base) if base else f"the solution of {question}"
        name = "" if cell else node.name
        text = bases.variant(question, base) if base else bases.solution(question, name)
        code = _edited(text, edits, of)
        definition = _documented(code, node.name, label, of, cell=cell)
    bases.add(question, label.partition("\n")[0].rstrip("."), code)
    return definition


def _arguments(function: Callable[..., Any], call: ast.Call) -> dict[str, ast.expr]:
    """Return the arguments of a call by their names.

    Raises:
        ValueError: the function takes no such arguments, or they are not written out.
    """
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if len(named) < len(call.keywords):
        raise ValueError(f"the arguments of {ast.unparse(call.func)} have to be written out")
    try:
        return inspect.signature(function).bind(*call.args, **named).arguments
    except TypeError as error:
        raise ValueError(f"{ast.unparse(call.func)}: {error}") from None


def _value(node: ast.expr | None, kind: type) -> Any:
    """Return a value that is written out; the kind's own where there is none.

    Raises:
        ValueError: it is not written out, or of another kind.
    """
    if node is None:
        return kind()
    if isinstance(node, ast.Constant) and type(node.value) is kind:
        return node.value
    raise ValueError(f"{ast.unparse(node)} has to be a {kind.__name__} that is written out")


def _edits(node: Definition) -> list[_Edit]:
    """Return the edits that a definition consists of; none for one that stands for itself.

    Raises:
        ValueError: there is something else beside them, or they cannot be read.
    """
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    calls = [
        one.value
        for one in body
        if isinstance(one, ast.Expr)
        and isinstance(one.value, ast.Call)
        and ast.unparse(one.value.func) == edit.__name__
    ]
    if calls and len(calls) != len(body):
        raise ValueError(f"{node.name} holds edits, so nothing else can stand below its docstring")
    edits = []
    for call in calls:
        given = _arguments(edit, call)
        old, new = _value(given["old"], str), _value(given["new"], str)
        edits.append(_Edit(old, new, _value(given["times"], int) if "times" in given else 1))
    return edits


def _edited(text: str, edits: Sequence[_Edit], of: str) -> str:
    """Return a text with all changes made, each in the text as it was before.

    Args:
        of: what to call the text in messages.

    Raises:
        ValueError: a text is not there as often as it should be, or two edits overlap.
    """
    spans: list[tuple[int, int, str]] = []
    for one in edits:
        found = [match.span() for match in _pattern(one.old).finditer(text)] if one.old else []
        if len(found) != one.times or not found:
            raise ValueError(
                f"{one.old!r} is {len(found)} times in {of}, not {one.times} times; write more of "
                "it, or how often it is there, as times=..."
            )
        spans += [_replacement(text, begin, end, one.new) for begin, end in found]
    made, done = [], 0
    for begin, end, new in sorted(spans):
        if begin < done:
            raise ValueError(f"two edits change {text[begin:done]!r} in {of}; make them one")
        made += [text[done:begin], new]
        done = end
    return "".join([*made, text[done:]])


def _pattern(old: str) -> re.Pattern[str]:
    """Return what finds a text: whole words, and lines however far they are indented."""
    first, *others = old.split("\n")
    pattern = r"\n[ \t]*".join(re.escape(part) for part in [first, *map(str.lstrip, others)])
    before = r"(?<!\w)" if re.match(r"\w", old) else ""
    after = r"(?!\w)" if re.search(r"\w$", old) else ""
    return re.compile(before + pattern + after)


def _replacement(text: str, begin: int, end: int, new: str) -> tuple[int, int, str]:
    """Return which part of a text is replaced, and by what.

    Further lines are indented as the line in which the first one stands; of lines that are
    taken out, nothing is left.
    """
    start = text.rfind("\n", 0, begin) + 1
    stop = text.find("\n", end) + 1 or len(text)
    indent = re.match(r"[ \t]*", text[start:])[0]  # type: ignore[index]  # it matches everything
    if not new and not (text[start:begin] + text[end:stop]).strip():
        return start, stop, ""
    return begin, end, new.replace("\n", "\n" + indent)


def _documented(code: str, name: str, label: str, of: str, *, cell: bool) -> str:
    """Return the source of a definition with a docstring: its own code, or that of a cell in it.

    Raises:
        ValueError: the code is none, or defines something else.
    """
    if cell:
        code = f"def {name}():\n    {label!r}\n{textwrap.indent(code, '    ')}"
    try:
        made = ast.parse(code).body
    except SyntaxError as error:
        line = (error.text or "").strip()
        raise ValueError(f"with its edits, {of} is no Python: {error.msg}: {line}") from None
    if len(made) != 1 or not isinstance(made[0], Definition) or made[0].name != name:
        raise ValueError(f"with its edits, {of} is not the definition of {name} any more")
    if cell:
        return code
    first, lines = made[0].body[0], code.split("\n")
    before = lines[first.lineno - 1].encode()[: first.col_offset].decode()
    if before.strip():  # the body stands beside the head
        made[0].body.insert(0, ast.Expr(ast.Constant(label)))
        return ast.unparse(made[0])
    line = min([first.lineno, *(d.lineno for d in getattr(first, "decorator_list", []))]) - 1
    return "\n".join([*lines[:line], before + repr(label), *lines[line:]])
