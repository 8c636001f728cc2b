"""Turn notebooks of other graders into masters: all that are named, or none."""

import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_raw_cell

from autograder.errors import CourseError, MasterError, NotebookError
from autograder.notebook import KERNEL, read_notebook, write_notebook
from autograder.release.importing import otter
from autograder.release.importing.assemble import Assembler
from autograder.release.importing.requirements import requirements_of
from autograder.release.importing.source import Note, SourceCell, read_cells
from autograder.release.importing.titles import slug_of
from autograder.release.master import Master
from autograder.release.masters import read_any_master

_OF_RELEASES = {"README.md", "requirements.txt"}
"""What every student release of ours has one of its own of; a master of Otter may name them."""


@dataclass(frozen=True)
class Imported:
    """A master that was written."""

    source: Path
    master: Path
    kind: str  # what it was made of
    notes: tuple[Note, ...]  # what needs a hand
    problem: str  # why it cannot be built as it is, or ""
    questions: int
    points: float | None  # None where they depend on how many tests Otter finds


@dataclass(frozen=True)
class _Source:
    """A notebook to be turned into a master."""

    path: Path
    slug: str
    notebook: NotebookNode
    files: dict[str, Path]  # what goes beside the master, by its name there


def import_notebooks(root: Path, paths: Sequence[Path]) -> list[Imported]:
    """Write a master to ``solutions/<slug>/`` for each notebook; all of them, or none.

    Args:
        root: the course's folder; ``solutions/`` is made in it where there is none.
        paths: notebooks, and folders with notebooks, whose other files are copied.

    Raises:
        CourseError: a path is neither, two notebooks would have one name, or there is an
            assignment of that name already.
        NotebookError: a notebook cannot be read, or is none of nbgrader's source notebooks.
    """
    sources = [source for path in paths for source in _sources(path)]
    solutions = root / "solutions"
    _check_free(solutions, sources)
    solutions.mkdir(parents=True, exist_ok=True)
    moved: list[Path] = []
    with TemporaryDirectory(prefix=".import-", dir=solutions, ignore_cleanup_errors=True) as name:
        staging = Path(name)
        made = [_write(source, staging / source.slug, solutions) for source in sources]
        try:
            for source in sources:
                target = solutions / source.slug
                (staging / source.slug).rename(target)
                moved.append(target)
        except OSError:
            for folder in moved:
                shutil.rmtree(folder, ignore_errors=True)
            raise
    return made


def _sources(path: Path) -> list[_Source]:
    """Read the notebooks that a path stands for."""
    if not path.exists():
        raise CourseError(f"{path} is not there; give a notebook, or a folder with notebooks")
    if not path.is_dir():
        notebook = _read(path)
        return [_source(path, notebook, _mentioned(path, notebook))]
    notebooks = sorted(file for file in path.glob("*.ipynb") if not file.name.startswith("."))
    if not notebooks:
        raise CourseError(f"{path} holds no notebook; give nbgrader's folder source/<assignment>")
    files = _files_below(path, path)
    return [_source(file, _read(file), files) for file in notebooks]


def _source(path: Path, notebook: NotebookNode, files: dict[str, Path]) -> _Source:
    if not otter.is_first_format(notebook) and not otter.is_master(notebook):
        files = {name: file for name, file in files.items() if name not in _OF_RELEASES}
    return _Source(path, slug_of(path.stem), notebook, files)


def _read(path: Path) -> NotebookNode:
    """Read a notebook in Python."""
    notebook = read_notebook(path)
    kernel = notebook.metadata.get("kernelspec", {})
    language = kernel.get("language") or {"ir": "R"}.get(kernel.get("name"), "python")
    if str(language).lower() not in ("python", "python3", "ipython"):
        raise NotebookError(f"{path} is a notebook in {language}; only Python can be graded here")
    return notebook


def _files_below(folder: Path, root: Path) -> dict[str, Path]:
    """Return what is copied of a folder, by its path from ``root``."""
    return {
        file.relative_to(root).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if _is_copied(file.relative_to(root)) and file.is_file() and not file.is_symlink()
    }


