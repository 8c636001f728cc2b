"""Classes of submissions to measure with: right in several ways, wrong in several, all distinct."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
A0 = "a0-pytorch-review"
SHORT = "short"
"""The small assignment that `autograder new` begins; its answers compute for milliseconds."""
EQUAL = {"OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}
"""What our sandbox sets for student code; with it, other graders run under the same conditions."""
_LONGER = 5
"""How many times as many steps every third student trains for."""


@dataclass(frozen=True)
class Assignment:
    """A built assignment.

    Attributes:
        slug: its name.
        master: its master notebook.
        archive: its autograder zip.
        student_notebook: the notebook of its student release.
    """

    slug: str
    master: Path
    archive: Path
    student_notebook: Path


def machine() -> str:
    """Return what is measured on: processor, cores, memory, Python and packages."""
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    processor = found[1] if found else "unknown processor"
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in ("torch", "otter-grader"))
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{processor}, {cores} cores, {memory:.0f} GB; Python {python}, {packages}"


def build(slug: str, folder: Path) -> Assignment:
    """Build an assignment in a scratch folder; one that the course does not have is begun there."""
    root = ROOT
    if not (ROOT / "solutions" / slug).is_dir():
        root = folder / "course"
        root.mkdir()
        _autograder("new", slug, "--root", str(root))
    _autograder("build", slug, "--no-verify", "--root", str(root), "--out", str(folder / "dist"))
    release = folder / "dist" / slug
    master = root / "solutions" / slug / f"{slug}.ipynb"
    student_notebook = release / "student" / f"{slug}.ipynb"
    return Assignment(slug, master, release / f"{slug}-autograder.zip", student_notebook)


def _autograder(*arguments: str) -> None:
    run([sys.executable, "-m", "autograder", *arguments])


def run(command: Sequence[str], **options: Any) -> str:
    """Run a command to its end, and return what it printed; exit with that when it fails.

    Args:
        command: the command.
        options: what else ``subprocess.run`` takes.
    """
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return done.stdout


def write_class(assignment: Assignment, count: int, folder: Path) -> list[Path]:
    """Write submissions to an assignment, and return their paths.

    Every second is the whole solution notebook, demonstrations included; the others keep only the
    code that the answers need.

    Args:
        assignment: what is answered.
        count: how many.
        folder: where they go; made if need be.
    """
    # not at the top: the fork server's children import what their main program imports
    from autograder.notebook import write_notebook
    from autograder.release.master import read_master
    from autograder.release.views import make_notebook

    master = read_master(assignment.master)
    answers = _Answers(master)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        notebook = make_notebook(master, student=False)
        if number % 2:
            notebook.cells = [cell for cell in notebook.cells if answers.need(cell)]
        replaced = answers.of_student(number)
        for cell in notebook.cells:
            cell.source = replaced.get(cell.source, cell.source)
        paths.append(folder / f"student-{number:04}.ipynb")
        write_notebook(notebook, paths[-1])
    return paths


class _Answers:
    """What students answer: accepted variants, and misconceptions among them."""

    def __init__(self, master) -> None:
        from autograder.checks.session import change_session
        from autograder.release.extraction import extract_reference
        from autograder.verify.attempts import read_declared
        from autograder.verify.slices import Slicer

        self._slicer = Slicer(master)
        self._questions = self._slicer.questions
        self._needed = {cell.source for cell in self._slicer.cells(self._questions)}
        change_session(reference=extract_reference(master))
        self._right, self._wrong = (
            [v for v, _ in read_declared(master, name, self._questions).variants]
            for name in ("accepted.py", "misconceptions.py")
        )

    def need(self, cell) -> bool:
        """Say whether answers need a cell: text, what Otter adds, and what they build on."""
        added = cell.id in ("setup", "export") or cell.id.startswith("check-")
        return cell.cell_type != "code" or added or cell.source in self._needed

    def of_student(self, number: int) -> Mapping[str, str]:
        """Return a student's answers by the source of the solution cell that they replace.

        Each question is answered by the next of its accepted variants. Every third student has a
        misconception in one question, every third trains for longer.
        """
        chosen = {question: _turn(self._right, question, number) for question in self._questions}
        if number % 3 == 2:
            mistaken = self._questions[number // 3 % len(self._questions)]
            chosen[mistaken] = _turn(self._wrong, mistaken, number)
        return dict(self._place(variant, number) for variant in chosen.values())

    def _place(self, variant, number: int) -> tuple[str, str]:
        """Return a solution cell, and the cell with the variant in its place."""
        from autograder.verify.slices import with_definition

        cells = self._slicer.answers(variant.question)
        source = variant.source
        defining = (cell for cell in cells if variant.name in cell.defines)
        place = next(defining, cells[-1]).source
        if variant.name:
            source = with_definition(place, variant.name, source)
        elif number % 3 == 1:
            source = re.sub(r"range\((\d{3,})\)", lambda m: f"range({_LONGER * int(m[1])})", source)
        return place, f"# the answer of student {number}\n{source}"


def _turn(variants: Sequence, question: str, number: int):
    """Return the variant of a question whose turn it is."""
    own = [variant for variant in variants if variant.question == question]
    return own[number % len(own)]
