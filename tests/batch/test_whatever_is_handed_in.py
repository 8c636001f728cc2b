"""Corrupted notebooks, zips and exports: none stops a batch, and nobody is without a row."""

import csv
import io
import json
import os
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.batch.run import run_batch
from autograder.errors import SubmissionError
from autograder.limits import Limits
from autograder.release_zip import Release, read_release
from autograder.results.outcome import GRADED, INVALID, Outcome, UniqueSubmission, ungraded
from tests.support.corrupt import corrupt_bytes, corrupted
from tests.support.reading import read_beside
from tests.support.releases import impatient_zip
from tests.support.tiny import code_notebook

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
"""How many things are handed in; ``make fuzz`` asks for more."""
ODD_NAMES = (
    "tmp", "CON", "NUL.ipynb", "x" * 300, "a\nb.ipynb", "a\0b", "trailing. ", "ü\udcff.txt", "..",
    "A0.ipynb", "a0.ipynb", "a0.ipynb/inside.txt", "a/" * 40 + "deep.txt", "=1+1.ipynb", "\u202eb",
)  # fmt: skip
ADA, BEN = code_notebook("def double(x):\n    return 2 * x"), code_notebook("double = 3")


@cache
def release() -> Release:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    return read_release(impatient_zip(folder))


def reads(
    release: Release, work: Sequence[UniqueSubmission], _: Limits
) -> Iterator[tuple[UniqueSubmission, Outcome]]:
    """Stand in for grading: read each submission, as a grading process does first."""
    for unique in work:
        try:
            read = read_beside(unique.submissions[0].path, release.sought)
            words = "\n".join(cell.source for cell in read.cells)
            outcome = ungraded(GRADED, f"{len(words)} characters", release, 0)
        except SubmissionError as error:
            outcome = ungraded(INVALID, str(error), release, 0)
        yield unique, outcome


def rows(paths: Sequence[Path], out: Path) -> dict[str, list[str]]:
    """Return status and message per row of the tables and results that a batch leaves."""
    run_batch(reads, release(), paths, out, Limits(), lambda _: None, say=lambda _: None)
    text = (out / "grades.csv").read_text(encoding="utf-8-sig")
    return {
        line["submission"]: [line["status"], message(out, line["submission"].lstrip("'"))]
        for line in csv.DictReader(io.StringIO(text, newline=""))
    }


def message(out: Path, name: str) -> str:
    result = json.loads((out / "results" / f"{name}.json").read_text(encoding="utf-8"))
    return str(result["output"])


def document(random: Random) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ADA)
    if random.random() < 0.5:
        found["metadata"]["otter"] = {"assignment_name": "tiny"}
    return found


