"""What a submission may use: each limit has a name, a unit, a default and a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from autograder.errors import LimitError


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Limits of one submission. A solved notebook uses a tenth of each, or less."""

    seconds: float = 600  # wall-clock time of the whole notebook
    cell_seconds: float = 300  # wall-clock time of one cell
    question_seconds: float = 120  # time that all tests of one question wait for student code
    # memory of one process beyond what the interpreter has, and of all together
    memory_mb: int = 4_096
    processes: int = 256  # processes and threads at one time, those of the sandbox included
    file_mb: int = 256  # size of one file
    disk_mb: int = 1_024  # size of everything in the working folder
    open_files: int = 512  # open files of one process
    output_mb: int = 100  # text that a notebook prints


_WORDS = {
    "seconds": "{:g} s for the whole notebook; make the notebook do less, and look for loops that "
    "never end",
    "cell_seconds": "{:g} s for one cell; look for a loop that never ends, or train for fewer "
    "steps",
    "question_seconds": "{:g} s for the tests of one question; look for a loop that never ends",
    "memory_mb": "{} MB of memory; keep fewer or smaller tensors",
    "processes": "{} processes and threads; start fewer processes and threads",
    "file_mb": "{} MB for one file; write smaller files",
    "disk_mb": "{} MB, or 100,000 files, in the working folder; write fewer or smaller files",
    "open_files": "{} open files; close files after use, with `with open(...)`",
    "output_mb": "{} MB of printed text; print less",
}
"""What each limit bounds, and what a student can do about it."""

_ELSEWHERE = (
    (
        re.compile(r"No module named '(google\.colab)[\w.]{0,80}'|No module named '(google)'"),
        "that is there on Colab alone; remove the import, and read files by their names",
    ),
    (
        re.compile(r"No module named '(\w{1,80})[\w.]{0,80}'"),
        "{0} is not installed where this is graded, and no file of that name was handed in; remove "
        "the import, or ask for it",
    ),
    (
        re.compile(
            "not compiled with CUDA|Found no NVIDIA driver|CUDA device but|No CUDA GPUs"
            "|MPS backend|not linked with support for mps"
        ),
        "there is no graphics card where this is graded; write "
        "device = 'cuda' if torch.cuda.is_available() else 'cpu'",
    ),
    (
        re.compile("No such file or directory"),
        "a notebook is graded with the files of the assignment and those handed in with it; name "
        "them without a folder of your own machine",
    ),
    (
        re.compile("^EOFError: EOF when reading a line"),
        "nobody is there to answer input() while this is graded; write the value down",
    ),
)
"""What works at a student's place and not where it is graded, and what to do about it."""

_SIGNS = {
    "memory_mb": ("MemoryError", "can't allocate memory", "Cannot allocate memory"),
    "processes": ("can't start new thread", "Resource temporarily unavailable"),
    "file_mb": ("File too large",),
    "disk_mb": ("No space left on device",),
    "open_files": ("Too many open files",),
    "output_mb": ("OutputLimitError",),
}


def describe_limit(limits: Limits, name: str) -> str:
    """Name a limit and its value, and say what a student can do about it."""
    return "the limit of " + _WORDS[name].format(getattr(limits, name))


def explain(error: str, limits: Limits) -> str:
    """Return an exception's text, and the limit behind it where its words show one."""
    for name, signs in _SIGNS.items():
        if any(sign in error for sign in signs):
            return f"{error} ({describe_limit(limits, name)})"
    for pattern, advice in _ELSEWHERE:
        if found := pattern.search(error):
            return f"{error} ({advice.format(*found.groups())})"
    return error


def read_limits(config: Mapping[str, Any], path: str) -> Limits:
    """Read limits as an assignment's configuration gives them.

    Args:
        path: where they come from, for the message.

    Raises:
        LimitError: an unknown name, or a value that is not a positive number.
    """
    try:
        limits = msgspec.convert(dict(config), Limits)
    except msgspec.ValidationError as error:
        names = ", ".join(Limits.__struct_fields__)
        raise LimitError(f"{path}: {error}; the limits are {names}") from None
    for name in Limits.__struct_fields__:
        if getattr(limits, name) <= 0:
            raise LimitError(f"{path}: the limit {name} has to be more than 0")
    return limits


def change_limits(limits: Limits, **values: float | None) -> Limits:
    """Return limits with some of them changed; None leaves one as it is.

    Raises:
        LimitError: a value is not a positive number.
    """
    given = {name: value for name, value in values.items() if value is not None}
    return read_limits(msgspec.structs.asdict(limits) | given, "the command line")
