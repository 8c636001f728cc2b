"""Every way in which this package refuses its input: one class each, one clear line each.

::

    AutograderError            what a user can mend: a command says it in one line, exit status 2
        CourseError            the course's folder, or what lies beside a master
        ReferenceNameError     a name that a hidden test asks of the reference, which lacks it
        NotebookError          a file that is no notebook
        MasterError            a rule of the format that a master breaks
        LeakError              a release that must not go out: it shows what only staff may see
        SolutionError          another: its solution fails its own tests
        VerificationError      another: its tests fall short
        ReleaseError           a file that is no autograder zip
        LimitError             a limit that cannot be
        LatePolicyError        a late policy that cannot be
        SubmissionError        what was handed in and cannot be graded: for the student
    MarkerError                markers within a cell; becomes a MasterError, which knows the cell
    StudentError               student code that ended or overstayed
    WallError                  a test that asks for what the wall does not let through

Errors that no user reads stand where they are raised: what is wrong with a folder or zip, which
each caller says in its own words (``DamagedError``, ``CrowdedError``, ``TooLargeError``), those of
the channel (``WireError`` and what derives from it) and of processes (``StartError``,
``ZygoteError``, ``WorkerError``), those inside student code (``CellTimeout``,
``OutputLimitError``), and ``CheckError``, with which a hidden test fails.
"""

from os import PathLike  # pathlib takes as long to import as Python itself to start


class AutograderError(Exception):
    """Something a user can mend. The message says what is wrong, where, and what to do."""


class CourseError(AutograderError):
    """An assignment, or the course folder itself, is not where it is looked for."""


class ReferenceNameError(AutograderError, KeyError):
    """A hidden test asks the reference for a name that it lacks; the message lists what it has."""

    def __str__(self) -> str:
        return str(self.args[0])  # a KeyError would show it in quotes


class NotebookError(AutograderError):
    """A file that should be a notebook cannot be read as one."""


class MasterError(AutograderError):
    """A master notebook breaks a rule of the format.

    Args:
        path: the master notebook.
        cell: number of the cell at fault, counted from 1, or None when no single cell is.
        problem: what is wrong and what to do, without the place.
    """

    def __init__(self, path: PathLike[str], cell: int | None, problem: str) -> None:
        super().__init__(path, cell, problem)  # so that it can be pickled

    def __str__(self) -> str:
        path, cell, problem = self.args
        return f"{path}: {problem}" if cell is None else f"{path}, cell {cell}: {problem}"


class LeakError(AutograderError):
    """A student release would contain something that only staff may see."""


class SolutionError(AutograderError):
    """A solution does not get full marks on its own tests."""


class VerificationError(AutograderError):
    """The tests of an assignment let a wrong answer through, or refuse a right one."""


class ReleaseError(AutograderError):
    """A file is not an autograder zip that can be used."""


class LimitError(AutograderError):
    """An assignment's configuration sets a limit that does not exist, or to a wrong value."""


class LatePolicyError(AutograderError):
    """An assignment's configuration, or the command line, has a late policy that cannot be."""


class SubmissionError(AutograderError):
    """What was handed in cannot be graded; the message is for the student."""


class MarkerError(ValueError):
    """Markers of a cell do not fit together; the message names the line."""


class StudentError(Exception):
    """Student code ended or overstayed while a test was waiting for it."""


class WallError(Exception):
    """A test asks for what cannot be done from outside the student process; it is for staff."""
