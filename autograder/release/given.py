"""What grading knows of the student's notebook: its cells, and what its answers bind."""

import ast

from autograder.release.code_cells import code_cells
from autograder.release.master import Master, Question, Role
from autograder.release.views import make_notebook
from autograder.release_format import GivenCell, digest_of


def given_cells(master: Master) -> list[GivenCell]:
    """Return the cells of the student's notebook, in order."""
    notebook = make_notebook(master, student=True)
    answers = {f"answer-{question.name}": question.name for question in master.questions}
    by_source = {}
    for item in master.cells:
        if item.role is not Role.TEXT and item.question:
            answers[item.cell.get("id", "")] = item.question
            source = item.marked.student if item.marked else item.cell.source
            by_source[digest_of(source)] = item.question
    return [
        GivenCell(cell.id, digest, answers.get(cell.id) or by_source.get(digest, ""))
        for cell in notebook.cells
        for digest in [digest_of(cell.source)]
    ]


def names_bound(master: Master) -> dict[str, list[str]]:
    """Return the names by which each question with tests is seen to be answered.

    Each solution cell has to bind some: those that the question's tests ask for, else those that
    nothing else in the notebook binds. A question with a cell that binds none, such as a call that
    trains a network in place, is left out: nothing tells when it is answered.
    """
    cells = code_cells(master)
    found: dict[str, list[str]] = {}
    for question in (question for question in master.questions if question.tests):
        own = [cell for cell in cells if cell.question == question.name]
        others = {name for cell in cells if cell.question != question.name for name in cell.defines}
        asked = question.asked_for | _mentioned(question)
        binds = [cell.defines & asked or cell.defines - others for cell in own]
        if own and all(binds):
            found[question.name] = sorted(frozenset().union(*binds))
    return found


def _mentioned(question: Question) -> set[str]:
    """Return the words that a question's tests give to checks as text, names among them."""
    nodes = [node for test in question.tests for node in ast.walk(ast.parse(test.source))]
    constants = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return {value for value in constants if isinstance(value, str) and value.isidentifier()}
