"""The answers whose verdicts are measured: for each question a file, written from its text alone.

Before each answer stands what it is::

    # %% right | how it is done
    # %% plain | the mistake | words of a message that names it
    # %% subtle | what the text forbids, and weak tests let through | words of such a message

The words are a regular expression. A question with several cells to fill in has ``# %% next cell``
between them.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
_HEADER = re.compile(r"^# %% (right|plain|subtle) \| (.+)$", re.MULTILINE)
_NEXT = re.compile(r"^# %% next cell\n", re.MULTILINE)


@dataclass(frozen=True)
class WrittenAnswer:
    """An answer to one question."""

    question: str  # the question
    number: int  # its place in the file, counted from 1
    kind: str  # right, plain or subtle
    label: str  # what is special about it, or wrong with it
    words: str  # for a wrong one, a regular expression that a message about its mistake matches
    cells: tuple[str, ...]  # what stands in the question's cells

    @property
    def name(self) -> str:
        """What its notebook is called."""
        return f"{self.question}-{self.number:02}-{self.kind}"


def assignments() -> list[str]:
    """Return the assignments that there are answers to."""
    return sorted(path.name for path in FOLDER.iterdir() if any(path.glob("q*.py")))


def read_answers(slug: str) -> list[WrittenAnswer]:
    """Return the answers to an assignment.

    Raises:
        ValueError: a header lacks something.
    """
    found = []
    paths = sorted((FOLDER / slug).glob("q*.py"), key=lambda path: int(path.stem[1:]))
    for path in paths:
        _, *parts = _HEADER.split(path.read_text(encoding="utf-8"))
        for number, (kind, said, code) in enumerate(zip(*[iter(parts)] * 3, strict=True), 1):
            label, _, words = (part.strip() for part in said.partition("|"))
            if (kind == "right") == bool(words):
                raise ValueError(f"{path}, answer {number}: give words, but for right answers")
            cells = tuple(cell.strip("\n") for cell in _NEXT.split(code))
            found.append(WrittenAnswer(path.stem, number, kind, label, words, cells))
    return found
