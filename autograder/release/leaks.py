"""Refuse a student release that shows what only staff may see."""

import ast
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.errors import LeakError
from autograder.notebook import strings_in
from autograder.python_code import plain_python
from autograder.release.declarations import read_declarations
from autograder.release.markers import MarkedSource
from autograder.release.master import Master, Role
from autograder.release_format import ACCEPTED, MISCONCEPTIONS

_TRIVIAL = re.compile(r"[\W_]*|(return|else:?|try:?|pass|break|continue|finally:?|\.\.\.)")
_NO_ANSWER = re.compile(
    r"#.*|@.*|(async\s+)?def\b.*:|class\b.*:|import\b.*|from\b.*\bimport\b.*|.*(=|\breturn)\s*\.\.\."
)
"""A line of a solution that a prompt may repeat: a comment, a head, an import, or a gap."""
_SHORT = 8
"""A line with fewer characters, such as ``x = 1``, says nothing about a solution."""


def _essence(line: str) -> str:
    """Reduce a line to what counts in a comparison: no comment, no white space, one quote."""
    code = re.sub(r"\s+#\s.*$", "", line.strip())
    return re.sub(r"\s+", "", code).replace("'", '"')


def _telling(lines: Iterable[str]) -> Iterator[str]:
    """Yield the essence of each line that says something."""
    for line in lines:
        essence = _essence(line)
        if len(essence) >= _SHORT and not _TRIVIAL.fullmatch(essence):
            yield essence


def _answers(marked: MarkedSource) -> Iterator[str]:
    """Yield the lines of an answer that are for staff only, but for those that answer nothing."""
    described: set[str] = set()
    documented = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in ast.walk(ast.parse(plain_python(marked.solution))):
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            text = node.body[0]
            lines = marked.solution.splitlines()[text.lineno - 1 : text.end_lineno]
            described.update(map(_essence, lines))
    for line in marked.secret:
        code = re.sub(r"\s+#\s.*$", "", line.strip())
        if not _NO_ANSWER.fullmatch(code) and _essence(line) not in described:
            yield line


def secrets_of(master: Master) -> dict[str, str]:
    """Return the essence of every line that is for staff only, and where it comes from.

    Raises:
        CourseError: its misconceptions or accepted variants cannot be read.
    """
    secrets: dict[str, str] = {}

    def add(lines: Iterable[str], origin: str) -> None:
        secrets.update(dict.fromkeys(_telling(lines), origin))

    for name in (MISCONCEPTIONS, ACCEPTED):
        if declared := read_declarations(master, name):
            for line, (file, _) in zip(declared.text.split("\n"), declared.places, strict=False):
                add([line], str(Path(file).relative_to(master.path.parent)))
    for item in master.cells:
        if item.role is Role.SOLUTION:
            lines = _answers(item.marked) if item.marked else item.cell.source.splitlines()
            add(lines, f"the solution in cell {item.number}")
    for question in master.questions:
        for test in question.tests:
            if test.hidden:
                add(test.source.splitlines(), f"the hidden test in cell {test.number}")
    return secrets


def shown_by_design(master: Master) -> set[str]:
    """Return the essence of every line that the master itself shows to students.

    That is text, the visible part of solution cells, and public tests.
    """
    shown: set[str] = set()
    for item in master.cells:
        if item.role is not Role.SOLUTION:
            shown.update(_telling(item.cell.source.splitlines()))
        elif item.marked:
            secret = set(_telling(item.marked.secret))
            visible = set(_telling(item.marked.solution.splitlines())) - secret
            prompt = set(_telling(item.cell.source.splitlines())) - secret - visible
            shown |= visible | prompt
    for question in master.questions:
        for test in question.public_tests:
            shown.update(_telling(test.source.splitlines()))
    return shown


def _repeated_solutions(master: Master) -> Iterator[str]:
    """Yield a line on each cell that repeats a whole solution: shown, but hardly by design.

    That is one which holds every telling line of a solution of two lines or more.
    """
    for answer in master.cells:
        secret = set(_telling(answer.marked.secret)) if answer.marked else set()
        if len(secret) < 2:
            continue
        for item in master.cells:
            visible = item.role is not Role.SOLUTION
            if visible and secret <= set(_telling(item.cell.source.splitlines())):
                yield (
                    f"{master.path}, cell {item.number}: students would read the whole solution "
                    f"of cell {answer.number} here"
                )


def lines_in(name: str, data: bytes) -> Iterator[str]:
    """Yield every line of text of a released file; of a notebook, every string in it."""
    text = data.decode("utf-8", errors="replace")
    for string in strings_in(json.loads(text) if name.endswith(".ipynb") else text):
        yield from string.splitlines()


def check_release(
    archive: bytes, master: Master, expected: set[str], *, strict: bool = True
) -> list[str]:
    """Check a student zip against everything that staff keep to themselves.

    Args:
        archive: the student zip.
        expected: the names that may be in the zip, and no other.
        strict: whether a staff line in it is an error.

    Returns:
        for a master that is not strict, which staff lines students would read, a line each.

    Raises:
        LeakError: a file too many, an output, or a staff line; the message says which.
        CourseError: misconceptions or accepted variants cannot be read.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as release:
        contents = {name: release.read(name) for name in release.namelist()}
    for name, data in contents.items():
        if name not in expected:
            raise LeakError(
                f"the student release of {master.config.name} holds {name}, which does not "
                "belong in it; remove it from the folder or from `files`"
            )
        if name.endswith(".ipynb") and any(c.get("outputs") for c in json.loads(data)["cells"]):
            raise LeakError(f"{name} has outputs; a student release has none")
    leaks = [*_repeated_solutions(master), *_leaked_lines(contents, master)]
    if strict and leaks:
        raise LeakError(f"{leaks[0]}; take it out")
    return leaks


def _leaked_lines(contents: dict[str, bytes], master: Master) -> Iterator[str]:
    """Yield a line on each file that holds a line which only staff may see."""
    shown = shown_by_design(master)
    secrets = secrets_of(master)
    for name, data in contents.items():
        for line in lines_in(name, data):
            essence = _essence(line)
            if essence in secrets and essence not in shown:
                yield (
                    f"the student release of {master.config.name} would leak: {name} holds "
                    f"{line.strip()!r} from {secrets[essence]}"
                )
                break
