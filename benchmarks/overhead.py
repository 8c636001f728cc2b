"""What grading costs beyond running the cells: warm, as in a batch, and cold, as on Gradescope.

Warm: the cells alone, in a child of a process that has torch loaded, against the whole grading of
the submission. Cold: a new interpreter that imports torch and runs the cells, against the command
that Gradescope runs, from its start to the result; and an interpreter that imports torch and ends.
All five take turns in one run.
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

from autograder.batch.fork_server import start_server


def run_cells(notebook: Path) -> None:
    """Run a notebook's cells in this process, as nothing but a notebook."""
    from IPython.core.interactiveshell import InteractiveShell

    from autograder.sandbox.student.kernel import otter_stub

    sys.modules["otter"] = otter_stub(str)
    shell = InteractiveShell.instance()
    shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
    cells = [c for c in json.loads(notebook.read_text())["cells"] if c["cell_type"] == "code"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for cell in cells:
            shell.run_cell("".join(cell["source"]))


def warm_seconds(notebook: Path) -> float:
    """Return how long the cells take in a child of this process, which has torch loaded."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        start = time.perf_counter()
        run_cells(notebook)
        os.write(writing, str(time.perf_counter() - start).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        seconds = float(pipe.read())
    os.waitpid(child, 0)
    return seconds


def fresh_seconds(notebook: Path) -> float:
    """Return how long a new interpreter takes to import torch and run the cells."""
    start = time.perf_counter()
    subprocess.run([sys.executable, __file__, "--cells", str(notebook)], check=True)
    return time.perf_counter() - start


def import_seconds() -> float:
    """Return how long a new interpreter takes to import torch, and nothing else."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import torch"], check=True)
    return time.perf_counter() - start


def cold_seconds(archive: Path, notebook: Path) -> float:
    """Return how long `autograder gradescope` takes, from its start to the result."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "submission").mkdir()
        (root / "results").mkdir()
        shutil.copy(notebook, root / "submission")
        with zipfile.ZipFile(archive) as release:
            release.extractall(root / "source")
        start = time.time()
        command = [sys.executable, "-m", "autograder", "gradescope", "--root", folder]
        subprocess.run(command, check=True, capture_output=True)
        result = root / "results" / "results.json"
        assert json.loads(result.read_text())["tests"]
        return result.stat().st_mtime - start


def main() -> None:
    """Print a table of the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path, help="the autograder zip")
    parser.add_argument("notebooks", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    context = start_server()

    from autograder.batch.work import grade_side_by_side
    from autograder.intake.roster import Submission
    from autograder.release_zip import read_release
    from autograder.results.outcome import UniqueSubmission
    from autograder.sandbox.student import kernel

    kernel.prepare()
    release = read_release(arguments.archive)

    def grade(notebook: Path) -> None:
        piece = UniqueSubmission(notebook.name, (Submission(notebook.stem, notebook),))
        list(grade_side_by_side(context, release, [piece], release.limits, jobs=1))

    grade(arguments.notebooks[0])  # warm up
    heads = ("cells", "graded", "difference", "fresh", "import", "cold")
    heads += ("cold/fresh", "cold/import")
    print(f"{'notebook':<12}" + "".join(f"{head:>12}" for head in heads))
    for notebook in arguments.notebooks:
        times: list[list[float]] = [[], [], [], [], []]
        for _ in range(arguments.rounds):
            times[0].append(warm_seconds(notebook))
            start = time.perf_counter()
            grade(notebook)
            times[1].append(time.perf_counter() - start)
            times[2].append(fresh_seconds(notebook))
            times[3].append(import_seconds())
            times[4].append(cold_seconds(arguments.archive, notebook))
        cells, graded, fresh, alone, cold = (statistics.median(each) for each in times)
        seconds = (cells, graded, graded - cells, fresh, alone, cold)
        columns = [f"{value:.2f} s" for value in seconds]
        columns += [f"{cold / fresh:.2f}", f"{cold / alone:.2f}"]
        print(f"{notebook.stem:<12}" + "".join(f"{column:>12}" for column in columns))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--cells"]:
        import torch  # noqa: F401 - as the first thing a notebook does

        run_cells(Path(sys.argv[2]))
    else:
        main()
