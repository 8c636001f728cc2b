"""Cold starts as on Gradescope: in a Debian root of its own, entered as Docker enters a container.

The release's `setup.sh` is run there first. Then three take turns: a new interpreter that imports
torch, one that imports torch and runs the notebook's cells, and `run_autograder`, from its start to
`results.json`. Needs root, and mmdebstrap, unshare and setpriv.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.container import Container, can_be_made  # noqa: E402

_PYTHON = "/opt/autograder/venv/bin/python"
_LONGEST = 1_800.0


def run(container: Container, *command: str) -> float:
    """Run a command in the root, and return how long it took; exit where it fails."""
    start = time.perf_counter()
    done = container.run(*command, seconds=_LONGEST)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return seconds


def grade(container: Container, notebook: Path) -> float:
    """Grade a notebook as Gradescope does, and return how long it took."""
    start = time.perf_counter()
    result = container.grade(notebook)
    seconds = time.perf_counter() - start
    if result["extra_data"]["status"] != "graded":
        sys.exit(f"{notebook}: {result['extra_data']['status']}")
    return seconds


def main() -> None:
    """Print a table of the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path, help="the autograder zip")
    parser.add_argument("notebooks", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    if not can_be_made():
        sys.exit("this needs root, and mmdebstrap, unshare and setpriv; install what is missing")
    with tempfile.TemporaryDirectory() as folder:
        container = Container(Path(folder) / "root", arguments.archive.resolve())
        print(f"setup.sh took {run(container, 'bash', '/autograder/source/setup.sh'):.0f} s\n")
        shutil.copy(Path(__file__).with_name("overhead.py"), container.inside("/overhead.py"))
        heads = ("import", "cells", "graded", "times import", "times cells")
        print("| notebook | " + " | ".join(heads) + " |\n|---|" + "---:|" * len(heads))
        for number, notebook in enumerate(arguments.notebooks):
            inside = f"/notebook-{number}.ipynb"
            shutil.copy(notebook, container.inside(inside))
            container.inside(inside).chmod(0o644)
            times: list[list[float]] = [[], [], []]
            for _ in range(arguments.rounds):
                times[0].append(run(container, _PYTHON, "-c", "import torch"))
                times[1].append(run(container, _PYTHON, "/overhead.py", "--cells", inside))
                times[2].append(grade(container, notebook))
            alone, cells, graded = map(statistics.median, times)
            figures = [f"{value:.2f} s" for value in (alone, cells, graded)]
            figures += [f"{graded / alone:.2f}", f"{graded / cells:.2f}"]
            print(f"| {notebook.stem} | " + " | ".join(figures) + " |", flush=True)


if __name__ == "__main__":
    main()
