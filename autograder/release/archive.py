"""Zips and folders that are the same bytes for the same input, and replaced whole or not at all."""

import io
import shutil
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold


def zip_bytes(files: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """Return a zip whose bytes depend on names and contents only.

    Args:
        files: contents by name inside the zip.
        executable: the names that get mode 0755; the others get 0644.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.create_system = 3  # Unix, so that the mode counts on every machine
            info.external_attr = (0o100755 if name in executable else 0o100644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name], compresslevel=9)
    return buffer.getvalue()


def files_below(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its relative path with forward slashes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def replace_folder(new: Path, target: Path) -> None:
    """Put a finished folder in the place of an old one, in two renames.

    ``new`` has to be on the target's file system. The old folder is removed last, so a crash in
    between leaves it beside the target rather than lost.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
