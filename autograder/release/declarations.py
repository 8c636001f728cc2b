"""What is declared beside a master, wrong solutions and right ones: files read, edits written out.

``misconceptions.py`` is one file, or a folder ``misconceptions`` with a file for each question.
Either becomes one text, in which a definition that consists of edits is the solution's with these
edits made: what is verified, and what goes into the release.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.release.code_cells import code_cells
from autograder.release.declared_edits import Bases, write_out
from autograder.release.master import Master
from autograder.release_format import ACCEPTED, MISCONCEPTIONS

SHARED = "shared.py"
"""The file of a folder that is read first, with names that the others or public tests need."""


@dataclass(frozen=True)
class Declarations:
    """The text of all declarations of a kind."""

    path: Path  # the file or folder
    text: str  # their source, with edits written out
    places: tuple[tuple[str, int], ...]  # for each line of it, the file and line that it is from


def declared_beside(folder: Path, name: str) -> Path | None:
    """Return the file of a name in a master's folder, or the folder that stands for it.

    Raises:
        CourseError: there are both.
    """
    file, several = folder / name, folder / Path(name).stem
    if not any(several.glob("*.py")):
        return file if file.is_file() else None
    if file.is_file():
        raise CourseError(
            f"{file} and {several}/ are both there; move what is in the file into the folder, or "
            "the other way round"
        )
    return several


def read_declarations(master: Master, name: str) -> Declarations | None:
    """Read the declarations of a kind beside a master; None where there are none.

    Args:
        name: the file's name; a folder of that name without its ending may stand in its place.

    Raises:
        CourseError: there are both, a file cannot be read, the folder holds something else, or an
            edit cannot be made.
    """
    bases = Bases(code_cells(master))
    if name == MISCONCEPTIONS:  # which may be edits of unusual right solutions
        _read(master, ACCEPTED, bases)
    return _read(master, name, bases)


def _read(master: Master, name: str, bases: Bases) -> Declarations | None:
    """Read the declarations of a kind, and add what they declare to what edits can be made of."""
    path = declared_beside(master.path.parent, name)
    if path is None:
        return None
    questions = [q.name for q in master.questions if q.tests]
    lines = [
        (text, (str(file), number))
        for file in ([path] if path.is_file() else _files_in(path, questions))
        for text, number in _written_out(file, bases, alone=file == path)
    ]
    text = "\n".join(text for text, _ in lines)
    return Declarations(path, text, tuple(place for _, place in lines))


def _files_in(folder: Path, questions: Sequence[str]) -> list[Path]:
    """Return the files of a folder: what they share, then by the order of the questions.

    Raises:
        CourseError: one belongs to no question.
    """
    found: list[tuple[int, str, Path]] = []
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        about = [name for name in questions if f"{path.stem}_".startswith(f"{name}_")]
        if path.suffix != ".py" or not path.is_file() or not (about or path.name == SHARED):
            raise CourseError(
                f"{path} belongs to no question with tests; name it by its question, as q1.py or "
                f"q1_loops.py ({', '.join(questions)}), {SHARED} if several need it, or move it "
                "elsewhere"
            )
        # of the questions a and a_b, a_b.py is about the second
        place = questions.index(max(about, key=len)) if about else -1
        found.append((place, path.stem, path))
    return [path for *_, path in sorted(found)]


def _written_out(path: Path, bases: Bases, *, alone: bool) -> Iterator[tuple[str, int]]:
    """Yield the lines of a file with its edits written out, each with the number of its line.

    Args:
        alone: whether it is no file of a folder.

    Raises:
        CourseError: it cannot be read, or an edit cannot be made.
    """
    try:
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source, path.name)
    except (OSError, SyntaxError, ValueError) as error:
        raise CourseError(f"{path} cannot be run: {type(error).__name__}: {error}") from None
    lines, done = source.split("\n"), 0
    for node in tree.body:
        place = f"{path}, line {node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.module == "__future__" and not alone:
            raise CourseError(
                f"{place}: nothing can be imported from __future__ here, as the files of the "
                "folder become one; take it out"
            )
        try:
            definition = write_out(node, source, bases)
        except ValueError as error:
            raise CourseError(f"{place}: {error}") from None
        if definition is not None:
            yield from ((lines[i], i + 1) for i in range(done, node.lineno - 1))
            yield from ((line, node.lineno) for line in definition.split("\n"))
            done = node.end_lineno or node.lineno
    yield from ((lines[i], i + 1) for i in range(done, len(lines)))
