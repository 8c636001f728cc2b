"""Read what was handed in, and refuse what cannot be graded with one clear line."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from autograder.cell import Cell
from autograder.errors import SubmissionError
from autograder.intake.document import ReadDocument, TextCell, count_checks, read_document
from autograder.intake.limited import run_limited
from autograder.intake.names import is_notebook
from autograder.intake.shown import Shown
from autograder.release_format import Sought
from autograder.text import encodable, printable
from autograder.tree import CrowdedError, DamagedError, TooLargeError, Tree

MAX_NOTEBOOK = 100 << 20
"""Bytes of a notebook that are read; outputs make notebooks large, and platforms take no more."""
MAX_FILES = 64 << 20
"""Bytes of other files that come with a notebook."""
MAX_NAMES = 10_000
"""Files in a zip or folder."""
_BLOCK = 1 << 20
"""Bytes of a notebook that are read at a time."""
_MAX_LOOKED_AT = 20
"""Notebooks of one submission among which the right one is looked for, the newest first."""
_MAX_PART, _MAX_PATH = 255, 1000
"""Bytes of a name, and of a path within the work folder, that Linux takes."""
_MOST_NAMED = 3


@dataclass(frozen=True)
class SubmittedNotebook:
    """A notebook that can be run."""

    cells: tuple[Cell, ...]  # the code cells, in order
    texts: tuple[TextCell, ...] = ()  # all cells in order, for the answers to manual questions
    assignment: str = ""  # the assignment's name in the notebook's metadata, or ""
    # other files that were handed in, by relative path
    files: dict[str, bytes] = field(default_factory=dict)
    # what the student should know of how it was read, a sentence each
    notes: tuple[str, ...] = ()
    # what people see of it, where ``Sought.shown`` asks for it
    shown: Shown | None = None


def read_submission(path: Path, sought: Sought | None = None) -> SubmittedNotebook:
    """Read a notebook, a zip with one, or a folder with one, in a process with limits of its own.

    Of several notebooks the one is read that was made from the assignment: its metadata say so, or
    it has the most checks of its questions; of several such, the newest.

    Raises:
        SubmissionError: there is no notebook, or it cannot be read.
        RuntimeError: reading it failed through a fault of this package.
    """
    return run_limited(read_here, path, sought or Sought())


def read_here(path: Path, sought: Sought) -> SubmittedNotebook:
    """Read a submission in this process; see ``read_submission``."""
    shown = printable(path.name)
    try:
        if path.is_dir() or path.suffix.lower() == ".zip":
            with Tree(path, MAX_NAMES) as tree:
                return _read_tree(tree, shown, sought)
        if is_notebook(path.name):
            with path.open("rb") as file:
                data = _load(file)
            if len(data) > MAX_NOTEBOOK:
                raise SubmissionError(
                    f"{shown} is larger than {MAX_NOTEBOOK >> 20} MB; clear the outputs and hand "
                    "in again"
                )
            return _submitted(_document(shown, data, sought))
    except OSError as error:
        raise SubmissionError(f"{shown} cannot be read: {error.strerror or error}") from None
    except DamagedError:
        raise SubmissionError(f"{shown} is not a zip file that can be opened") from None
    except CrowdedError:
        raise SubmissionError(f"{shown} holds more than {MAX_NAMES} files") from None
    raise SubmissionError(
        f"{shown} is not a notebook; hand in the .ipynb file, or the zip that the "
        "notebook's last cell makes"
    )


def _document(shown: str, data: bytearray, sought: Sought) -> ReadDocument:
    return read_document(shown, data, outputs=sought.outputs, shown=sought.shown)


def _submitted(
    document: ReadDocument, files: dict[str, bytes] | None = None, notes: tuple[str, ...] = ()
) -> SubmittedNotebook:
    cells, texts, assignment = document.cells, document.texts, document.assignment
    return SubmittedNotebook(cells, texts, assignment, files or {}, notes, document.shown)


def _read_tree(tree: Tree, shown: str, sought: Sought) -> SubmittedNotebook:
    """Read what a folder or zip holds."""
    if tree.listed > MAX_NAMES:
        raise CrowdedError
    notebooks = sorted(filter(is_notebook, tree.names))
    if not notebooks:
        return _read_inner_zip(tree, shown, sought)
    name, document = _choose(tree, notebooks, sought)
    notes = []
    if len(notebooks) > 1:
        why = _why_chosen(document, sought)
        notes.append(
            f"{shown} holds {len(notebooks)} notebooks; {printable(name)} was graded{why}."
        )
    files, left_out = _other_files(tree, name)
    if left_out:
        named = ", ".join(printable(one)[:60] for one in left_out[:_MOST_NAMED])
        more = f" and {len(left_out) - _MOST_NAMED} more" if len(left_out) > _MOST_NAMED else ""
        notes.append(f"Without these files, whose names or sizes cannot be had: {named}{more}.")
    return _submitted(document, files, tuple(notes))


def _read_inner_zip(tree: Tree, shown: str, sought: Sought) -> SubmittedNotebook:
    """Read the one zip in a folder or zip without notebooks: people pack what is packed already.

    Raises:
        SubmissionError: there is none, or there are several.
    """
    zips = [name for name in tree.names if name.lower().endswith(".zip")]
    if len(zips) != 1:
        raise SubmissionError(f"{shown} holds no notebook; hand in the .ipynb file")
    data = tree.read(zips[0], MAX_NOTEBOOK)
    with Tree(tree.path / zips[0], MAX_NAMES, data=data) as inner:
        if not any(map(is_notebook, inner.names)):
            raise SubmissionError(f"{shown} holds no notebook; hand in the .ipynb file")
        return _read_tree(inner, printable(zips[0]), sought)


def _choose(tree: Tree, notebooks: list[str], sought: Sought) -> tuple[str, ReadDocument]:
    """Return the notebook to grade.

    Raises:
        SubmissionError: none of them can be read.
    """
    problem: SubmissionError | None = None
    best: tuple[tuple[object, ...], str, ReadDocument] | None = None
    newest = sorted(notebooks, key=lambda name: (tree.modified(name) or 0.0, name), reverse=True)
    for name in newest[:_MAX_LOOKED_AT]:
        try:
            document = _read_member(tree, name, sought)
        except SubmissionError as error:
            problem = problem or error
            continue
        fits = _fits(document, sought)
        if best is None or fits > best[0]:  # of equals the newest, which comes first
            best = fits, name, document
    if best is None:
        assert problem
        raise problem
    return best[1], best[2]


def _fits(document: ReadDocument, sought: Sought) -> tuple[object, ...]:
    """Return how well a notebook fits what is sought; more is better."""
    other = bool(document.assignment and sought.assignment) and not _is_made_from(document, sought)
    written = any(cell.source.strip() for cell in document.cells)
    return (
        not other,
        _is_made_from(document, sought),
        min(1, count_checks(document, sought.questions)),
        written,
        count_checks(document, sought.questions),
    )


def _is_made_from(document: ReadDocument, sought: Sought) -> bool:
    return bool(sought.assignment) and document.assignment == sought.assignment


def _why_chosen(document: ReadDocument, sought: Sought) -> str:
    if _is_made_from(document, sought):
        return ", the newest that was made from this assignment"
    if count_checks(document, sought.questions):
        return ", the newest with this assignment's questions"
    return ", the newest"


def _read_member(tree: Tree, name: str, sought: Sought) -> ReadDocument:
    try:
        with tree.open(name, MAX_NOTEBOOK) as file:
            data = _load(file)
    except TooLargeError as error:
        outputs = "its outputs" if tree.zipped else "the outputs and hand in again"
        raise SubmissionError(f"{printable(str(error))}; clear {outputs}") from None
    except DamagedError:
        raise SubmissionError(f"{printable(name)} is damaged; hand it in again") from None
    return _document(printable(name), data, sought)


def _load(file: IO[bytes]) -> bytearray:
    """Read a notebook, and one byte more than it may have, into the one place that it takes."""
    data = bytearray()
    while len(data) <= MAX_NOTEBOOK:
        block = file.read(min(_BLOCK, MAX_NOTEBOOK + 1 - len(data)))
        if not block:
            break
        data += block
    return data


def _other_files(tree: Tree, notebook: str) -> tuple[dict[str, bytes], list[str]]:
    """Return the files beside the notebook, and the names of those that cannot be had."""
    files: dict[str, bytes] = {}
    left_out = []
    folders: set[str] = set()
    left = MAX_FILES
    for name in tree.names:
        if name == notebook:
            continue
        above = {str(parent) for parent in PurePosixPath(name).parents}
        if not _can_be_written(name) or name in folders or above & files.keys():
            left_out.append(name)
            continue
        with suppress(TooLargeError, DamagedError, OSError):
            files[name] = tree.read(name, left)
            left -= len(files[name])
            folders |= above
            continue
        left_out.append(name)
    return files, left_out


def _can_be_written(name: str) -> bool:
    """Say whether a path can be made in the work folder, and told to others."""
    parts = name.split("/")
    return (
        name == encodable(name)
        and "\0" not in name
        and len(name.encode()) <= _MAX_PATH
        and all(len(part.encode()) <= _MAX_PART for part in parts)
    )
