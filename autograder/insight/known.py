"""What a release knows of a question: its solution, and wrong variants of it."""

import ast
import difflib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from autograder.declaring import DECLARATORS, Definition, declarator, written
from autograder.insight.examples import example
from autograder.release_format import MISCONCEPTIONS, REFERENCE
from autograder.release_zip import Release

SOLUTION = "the solution"
_CONTEXT = 3


@dataclass(frozen=True)
class KnownAnswer:
    """An answer that staff wrote."""

    label: str  # what it does
    code: str  # as examples are written


@dataclass(frozen=True)
class Nearest:
    """The known answer that an example differs least from."""

    label: str
    lines: tuple[str, ...]  # the difference, as ``difflib`` writes it
    changed: int  # how many lines of it are added or taken out


class KnownAnswers:
    """The known answers by question.

    Args:
        release: what the class was graded with; its texts are read, and not run.
        accepted: the text of unusual right solutions of the course, with edits written out, or "".
    """

    def __init__(self, release: Release, accepted: str = "") -> None:
        self._of: dict[str, list[KnownAnswer]] = defaultdict(list)
        reference = release.text(REFERENCE) or ""
        for question in release.questions:
            names = tuple(release.binds.get(question, ()))
            if names and (code := example(reference, names)):
                self._of[question].append(KnownAnswer(SOLUTION, code))
        for text in (release.text(MISCONCEPTIONS) or "", accepted):
            for question, label, code in declared(text):
                self._of[question].append(KnownAnswer(label, example(code, ())))

    def of(self, question: str) -> Sequence[KnownAnswer]:
        """Return the known answers to a question, the solution first."""
        return self._of.get(question, [])

    def solution(self, question: str) -> str:
        """Return the solution's code for a question, or ""."""
        return next((one.code for one in self.of(question) if one.label == SOLUTION), "")

    def nearest(self, question: str, code: str) -> Nearest | None:
        """Return the known answer from which the fewest lines differ; None where there is none."""
        best: Nearest | None = None
        for known in self.of(question) if code else ():
            lines = _difference(known.code, code)
            changed = sum(line[:1] in "+-" for line in lines)
            if best is None or changed < best.changed:
                best = Nearest(known.label, lines, changed)
        return best


def _difference(before: str, after: str) -> tuple[str, ...]:
    """Return the lines of two codes that differ, with some around them."""
    old, new = before.splitlines(), after.splitlines()
    return tuple(difflib.unified_diff(old, new, n=_CONTEXT, lineterm=""))[2:]


def declared(text: str) -> list[tuple[str, str, str]]:
    """Return the question, label and code of each variant that a text declares; it is not run."""
    found: list[tuple[str, str, str]] = []
    with suppress(SyntaxError, ValueError, RecursionError):
        for node in ast.parse(text).body:
            call = declarator(node)
            if call is None or not isinstance(node, Definition):
                continue
            given: Mapping[str | None, Any] = {one.arg: one.value for one in call.keywords}
            first = call.args[0] if call.args else given.get("question")
            is_cell = "cell" in given and ast.unparse(given["cell"]) == "True"
            assert ast.unparse(call.func) in DECLARATORS
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                label = (ast.get_docstring(node) or "").partition("\n")[0].rstrip(".")
                found.append((first.value, label, written(node, text, cell=is_cell)))
    return found
