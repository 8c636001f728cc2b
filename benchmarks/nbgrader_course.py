"""One of our assignments as a course of nbgrader's: the same tests, one test cell for each case."""

import ast
import heapq
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from submissions import EQUAL, ROOT, Assignment, run

VERSION = "0.9.6"
HOME = ROOT / ".venv" / "nbgrader"
_READ_SCORES = """\
import json, sys
from nbgrader.api import Gradebook
with Gradebook(sys.argv[1]) as book:
    print(json.dumps([
        (submission.student.id, grade.name, grade.score)
        for submission in book.assignment_submissions(sys.argv[2])
        for notebook in submission.notebooks
        for grade in notebook.grades
    ]))
"""
Scores = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Question:
    """The tests of one question.

    Attributes:
        all_or_nothing: whether one failed test costs the whole question.
        cells: a test cell for each case, by the name that nbgrader knows it by.
        points: the points of each.
    """

    all_or_nothing: bool
    cells: Mapping[str, str]
    points: Mapping[str, float]

    def score(self, grades: Mapping[str, float]) -> float:
        """Return the points of the question; nbgrader knows nothing of all or nothing."""
        got = {name: grades.get(name, 0.0) for name in self.points}
        return 0.0 if self.all_or_nothing and got != self.points else sum(got.values())


def install(home: Path = HOME) -> Path:
    """Return the Python of an environment with nbgrader, which is made where there is none.

    It sees the packages of ours behind its own, so torch is the same one.
    """
    python = home / "bin" / "python"
    ready = home / ".ready"
    if not ready.exists():
        run([sys.executable, "-m", "venv", "--clear", str(home)])
        (packages,) = home.glob("lib/python*/site-packages")
        ours = sysconfig.get_path("purelib")
        (packages / "ours.pth").write_text(f"import site; site.addsitedir({ours!r})\n")
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        constraints = ["-c", str(ROOT / "constraints.txt")]
        run([*pip, *constraints, f"nbgrader=={VERSION}"])
        ready.touch()
    return python


def read_questions(archive: Path) -> dict[str, Question]:
    """Read the test files of an autograder zip."""
    with zipfile.ZipFile(archive) as release:
        tests = [name for name in release.namelist() if name.startswith("tests/")]
        return {
            Path(name).stem: _read_question(Path(name).stem, release.read(name).decode())
            for name in tests
        }


def _read_question(question: str, source: str) -> Question:
    cells, points = {}, {}
    all_or_nothing = False
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            name = f"{question}-{len(cells) + 1}"
            (settings,) = (decorator.keywords for decorator in node.decorator_list)
            points[name] = next(ast.literal_eval(s.value) for s in settings if s.arg == "points")
            arguments = ", ".join(_argument(argument.arg) for argument in node.args.args)
            code = ast.get_source_segment(source, node)
            cells[name] = f"{code}\n\n\n{node.name}({arguments})"
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "all_or_nothing":
            all_or_nothing = ast.literal_eval(node.value)
    return Question(all_or_nothing, cells, points)


def _argument(name: str) -> str:
    """Return what Otter gives a test for a parameter, as code of the notebook's."""
    return "env=globals()" if name == "env" else f'{name}=globals().get("{name}")'


def convert(notebook: NotebookNode, questions: Mapping[str, Question]) -> NotebookNode:
    """Put nbgrader's test cells where Otter's checks are; what else Otter adds is left out."""
    cells = []
    for cell in notebook.cells:
        question = questions.get(cell.id.removeprefix("check-"))
        if question is not None:
            cells += [_test_cell(name, question) for name in question.cells]
        elif cell.id not in ("setup", "export"):
            cells.append(cell)
    notebook.cells = cells
    return notebook


def _test_cell(name: str, question: Question) -> NotebookNode:
    settings = {
        "grade": True,
        "grade_id": name,
        "locked": True,
        "points": question.points[name],
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return new_code_cell(question.cells[name], id=name, metadata={"nbgrader": settings})


class Courses:
    """As many nbgrader courses with the same assignment as graders work at a time.

    nbgrader grades one submission after the other and writes to one database, so each process
    gets a course with a database of its own, and its share of the students.

    Args:
        python: a Python with nbgrader.
        assignment: the assignment.
        submissions: seconds that each submission may take, by its path: shares are even in that.
        jobs: how many courses.
        folder: where they go.
    """

    def __init__(
        self,
        python: Path,
        assignment: Assignment,
        submissions: Mapping[Path, float],
        jobs: int,
        folder: Path,
    ) -> None:
        self._nbgrader = [str(python), "-m", "nbgrader"]
        self._python = python
        # it calls programs beside its Python by their names
        path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
        self._environment = {**os.environ, **EQUAL, "PATH": path}
        self._slug = assignment.slug
        self._questions = read_questions(assignment.archive)
        first = folder / "course-0"
        source = first / "source" / self._slug
        source.mkdir(parents=True)
        self._write(assignment.student_notebook, source)
        with zipfile.ZipFile(assignment.archive) as release:
            release.extract("reference.py", source)
        command = [*self._nbgrader, "generate_assignment", self._slug]
        run(command, cwd=first, env=self._environment)
        self._courses = [folder / f"course-{number}" for number in range(jobs)]
        for course in self._courses[1:]:
            shutil.copytree(first, course)
        for course, share in zip(self._courses, _shares(submissions, jobs), strict=True):
            for path in share:
                self._write(path, course / "submitted" / path.stem / self._slug)

    def _write(self, notebook: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        converted = convert(nbformat.read(notebook, as_version=4), self._questions)
        nbformat.write(converted, folder / f"{self._slug}.ipynb")

    def grade(self) -> float:
        """Run `nbgrader autograde` on every course at the same time; return the seconds."""
        command = [*self._nbgrader, "autograde", self._slug]
        start = time.perf_counter()
        running = []
        for course in self._courses:
            log = (course / "log.txt").open("wb")
            process = subprocess.Popen(
                command, cwd=course, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
            running.append((process, log))
        for process, log in running:
            process.wait()
            log.close()
        return time.perf_counter() - start

    def scores(self) -> Scores:
        """Return the points of every question by submission, as the databases have them."""
        grades: Scores = {}
        for course in self._courses:
            database = f"sqlite:///{course / 'gradebook.db'}"
            command = [str(self._python), "-c", _READ_SCORES, database, self._slug]
            for student, name, score in json.loads(run(command, env=self._environment)):
                grades.setdefault(student, {})[name] = score
        return {
            student: {name: q.score(got) for name, q in self._questions.items()}
            for student, got in grades.items()
        }


def _shares(seconds: Mapping[Path, float], jobs: int) -> list[Sequence[Path]]:
    """Deal submissions out, the longest first, each to who has least to do."""
    shares: list[list[Path]] = [[] for _ in range(jobs)]
    load = [(0.0, number) for number in range(jobs)]
    for path in sorted(seconds, key=seconds.__getitem__, reverse=True):
        least, number = heapq.heappop(load)
        shares[number].append(path)
        heapq.heappush(load, (least + seconds[path], number))
    return shares
