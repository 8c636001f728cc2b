"""A class that holds every answer known of an assignment, and releases with weaker tests."""

import json
import random
from collections.abc import Mapping, Sequence
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
