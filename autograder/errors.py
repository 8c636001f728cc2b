"""Every way in which this package refuses its input: one class each, one clear line each."""

from pathlib import Path


class AutograderError(Exception):
    """Something a user can mend. The message says what is wrong, where, and what to do."""


class NotebookError(AutograderError):
    """A file that should be a notebook cannot be read as one."""


class CourseError(AutograderError):
    """An assignment, or the course folder itself, is not where it is looked for."""


class MasterError(AutograderError):
    """A master notebook breaks a rule of the format.

    Args:
        path: the master notebook.
        cell: number of the cell at fault, counted from 1, or None when no single cell is.
        problem: what is wrong and what to do, without the place.
    """

    def __init__(self, path: Path, cell: int | None, problem: str) -> None:
        place = f"{path}, cell {cell}" if cell is not None else str(path)
        super().__init__(f"{place}: {problem}")
        self.path = path
        self.cell = cell


class LeakError(AutograderError):
    """A student release would contain something that only staff may see."""


class SolutionError(AutograderError):
    """A solution does not get full marks on its own tests."""


class VerificationError(AutograderError):
    """The tests of an assignment let a wrong answer through, or refuse a right one."""


class StudentError(Exception):
    """Student code ended or overstayed while a test was waiting for it."""
