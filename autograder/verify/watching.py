"""Verify an assignment again whenever it is saved."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext
from pathlib import Path

from autograder.cache import Cache
from autograder.errors import AutograderError
from autograder.files import State, state_of
from autograder.release.archive import zip_bytes
from autograder.release.contents import EXECUTABLE, autograder_files
from autograder.release.course import Assignment
from autograder.release.imports import refuse_missing_modules
from autograder.release.master import Master, read_master
from autograder.verify.judge import Report
from autograder.verify.verification import Subject, verify

_PAUSE = 0.25
"""Seconds between two looks at the files, and how long they have to rest to count as saved."""


class ChangedError(Exception):
    """The files were saved again, while they were looked at."""


@dataclass
class Watch:
    """An assignment, and what is to be told of it."""

    assignment: Assignment
    wheel: tuple[str, bytes]
    context: ForkServerContext
    cache: Cache
    jobs: int | None
    on_master: Callable[[Master], None]  # told of each master that can be read
    on_report: Callable[[Report], None]  # told what is found, as it is found
    on_error: Callable[[str], None]  # told in one line why there is nothing to find
    seen: State = field(default_factory=dict)

    def run(self) -> None:
        """Look at the assignment, and again after each change; ended by Ctrl-C."""
        while True:
            self.seen = _at_rest(self.assignment.folder)
            try:
                self._look()
            except ChangedError:
                continue
            except (AutograderError, OSError) as error:
                self.on_error(str(error))
            while state_of(self.assignment.folder) == self.seen:
                time.sleep(_PAUSE)

    def _look(self) -> None:
        """Read the master, and verify it.

        Raises:
            ChangedError: it has been saved again.
            AutograderError: it cannot be verified.
        """
        master = read_master(self.assignment.master)
        self.on_master(master)
        refuse_missing_modules(master)
        with tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True) as name:
            archive = Path(name, "release.zip")
            archive.write_bytes(zip_bytes(autograder_files(master, self.wheel), EXECUTABLE))
            subjects = [Subject(master, archive)]
            for _ in verify(subjects, self.context, self.cache, self.jobs, on_report=self._tell):
                pass  # it has been told already

    def _tell(self, report: Report) -> None:
        if state_of(self.assignment.folder) != self.seen:
            raise ChangedError
        self.on_report(report)


def _at_rest(folder: Path) -> State:
    """Wait until nothing changes any more: editors write in several steps; return how it is."""
    state = state_of(folder)
    while True:
        time.sleep(_PAUSE)
        if (now := state_of(folder)) == state:
            return now
        state = now
