"""Results by the digest of all that they hang on, in a folder that may be deleted at any time."""

import functools
import hashlib
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

FOLDER = ".autograder"
"""Where a course keeps what need not be kept: git does not see it."""
_CACHE = "cache"
_SUM = hashlib.blake2b().digest_size
_KEPT_DAYS = 60
"""How long what nobody asked for is kept."""


class Cache:
    """What was found once, by keys of ``digest``.

    Several commands may use one at a time, and one may be copied to another machine: what is
    damaged counts as not there, and keys say what they belong to.

    Args:
        course: the folder of the course; None to keep nothing.
    """

    def __init__(self, course: Path | None) -> None:
        self._folder = course / FOLDER / _CACHE if course else None

    def get(self, key: str) -> bytes | None:
        """Return what was kept by a key, or None."""
        if self._folder is None:
            return None
        path = self._path(self._folder, key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        if hashlib.blake2b(data[_SUM:]).digest() != data[:_SUM]:
            return None
        with suppress(OSError):
            os.utime(path)  # it is of use, and kept on
        return data[_SUM:]

    def put(self, key: str, data: bytes) -> None:
        """Keep something by a key; where it cannot be written, it is not kept."""
        if self._folder is None:
            return
        path = self._path(self._folder, key)
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            ignore = self._folder.parent / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")
            temporary.write_bytes(hashlib.blake2b(data).digest() + data)
            temporary.replace(path)

    def forget_old(self) -> None:
        """Remove what has not been asked for in a long time."""
        oldest = time.time() - _KEPT_DAYS * 86400
        for path in self._folder.glob("*/*") if self._folder else ():
            with suppress(OSError):  # another command does the same
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def clear(self) -> tuple[int, int]:
        """Remove everything; return how many results that were, and their bytes."""
        if self._folder is None or not self._folder.is_dir():
            return 0, 0
        sizes = [path.stat().st_size for path in self._folder.glob("*/*")]
        shutil.rmtree(self._folder)
        return len(sizes), sum(sizes)

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key[2:]


def digest(*parts: str | bytes | Iterable[str]) -> str:
    """Return a key for what hangs on these parts, and on nothing else."""
    made = hashlib.blake2b(digest_size=20)
    for part in parts:
        texts = [part] if isinstance(part, str | bytes) else list(part)
        made.update(b"%d:" % len(texts))
        for text in texts:
            data = text if isinstance(text, bytes) else text.encode(errors="surrogatepass")
            made.update(b"%d:" % len(data))
            made.update(data)
    return made.hexdigest()


@functools.cache
def environment() -> str:
    """Return a key for what runs here: this package's own files, Python, and all packages."""
    package = Path(__file__).parent
    files = [p for p in sorted(package.rglob("*")) if p.is_file() and p.suffix != ".pyc"]
    installed = {
        f"{name.rpartition('/')[2]}"
        for folder in sys.path
        for name in _names_in(folder)
        if name.endswith(".dist-info")
    }
    return digest(
        platform.python_version(),
        platform.machine(),
        sys.platform,
        sorted(installed),
        [str(file.relative_to(package)) for file in files],
        *(file.read_bytes() for file in files),
    )


def _names_in(folder: str) -> list[str]:
    with suppress(OSError):
        return os.listdir(folder or ".")
    return []
