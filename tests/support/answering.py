"""A small class that answers a question in words, as it comes from Canvas and from Gradescope."""

import json
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes

from autograder.release_format import ANSWER_CELL
from tests.support.releases import autograder_zip
from tests.support.tiny import TinyCourse, tiny_cells

HOSTILE = (
    "</blockquote><script>document.title='owned'</script><img src=x onerror=alert(1)>\n"
    "[click](javascript:alert(1)) ![x](https://evil.invalid/x.png) <svg onload=alert(1)>\n"
    "=HYPERLINK(1)\n\u202egnp.exe \x1b[31m $\\frac{1}{2}$ {{ 7 * 7 }}"
)
HUGE = "all work and no play " * 5_000
RIGHT = "Because doubling is linear."
CANVAS = {  # what Canvas calls the file, and the answer
    "doejane_1001_9001_tiny.ipynb": RIGHT,
    "roebob_1002_9002_tiny.ipynb": "It just is.",
    "evemallory_LATE_1003_9003_tiny.ipynb": HOSTILE,
    "wordyw_1004_9004_tiny.ipynb": HUGE,
    "blankb_1005_9005_tiny.ipynb": ANSWER_CELL,
    "brokenb_1006_9006_tiny.ipynb": None,
}
PEOPLE = {
    "submission_201": (
        ("Ann Öst", "0042", "ann@example.org"),
        ('=cmd|"/c calc"!A1', "+55", "@evil"),
    ),
    "submission_202": (("Ann Öst", "0042", "ann@example.org"),),
    "submission_203": (("  Points Possible\nBob", "77", "points@example.org"),),
}
GRADESCOPE = {"submission_201": RIGHT, "submission_202": "", "submission_203": "It just is.\n"}


def release(folder: Path) -> Path:
    """Build the autograder zip of the small assignment, and nothing else of its release."""
    return autograder_zip(TinyCourse(folder / "course", tiny_cells()))


def notebook(answer: str, factor: int = 2) -> str:
    """Return a notebook with this answer, and q1 right or wrong."""
    cells = [
        new_code_cell(f"def double(x):\n    return {factor} * x", id="code"),
        new_markdown_cell("**Question 2.** Why?", id="prompt"),
        new_markdown_cell(answer, id="answer-q2"),
    ]
    return str(writes(new_notebook(cells=cells)))


def write_class(folder: Path) -> list[Path]:
    """Write the class and return what ``autograder grade`` is given."""
    canvas, gradescope, loose = (folder / name for name in ("submissions", "export", "loose.ipynb"))
    canvas.mkdir(parents=True)
    for name, answer in CANVAS.items():
        (canvas / name).write_text("{" if answer is None else notebook(answer))
    for name, answer in GRADESCOPE.items():
        (gradescope / name).mkdir(parents=True)
        factor = 3 if name == "submission_202" else 2
        (gradescope / name / "tiny.ipynb").write_text(notebook(answer, factor))
    metadata = ""
    for name, people in PEOPLE.items():
        metadata += f"{name}:\n  :submitters:\n"
        for person in people:
            fields = zip(("name", "sid", "email"), map(json.dumps, person), strict=True)
            metadata += "  - " + "\n    ".join(f":{key}: {value}" for key, value in fields) + "\n"
    (gradescope / "submission_metadata.yml").write_text(metadata)
    loose.write_text(notebook("I came by mail."))
    return [canvas, gradescope, loose]
