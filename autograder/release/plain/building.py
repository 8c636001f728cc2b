"""Let Otter build a master, and make a release of what it makes."""

import doctest
import json
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_output

from autograder.errors import LeakError, MasterError
from autograder.grading.test_code import points_of_test
from autograder.notebook import KERNEL, strip_outputs
from autograder.release.archive import files_below
from autograder.release.contents import (
    as_json,
    render_template,
    requirements_of_students,
    runtime_files,
)
from autograder.release.leaks import lines_in
from autograder.release.notebook_page import notebook_page
from autograder.release.packages import others, packages_of, unlisted_packages
from autograder.release.plain.reading import PlainMaster, config_cell, modules_of
from autograder.release_format import (
    PROMPT_LENGTH,
    RUBRICS,
    SETTINGS,
    GivenCell,
    Guide,
    ManualQuestion,
    Settings,
    digest_of,
)

_ANSWER_TAG = "otter_answer_cell"
_CHECK = re.compile(r"grader\.check\(\s*[\"'](.+?)[\"']")
_ERROR = re.compile(r"[A-Za-z_.]+(Error|Exception|Exit|Interrupt): ")
_TELLING = 12
"""Characters from which a line of a hidden test says something."""
_ASSIGN = """\
import sys
from otter.assign import main
main(sys.argv[1], sys.argv[2], no_pdfs=True, no_run_tests=True)
"""
_PATIENCE = 300.0
_OTTERS = ("setup.sh", "run_autograder", "run_otter.py", "environment.yml", "requirements.txt")
"""What of Otter's zip is ours to make."""
_WITH_OTTER = {"IPython", "ipywidgets", "pandas"}
"""Modules that Otter brings along."""


@dataclass(frozen=True)
class Assigned:
    """What Otter made of a master."""

    student: dict[str, bytes]  # the students' files, by relative path
    solution: dict[str, bytes]  # the staff's
    archive: dict[str, bytes]  # what its zip holds


