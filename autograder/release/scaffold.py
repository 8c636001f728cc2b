"""Begin a new assignment: a small one that works, to be changed into the one that is wanted."""

import re
from importlib.resources import as_file
from importlib.resources import files as package_files
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.errors import CourseError

_PLACEHOLDER = "SLUG"
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def new_assignment(root: Path, slug: str) -> list[Path]:
    """Write a small master, misconceptions and accepted variants to ``solutions/<slug>/``.

    ``solutions/`` is made in the course's folder where there is none. Returned are the files.

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
    parent = folder.parent
    with TemporaryDirectory(prefix=".new-", dir=parent, ignore_cleanup_errors=True) as name:
        staging = Path(name)
        with as_file(package_files("autograder.release") / "templates" / "new") as templates:
            for template in sorted(templates.iterdir()):
                if template.is_file():
                    file = template.name.replace(_PLACEHOLDER, slug).removesuffix(".template")
                    text = template.read_text(encoding="utf-8").replace(_PLACEHOLDER, slug)
                    (staging / file).write_text(text, encoding="utf-8")
        staging.chmod(0o755)
        staging.rename(folder)
    return sorted(folder.iterdir())
