"""A class that works together as classes do: what everybody wrote, and who has it from whom.

``make_class`` writes notebooks: in ``class`` those that count, in ``first`` earlier ones of some.
Grade ``first``, then ``class``, into one folder, and it knows who handed in again.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import msgspec

from autograder.release.master import Master, Role, read_master
from autograder.release_format import ANSWER_CELL
from tests.support.class_answers import BLANK, UNKNOWN, Pool, Written, answer_pools
from tests.support.disguises import disguised, in_own_words
from tests.support.words import altered, explanation

COURSE = Path("solutions")
RELEASES = Path("assignments")
UNNAMED = Path(__file__).parent / "unnamed.json"
"""Mistakes by assignment of which grading has shown that they fail and no misconception names them.
Where it lists none, all are taken that are not declared."""
KINDS = 12
"""So many unknown mistakes are planted, each with three to nine authors."""
TWINS = 6
"""So many wrote the short solution, each alone."""


class Made(msgspec.Struct):
    """A student of a made class."""

    name: str
    answers: dict[str, tuple[str, str]] = {}  # by question, kind and label
    source: str = ""  # whom they copied from
    copied: list[str] = []  # which questions
    again: bool = False  # whether they handed in before


class Truth(msgspec.Struct):
    """What is known of a made class."""

    slug: str
    students: dict[str, Made]
    planted: dict[str, list[str]]  # "question: label" of unknown mistakes, and their authors
    clusters: list[list[str]]  # who worked from one answer
    numbers: list[tuple[str, str]]  # pairs that share wrong numbers only
    twins: list[str]  # who wrote the short solution alone

    @property
    def alike(self) -> set[frozenset[str]]:
        """The pairs of which one has something of the other, or the same wrong numbers."""
        copies = {frozenset((one.name, one.source)) for one in self.students.values() if one.source}
        return copies | {frozenset(pair) for pair in self.numbers}

    @property
    def related(self) -> set[frozenset[str]]:
        """The pairs who both have something of a third: neither are they found in vain."""
        pairs = {frozenset(pair) for group in self.clusters for pair in combinations(group, 2)}
        return pairs - self.alike


@dataclass(frozen=True)
class MadeClass:
    """A class on disk."""

    folder: Path
    truth: Truth

    @property
    def handed_in(self) -> Path:
        """The notebooks that count."""
        return self.folder / "class"

    @property
    def earlier(self) -> Path:
        """Earlier notebooks of some."""
        return self.folder / "first"


@dataclass
class _Author:
    """A student who is being made up."""

    made: Made
    draw: random.Random
    written: dict[str, Written] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    before: dict[str, Written] | None = None


def make_class(slug: str, folder: Path, seed: int, students: int = 200) -> MadeClass:
    """Write the notebooks of a class, and ``truth.json`` beside.

    Args:
        slug: the assignment.
        folder: an empty one.
        seed: of everything that is drawn.
        students: how many; what is planted grows with them.
    """
    master = read_master(COURSE / slug / f"{slug}.ipynb")
    release = (RELEASES / slug / f"{slug}.ipynb").read_text("utf-8")
    draw = random.Random(f"{slug} {seed}")
    planner = _Planner(master, release, draw, students)
    authors, truth = planner.plan()
    made = MadeClass(folder, truth)
    for path in (made.handed_in, made.earlier):
        path.mkdir(parents=True)
    for author in authors.values():
        name = f"{author.made.name}.ipynb"
        (made.handed_in / name).write_text(planner.notebook(author, author.written), "utf-8")
        if author.before is not None:
            (made.earlier / name).write_text(planner.notebook(author, author.before), "utf-8")
    (folder / "truth.json").write_bytes(msgspec.json.encode(truth))
    return made


class _Planner:
    """Decides who writes what."""

    def __init__(self, master: Master, release: str, draw: random.Random, students: int) -> None:
        self._master, self._release, self._draw = master, release, draw
        self._pools = answer_pools(master, draw)
        names = [f"student-{number:04}" for number in range(1, students + 1)]
        self._authors = {
            name: _Author(Made(name), random.Random(f"{draw.random()} {name}")) for name in names
        }
        self._share = students / 200
        self._manual = [q.name for q in master.questions if q.manual and not q.tests]
        cells = json.loads(release)["cells"]
        self._taken = _names_in(c["source"] for c in cells if c["cell_type"] == "code")

    def plan(self) -> tuple[dict[str, _Author], Truth]:
        """Make everybody's answers up."""
        order = list(self._authors)
        self._draw.shuffle(order)
        many = max(2, round(TWINS * self._share))
        twins, honest = order[:many], order[many:]
        planted = self._plant(honest)
        for name, author in self._authors.items():
            for question, pool in self._pools.items():
                if question not in author.written:
                    chosen = pool.right[0] if name in twins else self._choose(author, pool)
                    self._write(author, question, chosen)
            for question in self._manual:
                author.texts[question] = explanation(author.draw)
        numbers = self._share_numbers(honest)
        clusters = self._copy([name for name in honest if name not in sum(numbers, ())])
        self._hand_in_again(honest)
        truth = Truth(
            self._master.path.stem,
            {name: author.made for name, author in self._authors.items()},
            {label: self._authors_of(label) for label in planted},
            clusters,
            numbers,
            sorted(twins),
        )
        return self._authors, truth

    def _authors_of(self, planted: str) -> list[str]:
        question, _, label = planted.partition(": ")
        return sorted(
            name
            for name, author in self._authors.items()
            if author.made.answers.get(question) == (UNKNOWN, label)
        )

    def _write(self, author: _Author, question: str, chosen: Written) -> None:
        """Have a student write an answer in their own words."""
        cells = [in_own_words(c, author.draw, self._taken) if c else c for c in chosen.cells]
        author.written[question] = chosen.with_cells(cells)
        author.made.answers[question] = (chosen.kind, chosen.label)

    def _choose(self, author: _Author, pool: Pool) -> Written:
        """Choose what a student answers who is not told to make a mistake."""
        draw, question = author.draw, pool.right[0].question
        fate = draw.random()
        if fate < 0.06:
            return Written(question, BLANK, "")
        if fate < 0.2 and pool.known:
            return draw.choice(pool.known)
        if fate < 0.23 and pool.unknown:
            return draw.choice(pool.unknown)
        weights = [1 / (1 + place) ** 0.5 for place in range(len(pool.right))]
        return draw.choices(pool.right, weights)[0]

    def _plant(self, names: list[str]) -> list[str]:
        """Plant unknown mistakes, at most three in a question; return which."""
        candidates = []
        unnamed = json.loads(UNNAMED.read_text("utf-8")).get(self._master.path.stem, [])
        for question, pool in self._pools.items():
            sure = [one for one in pool.unknown if f"{question}: {one.label}" in unnamed]
            choice = sure or ([] if unnamed else pool.unknown)
            candidates += self._draw.sample(choice, min(3, len(choice)))
        self._draw.shuffle(candidates)
        planted, busy = [], defaultdict[str, set[str]](set)
        for mistake in candidates[:KINDS]:
            free = [name for name in names if name not in busy[mistake.question]]
            many = max(3, round(self._draw.randint(3, 9) * max(self._share, 0.5)))
            for name in self._draw.sample(free, min(many, len(free))):
                busy[mistake.question].add(name)
                self._write(self._authors[name], mistake.question, mistake)
            planted.append(f"{mistake.question}: {mistake.label}")
        return planted

    def _copy(self, names: list[str]) -> list[list[str]]:
        """Have some copy: pairs, and one cluster around one source."""
        sizes = [2] * max(1, round(10 * self._share)) + [4] * max(1, round(self._share))
        self._draw.shuffle(names)
        clusters = []
        for size in sizes:
            group = [names.pop() for _ in range(size)]
            source = self._authors[group[0]]
            for name in group[1:]:
                self._copy_from(source, self._authors[name])
            clusters.append(group)
        return clusters

    def _copy_from(self, source: _Author, author: _Author) -> None:
        """Have somebody copy most of what another wrote, in disguise."""
        written = [q for q, one in source.written.items() if one.kind != BLANK]
        wanted = max(1, round(len(written) * author.draw.uniform(0.6, 1.0)))
        copied = author.draw.sample(written, wanted)
        for question in copied:
            original = source.written[question]
            cells = [disguised(c, author.draw, self._taken) if c else c for c in original.cells]
            author.written[question] = original.with_cells(cells)
            author.made.answers[question] = (original.kind, original.label)
        for question, text in source.texts.items():
            if author.draw.random() < 0.6:
                author.texts[question] = altered(text, author.draw)
                copied.append(question)
        author.made.source, author.made.copied = source.made.name, sorted(copied)

    def _share_numbers(self, names: list[str]) -> list[tuple[str, str]]:
        """Have some write code of their own around the same wrong numbers."""
        pairs = []
        chosen = self._draw.sample(names, 2 * max(1, round(4 * self._share)))
        for first, second in zip(chosen[::2], chosen[1::2], strict=True):
            questions = self._draw.sample(list(self._pools), len(self._pools))
            shared = 0
            for question in questions:
                factor = f"{self._draw.uniform(0.1, 9):.4f}"
                spoilt = [self._spoilt(question, factor) for _ in range(2)]
                if shared < 2 and all(spoilt):
                    shared += 1
                    for name, answer in zip((first, second), spoilt, strict=True):
                        assert answer is not None
                        self._write(self._authors[name], question, answer)
            pairs.append((first, second))
        return pairs

    def _spoilt(self, question: str, factor: str) -> Written | None:
        """Return a right answer times a factor; None where it returns nothing to multiply."""
        answer = self._draw.choice(self._pools[question].right)
        spoilt = _with_factor(answer.cells[-1], factor)
        if not spoilt:
            return None
        return Written(question, UNKNOWN, f"times {factor}", (*answer.cells[:-1], spoilt))

    def _hand_in_again(self, names: list[str]) -> None:
        """Have some hand in before, with a mistake."""
        for name in self._draw.sample(names, max(1, round(24 * self._share))):
            author = self._authors[name]
            pool = self._pools[author.draw.choice(list(self._pools))]
            mistake = author.draw.choice(pool.known or pool.unknown or pool.right)
            cells = [in_own_words(c, author.draw, self._taken) if c else c for c in mistake.cells]
            author.before = author.written | {mistake.question: mistake.with_cells(cells)}
            author.made.again = True

    def notebook(self, author: _Author, written: dict[str, Written]) -> str:
        """Return a notebook as it is handed in."""
        sources: dict[str, str] = {}
        for question, answer in written.items():
            cells = self._master.cells_of(question, Role.SOLUTION)
            places = [one.cell.id for one in cells if one.cell.cell_type == "code"]
            if answer.kind != BLANK:
                sources |= dict(zip(places, answer.cells, strict=True))
        for question, text in author.texts.items():
            sources[f"answer-{question}"] = text
        made = json.loads(self._release)
        for cell in made["cells"]:
            is_code, source = cell["cell_type"] == "code", "".join(cell["source"])
            if cell["id"] in sources and (is_code or source == ANSWER_CELL):
                cell["source"] = sources[cell["id"]]
        return json.dumps(made, indent=1)


def _with_factor(source: str, factor: str) -> str:
    """Return code whose last function returns something times a factor; "" where none can."""
    lines = source.split("\n")
    for index in range(len(lines) - 1, -1, -1):
        head, returns, value = lines[index].partition("return ")
        value = value.partition("  # ")[0].strip()
        if returns and not head.strip() and value and not value.startswith(("(", "[", "{")):
            lines[index] = f"{head}return {factor} * ({value})"
            changed = "\n".join(lines)
            try:
                compile(changed, "factor", "exec")
            except SyntaxError:
                return ""
            return changed
    return ""


def _names_in(sources: Iterable[str | list[str]]) -> Collection[str]:
    """Return all words of the release's code, which nobody takes for names of their own."""
    return {word for source in sources for word in re.findall(r"\w+", "".join(source))}
