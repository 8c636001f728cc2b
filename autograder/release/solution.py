"""Run a solution on its own tests, and make the page that staff read."""

import io
import logging
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from nbformat import NotebookNode

from autograder.errors import SolutionError
from autograder.files import write_files
from autograder.intake.roster import Submission
from autograder.notebook import write_notebook
from autograder.release.master import Master
from autograder.release.views import make_notebook
from autograder.release_format import REFERENCE
from autograder.release_zip import read_release
from autograder.results.outcome import GRADED, QuestionResult, UniqueSubmission

_MEMORY_ADDRESS = re.compile(r" at 0x[0-9a-f]{6,}")


@contextmanager
def _plain_kernels(folder: Path) -> Iterator[None]:
    """Start kernels without the user's IPython settings, and without warnings on the terminal.

    What an instructor has in a profile of IPython must not change a release. Nor must the number of
    cores, with which sums come out differently in the last digit; and as builds run side by side,
    threads would only wait for each other.
    """
    profile = folder / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    settings = 'c = get_config()\nc.IPKernelApp.log_level = "ERROR"\n'
    (profile / "ipython_kernel_config.py").write_text(settings)
    before = dict(os.environ)
    os.environ.update(IPYTHONDIR=str(folder / "ipython"), OMP_NUM_THREADS="1")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _start_reference_check(folder: Path, reference: bytes) -> subprocess.Popen[str]:
    """Start importing the reference in a process of its own."""
    module = folder / REFERENCE
    module.write_bytes(reference)
    return subprocess.Popen(
        [sys.executable, "-I", str(module)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def grade_solution(master: Master, archive: bytes, reference: bytes) -> NotebookNode:
    """Grade the solution with the zip that is about to be released; return it with its outputs.

    Args:
        archive: the Gradescope zip.
        reference: the source of the reference module in it.

    Raises:
        SolutionError: the solution misses points, or the reference cannot be imported; the
            message names the tests that failed, or the error.
    """
    from otter.api import grade_submission

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        zip_path = folder / "autograder.zip"
        zip_path.write_bytes(archive)
        write_notebook(make_notebook(master, student=False), folder / master.path.name)
        importing = _start_reference_check(folder, reference)
        log = io.StringIO()
        logging.getLogger("traitlets").setLevel(logging.ERROR)
        if not any(question.tests for question in master.questions):
            importing.communicate()
            with _plain_kernels(folder):  # people grade all of it: there is nothing to test
                return NotebookClient(
                    make_notebook(master, student=False), allow_errors=True
                ).execute()
        with redirect_stdout(log), redirect_stderr(log), _plain_kernels(folder):
            results = grade_submission(str(folder / master.path.name), str(zip_path))
        _, complaint = importing.communicate()
    if importing.returncode != 0:
        raise SolutionError(
            f"{master.path}: the reference module made from the solutions does not run: "
            f"{_last_line(complaint)}"
        )
    if results.has_catastrophic_failure():
        raise SolutionError(f"{master.path}: the solution could not be graded: {results.summary()}")
    failed = [
        f"{case.test_case.name} ({_last_line(case.message)})"
        for question in results.results.values()
        for case in question.test_case_results
        if not case.passed
    ]
    if failed:
        raise SolutionError(
            f"{master.path}: the solution does not get full marks on its own tests: "
            f"{'; '.join(failed)}; mend the solution or the test"
        )
    return results.notebook


def _last_line(message: str | None) -> str:
    """Return the line of a message where the error is."""
    return (message or "").strip().rpartition("\n")[2]


def solution_page(executed: NotebookNode, master: Master) -> str:
    """Render the executed solution as one HTML page.

    Otter adds cells of its own before and behind the notebook, and a random emoji to each passed
    check; both are left out, so that the page is the same at every build. What a cell prints comes
    in pieces of chance, which are put together.
    """
    own = {cell.id for cell in make_notebook(master, student=False).cells}
    page = NotebookNode(executed)
    page.cells = [cell for cell in executed.cells if cell.get("id") in own]
    for cell in page.cells:
        cell.metadata = NotebookNode()
        is_check = cell.source.startswith("grader.check(")
        if is_check:  # which Otter keeps a log of
            cell.outputs = [one for one in cell.outputs if one.get("name") != "stderr"]
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if is_check:
                data.pop("text/html", None)
            for texts, kind in ((data, "text/plain"), (data, "text/html"), (output, "text")):
                if kind in texts:
                    texts[kind] = _MEMORY_ADDRESS.sub("", texts[kind])
    exporter = HTMLExporter(preprocessors=[CoalesceStreamsPreprocessor(enabled=True)])
    body, _ = exporter.from_notebook_node(
        page, resources={"metadata": {"name": f"{master.title} (solution)"}}
    )
    return str(body)


def check_solution(archive: Path, files: dict[str, bytes], notebook: str) -> list[str]:
    """Grade a solution as Gradescope will, and return what staff should know: a line, or none.

    Args:
        archive: the autograder zip.
        files: the solution notebook, and what lies beside it.
        notebook: its name among them.
    """
    from autograder.batch.fork_server import start_server
    from autograder.batch.work import grade_side_by_side

    release = read_release(archive)
    with tempfile.TemporaryDirectory() as name:
        write_files(Path(name), files)
        for other in Path(name).rglob("*.ipynb"):
            if other.name != notebook:
                other.unlink()
        submission = Submission("solution", Path(name))
        work = [UniqueSubmission("", (submission,))]
        context = start_server(*release.modules)
        ((_, outcome),) = grade_side_by_side(context, release, work, release.limits, 1)
    lost = [question for question in outcome.questions if question.score < question.max_score]
    if outcome.status == GRADED and not lost:
        return []
    why = [f"{question.name} ({_first_problem(question)})" for question in lost] or [
        outcome.message
    ]
    points = f"{outcome.score:g} of {outcome.max_score:g}"
    errors = " ".join(outcome.run.errors.values()) if outcome.run else ""
    if missing := re.findall(r"No module named '([\w.]+)'", errors):
        return [
            f"its solution has {points} points when it is graded here, where "
            f"{', '.join(dict.fromkeys(missing))} cannot be imported"
        ]
    return [
        f"its solution has {points} points when it is graded: {'; '.join(why)}; "
        "where Otter itself gives it more, tests_with_student: true helps"
    ]


def _first_problem(question: QuestionResult) -> str:
    failed = next((v for v in question.verdicts if not v.passed), None)
    if failed is None:
        return "fewer points than there are"
    return (failed.flags[0] if not failed.ran else _last_line(failed.message))[:300]
