"""Write files: several into a folder, to work there or not, or one of which nobody sees half."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from tempfile import TemporaryDirectory

_BEGINNING = 4 << 20  # bytes

_NOWHERE: tuple[str, Mapping[str, bytes]] = ("", {})
_among: ContextVar[tuple[str, Mapping[str, bytes]]] = ContextVar("among", default=_NOWHERE)
"""The folder of files that is worked in, and what they were when they were written."""


State = dict[str, tuple[int, int]]
"""Of each file below a folder, when it was changed and its size."""


def state_of(folder: Path) -> State:
    """Return what tells whether the files of a folder were changed; editors' own do not count."""
    state = {}
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if any(part.startswith((".", "~", "__pycache__")) or part[-1] == "~" for part in parts):
            continue
        try:
            status = path.stat()
        except OSError:  # it is being replaced
            continue
        state["/".join(parts)] = status.st_mtime_ns, status.st_size
    return state


def mention(paths: Iterable[Path], word: str) -> bool:
    """Say whether a word stands near the beginning of one of some files, if it can be read."""
    for path in paths:
        with suppress(OSError), path.open("rb") as file:
            if word.encode() in file.read(_BEGINNING):
                return True
    return False


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths below a folder; an empty path is the folder's own."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file, and its folder where there is none, all at once.

    Args:
        path: the file; another of that name is replaced.
        content: a text is written as UTF-8 with the line ends it has.

    Raises:
        OSError: it cannot be written; what was there is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}")
    try:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def working_among(files: Mapping[str, bytes]) -> Iterator[None]:
    """Work in a folder of some files, from which modules are imported, too.

    Without any files the folder stays as it is, and so it does within a folder of the same ones.
    """
    before = os.getcwd()
    if not files or (before, files) == _among.get():
        yield
        return
    with TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True) as name:
        write_files(Path(name), files)
        os.chdir(name)
        sys.path.insert(0, name)
        token = _among.set((os.getcwd(), files))
        try:
            yield
        finally:
            _among.reset(token)
            os.chdir(before)
            sys.path.remove(name)
            sys.path_importer_cache.pop(name, None)
            for module, loaded in list(sys.modules.items()):
                if str(getattr(loaded, "__file__", None) or "").startswith(f"{name}{os.sep}"):
                    del sys.modules[module]
