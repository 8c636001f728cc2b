"""What a class wrote by itself, and classes of earlier years: read to be compared."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.errors import AutograderError, SubmissionError
from autograder.insight.class_folder import ClassFolder, open_class
from autograder.insight.own_code import own_code
from autograder.insight.similar import Work
from autograder.intake.exports import find_submissions
from autograder.intake.roster import Student
from autograder.intake.submission import SubmittedNotebook, read_submission
from autograder.release_format import ANSWER_CELL, digest_of
from autograder.release_zip import Release
from autograder.results.answers import NO_ANSWER, find_answer
from autograder.results.journal import FILE
from autograder.results.outcome import Outcome, Row
from autograder.text import name_some

_READ_FOR_GIVEN = 300
"""Notebooks in which the release's own cells are looked for: most people leave most of them."""


def works_of(folder: ClassFolder) -> tuple[list[Work], list[str], list[str]]:
    """Return what a class wrote, its release's own code, and whose notebook is not kept.

    Submissions with one and the same notebook are one work.
    """
    rows: dict[str, list[Row]] = {}
    for row in folder.rows:
        rows.setdefault(row.content or row.name, []).append(row)
    works, missing = [], []
    given = _Given(folder.release)
    for same in rows.values():
        first = same[0]
        notebook = folder.notebook(first)
        if notebook is None:
            missing += [row.name for row in same]
            continue
        given.look(notebook)
        works.append(
            Work(
                first.name,
                first.authors,
                own_code(notebook, folder.release),
                _words(notebook, folder.release),
                _wrong(first.outcome),
                _people((one for row in same for one in row.submission.students), first.name),
                tuple(row.name for row in same[1:]),
            )
        )
    return works, list(given.found.values()), missing


def earlier_works(
    paths: Sequence[Path], release: Release, say: Callable[[str], None]
) -> list[Work]:
    """Return what earlier classes wrote.

    Args:
        paths: output folders of earlier gradings, or whatever submissions are found in.
        release: the release of the class that they are compared with.
        say: told in one line what cannot be read.

    Raises:
        AutograderError: a path holds no submissions.
    """
    works: list[Work] = []
    for path in paths:
        graded = (path / FILE).is_file()
        found = list(_graded(path, release) if graded else _handed_in(path, release, say))
        if not found:
            raise AutograderError(
                f"{path} holds no notebook that can be read; give --earlier the output folder of "
                "an earlier grading, or a folder of notebooks"
            )
        works += found
    return works


def _graded(path: Path, release: Release) -> Iterator[Work]:
    with open_class(path) as folder:
        for row in folder.rows:
            notebook = folder.notebook(row)
            if notebook is not None and not row.identical_to:
                people = _people(row.submission.students, row.name)
                yield _earlier(row.name, row.authors, people, notebook, release, path)


def _handed_in(path: Path, release: Release, say: Callable[[str], None]) -> Iterator[Work]:
    unread = []
    with TemporaryDirectory(prefix="autograder-") as scratch:
        for one in find_submissions([path], Path(scratch), say):
            try:
                notebook = read_submission(one.path, release.sought)
            except SubmissionError:
                unread.append(one.name)
                continue
            authors = "; ".join(student.name for student in one.students)
            people = _people(one.students, one.name)
            yield _earlier(one.name, authors, people, notebook, release, path)
    if unread:
        say(f"{path}: left out, as they cannot be read: {name_some(unread)}")


def _earlier(
    name: str,
    authors: str,
    people: frozenset[str],
    notebook: SubmittedNotebook,
    release: Release,
    path: Path,
) -> Work:
    code, words = own_code(notebook, release), _words(notebook, release)
    return Work(name, authors, code, words, people=people, earlier=path.name)


def _words(notebook: SubmittedNotebook, release: Release) -> dict[str, str]:
    """Return the answers in words."""
    found = {}
    for question in release.manual:
        text = find_answer(notebook, question, release.given).text.strip()
        if text and not question.code and text not in (ANSWER_CELL, NO_ANSWER):
            found[question.name] = text
    return found


def _wrong(outcome: Outcome) -> dict[str, str]:
    """Return what came of the tests that failed, by question."""
    found = {}
    for question in outcome.questions:
        failed = [one for one in question.verdicts if not one.passed]
        if any(one.message for one in failed):
            found[question.name] = "\n".join(f"{one.name}: {one.message}" for one in failed)
    return found


def _people(students: Iterable[Student], submission: str) -> frozenset[str]:
    """Return what people are known by: a name only where nothing else tells them apart."""
    found = set()
    for student in students:
        keys = {("id", student.identifier), ("address", student.email.casefold())}
        known = {f"{kind} {key}" for kind, key in keys if key}
        found |= known or ({f"name {student.name}"} if student.name else set())
    return frozenset(found or {f"name {submission}"})


class _Given:
    """The release's own code cells, as notebooks have them. State: those that are found."""

    def __init__(self, release: Release) -> None:
        self._sought = {cell.digest for cell in release.given}
        self._looks = 0
        self.found: dict[str, str] = {}

    def look(self, notebook: SubmittedNotebook) -> None:
        """Look for more of them."""
        self._looks += 1
        if self._looks > _READ_FOR_GIVEN:
            return
        for cell in notebook.cells:
            digest = digest_of(cell.source)
            if digest in self._sought:
                self.found.setdefault(digest, cell.source)
