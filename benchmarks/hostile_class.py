"""What bombs among the submissions cost a class: with one in each tenth place, and without.

A bomb is a small zip that unfolds to a notebook of 20 MB, made to cost whoever reads it. The honest
submissions are the same in both classes, and both are graded by one command each, in turns.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

from submissions import SHORT, build, machine, write_class

BOMBS = {
    "objects": b'{"cells":[' + b'{"":0},' * 3_000_000 + b"0]}",
    "no numbers": b"{" + b'"":NaN,' * 3_000_000 + b'"":0}',
    "halves of characters": b'{"cells":["' + rb"\ud800" * 3_500_000 + b'",NaN]}',
    "backslashes": b'{"cells":["' + b"\\" * 20_000_000 + b'",NaN]}',
    "sources": b'{"cells":[{"cell_type":"code","source":[' + b'"",' * 7_000_000 + b'""]}]}',
}
"""Notebooks of 20 MB."""


def write_bombs(folder: Path, count: int) -> list[Path]:
    """Write bombs of all kinds, each a little different, and return their paths."""
    folder.mkdir()
    kinds = list(BOMBS.values())
    paths = []
    for number in range(count):
        paths.append(folder / f"bomb-{number:04}.zip")
        with zipfile.ZipFile(paths[-1], "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.ipynb", kinds[number % len(kinds)] + b" " * number)
    return paths


def measure(archive: Path, jobs: int, paths: Sequence[Path], out: Path) -> float:
    """Grade with our command; return its seconds."""
    command = [sys.executable, "-m", "autograder", "grade", "--quiet", "--jobs", str(jobs)]
    start = time.perf_counter()
    subprocess.run([*command, "--out", str(out), str(archive), *map(str, paths)], check=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=200, help="in the class with bombs")
    parser.add_argument("--jobs", type=int, default=2, help="submissions at a time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assignment = build(SHORT, folder)
        bombs = write_bombs(folder / "bombs", arguments.submissions // 10)
        honest = write_class(assignment, arguments.submissions - len(bombs), folder / "honest")
        first = measure(assignment.archive, arguments.jobs, honest, folder / "alone")
        second = measure(assignment.archive, arguments.jobs, [*honest, *bombs], folder / "both")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    print(machine())
    print(f"{len(honest)} honest submissions: {first:.1f} s")
    print(f"and {len(bombs)} bombs: {second:.1f} s, {second / first:.2f} times as long")
    print(f"the largest process took {largest} MB")


if __name__ == "__main__":
    main()
