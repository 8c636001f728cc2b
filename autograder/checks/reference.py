"""The reference solution, for tests that compare with it and for misconceptions that build on it.

It is the module that a build extracts from the master's own solutions. Only the grading process
has it; where plain Otter runs the tests, it lies beside them.
"""

import functools
import os
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch

from autograder.checks.session import current
from autograder.errors import CourseError
from autograder.files import write_files
from autograder.release_format import REFERENCE


def _find_source() -> str:
    """Return the source: the session's, or from the folder that Otter unpacked the zip into.

    Raises:
        CourseError: there is none.
    """
    source = current().reference
    if source is not None:
        return source
    for folder in (Path.cwd(), *Path.cwd().parents):
        for path in (folder / REFERENCE, folder / "source" / REFERENCE):
            if path.is_file():
                return path.read_text(encoding="utf-8")
    raise CourseError(f"there is no {REFERENCE} beside the tests; use a zip of `autograder build`")


def reference_names() -> dict[str, Any]:
    """Return the reference solution's names, made anew, as the globals of its functions.

    The files that come with the notebook lie beside it meanwhile. Random numbers drawn on the way
    leave PyTorch's generator as it was.

    Raises:
        CourseError: there is no reference.
    """
    module = types.ModuleType("reference")
    source = _compiled(_find_source())
    with _among(current().files), torch.random.fork_rng(devices=[]):
        exec(source, module.__dict__)
    return module.__dict__


@contextmanager
def _among(files: dict[str, bytes]) -> Iterator[None]:
    """Lay out files in a folder that is the current one, and the first for imports."""
    if not files:
        yield
        return
    before = Path.cwd()
    with TemporaryDirectory() as folder:
        write_files(Path(folder), files)
        os.chdir(folder)
        sys.path.insert(0, folder)
        try:
            yield
        finally:
            sys.path.remove(folder)
            os.chdir(before)


@functools.lru_cache(maxsize=1)
def _compiled(source: str) -> types.CodeType:
    return compile(source, REFERENCE, "exec")
