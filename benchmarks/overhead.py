"""What grading costs beyond running the cells: warm, as in a batch, and cold, as on Gradescope.

The bare time is that of the notebook's cells in one warm interpreter: forked from a process that
has torch loaded, no confinement, no tests. Both are measured in turns in one run.
"""

import argparse
import contextlib
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from autograder.grading.server import start_server

ROOT = Path(__file__).parents[1]


def bare_seconds(notebook: Path) -> float:
    """Return how long the cells take in a child of this (warm) process."""
    from IPython.core.interactiveshell import InteractiveShell

    from autograder.grading.intake import read_submission
    from autograder.sandbox.student import otter_stub

    cells = [cell.source for cell in read_submission(notebook).cells]
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        sys.modules["otter"] = otter_stub(str)
        shell = InteractiveShell.instance()
        shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            for cell in cells:
                shell.run_cell(cell)
        os.write(writing, str(time.perf_counter() - start).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        seconds = float(pipe.read())
    os.waitpid(child, 0)
    return seconds


def cold_seconds(archive: Path, notebook: Path) -> float:
    """Return how long `autograder gradescope` takes, from its start to its end."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "submission").mkdir()
        (root / "results").mkdir()
        shutil.copy(notebook, root / "submission")
        with zipfile.ZipFile(archive) as release:
            release.extractall(root / "source")
        start = time.perf_counter()
        command = [sys.executable, "-m", "autograder", "gradescope", "--root", folder]
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - start
        assert json.loads((root / "results" / "results.json").read_text())["tests"]
    return seconds


def import_seconds() -> float:
    """Return how long a new interpreter takes to import torch."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import torch"], check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print a table: bare, graded, the difference; then cold against import and bare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path, help="the autograder zip")
    parser.add_argument("notebooks", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    context = start_server()

    from autograder.grading.batch import grade_one_by_one
    from autograder.grading.package import read_package
    from autograder.sandbox import student

    student.prepare()
    package = read_package(arguments.archive)
    list(grade_one_by_one(context, package, arguments.notebooks[:1], package.limits))  # warm up
    heads = ("cells", "graded", "more", "cold", "cold/(import+cells)")
    print(f"{'notebook':<20}" + "".join(f"{head:>20}" for head in heads))
    for notebook in arguments.notebooks:
        bare, ours, cold, imports = [], [], [], []
        for _ in range(arguments.rounds):
            bare.append(bare_seconds(notebook))
            start = time.perf_counter()
            list(grade_one_by_one(context, package, [notebook], package.limits))
            ours.append(time.perf_counter() - start)
            cold.append(cold_seconds(arguments.archive, notebook))
            imports.append(import_seconds())
        a, b, c, d = (statistics.median(times) for times in (bare, ours, cold, imports))
        columns = [f"{value:.2f} s" for value in (a, b, b - a, c)] + [f"{c / (a + d):.2f}"]
        print(f"{notebook.stem:<20}" + "".join(f"{column:>20}" for column in columns))


if __name__ == "__main__":
    main()
