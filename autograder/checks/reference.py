"""The reference solution, for tests that compare with it and for misconceptions that build on it.

It is the module that a build extracts from the master's own solutions. Only the grading process
has it; where plain Otter runs the tests, it lies beside them.
"""

import functools
import os
import sys
import tempfile
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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

    Random numbers drawn on the way leave PyTorch's generator as it was.

    Raises:
        CourseError: there is no reference.
    """
    module = types.ModuleType("reference")
    with torch.random.fork_rng(devices=[]), _beside(current().files):
        exec(_compiled(_find_source()), module.__dict__)
    return module.__dict__


@contextmanager
def _beside(files: dict[str, bytes]) -> Iterator[None]:
    """Work in a folder of some files, from which modules are imported, too; none: stay."""
    if not files:
        yield
        return
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), files)
        sys.path.insert(0, folder)
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
            sys.path.remove(folder)


@functools.lru_cache(maxsize=1)
def _compiled(source: str) -> types.CodeType:
    return compile(source, REFERENCE, "exec")
