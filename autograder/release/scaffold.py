"""Begin an assignment, or a whole course: small ones that work, to be changed step by step."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.resources import files as package_files
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.errors import CourseError
from autograder.files import write_files
from autograder.release.package import NAME

FIRST = "a-line"
"""The assignment that a new course has."""

_PLACEHOLDER = "SLUG"
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_COURSE = {  # templates, and where they go
    "Makefile": "Makefile",
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "requirements.txt": "requirements.txt",
    "course.yml": "solutions/course.yml",
    "verify.yml": ".github/workflows/verify.yml",
}


def new_assignment(root: Path, slug: str) -> list[Path]:
    """Write a small master, misconceptions and accepted variants to ``solutions/<slug>/``.

    ``solutions/`` is made in the course's folder where there is none. Returned are the files.

    Raises:
        CourseError: the name cannot be used, there is such an assignment already, or no such
            course's folder.
    """
    _refuse_name(slug, "an assignment's name", "a6-attention")
    if not root.is_dir():
        raise CourseError(f"there is no folder {root} to write {slug} into; make it first")
    folder = root / "solutions" / slug
    if folder.exists():
        raise CourseError(f"{folder} exists already; choose another name, or remove it first")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _whole(folder) as staging:
        for template, text in _templates("new").items():
            file = template.replace(_PLACEHOLDER, slug).removesuffix(".template")
            (staging / file).write_text(text.replace(_PLACEHOLDER, slug), encoding="utf-8")
    return sorted(folder.iterdir())


def new_course(parent: Path, name: str, title: str | None = None) -> Path:
    """Write a course with one small assignment to a folder of its own, ``parent/name``.

    Args:
        parent: the folder in which the course's folder is made.
        name: the folder's name.
        title: what the course is called; its folder's name when None.

    Returns:
        The course's folder.

    Raises:
        CourseError: the name cannot be used, there is something of this name already, or there
            is no such parent.
    """
    _refuse_name(name, "a course's name", "deep-learning-1")
    if not parent.is_dir():
        raise CourseError(f"there is no folder {parent} to make {name} in; make it first")
    folder = parent / name
    if folder.is_symlink() or folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise CourseError(
            f"{folder} exists already and is not empty; choose another name, or remove it first"
        )
    words = " ".join((title or "").split()) or name.replace("-", " ").capitalize()
    values = {
        "@TITLE@": words,
        "@TITLE_YAML@": json.dumps(words, ensure_ascii=False),
        "@SLUG@": FIRST,
        "@VERSION@": version(NAME),
    }
    templates = _templates("init")
    with _whole(folder) as staging:
        files = {_COURSE[file]: _fill(text, values) for file, text in templates.items()}
        write_files(staging, {file: text.encode() for file, text in files.items()})
        new_assignment(staging, FIRST)
    return folder


def _refuse_name(name: str, what: str, example: str) -> None:
    """Raise a CourseError when a name would be trouble in paths, commands or addresses."""
    if not _SLUG.fullmatch(name):
        raise CourseError(
            f"{name!r} cannot be {what}; use small letters, digits and single hyphens, "
            f"as in {example}"
        )


def _templates(room: str) -> dict[str, str]:
    """Return the texts in a folder of templates by their file names."""
    folder = package_files("autograder.release") / "templates" / room
    return {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.is_file()}


def _fill(text: str, values: dict[str, str]) -> str:
    """Replace each placeholder, and none in what has replaced one."""
    return re.sub("|".join(values), lambda found: values[found.group()], text)


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Yield a folder to be filled, which takes its place only when that is done."""
    parent = folder.parent
    with TemporaryDirectory(prefix=".new-", dir=parent, ignore_cleanup_errors=True) as name:
        staging = Path(name)
        yield staging
        staging.chmod(0o755)
        staging.rename(folder)