def odd_zip(random: Random) -> bytes:
    """Return a zip with a notebook, which may be corrupt, and files of odd names."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there twice
        archive.writestr("a0.ipynb", corrupted(document(random), random))
        for name in random.sample(ODD_NAMES, random.randint(1, 5)):
            entry = zipfile.ZipInfo("placeholder")
            entry.filename = name.replace("\0", "?")
            archive.writestr(entry.filename.encode(errors="replace").decode(), b"x")
        archive.writestr("a0.ipynb", b"twice")
    return data.getvalue() if random.random() < 0.5 else corrupt_bytes(data.getvalue(), random)


def odd_file(folder: Path, random: Random) -> Path:
    """Hand in one notebook, zip or folder to which something has happened."""
    match random.choice(("notebook", "zip", "folder", "bytes")):
        case "notebook":
            path = folder / "cem.ipynb"
            path.write_bytes(corrupted(document(random), random))
        case "zip":
            path = folder / "cem.zip"
            path.write_bytes(odd_zip(random))
        case "folder":
            path = folder / "cem"
            path.mkdir()
            (path / "work.ipynb").write_bytes(corrupted(document(random), random))
            for name in random.sample(ODD_NAMES, 4):
                if name.isprintable() and "/" not in name and len(name) < 200 and name != "..":
                    (path / name).write_bytes(b"x")
            Path(os.fsdecode(os.fsencode(path) + b"/data-\xff.txt")).write_bytes(b"x")
        case _:
            path = folder / random.choice(("cem.ipynb", "cem.zip", "cem.txt"))
            path.write_bytes(random.randbytes(random.choice((0, 1, 200))))
    return path


EXPORTS = {
    "canvas": "cem_{id}_{file}_{name}",
    "moodle": "Cem C_{id}_assignsubmission_file/{name}",
    "gradescope": "submission_{id}/{name}",
    "nbgrader": "submitted/cem/tiny/{name}",
    "blackboard": "tiny_cem{id}_attempt_2024-10-01-12-30-15_{name}",
    "loose": "cem/{name}",
}
HONEST = {"ada": ADA, "ben": BEN}


def export(platform: str, random: Random) -> dict[str, bytes]:
    """Return the files of an export in which one student's hand-in is odd."""
    pattern = EXPORTS[platform]
    files = {}
    for number, (name, text) in enumerate(HONEST.items(), start=1):
        own = pattern.replace("cem", name).replace("Cem C", name.title())
        files[own.format(id=100 + number, file=5000 + number, name="a0.ipynb")] = text.encode()
    # what points outside or lies too deep is not looked at, and no platform makes it
    possible = [name for name in ODD_NAMES if name != ".." and name.count("/") < 2]
    name = random.choice(["a0.ipynb", "a0.zip", "a0.ipynb.json", "a0.rar", *possible])
    if "/" not in pattern:
        name = name.replace("/", "_")  # such platforms know no folders
    content = odd_zip(random) if name == "a0.zip" else corrupted(document(random), random)
    files[pattern.format(id=103, file=5003, name=name)] = content
    if platform == "gradescope":
        people = "".join(
            f"submission_{100 + n}:\n  :submitters:\n  - :name: {name}\n    :sid: '{n}'\n"
            for n, name in enumerate((*HONEST, "cem"), start=1)
        )
        files["submission_metadata.yml"] = people.encode()
    return files


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("\0", "?").encode(errors="replace").decode(), content)
    return path


SEEDS = st.integers(0, 2**32)
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,  # the same in each run, or new ones
    suppress_health_check=list(HealthCheck),
)


@FUZZ
@given(SEEDS)
def test_a_corrupted_submission_has_a_row_and_stops_no_other(seed):
    random = Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, text in HONEST.items():
            (folder / f"{name}.ipynb").write_text(text)
        alone = rows([folder / "ada.ipynb", folder / "ben.ipynb"], folder / "alone")
        paths = [folder / "ada.ipynb", odd_file(folder, random), folder / "ben.ipynb"]
        found = rows(paths, folder / "out")
        assert {name: found[name] for name in HONEST} == alone
        assert len(found) >= 3, found


@FUZZ
@given(SEEDS, st.sampled_from(sorted(EXPORTS)))
def test_an_odd_hand_in_within_an_export_has_a_row_and_stops_no_other(seed, platform):
    random = Random(seed)
    with tempfile.TemporaryDirectory() as place:
        path = zipped(Path(place) / "export.zip", export(platform, random))
        found = rows([path], Path(place) / "out")
        assert len(found) >= 3, found
        assert sum(status == GRADED for status, _ in found.values()) >= 2


@FUZZ
@given(SEEDS, st.sampled_from(sorted(EXPORTS)))
def test_a_corrupted_export_has_a_row_and_stops_no_other(seed, platform):
    random = Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files = export(platform, random)
        if platform == "gradescope" and random.random() < 0.5:
            metadata = files["submission_metadata.yml"]
            files["submission_metadata.yml"] = corrupt_bytes(metadata, random)
        path = zipped(folder / "export.zip", files)
        if random.random() < 0.7:
            path.write_bytes(corrupt_bytes(path.read_bytes(), random))
        for name, text in HONEST.items():
            (folder / f"{name}-alone.ipynb").write_text(text)
        found = rows([folder / "ada-alone.ipynb", path, folder / "ben-alone.ipynb"], folder / "out")
        assert {f"{name}-alone" for name in HONEST} <= found.keys()
        assert len(found) >= 3, found