def _is_copied(name: Path) -> bool:
    left_out = name.suffix in (".ipynb", ".pyc")
    return not left_out and not any(part.startswith((".", "__pycache__")) for part in name.parts)


def _mentioned(path: Path, notebook: NotebookNode) -> dict[str, Path]:
    """Return what lies beside a single notebook and is spoken of in it, such as data."""
    text = "\n".join(cell.source for cell in notebook.cells)
    beside = path.resolve().parent
    files: dict[str, Path] = {}
    for entry in sorted(beside.iterdir()):
        if entry.is_symlink() or not _is_copied(Path(entry.name)):
            continue
        if entry.is_file() and (entry.name in text or _is_imported(entry, text)):
            files[entry.name] = entry
        elif entry.is_dir() and f"{entry.name}/" in text:
            files |= _files_below(entry, beside)
    return files


def _is_imported(file: Path, text: str) -> bool:
    module = rf"^\s*(from|import)\b[^#\n]*\b{re.escape(file.stem)}\b"
    return file.suffix == ".py" and bool(re.search(module, text, re.MULTILINE))


def _check_free(solutions: Path, sources: Sequence[_Source]) -> None:
    """Refuse names that are taken.

    Raises:
        CourseError: by another notebook, or by an assignment that is there.
    """
    by_slug: dict[str, Path] = {}
    for source in sources:
        if source.slug in by_slug:
            raise CourseError(
                f"{by_slug[source.slug]} and {source.path} would both be the assignment "
                f"{source.slug}; rename one"
            )
        by_slug[source.slug] = source.path
        folder = solutions / source.slug
        if folder.exists():
            raise CourseError(
                f"{folder} exists already; rename {source.path.name}, or remove the folder first"
            )


def _write(source: _Source, folder: Path, solutions: Path) -> Imported:
    """Write one master and the files beside it."""
    folder.mkdir(mode=0o755)
    for name, file in source.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, folder / name)
    path = folder / f"{source.slug}.ipynb"
    kind, notes = _write_master(source, path)
    questions, problem = 0, ""
    points: float | None = None
    try:
        master = read_any_master(path)
        questions = len(master.questions)
        points = master.points if isinstance(master, Master) else None
    except MasterError as error:
        _, cell, reason = error.args
        problem = reason if cell is None else f"cell {cell}: {reason}"
    target = solutions / source.slug / path.name
    return Imported(source.path, target, kind, tuple(notes), problem, questions, points)


def _write_master(source: _Source, path: Path) -> tuple[str, list[Note]]:
    """Write the notebook of a master; return what it was made of, and what needs a hand."""
    if otter.is_first_format(source.notebook):
        cells, notes = otter.present_format(source.path, source.notebook.cells)
        kind = "a master of Otter's first format"
    elif otter.is_master(source.notebook):
        shutil.copyfile(source.path, path)
        return "a master of Otter, which stays as it is", []
    else:
        read = read_cells(source.path, source.notebook)
        cells, notes = Assembler(read).assemble()
        cells.insert(0, new_raw_cell(_config(source, read)))
        kind = "a source notebook of nbgrader"
    notebook = new_notebook(cells=_with_ids(cells), metadata={"kernelspec": KERNEL})
    write_notebook(notebook, path)
    return kind, notes


def _config(source: _Source, cells: Iterable[SourceCell]) -> str:
    """Return the text of the config cell."""
    settings: dict[str, object] = {"name": source.slug}
    own = {Path(name).parts[0].removesuffix(".py") for name in source.files}
    if needed := requirements_of(cells, own):
        settings["requirements"] = needed
    if source.files:
        settings["files"] = sorted({Path(name).parts[0] for name in source.files})
    settings |= {"export_cell": {"pdf": False}, "tests": {"ok_format": False}}
    text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    return f"# ASSIGNMENT CONFIG\n{text}"


def _with_ids(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Give cells ids of their own that do not change from one import to the next."""
    for number, cell in enumerate(cells, start=1):
        cell.id = f"imported-{number}"
    return cells
