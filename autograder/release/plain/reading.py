"""Read a master as plain Otter does, and what of it is not Otter's."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_raw_cell
from otter.assign.blocks import (
    BlockType,
    extract_all_fenced_otter_cells,
    is_assignment_config_cell,
    is_block_boundary_cell,
)

from autograder.errors import MasterError
from autograder.late_policy import LatePolicy
from autograder.notebook import read_notebook
from autograder.python_code import imported_modules, plain_python
from autograder.release.config import (
    OUR_SETTINGS,
    OurSettings,
    check_whole_worth,
    check_worth,
    config_of,
    read_ours,
    yaml_problem,
)
from autograder.release.markers import BOUNDARY_AS_TEXT, check_spelling, is_boundary_as_text
from autograder.release.otter_settings import (
    check_question,
    check_settings,
    unknown_of_question,
    unknown_settings,
)
from autograder.release.test_cells import check_points_within
from autograder.release_format import Feedback

_FIRST_FORMAT = re.compile(r"^```+\s*BEGIN (ASSIGNMENT|QUESTION)\b", re.M)
_NOT_HONOURED = {
    "plugins": "plugins are not run",
    "solutions_pdf": "no PDF of the solution is made",
    "template_pdf": "no PDF for Gradescope's templates is made",
    "environment": "a conda environment is not made; name packages in requirements",
}
_OF_UPLOADS = ("token", "course_id", "assignment_id", "pdf", "filtering", "pagebreaks")


@dataclass(frozen=True)
class PlainQuestion:
    """One question of a plain master."""

    number: int  # the cell that opens it
    name: str
    points: Any  # as its settings give them
    manual: bool
    bonus: bool
    prompt: str  # its text
    rubric: str  # what only staff read
    is_code: bool  # whether its answer is code
    hidden: tuple[str, ...]  # the sources of its hidden tests

    @property
    def worth(self) -> float:
        """Its points in all, as far as its settings say."""
        match self.points:
            case None:
                return 1.0
            case list():
                return float(sum(self.points))
            case dict():
                return float(self.points.get("each", 1))
            case _:
                return float(self.points)


@dataclass(frozen=True)
class PlainMaster:
    """A master that Otter builds."""

    path: Path  # the notebook file
    name: str  # the assignment's name
    settings: dict[str, Any]  # Otter's settings, those of a config_file among them
    cells: tuple[NotebookNode, ...]  # all but that of the settings, as Otter reads them
    ours: OurSettings  # what is not Otter's
    questions: tuple[PlainQuestion, ...]
    warnings: tuple[str, ...]  # what is not honoured, a line each

    @property
    def limits(self) -> dict[str, Any]:
        """What a submission may use, where it differs from the defaults."""
        return self.ours.limits

    @property
    def feedback(self) -> Feedback | None:
        """What students see of a result; None for Otter's way."""
        return self.ours.feedback

    @property
    def late(self) -> LatePolicy | None:
        """What handing in late costs."""
        return self.ours.late

    @property
    def points(self) -> float:
        """The points of all questions that count towards the maximum."""
        return sum(question.worth for question in self.questions if not question.bonus)

    @property
    def title(self) -> str:
        """The first heading of the notebook, or the assignment's name."""
        for cell in self.cells:
            for line in cell.source.splitlines():
                if cell.cell_type == "markdown" and line.startswith("# "):
                    return str(line[2:]).strip()
        return self.name

    def heading(self, question: str) -> str:
        """Return what the heading of a question says, or ""."""
        for one in self.questions:
            if one.name == question and (found := re.search(r"^#+ *(.+)$", one.prompt, re.M)):
                return found[1].strip().replace("`", "")
        return ""


