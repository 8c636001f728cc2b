"""Grade the one submission in Gradescope's folders; whatever happens, a result is written."""

import gc
import hashlib
import importlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.files import mention
from autograder.gradebook.late import apply_policy
from autograder.gradescope.history import earlier_mistakes, with_next_hints
from autograder.intake.roster import Submission
from autograder.intake.submission import MAX_NOTEBOOK
from autograder.release_zip import Release, read_release
from autograder.results.gradescope_json import write_result
from autograder.results.outcome import FAILED, Outcome, Row, our_fault, ungraded
from autograder.text import printable

PROVISIONAL = (
    "Grading did not finish. Please hand in again; if this message comes back, tell your "
    "instructor."
)

_KEPT = ("id", "created_at")
"""What of Gradescope's metadata is kept with a result."""


def run(root: Path) -> None:
    """Grade ``<root>/submission`` with ``<root>/source``; write ``<root>/results/results.json``.

    A provisional result is there from the start, so that Gradescope has something to show even
    when this process is ended from outside.
    """
    start = time.perf_counter()
    path = root / "results" / "results.json"
    write_result(ungraded(FAILED, PROVISIONAL, None, 0), path)
    _close_to_others(root)
    release: Release | None = None

    def receive() -> Release:
        nonlocal release
        release = read_release(root / "source")
        return release

    try:
        outcome = _grade(receive, root / "submission")
    except Exception as error:
        seconds = time.perf_counter() - start
        outcome = ungraded(FAILED, our_fault(error), release, seconds)
    metadata = _metadata(root / "submission_metadata.json")
    if release:
        submission = Submission("", path, late_seconds=_late_seconds(metadata))
        outcome = apply_policy(Row(submission, outcome), release.late).outcome
    outcome = with_next_hints(outcome, earlier_mistakes(metadata))
    kept = {key: metadata[key] for key in _KEPT if isinstance(metadata.get(key), int | str)}
    write_result(outcome, path, submission=kept, content=_digest(root / "submission"))
    total = f"{outcome.score:g}/{outcome.max_score:g}"
    seconds = time.perf_counter() - start
    print(printable(f"{outcome.status} {total} in {seconds:.1f} s. {outcome.message}"))


def _grade(receive: Callable[[], Release], submission: Path) -> Outcome:
    """Prepare this process, and grade; the release is received when it can do no harm."""
    with tempfile.TemporaryDirectory(prefix="settings-") as folder:
        # these complain in the log of every submission where they have no home to write to
        os.environ["IPYTHONDIR"] = folder
        os.environ.setdefault("MPLCONFIGDIR", folder)  # setup.sh made one, and looked for fonts
        gc.disable()  # until ``prepare``: there is no garbage in all that is imported
        from autograder.grading.grade import grade_submission
        from autograder.grading.process import GradingProcess
        from autograder.sandbox.student import kernel

        kernel.prepare(thoroughly=False)

        def prepare() -> None:
            """Import what the notebook plots with: in the sandbox that has no home."""
            if mention(submission.rglob("*.ipynb"), "matplotlib"):
                with suppress(ImportError):
                    importlib.import_module("matplotlib.pyplot")

        with GradingProcess(receive, prepare=prepare) as process:
            return grade_submission(process, submission)


def _digest(submission: Path) -> str:
    """Return a digest of the notebooks, which tells whether the same was handed in once more."""
    digest = hashlib.blake2b(digest_size=16)
    with suppress(OSError):
        for path in sorted(submission.rglob("*.ipynb")):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    digest.update(file.read(MAX_NOTEBOOK))
    return digest.hexdigest()


def _close_to_others(root: Path) -> None:
    """Close the folders with tests and results to other users, as student code will be one."""
    if os.geteuid() != 0:
        return
    for name in ("source", "results", "submission"):
        if (root / name).is_dir():
            (root / name).chmod(0o700)


def _metadata(path: Path) -> dict[str, Any]:
    """Return what Gradescope tells of the submission; nothing where that is not understood."""
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return metadata if isinstance(metadata, dict) else {}


def _late_seconds(metadata: dict[str, Any]) -> float | None:
    """Return how late a submission was; None where Gradescope does not say.

    An author may have a due date of his or her own; that of a group is the latest.
    """
    try:
        own = [user["assignment"]["due_date"] for user in metadata["users"] if "assignment" in user]
        due = max(map(_time, own or [metadata["assignment"]["due_date"]]))
        return max(0.0, (_time(metadata["created_at"]) - due).total_seconds())
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
