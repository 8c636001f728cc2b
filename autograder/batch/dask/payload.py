"""Submissions as bytes, for machines that share no file system."""

from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.files import write_files
from autograder.intake.submission import read_files


@dataclass(frozen=True)
class Payload:
    """A file or a folder that travels."""

    name: str  # its name, which grading looks at
    # content by relative path; a file that travels alone has the path ""
    files: dict[str, bytes] = field(repr=False)


def pack(path: Path) -> Payload:
    """Pack what grading reads of a submission: no caches, no links, nothing too large to be read.

    Args:
        path: a notebook, or a zip or folder with one.

    Raises:
        SubmissionError: it cannot be read; the message is what grading it would say.
    """
    try:
        if path.is_dir():
            notebook, data, others = read_files(path)
            return Payload(path.name, {notebook: data, **others})
        return Payload(path.name, {"": path.read_bytes()})
    except OSError as error:
        raise SubmissionError(f"{path.name} cannot be read: {error.strerror or error}") from None


def unpack(payload: Payload, folder: Path) -> Path:
    """Write what has travelled, and return its path.

    Args:
        payload: comes from the person who grades, whose names are to be trusted.
        folder: an empty folder.
    """
    write_files(folder / payload.name, payload.files)
    return folder / payload.name