def read_plain_master(path: Path) -> PlainMaster:
    """Read a master that Otter is to build.

    Raises:
        NotebookError: the file is not a notebook.
        MasterError: it breaks a rule of Otter's that has nothing to do with building, or is for R.
    """
    notebook = read_notebook(path)
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    try:
        cells = extract_all_fenced_otter_cells(notebook.cells)
    except Exception as error:
        raise MasterError(path, None, f"Otter cannot read it: {error}") from None
    own = {cell.get("id") for cell in notebook.cells}
    for number, cell in enumerate(cells, start=1):
        if cell.get("id") not in own:  # it was cut out of another, and got an id by chance
            cell.id = f"part-{number}"
    given = [number for number, cell in enumerate(cells) if is_assignment_config_cell(cell)]
    if len(given) > 1:
        raise MasterError(path, given[1] + 1, "a second config cell; merge it into the first")
    settings = config_of(path, given[0] + 1, cells[given[0]]) if given else {}
    settings = {**_settings_file(path, settings), **settings}
    if str(settings.get("lang", language)).lower() != "python":
        raise MasterError(path, None, "it is for R; only Python is graded here")
    ours, warnings = read_ours(path, settings), list(_not_honoured(settings))
    for key in (*OUR_SETTINGS, *_NOT_HONOURED):
        settings.pop(key, None)
    warnings += unknown_settings(settings)
    settings = check_settings(path, given[0] + 1 if given else 1, settings)
    if isinstance(seed := settings.get("seed"), int) and not isinstance(seed, bool):
        del settings["seed"]  # as earlier versions of Otter had it
        more = settings.get("generate")
        settings["generate"] = {**(more if isinstance(more, dict) else {}), "seed": seed}
    if settings.get("name") is None:
        settings["name"] = path.stem
    name = settings["name"]
    if not isinstance(name, str | int | float) or isinstance(name, bool):
        raise MasterError(path, 1, f"name is {name!r}; put it in quotes")
    settings["name"] = str(name)
    rest = [cell for number, cell in enumerate(cells) if number not in given]
    questions = _Walk(path, warnings).read(rest, 1 + len(given))
    if not questions:
        warnings.append(_nothing_graded(rest))
    return PlainMaster(
        path, str(name), settings, tuple(rest), ours, tuple(questions), tuple(warnings)
    )


def _nothing_graded(cells: list[NotebookNode]) -> str:
    if any(cell.cell_type == "markdown" and _FIRST_FORMAT.search(cell.source) for cell in cells):
        return (
            "nothing in it is graded: its questions are in Otter's first format, which Otter no "
            "longer reads; autograder import writes it anew"
        )
    return "nothing in it is graded: it has no question with tests or manual: true"


def config_cell(settings: dict[str, Any]) -> NotebookNode:
    """Return the cell that gives Otter its settings."""
    text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    return new_raw_cell(f"# ASSIGNMENT CONFIG\n{text}")


