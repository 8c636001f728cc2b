"""`autograder insight`: the unknown mistakes of a class, as data for the desk and as a page."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from autograder.files import write_whole
from autograder.insight.class_folder import PAGES, ClassFolder, open_class
from autograder.insight.course_side import accepted_text, find_assignment
from autograder.insight.examples import MOST_CODE, calls_in, example
from autograder.insight.found import Looked, Unknown, UnknownMistake
from autograder.insight.groups import (
    UnknownGroup,
    Wrong,
    group_unknown,
    may_draw,
    unknown_answers,
)
from autograder.insight.known import KnownAnswers
from autograder.insight.own_code import ELSEWHERE
from autograder.insight.pages import environment
from autograder.insight.suggest import suggest
from autograder.release.code_cells import code_cells
from autograder.release.declared_edits import Bases

PAGE = "unknown.html"
MOST_SHOWN = 200
"""Groups on a page."""
_MOST_READ = 40
"""Members of a group among whom the shortest example is looked for."""
_TEXT = 2_000
"""Characters that are shown of a message."""


class _Codes:
    """What members of a class wrote. State: what was read, as that takes longest."""

    def __init__(self, opened: ClassFolder) -> None:
        self._opened = opened
        self._rows = {row.name: row for row in opened.rows}
        self._known: dict[str, Mapping[str, str]] = {}

    def of(self, wrong: Wrong) -> str:
        """Return the code of an answer, or ""."""
        if wrong.content not in self._known:
            code = self._opened.own_code(self._rows[wrong.name])
            self._known[wrong.content] = {q: text[:MOST_CODE] for q, text in code.items()}
        written = self._known[wrong.content]
        return written.get(wrong.question) or written.get(ELSEWHERE, "")


def find_unknown(opened: ClassFolder, known: KnownAnswers) -> Unknown:
    """Return the unknown mistakes of a class."""
    codes = _Codes(opened)
    wrong = unknown_answers(opened.rows)
    groups = group_unknown(wrong, lambda one: may_draw(calls_in(codes.of(one))))
    questions = [one for row in opened.rows for one in row.outcome.questions]
    return Unknown(
        opened.release.title,
        len(opened.rows),
        len(wrong),
        sum(one.misconception is not None for one in questions),
        tuple(_described(one, codes, known, opened.release.binds) for one in groups),
    )


def _described(
    group: UnknownGroup, codes: _Codes, known: KnownAnswers, binds: Mapping[str, Sequence[str]]
) -> UnknownMistake:
    names = tuple(binds.get(group.question, ()))
    examples = (example(codes.of(one), names) for one in group.members[:_MOST_READ])
    code = min(filter(None, examples), key=lambda text: (len(text), text), default="")
    nearest = known.nearest(group.question, code)
    first = group.members[0].telling[0]
    contents = tuple(one.content for one in group.members)
    named = msgspec.json.encode((group.question, sorted(contents)))
    return UnknownMistake(
        id=hashlib.blake2b(named, digest_size=6).hexdigest(),
        question=group.question,
        names=tuple(one.name for one in group.members),
        contents=contents,
        tests=tuple(one.name for one in group.members[0].verdicts),
        message=first.message[:_TEXT],
        explanation=first.explanation[:_TEXT],
        finding=first.finding,
        code=code,
        nearest=nearest.label if nearest else "",
        difference=nearest.lines if nearest else (),
    )


def look(folder: Path, course: Path | None = None) -> Looked:
    """Return the unknown mistakes of a graded class. No student code is run.

    Args:
        folder: the output folder of ``autograder grade``.
        course: the folder of the course, whose accepted variants are looked at, too.

    Raises:
        AutograderError: a folder does not hold what is needed.
    """
    with open_class(folder) as opened:
        accepted, bases, slug = "", None, ""
        if course is not None:
            assignment, master = find_assignment(course, opened.release)
            accepted, slug = accepted_text(master), assignment.slug
            bases = Bases(code_cells(master))
        found = find_unknown(opened, KnownAnswers(opened.release, accepted))
        binds = opened.release.binds
        drafts = (suggest(one, binds.get(one.question, ()), bases) for one in found.groups)
        return Looked(found, tuple(drafts), slug)


def write_unknown(folder: Path, course: Path | None, say: Callable[[str], None]) -> None:
    """Write the page of unknown mistakes into ``insight/`` of a graded class.

    Args:
        folder: the output folder of ``autograder grade``.
        course: see ``look``.
        say: told what was found and where it is.

    Raises:
        AutograderError: a folder does not hold what is needed.
        OSError: the page cannot be written.
    """
    found = look(folder, course).unknown
    path = folder / PAGES / PAGE
    write_whole(path, unknown_page(found))
    say(found.summary)
    say(f"open {path}")


def unknown_page(found: Unknown) -> str:
    """Return the page: HTML that needs nothing else, without names."""
    template = environment().get_template("unknown.html")
    return template.render(
        found=found, told=found.summary, groups=found.groups[:MOST_SHOWN], most=MOST_SHOWN
    )
