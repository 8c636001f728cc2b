"""Measure how right the verdicts are: ``python -m tests.validity [ASSIGNMENT[:QUESTION] ...]``.

Each answer stands in a notebook beside right answers to what it is built on. The notebooks are
graded by the command, as a class. Right answers should get all points; of wrong ones it is counted
how many lose some, and whether what their authors read names the mistake.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook, writes

from autograder.release.archive import zip_bytes
from autograder.release.contents import EXECUTABLE, autograder_files
from autograder.release.master import Master, read_master
from autograder.results.journal import Journal
from autograder.results.outcome import QuestionResult
from autograder.verify.slices import Slicer
from tests.validity.answers import WrittenAnswer, assignments, read_answers

NO_WHEEL = ("none.whl", b"")
"""Nothing is installed from the zip here."""
GOALS = {"right": 100.0, "plain": 99.5, "subtle": 92.0, "named": 88.0}
"""At least so many per cent of each are judged rightly, and of the caught ones named."""
MOST_MISNAMED = 0.5
"""At most so many per cent of the caught ones read about another mistake."""


@dataclass(frozen=True)
class Judged:
    """What came of an answer."""

    answer: WrittenAnswer
    result: QuestionResult

    @property
    def full(self) -> bool:
        """Whether it has all points."""
        return self.result.score == self.result.max_score

    @property
    def text(self) -> str:
        """What its author reads."""
        hint = self.result.misconception.hint if self.result.misconception else ""
        failed = [verdict for verdict in self.result.verdicts if not verdict.passed]
        return "\n".join([*(f"{v.message}\n{v.explanation}" for v in failed), hint])

    @property
    def named(self) -> str:
        """Whether that is ``named``, ``vague``, or names another mistake: ``misnamed``."""
        if re.search(self.answer.words, self.text, re.IGNORECASE):
            return "named"
        return "misnamed" if self.result.misconception else "vague"

    @property
    def is_good(self) -> bool:
        """Whether nothing falls short."""
        right = self.answer.kind == "right"
        good = self.full and not self.result.flags
        return good if right else not self.full and self.named == "named"


def notebook(slicer: Slicer, answer: WrittenAnswer) -> str:
    """Return a notebook with an answer, and right ones to what it is built on."""
    solutions = [cell.source for cell in slicer.answers(answer.question)]
    cells = list(answer.cells)
    if len(cells) != len(solutions):
        cells = ["\n\n".join(cells), *("" for _ in solutions[1:])]
    replaced = dict(zip(solutions, cells, strict=True))
    made = []
    for cell in slicer.cells([answer.question], replaced):
        made.append(new_code_cell(cell.source))
        made += [new_code_cell(f'grader.check("{name}")') for name in cell.checks]
    for number, cell in enumerate(made):
        cell.id = f"cell-{number}"
    return writes(new_notebook(cells=made))


def judge(master: Master, answers: Sequence[WrittenAnswer], folder: Path) -> list[Judged]:
    """Grade the answers to an assignment."""
    archive = folder / "autograder.zip"
    archive.write_bytes(zip_bytes(autograder_files(master, NO_WHEEL), EXECUTABLE))
    handed_in, out = folder / "class", folder / "out"
    handed_in.mkdir()
    slicer = Slicer(master)
    for answer in answers:
        path = handed_in / f"{answer.name}.ipynb"
        path.write_text(notebook(slicer, answer), encoding="utf-8")
    command = [sys.executable, "-m", "autograder", "grade", "--quiet", "--jobs", "3"]
    subprocess.run([*command, "--out", out, archive, handed_in], check=True)
    judged = []
    with Journal(out, "") as journal:
        members = {Path(name).stem: member for name, member in journal.members().items()}
        for answer in answers:
            member = members[answer.name]
            outcome = journal.outcome(member.content, member.release)
            assert outcome is not None, answer.name
            result = next((q for q in outcome.questions if q.name == answer.question), None)
            if result is None:
                raise ValueError(f"{answer.name} was not graded: {outcome.message}")
            judged.append(Judged(answer, result))
    return judged


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the per cent of each kind, and of what the caught ones read."""
    good: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for one in judged:
        kind = one.answer.kind
        every[kind] += 1
        good[kind] += one.full == (kind == "right")
        if kind != "right" and not one.full:
            good[one.named] += 1
            for which in ("named", "vague", "misnamed"):
                every[which] += 1
    return {kind: 100 * good[kind] / every[kind] for kind in every}


def shown(title: str, judged: Sequence[Judged]) -> str:
    """Return the figures in a line."""
    counts = Counter(one.answer.kind for one in judged)
    parts = [f"{kind} {value:.1f} %" for kind, value in figures(judged).items()]
    numbers = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    return f"{title}: {', '.join(parts)} ({numbers})"


def main(wanted: Sequence[str]) -> int:
    """Measure, and return the exit status."""
    every: list[Judged] = []
    for slug in assignments():
        chosen = [name for name in wanted if name.partition(":")[0] == slug]
        if wanted and not chosen:
            continue
        questions = {name.partition(":")[2] for name in chosen} - {""}
        answers = [a for a in read_answers(slug) if not questions or a.question in questions]
        master = read_master(Path("solutions") / slug / f"{slug}.ipynb")
        with tempfile.TemporaryDirectory() as folder:
            judged = judge(master, answers, Path(folder))
        for one in judged:
            if not one.is_good:
                verdict = "has all points" if one.full else one.named
                text = " | ".join([*one.result.flags, *one.text.split("\n")])[:600]
                print(f"{slug} {one.answer.name}, {one.answer.label}: {verdict}. {text}")
        print(shown(slug, judged), flush=True)
        every += judged
    print(shown("all", every))
    seen = figures(every)
    short = [kind for kind, least in GOALS.items() if seen.get(kind, 100) < least]
    return int(bool(short) or seen.get("misnamed", 0) > MOST_MISNAMED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
