"""A class as Dolos reads it: a zip of what students wrote, with a table of who they are.

The table is ``info.csv`` in the zip's root, as Dolos' documentation has it under *Adding
metadata*: ``filename`` is needed; ``full_name`` and ``label`` are shown; the one file that is
``ignored`` holds what everybody was given.
"""

import csv
import io
import zipfile
from collections.abc import Sequence

from autograder.gradebook.tables import safe_cell
from autograder.insight.similar import Work
from autograder.text import file_name

_DATE = (1980, 1, 1, 0, 0, 0)
_COLUMNS = ("filename", "id", "full_name", "label", "ignored")
_GIVEN = "given.py"


def dolos_zip(works: Sequence[Work], given: Sequence[str]) -> bytes:
    """Return the zip; submissions with the same notebook have a file each.

    Args:
        works: what was handed in.
        given: the release's own cells, which Dolos leaves out.
    """
    files: dict[str, str] = {}
    lines: list[dict[str, str]] = []
    for work in works:
        for name in (work.name, *work.same):
            path = _path(f"{work.earlier}-{name}" if work.earlier else name, files)
            files[path] = _source(work)
            author = work.authors if name == work.name else ""
            line = {"filename": path, "id": safe_cell(name), "full_name": safe_cell(author or name)}
            label = safe_cell(work.earlier or "this class")
            lines.append(line | {"label": label, "ignored": "false"})
    if given:
        path = _path(_GIVEN.removesuffix(".py"), files)
        files[path] = "\n\n".join(given) + "\n"
        lines.append(dict.fromkeys(_COLUMNS, "") | {"filename": path, "ignored": "true"})
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for path, text in {"info.csv": table.getvalue(), **files}.items():
            file.writestr(zipfile.ZipInfo(path, _DATE), text.encode(errors="replace"))
    return made.getvalue()


def _path(name: str, files: dict[str, str]) -> str:
    """Return a file name that no other file has."""
    path, number = f"{file_name(name, '.py')}", 1
    while path in files:
        number += 1
        path = file_name(name, f"-{number}.py")
    return path


def _source(work: Work) -> str:
    """Return what somebody wrote as one Python file, answers in words as comments."""
    parts = [f"# {name}\n{code}" for name, code in work.code.items()]
    for name, text in work.words.items():
        lines = "\n".join(f"# {line}" for line in text.splitlines())
        parts.append(f"# {name}\n{lines}")
    return "\n\n".join(parts) + "\n"
