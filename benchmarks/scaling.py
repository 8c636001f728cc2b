"""How time and memory grow with the class: short submissions, graded with the real command.

Memory is the proportional set size (PSS) of all processes of the command, sampled while it runs: a
page that several share counts once in all. For each sample the processes are stopped, as shares of
processes that come and go do not add up; that time is not counted. What one worker adds is what
there is beyond the command and the fork server, divided by the submissions that are being graded.
"""

import argparse
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from submissions import SHORT, Assignment, build, machine, write_class

from autograder.sandbox.confine.processes import send

PERIOD = 0.3
"""Seconds between two samples, at least."""
REST = 9
"""For how many times as long as a sample takes the processes are then left alone."""
WORKER_AIM = 80
"""What one worker may add, in MB."""
_MB = 1e6


@dataclass(frozen=True)
class Sample:
    """What the processes of the command hold at one moment, in bytes.

    Attributes:
        total: all of them.
        command: what the command's own process shares with none.
        workers: how many grading processes there are.
    """

    total: int
    command: int
    workers: int


@dataclass
class Run:
    """One run of the command.

    Attributes:
        seconds: from its start to its end, without the samples.
        sampling: for how many seconds it was stopped for samples.
        samples: its memory.
    """

    seconds: float = 0.0
    sampling: float = 0.0
    samples: list[Sample] = field(default_factory=list)

    def added(self) -> list[float]:
        """Return what a worker adds, in MB, for each sample with workers."""
        alone = max(s.total - s.command for s in self.samples if not s.workers)
        return [(s.total - s.command - alone) / s.workers / _MB for s in self.samples if s.workers]


def children(process: int) -> list[int]:
    """Return the children of a process, of whichever of its threads; none when it has ended."""
    found: list[int] = []
    with suppress(OSError):  # it may end at any moment
        for task in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return found


def below(process: int) -> Iterator[int]:
    """Yield a process and its descendants."""
    yield process
    for child in children(process):
        yield from below(child)


def is_server(process: int) -> bool:
    """Say whether a process is multiprocessing's fork server."""
    try:
        return b"forkserver" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def held(process: int) -> tuple[int, int]:
    """Return the bytes that a process holds, shared ones in part, and those it shares with none."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:  # it has ended
        return 0, 0
    sizes = {name: int(size.split()[0]) * 1024 for name, size in (x.split(":") for x in lines)}
    return sizes["Pss"], sizes["Private_Clean"] + sizes["Private_Dirty"]


def ending(process: int) -> bool:
    """Say whether a process is about to end: it holds memory that cannot be measured any more."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def sample(command: int) -> Sample | None:
    """Measure the processes of a command, its own included, while they are stopped.

    Returns:
        None when one of them is about to end, so that the sum would miss its share.
    """
    stopped: list[int] = []
    try:
        while new := [process for process in below(command) if process not in stopped]:
            send(signal.SIGSTOP, new)
            stopped += new
        server = next((child for child in children(command) if is_server(child)), None)
        workers = len(children(server)) if server else 0
        sizes = {process: held(process) for process in stopped}
        if any(pss == 0 and ending(process) for process, (pss, _) in sizes.items()):
            return None
        return Sample(sum(pss for pss, _ in sizes.values()), sizes[command][1], workers)
    finally:
        send(signal.SIGCONT, reversed(stopped))


def grade(assignment: Assignment, notebooks: list[Path], jobs: int, out: Path) -> Run:
    """Grade notebooks with the command, and watch what it takes."""
    command = [sys.executable, "-m", "autograder", "grade", "--quiet", "--jobs", str(jobs)]
    command += ["--out", str(out), str(assignment.archive), str(notebooks[0].parent)]
    run = Run()
    start = time.perf_counter()
    with subprocess.Popen(command) as process:
        while True:
            before = time.perf_counter()
            taken = sample(process.pid)
            if taken is not None:
                run.samples.append(taken)
            taking = time.perf_counter() - before
            run.sampling += taking
            try:
                process.wait(max(PERIOD, REST * taking))
                break
            except subprocess.TimeoutExpired:
                continue
    run.seconds = time.perf_counter() - start - run.sampling
    if process.returncode:
        sys.exit(f"autograder grade ended with exit status {process.returncode}")
    results = len(list((out / "results").glob("*.json")))
    if results != len(notebooks):
        sys.exit(f"{len(notebooks)} submissions, {results} results")
    return run


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100,1000,5000", help="numbers of submissions")
    parser.add_argument("--jobs", type=int, default=2, help="submissions at a time")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    print(f"{machine()}; {arguments.jobs} at a time\n")
    print(
        "| submissions | in all | per submission | peak, all processes | a worker adds: median "
        "| peak | samples |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|")
    peaks = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assignment = build(SHORT, folder)
        for size in sizes:
            notebooks = write_class(assignment, size, folder / f"class-{size}")
            run = grade(assignment, notebooks, arguments.jobs, folder / f"grades-{size}")
            added = run.added()
            peaks.append(max(added))
            print(
                f"| {size:,} | {run.seconds:.1f} s | {run.seconds / size:.3f} s "
                f"| {max(s.total for s in run.samples) / _MB:.0f} MB "
                f"| {statistics.median(added):.0f} MB | {max(added):.0f} MB "
                f"| {len(added)} |",
                flush=True,
            )
    met = "met" if max(peaks) < WORKER_AIM else "not met"
    print(f"\n- aim: a worker adds less than {WORKER_AIM} MB: {met}")


if __name__ == "__main__":
    main()
