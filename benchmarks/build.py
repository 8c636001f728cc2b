"""Our build against `otter assign` on the same master, side by side in one run.

Both start a Python of their own, make a student notebook and an autograder zip, and grade the
solution. Ours also checks for leaks, extracts the reference, packs its wheel and renders the
solution page. They take turns, so that a noisy machine disturbs both alike.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def seconds(command: list[str], folder: Path) -> float:
    """Return how long a command takes; its output is dropped."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def build_ours(slug: str, folder: Path) -> float:
    """Return how long `autograder build` takes on a copy of one assignment."""
    shutil.copytree(ROOT / "solutions" / slug, folder / "solutions" / slug)
    return seconds([sys.executable, "-m", "autograder", "build", slug], folder)


def build_otter(slug: str, folder: Path) -> float:
    """Return how long `otter assign` takes on the same master."""
    shutil.copy(ROOT / "solutions" / slug / f"{slug}.ipynb", folder)
    command = [sys.executable, "-m", "otter", "assign", f"{slug}.ipynb", "dist", "--no-pdfs"]
    return seconds(command, folder)


def main() -> None:
    """Print the times of each round and the ratio of their medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("slug", nargs="?", default="a0-pytorch-review")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    ours, otter = [], []
    print(f"{'round':>5} {'autograder build':>17} {'otter assign':>13}")
    for number in range(1, arguments.rounds + 1):
        for times, build in ((ours, build_ours), (otter, build_otter)):
            with tempfile.TemporaryDirectory() as folder:
                times.append(build(arguments.slug, Path(folder)))
        print(f"{number:>5} {ours[-1]:>15.1f} s {otter[-1]:>11.1f} s")
    ratio = statistics.median(ours) / statistics.median(otter)
    print(f"autograder build takes {ratio:.2f} times as long as otter assign")


if __name__ == "__main__":
    main()
