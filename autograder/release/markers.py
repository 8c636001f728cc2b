"""The markers inside a solution cell: what students see, and what only staff see."""

import re
from dataclasses import dataclass

from otter.assign.solutions import remove_ignored_lines, replace_solutions

from autograder.errors import MarkerError

_BLOCK = re.compile(r"#\s*(BEGIN|END) (SOLUTION|PROMPT|IGNORE)\b(?: NO PROMPT)?\s*$")
_LIKE_BLOCK = re.compile(
    r"#+\s*(BEGIN|END)\s+(SOLUTION|PROMPT|IGNORE)(\s+NO\s+PROMPT)?\s*$", re.IGNORECASE
)
_BOUNDARY = re.compile(
    r"\s*(?:```\w*\s+)?#+\s*(BEGIN|END)\s+(QUESTION|PROMPT|SOLUTION|TESTS|TEST)\b", re.I
)
_LINE = re.compile(r"\s*#\s*SOLUTION(?: NO PROMPT)?\s*$")
_QUOTES = ('"""', "'''")


@dataclass(frozen=True)
class MarkedSource:
    """A solution cell's source, seen from both sides."""

    student: str  # what students get in its place
    solution: str  # the answer without markers and prompts, as staff read it and as it runs
    secret: tuple[str, ...]  # the lines of the answer that students must not see


def has_markers(source: str) -> bool:
    """Say whether a source holds a marker that takes lines away from students."""
    return any(_LIKE_BLOCK.search(line) or _LINE.search(line) for line in source.splitlines())


def check_spelling(source: str) -> None:
    """Check that what looks like a block marker is one for Otter, which leaves others as they are.

    Raises:
        MarkerError: it is written otherwise, as ``### BEGIN SOLUTION`` or ``#BEGIN SOLUTION``.
    """
    for number, line in enumerate(source.splitlines(), start=1):
        if found := _LIKE_BLOCK.search(line):
            right = f"# {found[1]} {found[2]}".upper() + (" NO PROMPT" if found[3] else "")
            if found[0].rstrip() != right:
                raise MarkerError(f"line {number} says {found[0].rstrip()}; write {right}")


def is_boundary_as_text(source: str) -> bool:
    """Say whether a text cell holds what a raw cell should: the boundary of a block."""
    return bool(_BOUNDARY.match(source))


BOUNDARY_AS_TEXT = (
    "this boundary is a text cell, which Otter does not look at; make it a raw cell, or put it "
    "between ```otter and ```"
)


def check_markers(source: str) -> None:
    """Check that every block marker is closed, and closed once.

    Raises:
        MarkerError: a block is left open, closed twice, nested, or misspelt.
    """
    check_spelling(source)
    opened: tuple[int, str] | None = None
    for number, line in enumerate(source.splitlines(), start=1):
        match = _BLOCK.search(line)
        if not match:
            continue
        edge, kind = match.groups()
        if edge == "BEGIN":
            if opened:
                raise MarkerError(
                    f"line {number}: BEGIN {kind} inside the {opened[1]} block of line "
                    f"{opened[0]}; close that with # END {opened[1]} first"
                )
            opened = number, kind
        elif not opened or opened[1] != kind:
            raise MarkerError(f"line {number}: END {kind} without BEGIN {kind}; add or remove one")
        else:
            opened = None
    if opened:
        raise MarkerError(
            f"line {opened[0]}: BEGIN {opened[1]} is never closed; add a line # END {opened[1]}"
        )


def split_markers(source: str) -> MarkedSource:
    """Split a solution cell into what students get and what the answer is.

    The student side is Otter's own rule; the solution side drops markers and prompts.

    Raises:
        MarkerError: see ``check_markers``.
    """
    check_markers(source)
    lines = remove_ignored_lines(source.splitlines())
    solution: list[str] = []
    secret: list[str] = []
    block = ""
    for line in lines:
        if match := _BLOCK.search(line):
            block = match.group(2) if match.group(1) == "BEGIN" else ""
            # the quotes of a prompt stand on its marker lines; any other code there is kept
            rest = line[: match.start()].rstrip()
            if rest.strip() and not rest.strip().startswith(_QUOTES):
                solution.append(rest)
            continue
        if block == "PROMPT":
            continue
        is_answer = block == "SOLUTION" or bool(_LINE.search(line))
        line = _LINE.sub("", line)
        solution.append(line)
        if is_answer:
            secret.append(line)
    student = replace_solutions(lines, "python")
    return MarkedSource("\n".join(student).rstrip(), "\n".join(solution).rstrip(), tuple(secret))