def assign(master: PlainMaster) -> Assigned:
    """Let Otter build a master, in a process of its own and on a copy of its folder.

    Raises:
        CourseError: it names a file of requirements that there is not.
        MasterError: Otter cannot build it.
    """
    with tempfile.TemporaryDirectory() as name:
        source, made = Path(name, "source"), Path(name, "made")
        shutil.copytree(master.path.parent, source, ignore_dangling_symlinks=True)
        settings = dict(master.settings)
        if listed := settings.get("requirements"):  # a file that may lie outside of the folder
            settings["requirements"] = packages_of(master.path, listed)
        notebook = new_notebook(cells=[config_cell(settings), *_with_ids(master.cells)])
        notebook.metadata.kernelspec = KERNEL
        nbformat.write(notebook, source / master.path.name)
        done = subprocess.run(
            [sys.executable, "-c", _ASSIGN, str(source / master.path.name), str(made)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
        if done.returncode != 0:
            reason = _reason(done.stderr).replace(f"{source}/", "")
            raise MasterError(master.path, None, f"Otter cannot build it: {reason}")
        zips = list((made / "autograder").glob("*-autograder_*.zip"))
        archive = {}
        if zips:
            with zipfile.ZipFile(zips[0]) as opened:
                archive = {one: opened.read(one) for one in opened.namelist()}
        for path in zips:
            path.unlink()
        return Assigned(files_below(made / "student"), files_below(made / "autograder"), archive)


def _reason(log: str) -> str:
    """Return the line of a log that says what went wrong."""
    lines = [line for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if _ERROR.match(line)]
    return (errors or lines or ["it failed"])[-1].strip()


def _without_prompts(cell: NotebookNode) -> NotebookNode:
    """Return a test cell that is written as a doctest in the form that Otter reads.

    That is plain statements, and the expected value of the last one as the cell's output.
    """
    if cell.cell_type != "code" or not re.search(r"^>>> ", cell.source, re.MULTILINE):
        return cell
    head = cell.source.partition(">>> ")[0]
    try:
        examples = doctest.DocTestParser().get_examples(cell.source[len(head) :])
    except ValueError:
        return cell
    code = [
        f"assert repr({one.source.strip()}) == {one.want.strip()!r}\n" if one.want else one.source
        for one in examples[:-1]
    ]
    last = examples[-1]
    want = {"text/plain": last.want.rstrip("\n")}
    outputs = [new_output("execute_result", data=want, execution_count=1)] if last.want else []
    source = head + "".join([*code, last.source]).rstrip("\n")
    return NotebookNode({**cell, "source": source, "outputs": outputs})


def _with_ids(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Return cells that all have an id; those of older formats have none."""
    return [
        cell if "id" in cell else NotebookNode({**cell, "id": f"cell-{number}"})
        for number, cell in enumerate(map(_without_prompts, cells), start=2)
    ]


def _with_stable_ids(notebook: NotebookNode, known: set[str]) -> None:
    """Give cells that Otter made the same ids at every build."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.get("id") not in known:
            cell.id = f"otter-{number}"
    notebook.nbformat_minor = 5
    notebook.metadata.kernelspec = dict(KERNEL)


def read_made(master: PlainMaster, files: dict[str, bytes]) -> NotebookNode:
    """Return the notebook among the files that Otter made for one side, with ids that stay."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cells that Otter makes have no ids
        notebook = nbformat.reads(files[master.path.name].decode(), as_version=4)
    _with_stable_ids(notebook, {cell.get("id", "") for cell in master.cells} - {""})
    return notebook


def _place_questions(master: PlainMaster, notebook: NotebookNode) -> dict[int, str]:
    """Return the questions that the student's answer cells answer, by index of the cell."""
    found: dict[int, str] = {}
    current = ""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            for question in master.questions:
                start = question.prompt.strip()[:PROMPT_LENGTH]
                if start and start in cell.source:
                    current = question.name
        if current and _ANSWER_TAG in cell.metadata.get("tags", []):
            found[index] = current
        if check := _CHECK.match(cell.source):
            for before, name in list(found.items()):
                if name == current and current != check[1]:
                    found[before] = check[1]
            current = ""
    return found


def settings(master: PlainMaster, notebook: NotebookNode, archive: dict[str, bytes]) -> Settings:
    """Return what grading has to know beyond Otter's settings.

    Args:
        notebook: the students'.
        archive: what Otter's zip holds.
    """
    answers = _place_questions(master, notebook)
    given = [
        GivenCell(cell.id, digest_of(cell.source), answers.get(index, ""))
        for index, cell in enumerate(notebook.cells)
    ]
    manual = []
    for question in master.questions:
        if question.manual:
            start = question.prompt.strip()[:PROMPT_LENGTH]
            text = next((c.source for c in notebook.cells if start and start in c.source), "")
            prompt = text[:PROMPT_LENGTH]
            worth = question.worth
            manual.append(ManualQuestion(question.name, worth, prompt, question.is_code, text))
    tested = _tests_in(archive)
    return Settings(
        {question.name: question.worth for question in master.questions if question.name in tested},
        manual,
        master.limits,
        master.feedback,
        others(modules_of(master)),
        given,
        {},
        master.late,
        [question.name for question in master.questions if question.bonus],
        master.ours.tests_with_student,
    )


def with_points(master: PlainMaster, made: Assigned) -> PlainMaster:
    """Return the master with the points that Otter's tests give, which settings may leave open.

    Raises:
        MasterError: a test file of it cannot be run.
    """
    points = {}
    for name, data in _tests_in(made.archive).items():
        try:
            points[name] = points_of_test(name, data.decode())
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            problem = f"the tests of {name} cannot be run: {reason}"
            raise MasterError(master.path, None, problem) from None
    questions = [replace(one, points=points.get(one.name, one.points)) for one in master.questions]
    return replace(master, questions=tuple(questions))


def _tests_in(archive: dict[str, bytes]) -> dict[str, bytes]:
    """Return the test files of Otter's zip, by the name of their question."""
    return {
        name.removeprefix("tests/").removesuffix(".py"): data
        for name, data in archive.items()
        if name.startswith("tests/") and name.endswith(".py") and name != "tests/__init__.py"
    }


def archive_files(
    master: PlainMaster,
    made: Assigned,
    notebook: NotebookNode,
    requirements: list[str],
    wheel: tuple[str, bytes],
) -> dict[str, bytes]:
    """Return the contents of the Gradescope zip: Otter's tests and settings, and our grading.

    Args:
        notebook: the students'.
        requirements: what the assignment needs beyond what every one does.
        wheel: this package's, by its file name and bytes.
    """
    kept = {name: data for name, data in made.archive.items() if name not in _OTTERS}
    config = json.loads(kept.get("otter_config.json", b"{}"))
    config.setdefault("assignment_name", master.name)
    kept["otter_config.json"] = (json.dumps(config, indent=2, sort_keys=True) + "\n").encode()
    guides = {
        question.name: Guide(question.prompt, question.rubric)
        for question in master.questions
        if question.manual
    }
    ours = {SETTINGS: as_json(settings(master, notebook, made.archive)).encode()}
    if guides:
        ours[RUBRICS] = as_json(guides).encode()
    return {**kept, **ours, **runtime_files(requirements, wheel)}


def own_requirements(master: PlainMaster) -> tuple[list[str], list[str]]:
    """Return what the assignment needs beyond what every one does: as listed, and as imported."""
    listed = packages_of(master.path, master.settings.get("requirements"))
    return listed, unlisted_packages(modules_of(master) - _WITH_OTTER, listed)


def student_files(
    master: PlainMaster, made: Assigned, notebook: NotebookNode, requirements: list[str]
) -> dict[str, bytes]:
    """Return the student release: what Otter gives students, requirements, a page of instructions.

    Args:
        notebook: the one in it.
        requirements: what the assignment needs beyond what every one does.

    Raises:
        LeakError: it shows a line of a hidden test.
    """
    clean = new_notebook(cells=[strip_outputs(cell) for cell in notebook.cells])
    for cell, original in zip(clean.cells, notebook.cells, strict=True):
        cell.metadata = NotebookNode(original.metadata)
    clean.metadata, clean.nbformat_minor = notebook.metadata, 5
    tested = [question.name for question in master.questions if not question.manual]
    readme = render_template(
        "student_readme.md.j2",
        title=master.title,
        slug=master.path.stem,
        questions=master.questions,
        example=next(iter(tested), "q1"),
    )
    files = {
        **made.student,
        master.path.name: (nbformat.writes(clean) + "\n").encode(),
        "requirements.txt": requirements_of_students(requirements),
        "README.md": readme.encode(),
    }
    _refuse_leaks(master, files)
    return files


def _refuse_leaks(master: PlainMaster, files: dict[str, bytes]) -> None:
    hidden = {source for question in master.questions for source in question.hidden}
    shown = {
        line.strip()
        for cell in master.cells
        if cell.source not in hidden
        for line in cell.source.splitlines()
    }
    released = {line.strip() for name, data in files.items() for line in lines_in(name, data)}
    for question in master.questions:
        for line in "\n".join(question.hidden).splitlines():
            text = line.strip()
            if len(text) >= _TELLING and text in released and text not in shown:
                raise LeakError(
                    f"the student release of {master.name} would leak {text!r} of a hidden test of "
                    f"{question.name}; take it out of what students get"
                )


def page(master: PlainMaster, notebook: NotebookNode) -> bytes:
    """Return the solution as one HTML page, with the outputs that the master has."""
    return notebook_page(notebook, f"{master.title} (solution)").encode()