def _settings_file(path: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """Return what the file says that the settings name as ``config_file``."""
    name = settings.pop("config_file", None)
    if not name:
        return {}
    if not isinstance(name, str):
        raise MasterError(path, 1, f"config_file is {name!r}; write the name of a file")
    try:
        found = yaml.safe_load((path.parent / name).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        reason = yaml_problem(error)
        raise MasterError(path, 1, f"the config_file {name} cannot be read: {reason}") from None
    if not isinstance(found, dict):
        raise MasterError(path, 1, f"the config_file {name} is not YAML of the form `name: value`")
    return found


def _not_honoured(settings: dict[str, Any]) -> list[str]:
    """Say what of Otter's settings does nothing here; take out what would ask for a password."""
    told = [text for key, text in _NOT_HONOURED.items() if settings.get(key)]
    generate = settings.get("generate")
    if isinstance(generate, dict):
        if any(generate.get(key) for key in _OF_UPLOADS):
            told.append("no PDFs are uploaded to Gradescope")
        settings["generate"] = {k: v for k, v in generate.items() if k not in _OF_UPLOADS}
    return told


class _Walk:
    """Walks the cells once. State: the open blocks, and the question being read."""

    def __init__(self, path: Path, warnings: list[str]) -> None:
        self._path = path
        self._warnings = warnings
        self._open: list[BlockType] = []
        self._found: list[PlainQuestion] = []
        self._names: dict[str, int] = {}
        self._settings: dict[str, Any] = {}
        self._number = 0
        self._texts: list[str] = []
        self._secrets: list[str] = []
        self._hidden: list[str] = []
        self._is_code = self._has_tests = False

    def read(self, cells: list[NotebookNode], first: int) -> list[PlainQuestion]:
        """Return the questions; ``first`` is the number of the first cell."""
        for number, cell in enumerate(cells, start=first):
            if self._boundary(number, cell):
                continue
            if cell.cell_type == "markdown" and is_boundary_as_text(cell.source):
                raise MasterError(self._path, number, BOUNDARY_AS_TEXT)
            if cell.cell_type == "code":
                self._check_code(number, cell.source)
            self._take(cell)
        return self._found

    def _check_code(self, number: int, source: str) -> None:
        try:
            check_spelling(source)
            if BlockType.TESTS in self._open:
                check_points_within(source)
        except ValueError as error:
            raise MasterError(self._path, number, str(error)) from None

    def _boundary(self, number: int, cell: NotebookNode) -> bool:
        for kind in BlockType:
            if is_block_boundary_cell(cell, kind):
                self._open.append(kind)
                if kind is BlockType.QUESTION:
                    self._begin(number, cell)
                return True
            if is_block_boundary_cell(cell, kind, end=True):
                if kind in self._open:
                    self._open.remove(kind)
                if kind is BlockType.QUESTION:
                    self._end()
                return True
        return False

    def _begin(self, number: int, cell: NotebookNode) -> None:
        self._number = number
        given = config_of(self._path, number, cell)
        self._warnings += [f"cell {number}: {line}" for line in unknown_of_question(given)]
        self._settings = check_question(self._path, number, given)
        check_worth(self._path, number, self._settings.get("points"))
        name = self._settings["name"]
        if str(name) in self._names:
            raise MasterError(
                self._path,
                number,
                f"a second question named {name} (the first is in cell {self._names[str(name)]}); "
                "rename one",
            )
        if not isinstance(name, str):  # as 1.1, of which Otter wants to make a text and cannot
            settings = yaml.safe_dump({**self._settings, "name": str(name)}, sort_keys=False)
            cell.source = f"# BEGIN QUESTION\n{settings}"
        self._names[str(name)] = number
        self._texts, self._secrets, self._hidden = [], [], []
        self._is_code = self._has_tests = False

    def _take(self, cell: NotebookNode) -> None:
        if not self._open:
            return
        kind = self._open[-1]
        if kind is BlockType.TESTS:
            self._has_tests = True
            if cell.cell_type == "code" and _is_hidden(cell.source):
                self._hidden.append(cell.source)
        elif kind is BlockType.SOLUTION:
            self._secrets.append(cell.source)
            self._is_code = self._is_code or cell.cell_type == "code"
        elif kind is BlockType.QUESTION and cell.cell_type == "markdown":
            self._texts.append(cell.source)

    def _end(self) -> None:
        name, manual = str(self._settings["name"]), bool(self._settings.get("manual", False))
        if not self._has_tests and not manual:
            self._warnings.append(f"question {name} has no tests and is not manual: it is ungraded")
            return
        if not self._has_tests:
            check_whole_worth(self._path, self._number, self._settings.get("points"))
        self._found.append(
            PlainQuestion(
                self._number,
                name,
                self._settings.get("points"),
                manual,
                bool(self._settings.get("bonus", False)),
                "\n\n".join(self._texts),
                "\n\n".join(self._secrets),
                self._is_code,
                tuple(self._hidden),
            )
        )


def _is_hidden(source: str) -> bool:
    head = source.lower().partition("end test config")[0] if "test config" in source.lower() else ""
    first = source.lstrip().partition("\n")[0].lower()
    return "hidden: true" in head or ("#" in first and "hidden" in first)


def modules_of(master: PlainMaster) -> set[str]:
    """Return the modules that the code of a master imports, without those beside it."""
    statements: list[ast.AST] = []
    for cell in master.cells:
        if cell.cell_type == "code":
            try:
                statements += ast.walk(ast.parse(plain_python(cell.source)))
            except SyntaxError:
                continue
    found = {name.partition(".")[0] for name in imported_modules(statements)} - {""}
    folder = master.path.parent
    return {n for n in found if not (folder / f"{n}.py").exists() and not (folder / n).is_dir()}
