"""The files of a release, for tests that open them or import them, as they do beside a notebook."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.files import write_files


@contextmanager
def files_beside_tests(files: Mapping[str, bytes]) -> Iterator[None]:
    """Run tests in a folder with these files, which is a place to import from, too.

    What a submission brings of the same names is not there: tests would believe it.
    """
    if not files:
        yield
        return
    before = os.getcwd()
    with TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True) as name:
        write_files(Path(name), files)
        os.chdir(name)
        sys.path.insert(0, name)
        try:
            yield
        finally:
            os.chdir(before)
            sys.path.remove(name)
            sys.path_importer_cache.pop(name, None)
            for module, loaded in list(sys.modules.items()):
                if str(getattr(loaded, "__file__", None) or "").startswith(f"{name}{os.sep}"):
                    del sys.modules[module]
