"""A folder with everything an attack looks for, and the call that grades in it."""

import csv
import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from tests.support.attack_traces import Door, find_traces, run_and_reap
from tests.support.repository import REPOSITORY

NOTEBOOKS = sorted((REPOSITORY / "tests" / "attacks").glob("*.ipynb"))
CELL_SECONDS = 2
SUBMISSION_SECONDS = 10
HONEST_SCORES = {"q1": 2.0, "q2": 0.0, "q4": 0.0, "q5": 0.0}


@dataclass(frozen=True)
class Attack:
    """One notebook, and what its metadata say about it.

    Attributes:
        path: the notebook.
        group: attacks of one group are graded in one call.
        honest: points that its honest part earns, by question.
        may_lose: questions whose points the attack may cost its author.
        slow: whether it takes long, and is left to the slow tests.
        ordinary_user: whether the fast tests run it as an ordinary user, too.
        pid_namespace: whether the whole call runs in a PID namespace, because a failed defence
            would end foreign processes.
        known: why the attack does gain points, where nothing is to be done about it.
    """

    path: Path
    group: str
    honest: dict[str, float]
    may_lose: frozenset[str]
    slow: bool
    ordinary_user: bool
    pid_namespace: bool
    known: str

    @property
    def name(self) -> str:
        return self.path.stem


def read_attack(path: Path) -> Attack:
    facts = json.loads(path.read_bytes())["metadata"]["attack"]
    bounded = facts.get("pid_namespace", False)
    return Attack(
        path,
        "killing" if bounded else facts["group"],
        facts["honest"],
        frozenset(facts.get("may_lose", ())),
        facts.get("slow", False),
        facts.get("ordinary_user", False),
        bounded,
        facts.get("known", ""),
    )


ATTACKS = {path.stem: read_attack(path) for path in NOTEBOOKS}


@dataclass
class Graded:
    """What one call of ``autograder grade`` left."""

    status: int | None
    terminal: str
    results: dict[str, Any]
    texts: dict[str, str]
    rows: list[list[str]]
    visitors: list[str]
    survivors: list[str]
    traces: list[str]
    changed: list[str]
    secrets: dict[str, str]


def hidden_lines(tests: dict[str, str]) -> list[str]:
    """Return lines of hidden tests that no student has seen, and that no probe carries.

    A probe is a function within a test and travels to the student process; the lines of a test
    itself are indented by four spaces. Texts are left out: a result may quote a test's message.
    """
    attacks = "".join(path.read_text() for path in NOTEBOOKS)
    lines = []
    for source in tests.values():
        for test in source.split("@test_case(")[1:]:
            if "hidden=True" in test:
                body = re.findall(r"^ {4,8}(?! )(.{30,})$", test, re.MULTILINE)
                lines += [line for line in body if '"' not in line and line not in attacks]
    public = "".join(
        test
        for source in tests.values()
        for test in source.split("@test_case(")
        if "hidden=True" not in test
    )
    return [line for line in lines if line not in public]


