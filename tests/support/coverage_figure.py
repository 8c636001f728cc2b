"""Print how much of the package the tests ran: in all, and where modules fall short.

Counted are the test processes, the commands that they start, and what these start by subprocess.
Not counted is what is forked without being told of it: grading processes come from a fork server
whose environment is cleaned, and student processes may write nothing outside their folder. Neither
rule is bent for a figure.
"""

import io
from pathlib import Path

from coverage import Coverage

ENOUGH = 85
"""Percent of its statements that tests of a module should run."""

ROOT = Path(__file__).parents[2]
FORKED = "run by processes of the fork server, which are not counted"
READERS = "run by processes with limits, which read what students hand in and are not counted"
SLOW = "run by slow tests: make test-gradescope"
REASONS = {
    "batch/cold.py": FORKED,
    "batch/dask/worker.py": "run by workers of a cluster, whose environment is cleaned",
    "batch/fork_server.py": FORKED,
    "batch/lukewarm.py": FORKED,
    "batch/warm.py": FORKED,
    "batch/work.py": FORKED,
    "desk/mistakes": SLOW,
    "grading/": FORKED,
    "insight/at_the_desk.py": SLOW,
    "insight/audit/": FORKED,
    "intake/limited.py": READERS,
    "intake/pictures.py": READERS,
    "intake/submission.py": READERS,
    "sandbox/confine/": "run by the zygote, the supervisor and below, which are not counted",
    "sandbox/connection.py": FORKED,
    "sandbox/proxies.py": FORKED,
    "sandbox/wire/": "run at both ends of the wire, in processes that are not counted",
    "sandbox/student/": "run by student processes, which are not counted",
    "verify/grade_": FORKED,
    "verify/verification.py": FORKED,
}
"""Why the tests of a module seem to run less than that, by file or folder of the package."""


def reason(module: str) -> str:
    """Return why a module falls short, as far as that is known."""
    found = [why for place, why in REASONS.items() if module.startswith(place)]
    return found[0] if found else "no reason is known: it lacks tests"


def main() -> None:
    """Combine what each process noted, and print the figure."""
    coverage = Coverage()
    coverage.combine()
    coverage.save()
    total = coverage.report(file=io.StringIO())
    short = []
    for path in sorted(coverage.get_data().measured_files()):
        _, statements, _, missing, _ = coverage.analysis2(path)
        share = 100 * (1 - len(missing) / max(len(statements), 1))
        if share < ENOUGH:
            module = Path(path).relative_to(ROOT / "autograder").as_posix()
            short.append(f"  {share:3.0f} %  {module}: {reason(module)}")
    print(f"Tests ran {total:.0f} % of the package's statements,", end=" ")
    print("not counting what grading and student processes ran (they are forked).")
    if short:
        print(f"Modules below {ENOUGH} %:", *short, sep="\n")


if __name__ == "__main__":
    main()
