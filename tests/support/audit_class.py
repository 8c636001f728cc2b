"""A class that holds every answer known of an assignment, and releases with weaker tests."""

import ast
import json
import random
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.release.master import Role, read_master
from tests.support.class_answers import Pool, Written, answer_pools
from tests.support.class_of_200 import COURSE, RELEASES


def pools_of(slug: str) -> dict[str, Pool]:
    """Return the known answers to each question of an assignment."""
    return answer_pools(read_master(COURSE / slug / f"{slug}.ipynb"), random.Random(slug))


def write_notebook(slug: str, answers: Mapping[str, Written], path: Path) -> None:
    """Write a notebook with answers, by question; what has none stays as the release gave it."""
    master = read_master(COURSE / slug / f"{slug}.ipynb")
    sources: dict[str, str] = {}
    for question, answer in answers.items():
        cells = master.cells_of(question, Role.SOLUTION)
        places = [one.cell.id for one in cells if one.cell.cell_type == "code"]
        sources |= dict(zip(places, answer.cells, strict=True))
    made = json.loads((RELEASES / slug / f"{slug}.ipynb").read_text("utf-8"))
    for cell in made["cells"]:
        if cell["cell_type"] == "code" and cell["id"] in sources:
            cell["source"] = sources[cell["id"]]
    path.write_text(json.dumps(made), "utf-8")


def write_side_by_side(
    slug: str, columns: Mapping[str, Sequence[Written]], folder: Path, name: str
) -> int:
    """Write notebooks, the n-th with the n-th answer to each question; return how many.

    Where a question has fewer answers, its first stands in the rest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    most = max(map(len, columns.values()))
    for number in range(most):
        answers = {
            question: column[number] if number < len(column) else column[0]
            for question, column in columns.items()
        }
        write_notebook(slug, answers, folder / f"{name}-{number:02}.ipynb")
    return most


@dataclass(frozen=True)
class Planted:
    """A weakness of a question's tests, and the mistake that gets full marks by it."""

    question: str
    lets_through: str  # the label of the misconception
    without: str = ""  # the title of the test that is taken out
    # what is written in place of something in the question's tests, for a wider tolerance
    change: tuple[str, str] = ("", "")


def weakened(archive: Path, planted: Iterable[Planted], path: Path) -> None:
    """Write a release zip whose tests have weaknesses.

    Raises:
        ValueError: a test or a text is not there.
    """
    with zipfile.ZipFile(archive) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    for one in planted:
        name = f"tests/{one.question}.py"
        source = files[name].decode()
        if one.without:
            source = _without(source, one.without)
        elif one.change[0] in source:
            source = source.replace(*one.change)
        else:
            raise ValueError(f"{name} does not have {one.change[0]!r}")
        files[name] = source.encode()
    with zipfile.ZipFile(path, "w") as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)


def _without(source: str, title: str) -> str:
    """Return the source of tests without the one of a title."""
    nodes = ast.parse(source).body
    for node in nodes:
        decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
        if any(title in ast.unparse(one) for one in decorators):
            lines = source.splitlines()
            begin = min(one.lineno for one in decorators) - 1
            return "\n".join([*lines[:begin], *lines[node.end_lineno :], ""])
    raise ValueError(f"there is no test called {title!r}")
