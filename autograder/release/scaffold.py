"""Begin a new assignment: a small one that works, to be changed into the one that is wanted."""

import re
import shutil
import tempfile
from importlib.resources import as_file
from importlib.resources import files as package_files
from pathlib import Path

from autograder.errors import CourseError

_PLACEHOLDER = "SLUG"
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def new_assignment(root: Path, slug: str) -> list[Path]:
    """Write a small master, misconceptions and accepted variants to ``solutions/<slug>/``.

    Args:
        root: the course's folder; ``solutions/`` is made in it where there is none.
        slug: the assignment's name.

    Returns:
        the files that were written.

    Raises:
        CourseError: the name cannot be used, or there is such an assignment already.
    """
    if not _SLUG.fullmatch(slug):
        raise CourseError(
            f"{slug!r} cannot be an assignment's name; use small letters, digits and single "
            "hyphens, as in a6-attention"
        )
    folder = root / "solutions" / slug
    if folder.exists():
        raise CourseError(f"{folder} exists already; choose another name, or remove it first")
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        with as_file(package_files("autograder.release") / "templates" / "new") as templates:
            for template in sorted(templates.iterdir()):
                if template.is_file():
                    name = template.name.replace(_PLACEHOLDER, slug).removesuffix(".template")
                    text = template.read_text(encoding="utf-8").replace(_PLACEHOLDER, slug)
                    (staging / name).write_text(text, encoding="utf-8")
        staging.chmod(0o755)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return sorted(folder.iterdir())
