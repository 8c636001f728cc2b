"""What an output folder keeps of its last call, so that its class can be graded and shown again."""

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from autograder.errors import AutograderError
from autograder.files import write_whole
from autograder.intake.roster import Roster, read_roster
from autograder.late_policy import LatePolicy
from autograder.limits import Limits
from autograder.release_zip import Release, read_release
from autograder.results.journal import Journal

RELEASE_FILE = "release.zip"
"""The autograder zip of the last call, in the output folder."""
_CALL, _ROSTER = "call", "roster"
_DATE = (1980, 1, 1, 0, 0, 0)


class _Call(msgspec.Struct, frozen=True):
    """What is kept of a call beside its zip and its roster."""

    called: str  # what its zip was called
    digest: str  # digest of the release
    file: str  # digest of ``RELEASE_FILE``
    tests_with_student: bool
    limits: dict[str, Any]  # numbers as they were: 600 and 600.0 have different digests
    late: LatePolicy | None
    roster: str  # what its roster was called, or ""
    rung: int = 1  # see ``LastCall``


class LastCall(msgspec.Struct, frozen=True):
    """What the last call graded with."""

    release: Release
    limits: Limits
    late: LatePolicy | None  # what handing in late costs; None for nothing
    roster: Roster | None  # who is in the class, where staff said so
    rung: int = 1  # which of a misconception's hints students read, counted from 1


def keep_call(
    journal: Journal,
    out: Path,
    release: Release,
    limits: Limits,
    late: LatePolicy | None,
    roster: Roster | None,
    rung: int = 1,
) -> None:
    """Keep what a call grades with; the zip is written whole, and only if it is another one.

    Raises:
        OSError: the zip cannot be read or written.
        AutograderError: the journal cannot be written.
    """
    path = out / RELEASE_FILE
    data = _bytes_of(release)
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path, data)
    call = _Call(
        release.called,
        release.digest,
        hashlib.sha256(data).hexdigest(),
        release.tests_with_student,
        msgspec.structs.asdict(limits),
        late,
        "" if roster is None else "roster.csv",
        rung,
    )
    kept = {_CALL: msgspec.json.encode(call), _ROSTER: b"" if roster is None else roster.data}
    journal.keep_call(kept)


def last_rung(journal: Journal) -> int:
    """Return which of a misconception's hints students read after the last call, counted from 1."""
    try:
        return msgspec.json.decode(journal.kept(_CALL) or b"", type=_Call).rung
    except msgspec.MsgspecError:  # there was none, or one of an older version
        return 1


def read_call(journal: Journal, out: Path) -> LastCall:
    """Return what the last call graded with.

    Raises:
        AutograderError: it is not kept, or cannot be read any more.
    """
    path, kept = out / RELEASE_FILE, journal.kept(_CALL)
    if kept is None or not path.is_file():
        raise AutograderError(
            f"{out} does not hold what its class was graded with, as an older version wrote it; "
            "grade once more with the autograder zip: what is graded is kept"
        )
    release = read_release(path)
    try:
        call = msgspec.json.decode(kept, type=_Call)
    except msgspec.MsgspecError as error:
        raise AutograderError(
            f"{out}: what its last call graded with cannot be read ({error}); grade once more"
        ) from None
    if hashlib.sha256(path.read_bytes()).hexdigest() == call.file:
        release = replace(
            release,
            called=call.called,
            digest=call.digest,
            tests_with_student=call.tests_with_student,
        )
    roster = journal.kept(_ROSTER)
    people = read_roster(Path(call.roster), roster) if call.roster and roster else None
    return LastCall(release, Limits(**call.limits), call.late, people, call.rung)


def _bytes_of(release: Release) -> bytes:
    """Return the zip of a release; where it was no file, one of what grading needs of it.

    A pipe can be read only once, and a folder is no zip; the same files make the same bytes.
    """
    if release.path.is_file():
        return release.path.read_bytes()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in sorted(release.contents.items()):
            file.writestr(zipfile.ZipInfo(name, _DATE), data)
    return made.getvalue()
