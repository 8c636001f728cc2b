"""What the result of an attempt hangs on, as a key by which it is kept."""

import ast
import functools
from collections.abc import Sequence

from autograder.cache import digest, environment
from autograder.checks.misconceptions import Variant
from autograder.python_code import plain_python
from autograder.release_format import REFERENCE
from autograder.release_zip import Release
from autograder.verify.attempts import Attempt, Kind


class Keys:
    """Knows the keys of what comes of an assignment's attempts.

    Comments and the space between lines of code change none of them.

    Args:
        misconceptions: all that are declared; an attempt is held against those of its question.
    """

    def __init__(self, release: Release, misconceptions: Sequence[Variant]) -> None:
        files = sorted(release.data_files().items())
        limits = release.limits
        self._base = digest(
            environment(),
            meaning(release.text(REFERENCE) or ""),
            repr(limits),
            [name for name, _ in files],
            *(data for _, data in files),
        )
        self._tests = {
            question: release.contents[f"tests/{question}.py"] for question in release.questions
        }
        self._misconceptions = {
            question: digest(
                *([meaning(v.source), v.name, v.hint, v.finding] for v in misconceptions
                  if v.question == question)
            )
            for question in release.questions
        }  # fmt: skip

    def of(self, attempt: Attempt, question: str) -> str:
        """Return the key of what comes of one question of an attempt."""
        own = attempt.is_about(question)
        checked = (i for i, cell in enumerate(attempt.cells) if question in cell.checks)
        cells = attempt.cells[: next(checked, len(attempt.cells)) + 1]
        named = own and attempt.kind is Kind.MISCONCEPTION
        return digest(
            self._base,
            question,
            self._tests[question],
            [meaning(cell.source) for cell in cells],
            map(str, attempt.seeds if own else attempt.seeds[:1]),
            self._misconceptions[question] if named else "",
            # one that loops is caught soon, where it is a mutant
            "mutant" if attempt.kind is Kind.MUTANT else "",
            "confined" if attempt.confined else "",
        )


@functools.lru_cache(4096)
def meaning(source: str) -> str:
    """Return a text that is the same for code that does the same in other words."""
    try:
        return ast.dump(ast.parse(plain_python(source)))
    except SyntaxError:
        return source
