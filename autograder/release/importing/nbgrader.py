"""Turn nbgrader's source notebooks into masters: all that are named, or none."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_raw_cell

from autograder.errors import CourseError, MasterError
from autograder.notebook import KERNEL, write_notebook
from autograder.release.importing.assemble import Assembler, Note
from autograder.release.importing.requirements import requirements_of
from autograder.release.importing.source import SourceCell, read_source
from autograder.release.importing.titles import slug_of
from autograder.release.master import read_master

_OF_RELEASES = {"README.md", "requirements.txt"}
"""Files that every student release has one of its own of."""


@dataclass(frozen=True)
class Imported:
    """A master that was written."""

    source: Path
    master: Path
    notes: tuple[Note, ...]  # what needs a hand
    problem: str  # why it cannot be built as it is, or ""
    questions: int
    points: float


@dataclass(frozen=True)
class _Source:
    """A notebook to be turned into a master."""

    path: Path
    slug: str
    cells: list[SourceCell]
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
        cells = read_source(path)
        return [_Source(path, slug_of(path.stem), cells, _mentioned(path, cells))]
    notebooks = sorted(file for file in path.glob("*.ipynb") if not file.name.startswith("."))
    if not notebooks:
        raise CourseError(f"{path} holds no notebook; give nbgrader's folder source/<assignment>")
    files = {
        file.relative_to(path).as_posix(): file
        for file in sorted(path.rglob("*"))
        if _is_copied(file.relative_to(path)) and file.is_file() and not file.is_symlink()
    }
    return [_Source(file, slug_of(file.stem), read_source(file), files) for file in notebooks]


def _is_copied(name: Path) -> bool:
    left_out = name.suffix in (".ipynb", ".pyc") or name.as_posix() in _OF_RELEASES
    return not left_out and not any(part.startswith((".", "__pycache__")) for part in name.parts)


def _mentioned(path: Path, cells: Iterable[SourceCell]) -> dict[str, Path]:
    """Return the files beside a single notebook that it speaks of, such as pictures and data."""
    text = "\n".join(cell.source for cell in cells)
    return {
        file.name: file
        for file in sorted(path.resolve().parent.iterdir())
        if _is_copied(Path(file.name)) and file.is_file() and file.name in text
    }


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
    cells, notes = Assembler(source.cells).assemble()
    notebook = new_notebook(
        cells=_with_ids([new_raw_cell(_config(source)), *cells]), metadata={"kernelspec": KERNEL}
    )
    path = folder / f"{source.slug}.ipynb"
    write_notebook(notebook, path)
    questions, points, problem = 0, 0.0, ""
    try:
        master = read_master(path)
        questions, points = len(master.questions), master.points
    except MasterError as error:
        _, cell, reason = error.args
        problem = f"cell {cell}: {reason}"
    target = solutions / source.slug / path.name
    return Imported(source.path, target, tuple(notes), problem, questions, points)


def _config(source: _Source) -> str:
    """Return the text of the config cell."""
    settings: dict[str, object] = {"name": source.slug}
    own = {Path(name).parts[0].removesuffix(".py") for name in source.files}
    if needed := requirements_of(source.cells, own):
        settings["requirements"] = needed
    if source.files:
        settings["files"] = sorted({Path(name).parts[0] for name in source.files})
    settings |= {"export_cell": {"pdf": False}, "tests": {"ok_format": False}}
    text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    return f"# ASSIGNMENT CONFIG\n{text}"


def _with_ids(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Give cells ids of their own that do not change from one import to the next."""
    seen: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        generated = cell.cell_type == "raw" or "# BEGIN TEST CONFIG" in cell.source
        if generated or "id" not in cell or cell.id in seen:
            cell.id = f"imported-{number}"
        seen.add(cell.id)
    return cells
