"""How quick the desk is with a large class: milliseconds per request on the server, and memory.

The class is made up: results as grading makes them, with answers of which no two are alike, a
notebook for each, and a decision for every tenth submission. Requests are sent one after another by
one client on the same machine, so that what is measured is the server and the way to it.
"""

import argparse
import http.client
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import psutil
from msgspec.structs import replace
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from autograder.desk.figures import submission_address  # noqa: E402
from autograder.gradebook.decisions import Decisions, Override  # noqa: E402
from autograder.results.journal import Journal  # noqa: E402
from autograder.results.outcome import Answer, Row  # noqa: E402
from tests.support.desk import Served, served  # noqa: E402
from tests.support.desk_folder import make_folder  # noqa: E402
from tests.support.made_up_class import made_up_class  # noqa: E402

WORDS = (
    *(
        "the",
        "gradient",
        "is",
        "zero",
        "where",
        "relu",
        "flat",
        "and",
        "so",
        "no",
        "weight",
        "moves",
    ),
    *("while", "a", "step", "of", "fixed", "size", "may", "overshoot", "valley", "when", "its"),
    *("curvature", "large", "or", "batches", "are", "drawn", "at", "random", "there", "loss"),
)


def with_answers(row: Row, draw: random.Random) -> Row:
    """Return a row whose author has answered in words."""
    answers = (
        Answer("q3", 2.0, " ".join(draw.choices(WORDS, k=40))),
        Answer("q6", 1.0, " ".join(draw.choices(WORDS, k=8))),
    )
    return replace(row, outcome=replace(row.outcome, answers=answers))


def make_class(folder: Path, size: int) -> list[str]:
    """Write the folder of a class, and return the names of its submissions."""
    draw = random.Random(1)
    rows = [with_answers(row, draw) for row in made_up_class(size)]
    notebook = folder / "notebook.ipynb"
    cells = [new_markdown_cell("# Question\n\n$$x^2$$")]
    cells += [new_code_cell(f"def f{n}(x):\n    return x * {n}\n") for n in range(40)]
    nbformat.write(new_notebook(cells=cells), notebook)
    make_folder(folder / "out", rows, {row.name: [notebook] for row in rows[:200]})
    with Journal(folder / "out", grader=False) as journal:
        for row in rows[::10]:
            key = (row.name, "q1")
            Decisions(journal).decide("benchmark", [("override", key, Override(1.0, "a reason"))])
    return [row.name for row in rows]


class Client:
    """Asks a desk, always over one connection."""

    def __init__(self, desk: Served) -> None:
        self._line = http.client.HTTPConnection(urlsplit(desk.root).netloc, timeout=60)
        self._cookie = ""
        self._cookie = self.ask(f"/?token={desk.tokens[0]}")[1].partition(";")[0]

    def ask(self, path: str) -> tuple[float, str, str]:
        """Return the seconds of a request, and the headers that set a cookie or lead on."""
        begin = time.perf_counter()
        self._line.request("GET", path, headers={"Cookie": self._cookie} if self._cookie else {})
        answer = self._line.getresponse()
        answer.read()
        assert answer.status in (200, 303), (path, answer.status)
        seconds = time.perf_counter() - begin
        return seconds, answer.headers.get("Set-Cookie", ""), answer.headers.get("Location", "")

    def follow(self, path: str) -> float:
        """Return the seconds until a page is there, over the addresses that lead to it."""
        seconds, _, place = self.ask(path)
        return seconds + self.follow(place) if place else seconds


def memory(process: psutil.Process) -> tuple[float, float]:
    """Return the megabytes of the desk, and those of the largest process that it has started."""
    own = process.memory_info().rss / 2**20
    others = [child.memory_info().rss / 2**20 for child in process.children(recursive=True)]
    return own, max(others, default=0.0)


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=5_000, help="Submissions. [default: 5000]")
    parser.add_argument("--times", type=int, default=20, help="Requests of a kind. [default: 20]")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        names = make_class(Path(name), given.size)
        begin = time.perf_counter()
        with served(Path(name) / "out") as desk:
            client = Client(desk)
            print(f"{given.size:,} submissions; open after {time.perf_counter() - begin:.1f} s")
            process = psutil.Process(desk.process.pid)
            asked = {
                "class": ["/"],
                "next answer": ["/answers/q3"],
                "search": [f"/?q={word}" for word in ("ada", "kaur", "0042", "a", "nobody")],
                "sort and filter": ["/?sort=score&down=1&page=30", "/?points=ungraded&question=q3"],
                "submission": [submission_address(one) for one in names[: given.times]],
                "history": ["/history"],
                "figures": ["/figures"],
            }
            largest = others = 0.0
            for what, paths in asked.items():
                times = [1000 * client.follow(paths[n % len(paths)]) for n in range(given.times)]
                own, other = memory(process)
                largest, others = max(largest, own), max(others, other)
                middle, most = statistics.median(times), max(times)
                print(f"{what:16} median {middle:6.1f} ms, slowest {most:6.1f} ms")
            print(f"memory: {largest:.0f} MB; of what it has started at most {others:.0f} MB")


if __name__ == "__main__":
    main()
