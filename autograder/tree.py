"""The files of a folder or a zip, read safely: no links, nothing that points outside, limits."""

import io
import stat
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from autograder.errors import AutograderError

_MAX_DEPTH = 32
"""Folders in folders; what lies deeper is not looked at."""
_MAX_ENTRY = 1_000
"""Bytes that a file takes in the list of a zip; names are shorter as a rule."""
_ECD_SIZE = 5
"""Where ``zipfile`` keeps the size of the list."""
_CACHES = ("__MACOSX", "__pycache__")
_DAMAGE = (ValueError, RuntimeError, EOFError, BadZipFile, zlib.error, LZMAError)
"""What reading a zip, or a file in it, can raise beside ``OSError``."""

_Entry = tuple[tuple[str, ...], Path | ZipInfo | None]
"""The parts of a relative path, and the file there; None for a folder."""


class DamagedError(AutograderError):
    """A zip, or a file in it, cannot be read."""


class CrowdedError(AutograderError):
    """A folder or zip holds too many files."""


class TooLargeError(AutograderError):
    """A file is larger than what is to be read of it."""


def is_wanted(parts: tuple[str, ...]) -> bool:
    """Say whether a relative path is one to look at: inside, not hidden, not a cache."""
    return bool(parts) and not any(
        part.startswith(".") or part in _CACHES or part == "/" for part in parts
    )


class Tree:
    """The files of a folder or zip, by relative path. Use it in a ``with`` block.

    Left out are links, what points outside, what lies too deep, and what is hidden or a cache.

    Args:
        most: how many files and folders it may hold.
        whole: whether what is hidden or a cache belongs to it as well.
        data: the zip's bytes, where they have been read before.

    Attributes:
        names: the relative paths of the files.
        folders: those of the folders.
        zipped: whether it is a zip.
        listed: how many files and folders it has, of a zip those that are left out as well.

    Raises:
        CrowdedError: it holds more files and folders than it may.
        DamagedError: it is no zip that can be opened.
        OSError: it cannot be read.
    """

    def __init__(
        self,
        path: Path,
        most: int = sys.maxsize,
        *,
        whole: bool = False,
        data: bytes | None = None,
    ) -> None:
        self.path = path
        self.folders: set[str] = set()
        self._files: dict[str, Path | ZipInfo] = {}
        self._zip = None
        if not path.is_dir():
            with _damage_told(str(path)):
                _refuse_long_lists(path, data, most)
                self._zip = ZipFile(path if data is None else io.BytesIO(data))
        entries = _entries(self._zip, whole) if self._zip else _walk(path, whole)
        for count, (parts, file) in enumerate(entries):
            if count >= most:
                self.close()
                raise CrowdedError(f"{path} holds more than {most} files")
            if file is None:
                self.folders.add("/".join(parts))
            else:
                self._files["/".join(parts)] = file
        self.names = tuple(self._files)
        self.zipped = self._zip is not None
        found = len(self.names) + len(self.folders)
        self.listed = len(self._zip.infolist()) if self._zip else found

    def __enter__(self) -> "Tree":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the zip."""
        if self._zip:
            self._zip.close()

    def size(self, name: str) -> int:
        """Return the bytes of a file; of one in a zip, no more than these can be read."""
        file = self._files[name]
        return file.stat().st_size if isinstance(file, Path) else file.file_size

    def modified(self, name: str) -> float | None:
        """Return when a file was last changed, in seconds since 1970; None where a zip lies."""
        file = self._files[name]
        if isinstance(file, Path):
            return file.stat().st_mtime
        try:
            # Zips keep local time of whoever made them; read alike, they keep their order.
            return datetime(*file.date_time, tzinfo=timezone.utc).timestamp()
        except ValueError:
            return None

    @contextmanager
    def open(self, name: str, most: int = sys.maxsize) -> Iterator[IO[bytes]]:
        """Open a file to read it.

        Args:
            most: how many bytes it may have.

        Raises:
            TooLargeError: it has more.
            DamagedError: it is damaged, which may show only when it is read in the ``with`` block.
            OSError: it cannot be read.
        """
        if self.size(name) > most:
            raise TooLargeError(f"{name} is larger than {most >> 20} MB")
        file = self._files[name]
        opened: IO[bytes]
        with _damage_told(name):
            if isinstance(file, Path):
                opened = file.open("rb")
            else:
                assert self._zip
                opened = self._zip.open(file)
            with opened:
                yield opened

    def read(self, name: str, most: int = sys.maxsize) -> bytes:
        """Return the content of a file.

        Args:
            most: how many bytes it may have.

        Raises:
            TooLargeError: it has more.
            DamagedError: it is damaged.
            OSError: it cannot be read.
        """
        with self.open(name, most) as file:
            return file.read(self.size(name))


def _refuse_long_lists(path: Path, data: bytes | None, most: int) -> None:
    """Refuse a zip whose list of files is too long to be read at all: a file takes 46 bytes there.

    ``zipfile`` reads the whole list before it says how long it is, and takes ten times its memory.

    Raises:
        CrowdedError: it is longer than so many files need.
    """
    with path.open("rb") if data is None else io.BytesIO(data) as file:
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined]  # there is no public way
    if end and end[_ECD_SIZE] > most * _MAX_ENTRY:
        raise CrowdedError(f"{path} holds more than {most} files")


@contextmanager
def _damage_told(what: str) -> Iterator[None]:
    """Turn all that shows damage into one error."""
    try:
        yield
    except _DAMAGE as error:
        raise DamagedError(f"{what} is damaged: {error}") from None


def _walk(folder: Path, whole: bool, above: tuple[str, ...] = ()) -> Iterator[_Entry]:
    """Yield what belongs to a folder's tree, in the order of paths."""
    for path in sorted(folder.iterdir()):
        parts = (*above, path.name)
        if path.is_symlink() or not (whole or is_wanted(parts)):
            continue
        if path.is_file():
            yield parts, path
        elif path.is_dir():
            yield parts, None
            if len(parts) < _MAX_DEPTH:
                yield from _walk(path, whole, parts)


def _entries(archive: ZipFile, whole: bool) -> Iterator[_Entry]:
    """Yield what belongs to a zip's tree, in the order of its list."""
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        outside = path.is_absolute() or ".." in path.parts or not path.parts
        if outside or stat.S_ISLNK(entry.external_attr >> 16):
            continue
        if len(path.parts) <= _MAX_DEPTH and (whole or is_wanted(path.parts)):
            yield path.parts, None if entry.is_dir() else entry
