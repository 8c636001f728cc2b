"""Make the pictures of class and submission anew: python -m tests.support.desk_class_pictures."""

import sys
import tempfile
from pathlib import Path

import nbformat
from msgspec.structs import replace
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.results.outcome import Answer, Verdict
from tests.support.desk import Visit, browser, served
from tests.support.desk_folder import make_folder
from tests.support.made_up_class import graded, made_up_class

DOCS = Path(__file__).parents[2] / "docs"
CELLS = (
    new_markdown_cell("**Question 1.** Write `forward(x)`: $\\hat y = \\sigma(W_2\\,h + b_2)$."),
    new_code_cell(
        "def forward(x):\n"
        '    """The answers of the network; x is (N, 3)."""\n'
        "    h = torch.relu(x @ W1 + b1)\n"
        "    return h @ W2 + b2",
        execution_count=4,
        outputs=[new_output("stream", text="tensor([[ 1.3021, -0.4410]])\n")],
    ),
    new_code_cell('grader.check("q1")'),
    new_markdown_cell("**Question 3.** Why?"),
    new_markdown_cell("A step of fixed size can overshoot the valley.", id="answer-q3"),
)


def _class(folder):
    """Write a class whose first submission has a mistake, an answer and a notebook."""
    rows = made_up_class(60)
    tests = [
        Verdict("q1: the shape is right", False, True),
        Verdict(
            "q1: it agrees with the reference on fresh inputs",
            True,
            False,
            "8 of 8 elements differ; greatest difference 0.92 at (3, 1)",
            "Your answers are not between 0 and 1.",
        ),
    ]
    hint = ("Returns z2, without the sigmoid", "What does the last formula still do?")
    row = graded("ada-okonkwo", {"q1": (1.0, 2.0, tests, hint)}, students="Ada Okonkwo")
    answer = Answer("q3", 2.0, CELLS[-1].source)
    rows.append(replace(row, outcome=replace(row.outcome, answers=(answer,), max_score=12.0)))
    path = folder / "notebook.ipynb"
    nbformat.write(new_notebook(cells=list(CELLS)), path)
    make_folder(folder / "out", rows, {"ada-okonkwo": [path]})


def main(docs):
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as name:
        _class(Path(name))
        with (
            served(Path(name) / "out") as desk,
            browser() as chromium,
            Visit(chromium, desk) as one,
        ):
            one.page.wait_for_selector("#figures svg")
            one.page.set_viewport_size({"width": 1280, "height": 760})
            one.page.screenshot(path=docs / "desk-class.png")
            page = one.open("/submission/ada-okonkwo")
            page.wait_for_selector(".katex")
            page.locator("#notebook").evaluate("(one) => scrollTo(0, one.offsetTop)")
            page.wait_for_timeout(300)
            page.screenshot(path=docs / "desk-submission.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else DOCS)
