"""The two notebooks made from a master: the students' and the staff's."""

import otter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from otter.utils import NOTEBOOK_METADATA_KEY

from autograder.notebook import KERNEL, strip_outputs
from autograder.release.master import Master, MasterCell, Question, Role
from autograder.release.test_cells import render_test_file
from autograder.release_format import ANSWER_CELL

SETUP = """\
# Run this cell first: it gives you grader.check("{example}"), which tests your answers.
try:
    import otter
except ModuleNotFoundError:  # on Colab, for instance
    %pip install --quiet otter-grader=={otter}
    import otter

try:
    from google.colab import _message  # on Colab the notebook is no file: write its tests to one
except ModuleNotFoundError:
    grader = otter.Notebook("{notebook}")
else:
    import pathlib

    pathlib.Path("tests").mkdir(exist_ok=True)
    _document = _message.blocking_request("get_ipynb")["ipynb"]
    for _name, _source in _document["metadata"]["otter"]["tests"].items():
        pathlib.Path("tests", f"{{_name}}.py").write_text(_source)
    grader = otter.Notebook()"""

EXPORT_TEXT = """\
## Hand in

1. Choose *Restart kernel and run all cells* and look whether every check still passes: grading
   runs your notebook from top to bottom, in a fresh kernel.
2. Save the notebook (Ctrl+S, or Cmd+S on a Mac).
3. Run the cell below. It packs the notebook into a zip file; upload that file to Gradescope.

On Colab, skip step 3: choose *File > Download > Download .ipynb* and upload that file instead."""


def _generated(cell: NotebookNode, cell_id: str) -> NotebookNode:
    """Give a generated cell a stable id, and keep students from deleting it by accident."""
    cell.id = cell_id
    cell.metadata.deletable = False
    return cell


def _setup_cell(master: Master) -> NotebookNode:
    names = [question.name for question in master.questions if question.tests]
    source = SETUP.format(
        example=names[0] if names else "q1",
        notebook=master.path.name,
        otter=otter.__version__,
    )
    return _generated(new_code_cell(source), "setup")


def _export_cells(master: Master) -> list[NotebookNode]:
    settings = master.config.export_cell
    if not settings:
        return []
    text = EXPORT_TEXT + (f"\n\n{settings.instructions}" if settings.instructions else "")
    files = f", files={list(settings.files)!r}" if settings.files else ""
    call = f"grader.export(pdf={bool(settings.pdf)}{files})"
    return [
        _generated(new_markdown_cell(text), "hand-in"),
        _generated(new_code_cell(call), "export"),
    ]


def _cell(item: MasterCell, source: str) -> NotebookNode:
    """Return a master cell with what one side gets to read in it."""
    cell = strip_outputs(item.cell)
    cell.source = source
    return cell


def make_notebook(master: Master, *, student: bool) -> NotebookNode:
    """Make the staff's notebook of an assignment, or the student's, without answers.

    Both have the same layout: the cells of the master, a set-up cell before the first code, a check
    cell behind each question with tests, and the export cell. The student's carries the public
    tests in its metadata, where Otter looks for them, so that the notebook alone is enough.
    """
    cells: list[NotebookNode] = []
    # questions that need no answer cell: the master has one as a prompt, or it is there already
    answered = {item.question for item in master.cells if item.role is Role.PROMPT}
    for item in master.items:
        if isinstance(item, Question):
            if item.tests and item.check_cell:
                check = new_code_cell(f'grader.check("{item.name}")')
                cells.append(_generated(check, f"check-{item.name}"))
        elif not student:
            if item.role is not Role.PROMPT:
                cells.append(_cell(item, item.answer))
        elif item.role is not Role.SOLUTION or item.marked:
            cells.append(_cell(item, item.marked.student if item.marked else item.answer))
        elif item.question not in answered:
            cells.append(new_markdown_cell(ANSWER_CELL))
            cells[-1].id = f"answer-{item.question}"
            answered.add(item.question)
    if master.config.init_cell:  # behind the title and what else introduces the assignment
        first_code = next((i for i, c in enumerate(cells) if c.cell_type == "code"), len(cells))
        cells.insert(first_code, _setup_cell(master))
    cells += _export_cells(master)
    notebook = new_notebook(cells=cells)
    notebook.metadata.update(kernelspec=KERNEL, language_info={"name": "python"})
    notebook.nbformat_minor = 5
    for number, cell in enumerate(cells, start=1):
        if "id" not in cell:  # nbformat 4.4 masters have no ids; ours must not change by the build
            cell.id = f"cell-{number}"
    notebook.metadata[NOTEBOOK_METADATA_KEY] = {"assignment_name": master.config.name}
    if student:
        notebook.metadata[NOTEBOOK_METADATA_KEY].update(
            OK_FORMAT=False, tests=render_tests(master, hidden=False)
        )
    return notebook


def render_tests(master: Master, *, hidden: bool) -> dict[str, str]:
    """Return the Otter test file of each question that has tests, by question name."""
    return {
        q.name: render_test_file(q.name, q.points, q.all_or_nothing, q.tests, hidden=hidden)
        for q in master.questions
        if q.tests
    }
