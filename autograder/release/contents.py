"""What goes into the student zip and into the Gradescope zip."""

import json
import re
from importlib.resources import files as package_files
from typing import Any

import jinja2
import msgspec
import nbformat

from autograder.errors import CourseError
from autograder.release import package
from autograder.release.declarations import read_declarations
from autograder.release.extraction import extract_reference
from autograder.release.given import given_cells, names_bound
from autograder.release.imports import shared_modules
from autograder.release.master import Master, Role
from autograder.release.packages import packages_of
from autograder.release.views import make_notebook, render_tests
from autograder.release_format import (
    MISCONCEPTIONS,
    PROMPT_LENGTH,
    REFERENCE,
    RUBRICS,
    SETTINGS,
    Guide,
    ManualQuestion,
    Settings,
)

STUDENT_PACKAGES = ("jupyterlab", "matplotlib", "numpy", "otter-grader", "torch")
EXECUTABLE = ("run_autograder", "setup.sh")


def pins(constraints: str, names: tuple[str, ...] | None = None) -> list[str]:
    """Return the pinned requirements in the text of a constraints file, of some packages or all."""
    kept = []
    for line in constraints.splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==", line)
        if match and (names is None or match.group(1) in names):
            kept.append(line)
    return kept


def render_template(name: str, **values: Any) -> str:
    """Fill in a template of the ``templates`` folder."""
    text = (package_files("autograder.release") / "templates" / name).read_text(encoding="utf-8")
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(text).render(values)


def _settings(master: Master) -> Settings:
    """Return what grading has to know beyond Otter's settings."""
    manual = []
    for question in master.questions:
        if question.manual:
            texts = master.cells_of(question.name, Role.TEXT)
            text = texts[-1].cell.source if texts else ""
            code = any(item.marked for item in master.cells_of(question.name, Role.SOLUTION))
            prompt = text[:PROMPT_LENGTH]
            manual.append(ManualQuestion(question.name, question.worth, prompt, code, text))
    return Settings(
        {question.name: question.worth for question in master.questions if question.tests},
        manual,
        master.limits,
        master.feedback,
        shared_modules(master),
        given_cells(master),
        names_bound(master),
        master.late,
        [question.name for question in master.questions if question.bonus],
        master.tests_with_student,
    )


def _guides(master: Master) -> dict[str, Guide]:
    """Return the prompt and the rubric of each question that people grade."""
    return {
        question.name: Guide(
            "\n\n".join(item.answer for item in master.cells_of(question.name, Role.TEXT)),
            "\n\n".join(item.answer for item in master.cells_of(question.name, Role.SOLUTION)),
        )
        for question in master.questions
        if question.manual
    }


def as_json(value: Any) -> str:
    """Return a value as JSON that people can read."""
    return msgspec.json.format(msgspec.json.encode(value)).decode() + "\n"


def extra_files(master: Master, names: list[str]) -> dict[str, bytes]:
    """Read files that the master's settings name, relative to its folder.

    Raises:
        CourseError: a file is missing or lies outside the folder.
    """
    folder = master.path.parent
    found: dict[str, bytes] = {}
    for name in names:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.exists():
            raise CourseError(
                f"{master.path} names the file {name}, which is not in {folder}; put it there"
            )
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            if file.is_file() and "__pycache__" not in file.parts:
                found[file.relative_to(folder.resolve()).as_posix()] = file.read_bytes()
    return found


def requirements_of_students(own: list[str]) -> bytes:
    """Return the requirements.txt of students: what an assignment needs, pinned where we know."""
    constraints = package.constraints()
    pinned = pins(constraints, (*STUDENT_PACKAGES, *own))
    requirements = [*pinned, *(name for name in own if not pins(constraints, (name,)))]
    return ("\n".join(requirements) + "\n").encode()


def runtime_files(own: list[str], wheel: tuple[str, bytes]) -> dict[str, bytes]:
    """Return what makes a container that grades: scripts, requirements and this package's wheel."""
    constraints = package.constraints()
    name, data = wheel
    (uv,) = pins(constraints, ("uv",))
    files = {
        "setup.sh": render_template("setup.sh", uv_version=re.split("==|;", uv)[1].strip()),
        "run_autograder": render_template("run_autograder"),
        "requirements.txt": "\n".join([f"./{name}", *own]) + "\n",
        "constraints.txt": "\n".join(pins(constraints)) + "\n",
    }
    return {file: text.encode() for file, text in files.items()} | {name: data}


def _own_packages(master: Master) -> list[str]:
    return packages_of(master.path, master.config.requirements)


def student_files(master: Master) -> dict[str, bytes]:
    """Return the student release: notebook, requirements, page of instructions, data files."""
    readme = render_template(
        "student_readme.md.j2",
        title=master.title,
        slug=master.path.stem,
        questions=master.questions,
        example=next((q.name for q in master.questions if q.tests), "q1"),
    )
    notebook = nbformat.writes(make_notebook(master, student=True)) + "\n"
    return {
        **extra_files(master, list(master.config.files)),
        master.path.name: notebook.encode(),
        "requirements.txt": requirements_of_students(_own_packages(master)),
        "README.md": readme.encode(),
    }


def autograder_files(master: Master, wheel: tuple[str, bytes]) -> dict[str, bytes]:
    """Return the contents of the Gradescope zip, with which plain Otter can grade, too.

    The wheel, this package's, is given by its file name and bytes.
    """
    config = json.dumps(master.config.get_otter_config(), indent=2, sort_keys=True)
    files = {
        "otter_config.json": config + "\n",
        SETTINGS: as_json(_settings(master)),
        REFERENCE: extract_reference(master),
    }
    if guides := _guides(master):
        files[RUBRICS] = as_json(guides)
    for name, source in render_tests(master, hidden=True).items():
        files[f"tests/{name}.py"] = source
    if known := read_declarations(master, MISCONCEPTIONS):
        files[MISCONCEPTIONS] = known.text
    data = {name: text.encode() for name, text in files.items()}
    data |= runtime_files(_own_packages(master), wheel)
    for name, content in files_beside(master).items():
        data[f"files/{name}"] = content
    return data


def files_beside(master: Master) -> dict[str, bytes]:
    """Return the files that lie beside a notebook while it is graded."""
    return extra_files(master, [*master.config.files, *master.config.autograder_files])
