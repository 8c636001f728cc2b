"""How well copies are found, against `copydetect` on the same files, and how long classes take.

Classes are made as in `tests/support/class_of_200.py`, so it is known who has something of whom:
with other names, lines moved, comments added, or the same wrong numbers only; and who wrote the
same short solution alone. Both rank all pairs; what counts is how many of a ranking are copies,
down to where nine in ten copies are in it. Pairs who copied from the same third are left out.
"""

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from autograder.insight.class_folder import open_class  # noqa: E402
from autograder.insight.dolos import dolos_zip  # noqa: E402
from autograder.insight.similar import find_similar  # noqa: E402
from autograder.insight.works import works_of  # noqa: E402
from autograder.insight.write_similar import write_similar  # noqa: E402
from tests.support.class_folder import ungraded_folder  # noqa: E402
from tests.support.class_of_200 import Truth, make_class  # noqa: E402

HOME = ROOT / ".venv" / "copydetect"
PACKAGE = "copydetect==0.5.0"
RECALL = 0.9
SETTINGS = ((25, 30), (15, 20), (8, 12))
"""Thresholds of copydetect, of noise and of guarantee: its own, and two for shorter code."""
_DETECT = """\
import json, sys
from pathlib import Path
from copydetect import CopyDetector
folder, given, noise, guarantee = sys.argv[1:]
detector = CopyDetector(
    test_dirs=[folder], boilerplate_dirs=[given], extensions=["py"], noise_t=int(noise),
    guarantee_t=int(guarantee), display_t=0, silent=True, autoopen=False,
)
detector.run()
names = [Path(name).stem for name in detector.test_files]
found = [
    (float(max(detector.similarity_matrix[i, j])), names[i], names[j])
    for i in range(len(names)) for j in range(i)
]
json.dump(found, open(sys.argv[1] + ".json", "w"))
"""
Ranking = Sequence[frozenset[str]]


@dataclass(frozen=True)
class Measured:
    """How well one ranking finds copies."""

    copies: int  # how many there are
    precision: float  # down to where ``RECALL`` of them are in it
    of_code: float  # the same without the pairs that share wrong numbers only
    seconds: float


def measured(ranking: Ranking, truth: Truth, seconds: float) -> Measured:
    """Measure a ranking of all pairs, the most alike first."""
    numbers = {frozenset(pair) for pair in truth.numbers}
    every = _precision(ranking, truth.alike, truth.related)
    of_code = _precision(ranking, truth.alike - numbers, truth.related | numbers)
    return Measured(len(truth.alike), every, of_code, seconds)


def _precision(
    ranking: Ranking, wanted: set[frozenset[str]], left_out: set[frozenset[str]]
) -> float:
    found = 0
    for place, pair in enumerate((pair for pair in ranking if pair not in left_out), 1):
        found += pair in wanted
        if found >= RECALL * len(wanted):
            return found / place
    return 0.0


def ours(out: Path, truth: Truth) -> tuple[Measured, int, int, bytes]:
    """Compare a class with our own means; return this, and what is shown and right of it.

    Returns:
        how well the ranking finds copies; how many pairs a page shows, and how many of these are
        copies; and the files for others.
    """
    start = time.perf_counter()
    with open_class(out) as folder:
        works, given, _ = works_of(folder)
        binds = folder.release.binds
    many = 3 * len(truth.alike) + len(truth.related)
    similar = find_similar(works, binds, given, next_pairs=many)
    seconds = time.perf_counter() - start
    names = [work.name for work in similar.works]
    ranking = [frozenset((names[p.first], names[p.second])) for p in similar.pairs]
    shown = [pair for pair in ranking if pair not in truth.related]
    ranking += [frozenset((names[p.first], names[p.second])) for p in similar.beyond]
    right = sum(pair in truth.alike for pair in shown)
    return measured(ranking, truth, seconds), len(shown), right, dolos_zip(works, given)


def copydetect(python: Path, files: bytes, truth: Truth, folder: Path) -> Measured:
    """Compare the same files with copydetect; return its best with any of its settings."""
    with zipfile.ZipFile(io.BytesIO(files)) as file:
        file.extractall(folder / "files")
    (folder / "files" / "info.csv").unlink()
    (folder / "given").mkdir()
    (folder / "files" / "given.py").rename(folder / "given" / "given.py")
    found = []
    for noise, guarantee in SETTINGS:
        start = time.perf_counter()
        given = [str(folder / "files"), str(folder / "given"), str(noise), str(guarantee)]
        subprocess.run([str(python), "-c", _DETECT, *given], check=True, capture_output=True)
        seconds = time.perf_counter() - start
        pairs = json.loads((folder / "files.json").read_text())
        pairs.sort(key=lambda pair: -pair[0])
        ranking = [frozenset(names) for _, *names in pairs]
        found.append(measured(ranking, truth, seconds))
    return max(found, key=lambda one: one.of_code)


def install(home: Path = HOME) -> Path:
    """Return the Python of an environment with copydetect, which is made where there is none."""
    python = home / "bin" / "python"
    ready = home / ".ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, PACKAGE], check=True)
        ready.touch()
    return python


def compare(slug: str, seed: int, students: int, python: Path) -> tuple[Measured, Measured]:
    """Make a class and let both compare it."""
    with tempfile.TemporaryDirectory() as name:
        made = make_class(slug, Path(name) / "made", seed, students)
        ungraded_folder(made, Path(name) / "out")
        mine, shown, right, files = ours(Path(name) / "out", made.truth)
        theirs = copydetect(python, files, made.truth, Path(name))
    print(
        f"{slug} seed {seed}, {mine.copies} copies: {shown} pairs shown, {right} of them right; "
        f"precision where {RECALL:.0%} are found (without those of numbers only): {_said(mine)}; "
        f"copydetect {_said(theirs)}",
        flush=True,
    )
    return mine, theirs


def _said(one: Measured) -> str:
    return f"{one.precision:.3f} ({one.of_code:.3f}) in {one.seconds:.1f} s"


def large(slug: str, seed: int, students: int) -> None:
    """Print how long a large class takes."""
    with tempfile.TemporaryDirectory() as name:
        made = make_class(slug, Path(name) / "made", seed, students)
        ungraded_folder(made, Path(name) / "out")
        start = time.perf_counter()
        write_similar(Path(name) / "out", (), print)
        seconds = time.perf_counter() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{slug}: {students:,} submissions in {seconds:.0f} s, {most:,} MB")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignments", nargs="+", default=["a0-pytorch-review"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[101, 102, 103])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--large", type=int, default=0, help="time one class of so many instead")
    given = parser.parse_args()
    if given.large:
        for slug in given.assignments:
            large(slug, given.seeds[0], given.large)
        return
    python = install()
    for slug in given.assignments:
        both = [compare(slug, seed, given.students, python) for seed in given.seeds]
        for title, side in (("ours", 0), ("copydetect", 1)):
            every = sum(pair[side].precision for pair in both) / len(both)
            of_code = sum(pair[side].of_code for pair in both) / len(both)
            print(f"{slug}: {title} {every:.3f} ({of_code:.3f}) on average")


if __name__ == "__main__":
    main()
