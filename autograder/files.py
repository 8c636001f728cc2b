"""Write files: several into a folder, or one so that a reader never sees half of it."""

import os
from collections.abc import Mapping
from pathlib import Path


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths below a folder; an empty path is the folder's own."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_whole(path: Path, text: str) -> None:
    """Write a text file, and its folder where there is none, all at once.

    Args:
        path: the file; another of that name is replaced.
        text: its content, written as UTF-8 with the line ends it has.

    Raises:
        OSError: it cannot be written; what was there is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
