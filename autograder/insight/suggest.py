"""From the shortest example of a mistake to the misconception that a person goes on from."""

import ast
import difflib
import textwrap
from collections.abc import Collection, Iterator, Sequence

from autograder.declaring import Definition, edit, written
from autograder.insight.examples import example
from autograder.insight.found import Draft, UnknownMistake
from autograder.release.declared_edits import Bases, write_out

_MOST_EDITED = 2
"""Lines of a difference that is said as edits; beyond, whole definitions are easier to read."""


def suggest(mistake: UnknownMistake, names: Collection[str], bases: Bases | None) -> Draft:
    """Return a draft of the misconception behind a group: only what matters of its example.

    Args:
        mistake: the group; its code is read, and not run.
        names: the names that answers to its question bind.
        bases: the solutions of its assignment; None where there is no course.
    """
    empty = Draft(mistake.question, "", "", mistake.code)
    if not mistake.code:
        return empty
    tree = ast.parse(mistake.code)
    graded = [one for one in tree.body if isinstance(one, Definition) and one.name in names]
    node = _changed(graded, mistake.question, bases)
    if node is None:  # a value, or a run
        return Draft(
            mistake.question, "", "", mistake.code, mistake.question, mistake.finding, cell=True
        )
    helpers = [one for one in tree.body if one not in graded]
    if bases and not helpers and (edits := _as_edits(node, mistake.question, bases)):
        return Draft(mistake.question, "", "", edits, node.name)
    return Draft(mistake.question, "", "", _with_helpers(node, helpers), node.name)


def _solution(question: str, name: str, bases: Bases | None) -> str:
    """Return the solution's definition of a name, or ""."""
    try:
        return bases.solution(question, name) if bases else ""
    except ValueError:
        return ""


def _changed(graded: Sequence[Definition], question: str, bases: Bases | None) -> Definition | None:
    """Return the last definition of a graded name that is not the solution's; None for none."""
    for node in reversed(graded):
        solution = _solution(question, node.name, bases)
        if example(ast.unparse(node), (node.name,)) != example(solution, (node.name,)):
            return node
    return graded[-1] if graded else None


def _with_helpers(node: Definition, helpers: Sequence[ast.stmt]) -> str:
    """Return a definition as code, with what it needs within it; a class has it in front."""
    if isinstance(node, ast.FunctionDef):
        body = "\n".join(ast.unparse(one) for one in [*helpers, *node.body])
        node.body = [ast.Pass()]
        head = ast.unparse(node).rpartition("\n")[0]
        return f"{head}\n{textwrap.indent(body, '    ')}"
    return "\n\n".join(ast.unparse(one) for one in [*helpers, node])


def _as_edits(node: Definition, question: str, bases: Bases) -> str:
    """Return the edits that make a definition of the solution's; "" where they are not few."""
    source = _solution(question, node.name, bases)
    if not source:
        return ""
    old = example(source, (node.name,)).split("\n")
    new = example(ast.unparse(node), (node.name,)).split("\n")
    lines = _source_lines(source)
    edits = []
    changed = 0
    for begin, end, first, last in _differences(old, new):
        changed += max(end - begin, last - first)
        if begin == end:  # lines come behind another
            begin, first = begin - 1, first - 1
        if begin < 0 or end - begin < 1 or changed > _MOST_EDITED:
            return ""
        found = [lines.get(line, "") for line in old[begin:end]]
        indent = len(old[begin]) - len(old[begin].lstrip())
        added = [line[indent:] if not line[:indent].strip() else "" for line in new[first:last]]
        if not all(found) or not all(added) or (added and added[0][0] == " "):
            return ""
        edits.append(_edit("\n".join(found), "\n".join(added)))
    text = "\n".join(edits)
    return text if edits and _makes(text, node, question, bases) else ""


def _edit(old: str, new: str) -> str:
    line = f"{edit.__name__}({old!r}, {new!r})"
    if len(line) <= 96:
        return line
    return f"{edit.__name__}(\n    {old!r},\n    {new!r},\n)"


def _differences(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the places in which two texts differ."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    yield from (places for kind, *places in matcher.get_opcodes() if kind != "equal")  # type: ignore[misc]


def _source_lines(source: str) -> dict[str, str]:
    """Return what stands in a source for each normalised line of it that is a line there, too."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for line in source.split("\n"):
        text = line.strip()
        for more in ("", "\n    pass"):
            try:
                (node,) = ast.parse(f"{text}{more}").body
            except (SyntaxError, ValueError):
                continue
            form = ast.unparse(node).split("\n")[0]
            code = text if more == "" else text[: text.rindex(":") + 1]
            if isinstance(node, ast.stmt) and not more:
                code = text.encode()[: node.end_col_offset].decode()
            key = " " * (len(line) - len(line.lstrip())) + form
            twice |= {key} & found.keys()
            found[key] = code
            break
    return {form: code for form, code in found.items() if form not in twice}


def _makes(edits: str, node: Definition, question: str, bases: Bases) -> bool:
    """Say whether edits of the solution make a definition."""
    text = f'@misconception("{question}", "")\ndef {node.name}():\n    "x"\n'
    text += textwrap.indent(edits, "    ")
    try:
        declared = ast.parse(text).body[0]
        made = write_out(declared, text, bases)
        if made is None:
            return False
        (one,) = ast.parse(made).body
    except (SyntaxError, ValueError):
        return False
    assert isinstance(one, Definition)
    return example(written(one, made), (node.name,)) == example(ast.unparse(node), (node.name,))
