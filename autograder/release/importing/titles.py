"""Names that people read: of questions, of test functions, of an assignment."""

import ast
import keyword
import re
from collections.abc import Collection, Iterable

from autograder.release.importing.regions import parsed

_AUTOMATIC = re.compile(r"(cell-?)?[0-9a-f]{8,}|", re.IGNORECASE)
"""What Jupyter's extension of nbgrader calls a cell that nobody has named."""
_WORDS = 9
"""At most so many words make a title."""


def slug_of(stem: str) -> str:
    """Return an assignment's name for a file's: small letters, digits, hyphens."""
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return slug if slug[:1].isalpha() else f"a{slug and '-'}{slug}"


class QuestionNames:
    """Gives each question a name of its own. State: those that are taken."""

    def __init__(self, grade_ids: Iterable[str]) -> None:
        self._later = {_question_name(grade_id) for grade_id in grade_ids}
        self._taken: set[str] = set()
        self._count = 0

    def next(self, grade_id: str) -> str:
        """Return a name for the next question: that of its cell, or its number."""
        self._count += 1
        name = _question_name(grade_id)
        if not name:
            number = self._count
            while f"q{number}" in self._taken | self._later:
                number += 1
            name = f"q{number}"
        first, number = name, 2
        while name in self._taken:
            name, number = f"{first}-{number}", number + 1
        self._taken.add(name)
        return name


def _question_name(grade_id: str) -> str:
    """Return a cell's name as a question's, or "" if nobody has named it."""
    if _AUTOMATIC.fullmatch(grade_id):
        return ""
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", grade_id).strip("-")
    if not name:
        return ""
    return name if name[0].isalpha() else f"q{name}"


def function_name(grade_id: str, source: str, taken: Collection[str]) -> str:
    """Return what a test function is called behind ``test_``: by its cell, or by what it says.

    Args:
        source: the code of the test; its docstring or first comment is a title, too.
        taken: the functions that the question has already, with their ``test_``.
    """
    said = "" if _AUTOMATIC.fullmatch(grade_id) else grade_id
    name = _identifier(said) or _identifier(_said_in(source)) or "it_works"
    first, number = name, 2
    while {f"test_{name}", f"test_{name}_and_more"} & set(taken):
        name, number = f"{first}_{number}", number + 1
    return name


def _identifier(text: str) -> str:
    words = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").split("_")[:_WORDS]
    if words and words[0].lower() in ("test", "tests") and len(words) > 1:
        del words[0]
    name = "_".join(words)
    return f"{name}_" if keyword.iskeyword(f"test_{name}") else name


def _said_in(source: str) -> str:
    """Return the first line of a docstring or the first comment."""
    statements = parsed(source) or []
    first = statements[0] if statements else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        text = str(first.value.value).strip()
        return text.splitlines()[0] if text else ""
    line = next((line for line in source.splitlines() if line.strip()), "")
    comment = line.strip().lstrip("#").strip() if line.startswith("#") else ""
    return "" if "AUTOTEST" in comment else comment
