"""The parts of a test cell: what students read, hidden regions, and tests yet to be made."""

import ast
import re
from collections import Counter
from dataclasses import dataclass

_BEGIN = re.compile(r"^\s*#+\s*BEGIN HIDDEN TESTS\b")
_END = re.compile(r"^\s*#+\s*END HIDDEN TESTS\b")
_AUTOTEST = re.compile(r"^([ \t]*)#[# \t]*(?:HASHED )?AUTOTEST[ \t]+(.*)$")
_MAGIC = re.compile(r"^\s*(%|!|\?)|^\s*[\w.]+\?\??\s*$")


@dataclass(frozen=True)
class TestSource:
    """The code of a test cell."""

    public: str  # without the regions of hidden tests
    whole: str  # with them
    hidden: frozenset[int]  # the statements of the whole that stand in hidden regions, by place
    magics: tuple[str, ...]  # lines that only IPython understands; they are left out
    automatic: bool  # whether tests are to be made from the solution, by AUTOTEST comments

    @property
    def has_hidden(self) -> bool:
        """Whether there is something that students must not see."""
        return self.public != self.whole


def read_regions(source: str) -> TestSource | None:
    """Split a test cell; None if it is not Python."""
    lines, magics = _without_magics(source.splitlines())
    whole: list[str] = []
    public: list[str] = []
    within: set[int] = set()
    inside = False
    for line in lines:
        if _BEGIN.match(line) or _END.match(line):
            inside = bool(_BEGIN.match(line))
            continue
        whole.append(line)
        if inside:
            within.add(len(whole))
        else:
            public.append(line)
    text, shown = "\n".join(whole), "\n".join(public)
    if (statements := parsed(without_values(text))) is None:
        return None
    if parsed(without_values(shown)) is None:  # a region cuts a statement in two
        shown = ""
    hidden = {place for place, one in enumerate(statements) if one.lineno in within}
    automatic = any(map(_AUTOTEST.match, whole))
    return TestSource(shown.strip("\n"), text.strip("\n"), frozenset(hidden), magics, automatic)


def parsed(source: str) -> list[ast.stmt] | None:
    """Return the statements of a source, or None if it is not Python."""
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError):
        return None


def _without_magics(lines: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Take out the lines that only IPython understands, where there are any."""
    if parsed(without_values("\n".join(lines))) is not None:
        return lines, ()
    magics = tuple(line.strip() for line in lines if _MAGIC.match(line))
    return [line for line in lines if not _MAGIC.match(line)], magics


def with_values(source: str, into: str) -> str:
    """Return code in which each AUTOTEST comment puts its values into a dict of that name.

    A comment inside a loop is met several times; its values are put into a list.
    """
    lines: list[str] = []
    met: Counter[str] = Counter()
    for line in source.splitlines():
        match = _AUTOTEST.match(line)
        if not match:
            lines.append(line)
            continue
        indent, text = match.groups()
        for statement in parsed(text.strip()) or []:
            if isinstance(statement, ast.Expr):
                value = ast.unparse(statement.value)
                met[value] += 1
                name = value if met[value] == 1 else f"{value} ({met[value]})"
                if indent:
                    lines.append(f"{indent}{into}.setdefault({name!r}, []).append({value})")
                else:
                    lines.append(f"{into}[{name!r}] = {value}")
    return "\n".join(lines)


def without_values(source: str) -> str:
    """Return code without its AUTOTEST comments, line by line; a block of them alone passes."""
    return re.sub(_AUTOTEST.pattern, _passing, source, flags=re.MULTILINE)


def _passing(match: re.Match[str]) -> str:
    return f"{match[1]}pass" if match[1] else ""
