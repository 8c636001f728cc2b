"""A loose class graded with a roster: everybody has a name, or stands in missing.csv."""

import csv
import subprocess
from pathlib import Path

from tests.support.answering import RIGHT, notebook, release
from tests.support.inside import run_inside

ROSTER = """\
sep=;
Student;ID;SIS User ID;SIS Login ID;Section
"Example, Ada";1001;0042;ada;1
"Exämple, Ben";1002;0043;ben;1
"=Example, Cem";1003;0044;cem;1
"""


def grade(*words: object) -> subprocess.CompletedProcess[str]:
    return run_inside("grade", *map(str, words))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_a_roster_names_a_loose_class_and_says_who_is_missing(tmp_path: Path):
    given = tmp_path / "class"
    (given / "ada").mkdir(parents=True)
    (given / "ada" / "tiny.ipynb").write_text(notebook(RIGHT))
    (given / "ben").mkdir()
    roster, out = tmp_path / "roster.csv", tmp_path / "grades"
    roster.write_text(ROSTER)
    archive = release(tmp_path / "release")
    process = grade(archive, given, "--out", out, "--roster", roster)
    assert process.returncode == 0, process.stderr
    rows = {line["submission"]: line for line in read(out / "grades.csv")}
    assert {name: (line["students"], line["status"]) for name, line in rows.items()} == {
        "ada": ("Example, Ada", "graded"),
        "ben": ("Exämple, Ben", "invalid"),
    }
    assert read(out / "missing.csv") == [{"name": "'=Example, Cem", "id": "1003", "email": ""}]
    said = " ".join(process.stderr.split())
    assert "1 of 3 in the roster handed in nothing: =Example, Cem" in said
    ids = [line["ID"] for line in read(out / "canvas.csv")[1:]]
    assert ids == ["1001", "1002"]  # so that Canvas can import what never came from it

    roster.write_text("a;b\n1;2\n")
    process = grade(archive, given, "--out", out, "--roster", roster)
    assert process.returncode == 2
    assert f"{roster}, line 1: no column is a name" in " ".join(process.stderr.split())
