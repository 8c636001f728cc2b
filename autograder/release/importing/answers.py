"""Answers of nbgrader, with the markers that say here what students get in their place."""

import ast
import re

from autograder.python_code import plain_python
from autograder.release.markers import split_markers

_BEGIN = re.compile(r"^(\s*)#+\s*BEGIN SOLUTION\b")
_END = re.compile(r"^\s*#+\s*END SOLUTION\b")
_STUB = re.compile(
    r"\s*(#+\s*YOUR CODE HERE\s*)?(raise NotImplementedError(\(\))?|pass|\.\.\.)?\s*|"
    r"\s*YOUR ANSWER HERE\.?\s*",
    re.IGNORECASE,
)
_NOTHING = "# There is no model answer."


def is_stub(source: str) -> bool:
    """Say whether an answer cell holds no answer: it is empty, or what nbgrader gives students."""
    return bool(_STUB.fullmatch(source))


def marked_code(source: str, question: str) -> tuple[str, str]:
    """Return the source of an answer cell with our markers, and what to tell about it, or "".

    As nbgrader has it, students get a stub in place of each region between its markers, and in
    place of the whole cell where it has none.
    """
    stub = f'raise NotImplementedError("{question}: this cell is not finished yet")'
    if is_stub(source):
        return _wrapped("", "# Write your code here."), ""
    if not any(_BEGIN.match(line) for line in source.splitlines()):
        return _wrapped(source, "# YOUR CODE HERE", stub), ""
    marked = _regions(source, "# YOUR CODE HERE", stub)
    if marked is not None and _is_good(marked):
        return marked, ""
    lines = [line for line in source.splitlines() if not (_BEGIN.match(line) or _END.match(line))]
    return (
        _wrapped("\n".join(lines), "# YOUR CODE HERE", stub),
        "without its solution regions this answer would not be Python, so students get an empty "
        "cell in its place; mark what they should keep",
    )


def split_text(source: str) -> tuple[str, str]:
    """Split the text of an answer into what students read, and the answer."""
    if is_stub(source):
        return "", ""
    shown: list[str] = []
    answer: list[str] = []
    inside = False
    for line in source.splitlines():
        if _BEGIN.match(line) or _END.match(line):
            inside = bool(_BEGIN.match(line))
        else:
            (answer if inside else shown).append(line)
    if not any(_BEGIN.match(line) for line in source.splitlines()):
        return "", source
    return "\n".join(shown).strip(), "\n".join(answer).strip()


def _prompt(indent: str, *lines: str) -> list[str]:
    return [
        f'{indent}""" # BEGIN PROMPT',
        *(indent + line for line in lines),
        f'{indent}"""  # END PROMPT',
    ]


def _wrapped(source: str, *stub: str) -> str:
    """Return a whole cell as a solution; a cell magic stays in its first line."""
    lines = source.strip("\n").splitlines()
    magic = [lines.pop(0)] if lines and lines[0].startswith("%%") else []
    marked = ["# BEGIN SOLUTION NO PROMPT", *(lines or [_NOTHING]), "# END SOLUTION"]
    return "\n".join([*magic, *marked, *_prompt("", *stub)])


def _regions(source: str, *stub: str) -> str | None:
    """Return a cell whose regions have our markers; None if they are not closed."""
    lines: list[str] = []
    indent: str | None = None
    empty = True
    for line in source.splitlines():
        begin = _BEGIN.match(line)
        if begin:
            if indent is not None:
                return None
            indent, empty = begin.group(1), True
            lines.append(f"{indent}# BEGIN SOLUTION NO PROMPT")
        elif _END.match(line):
            if indent is None:
                return None
            lines += [f"{indent}{_NOTHING}"] if empty else []
            lines += [f"{indent}# END SOLUTION", *_prompt(indent, *stub)]
            indent = None
        else:
            empty = empty and not line.strip()
            lines.append(line)
    return "\n".join(lines) if indent is None else None


def _is_good(marked: str) -> bool:
    """Say whether both sides of a marked cell are Python."""
    try:
        both = split_markers(marked)
        for side in (both.solution, both.student):
            ast.parse(plain_python(side))
    except ValueError:  # of the markers
        return False
    except SyntaxError:
        return False
    return bool(both.secret)
