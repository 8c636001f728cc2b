"""Run a solution on its own tests, and make the page that staff read."""

import io
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from autograder.errors import SolutionError
from autograder.files import write_files
from autograder.intake.roster import Submission
from autograder.notebook import write_notebook
from autograder.release.contents import files_beside
from autograder.release.master import Master
from autograder.release.notebook_page import notebook_page
from autograder.release.views import make_notebook, render_tests
from autograder.release_zip import read_release
from autograder.results.outcome import GRADED, Outcome, QuestionResult, UniqueSubmission

_CELL_SECONDS = 1200
"""How long a cell of the solution may run when its page is made."""
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


def run_solution(master: Master) -> NotebookNode:
    """Run the solution as students run their notebooks; return it with its outputs.

    Raises:
        SolutionError: it cannot be run to its end.
    """
    notebook = make_notebook(master, student=False)
    with tempfile.TemporaryDirectory() as name:
        folder, work = Path(name), Path(name, "work")
        work.mkdir()
        write_files(work, files_beside(master))
        write_notebook(notebook, work / master.path.name)
        # check cells find them in this folder; hidden ones are run when the solution is graded
        tests = render_tests(master, hidden=False)
        write_files(work / "tests", {f"{name}.py": text.encode() for name, text in tests.items()})
        logging.getLogger("traitlets").setLevel(logging.ERROR)
        client = NotebookClient(
            notebook,
            timeout=_CELL_SECONDS,
            allow_errors=True,
            kernel_name="python3",
            resources={"metadata": {"path": str(work)}},
        )
        try:
            with redirect_stdout(io.StringIO()), _plain_kernels(folder):
                return client.execute()
        except CellTimeoutError:
            problem = f"a cell of the solution runs for more than {_CELL_SECONDS} s"
        except DeadKernelError:
            problem = "the solution ends its own process"
    raise SolutionError(f"{master.path}: {problem}")


def _last_line(message: str | None) -> str:
    """Return the line of a message where the error is."""
    return (message or "").strip().rpartition("\n")[2]


def solution_page(executed: NotebookNode, master: Master) -> str:
    """Render the executed solution as one HTML page.

    Otter adds a random emoji to each passed check, and the time to what it exports; both are left
    out, so that the page is the same at every build.
    """
    page = NotebookNode(executed)
    for cell in page.cells:
        cell.metadata = NotebookNode()
        is_check = cell.source.startswith("grader.check(")
        if is_check:  # which Otter keeps a log of
            cell.outputs = [one for one in cell.outputs if one.get("name") != "stderr"]
        elif cell.source.startswith("grader.export("):
            cell.outputs = []
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if is_check:
                data.pop("text/html", None)
            for texts, kind in ((data, "text/plain"), (data, "text/html"), (output, "text")):
                if kind in texts:
                    texts[kind] = _MEMORY_ADDRESS.sub("", texts[kind])
    return notebook_page(page, f"{master.title} (solution)")


def grade_solution(archive: Path, files: dict[str, bytes], notebook: str) -> Outcome:
    """Grade a solution as Gradescope will, apart from the tests.

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
        before = dict(os.environ)
        try:
            context = start_server(*release.modules, few=True, plots=False)
            ((_, outcome),) = grade_side_by_side(context, release, work, release.limits, 1)
        finally:  # this process may run another notebook, whose figures are to be seen
            os.environ.clear()
            os.environ.update(before)
        return outcome


def require_full_marks(master: Master, archive: Path) -> None:
    """Grade the solution with the zip that is about to be released.

    Raises:
        SolutionError: it cannot be graded, or misses points; the message names the tests that
            failed.
    """
    if not any(question.tests for question in master.questions):
        return  # people grade all of it: there is nothing to test
    notebook = nbformat.writes(make_notebook(master, student=False)).encode()
    outcome = grade_solution(archive, {master.path.name: notebook}, master.path.name)
    failed = [
        f"{verdict.name} ({_last_line(verdict.message)})"
        for question in outcome.questions
        for verdict in question.verdicts
        if not verdict.passed
    ]
    if failed:
        raise SolutionError(
            f"{master.path}: the solution does not get full marks on its own tests: "
            f"{'; '.join(failed)}; mend the solution or the test"
        )
    if outcome.status != GRADED:
        raise SolutionError(f"{master.path}: the solution could not be graded: {outcome.message}")


def check_solution(archive: Path, files: dict[str, bytes], notebook: str) -> list[str]:
    """Grade a solution that Otter made, and return what staff should know: a line, or none.

    The arguments are those of ``grade_solution``.
    """
    outcome = grade_solution(archive, files, notebook)
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
    return (
        next(iter(failed.flags), _last_line(failed.message))[:200]
        if failed
        else "fewer points than there are"
    )