class Yard:
    """A folder with everything an attack looks for, and the call that grades in it.

    Args:
        release: the autograder zip.
        command: the words that start ``autograder``.
        environment: what the command finds in its environment, besides the canary.
        owner: the user that everything belongs to.
    """

    def __init__(
        self, release: Path, command: list[str], environment: dict[str, str], owner: int
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="attacked-", dir="/var/tmp"))
        self.command = command
        self.door = Door(self.folder)
        self.secrets = {
            kind: f"canary-{kind}-{secrets.token_hex(8)}"
            for kind in ("environment", "neighbour", "earlier")
        }
        for name in ("source", "submission", "results", "out/results", "home", "tmp"):
            (self.folder / name).mkdir(parents=True)
        self.release = Path(shutil.copy(release, self.folder / "a0.zip"))
        with zipfile.ZipFile(release) as archive:
            archive.extractall(self.folder / "source")
            tests = {n: archive.read(n).decode() for n in archive.namelist() if "tests/" in n}
        for number, line in enumerate(hidden_lines(tests)):
            self.secrets[f"line {number} of the hidden tests"] = line
        self.secrets["reference"] = "z2_grad = y_hat_grad * y_hat * (1 - y_hat)"
        assert len(self.secrets) > 8, "the release has no hidden tests to look for"
        neighbour = json.loads(NOTEBOOKS[0].read_text())
        neighbour["cells"][0]["source"] = [self.secrets["neighbour"]]
        for place in ("neighbour.ipynb", "submission/neighbour.ipynb"):
            (self.folder / place).write_text(json.dumps(neighbour))
        earlier = {"tests": [], "output": self.secrets["earlier"]}
        for place in ("earlier.json", "results/earlier.json", "out/results/earlier.json"):
            (self.folder / place).write_text(json.dumps(earlier))
        self.door.open()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "GRADER_CANARY": self.secrets["environment"],
            **environment,
        }
        self.owner = owner
        self.folder.chmod(0o755)

    def put(self, name: str, text: str) -> Path:
        path = self.folder / "submission" / f"{name}.ipynb"
        path.write_text(
            text.replace("/autograder", str(self.folder))
            .replace("47123", str(self.door.port))
            .replace("BOUNDED = False", "BOUNDED = True")
        )
        return path

    def grade(self, attacks: list[Attack], others: Sequence[Path] = ()) -> Graded:
        """Grade an honest submission, each attack with an honest one behind it, and others."""
        # the first honest one makes sure that tests have been loaded before any attack begins
        submissions = [self.put("honest-first", honest_notebook("first"))]
        for attack in attacks:
            submissions.append(self.put(attack.name, attack.path.read_text()))
            submissions.append(
                self.put(f"honest-after-{attack.name}", honest_notebook(attack.name))
            )
        submissions += others
        if self.owner != os.geteuid():
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, self.owner, self.owner, follow_symlinks=False)
        before = self._snapshot()
        out = self.folder / "out"
        limits = [
            "--jobs",
            "1",
            "--cell-timeout",
            str(CELL_SECONDS),
            "--timeout",
            str(SUBMISSION_SECONDS),
        ]
        words = [*self.command, "grade", str(self.release), *map(str, submissions)]
        status, terminal, survivors = run_and_reap(
            [*words, "--out", str(out), *limits],
            self.environment,
            self.folder / "home",
            timeout=60 + 10 * len(submissions),
        )
        after = self._snapshot()
        texts = {
            path.stem: path.read_text(errors="replace")
            for path in sorted((out / "results").glob("*.json"))
            if path.stem != "earlier"
        }
        grades = out / "grades.csv"
        rows = (
            list(csv.reader(grades.read_text(encoding="utf-8-sig").splitlines()))
            if grades.exists()
            else []
        )
        known = {f"{path.stem}.json" for path in submissions} | {"earlier.json"}
        strange = [p.name for p in (out / "results").iterdir() if p.name not in known]
        return Graded(
            status,
            terminal,
            {name: read_json(text) for name, text in texts.items()},
            texts,
            rows,
            self.door.visitors(),
            survivors,
            find_traces([self.folder / "home", self.folder / "tmp"]),
            [name for name in {**before, **after} if before.get(name) != after.get(name)] + strange,
            self.secrets,
        )

    def _snapshot(self) -> dict[str, str]:
        """Return a digest of every file that grading has no business with."""
        digests = {}
        for path in sorted(self.folder.rglob("*")):
            inside = path.relative_to(self.folder)
            if inside.parts[0] in ("home", "tmp", "out") and inside.name != "earlier.json":
                continue
            facts = path.lstat()
            digest = f"{facts.st_mode:o} {facts.st_uid}"
            if path.is_file() and not path.is_symlink():
                digest += hashlib.sha256(path.read_bytes()).hexdigest()
            digests[str(inside)] = digest
        return digests

    def close(self) -> None:
        self.door.close()
        subprocess.run(["rm", "-rf", str(self.folder)], check=False)


def read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


@cache
def honest_notebook(name: str) -> str:
    """Return a half-right submission: an attack without its attack.

    Each has a name in it, as submissions with the same content would be graded once.
    """
    notebook = nbformat.read(ATTACKS["loop-after-q1"].path, as_version=4)
    ids = [cell.id for cell in notebook.cells]
    notebook.cells = notebook.cells[1 : ids.index("check-q1") + 1]
    notebook.cells[0].source += f"\n# {name}"
    del notebook.metadata["attack"]
    return str(nbformat.writes(notebook))
