"""`autograder insight --audit`: ask the answers of a class, and write the page."""

import ast
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from autograder.batch.fork_server import start_server
from autograder.errors import AutograderError
from autograder.files import write_whole
from autograder.insight.audit.conversations import WAY
from autograder.insight.audit.findings import Candidate, Judge, asks, candidates
from autograder.insight.audit.found import Audit
from autograder.insight.audit.in_class import Asking, Reply, ask_class, looked_at, plan_audit
from autograder.insight.class_folder import PAGES, ClassFolder, open_class
from autograder.insight.course_side import accepted_text, find_assignment
from autograder.insight.examples import MOST_CODE, example
from autograder.insight.own_code import ELSEWHERE
from autograder.insight.pages import environment
from autograder.release.code_cells import code_cells
from autograder.release.declared_edits import Bases

PAGE = "audit.html"
MOST_RUN = 1_000
"""Notebooks that are run; what needs more is left out, and the page says how much."""
MOST_SHOWN = 100
"""Findings of a kind on the page."""
MOST_PLACES = 2_000
"""Parts of what tests are told of which it is tried whether they look at them."""
Key = tuple[str, str]
"""A question, and a digest of an answer to it: answers of one key are asked once."""


class ClassAnswers:
    """The answers of a class that are asked. State: what was read, as that takes longest."""

    def __init__(self, opened: ClassFolder, wanted: Sequence[Candidate]) -> None:
        self._opened = opened
        self._codes: dict[str, Mapping[str, str]] = {}
        self.members: dict[Key, list[Candidate]] = defaultdict(list)
        for one in wanted:
            self.members[self.key(one)].append(one)

    def code(self, one: Candidate) -> str:
        """Return what its author wrote for the question, or ""."""
        return self._written(one).get(one.question) or self._written(one).get(ELSEWHERE, "")

    def _written(self, one: Candidate) -> Mapping[str, str]:
        if one.row.content not in self._codes:
            self._codes[one.row.content] = self._opened.own_code(one.row)
        return self._codes[one.row.content]

    def key(self, one: Candidate) -> Key:
        """Return what answers have in common that need to be asked but once."""
        written = self._written(one)
        texts = [_plain(written.get(name, "")) for name in (one.question, ELSEWHERE)]
        failed = [verdict.name for verdict in one.verdicts]
        digest = hashlib.blake2b(repr((texts, one.full, failed)).encode(errors="replace"))
        return one.question, digest.hexdigest()

    def example(self, one: Candidate) -> str:
        """Return the answer as an example."""
        names = tuple(self._opened.release.binds.get(one.question, ()))
        return example(self.code(one)[:MOST_CODE], names)

    def work(self, most: int) -> tuple[list[Asking], dict[str, list[Key]], int]:
        """Return the notebooks to run, which answers each is asked for, and how many are left out.

        Those come first that hold most answers.
        """
        by_content: dict[str, list[Key]] = defaultdict(list)
        rows = {}
        for key, several in self.members.items():
            for one in several:
                by_content[one.row.content].append(key)
                rows[one.row.content] = one.row
        weights = {key: len(several) for key, several in self.members.items()}
        order = sorted(by_content, key=lambda c: -sum(weights[key] for key in by_content[c]))
        left, chosen, work = set(self.members), dict[str, list[Key]](), list[Asking]()
        for content in order:
            new = [key for key in dict.fromkeys(by_content[content]) if key in left]
            kept = self._opened.journal.notebook(rows[content].name, content) if new else None
            if kept is None or len(work) >= most:
                continue
            left -= set(new)
            chosen[content] = new
            work.append(Asking(content, kept, tuple(question for question, _ in new)))
        return work, chosen, sum(weights[key] for key in left)


def _plain(source: str) -> str:
    """Return code without its layout and comments."""
    try:
        return ast.dump(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source


def audit(
    opened: ClassFolder,
    course: Path | None,
    jobs: int | None,
    tell: Callable[[int, int], None],
    say: Callable[[str], None] = lambda _: None,
) -> Audit:
    """Ask the answers of a class, in the sandbox, and return what they tell of the tests.

    Args:
        course: the folder of the course, whose accepted variants say what need not be as in the
            solution.
        jobs: how many notebooks to run at a time; by default as many as there are cores.
        tell: told how many notebooks are done, and of how many.
        say: told in a line what is done before that.

    Raises:
        AutograderError: the folder or the course does not hold what is needed.
    """
    release, accepted, bases = opened.release, "", None
    if not any(release.binds.values()):
        raise AutograderError(
            f"{opened.path} was graded with a release that does not say which names are graded; "
            "build it with autograder build, and grade with that"
        )
    if course is not None:
        _, master = find_assignment(course, release)
        accepted, bases = accepted_text(master), Bases(code_cells(master))
    say("running the tests on the solution")
    context = start_server(*release.modules)
    plan = plan_audit(context, release, accepted)
    wanted = candidates(opened.rows, plan)
    answers = ClassAnswers(opened, wanted)
    work, chosen, left_out = answers.work(MOST_RUN)
    pairs: list[tuple[Candidate, Reply]] = []
    problems: Counter[str] = Counter()
    ended = 0
    for done, asked in enumerate(
        ask_class(context, release, plan, work, opened.call.limits, jobs), 1
    ):
        tell(done, len(work))
        if asked.problem:
            problems[asked.problem] += 1
            continue
        for key in chosen[asked.content]:
            members = answers.members[key]
            if key[0] in asked.ended:
                ended += len(members)
            else:
                pairs += [(one, asked) for one in members]
    places = {
        (one.question, said.test, said.step, said.path)
        for one, asked in pairs
        if one.full
        for said in asked.said.get(one.question, ())
        if said.path != WAY
    }
    looked = looked_at(context, release, sorted(places)[:MOST_PLACES])
    answered = Judge(plan, release.binds, bases, answers.example, looked)
    return Audit(
        release.title,
        len(opened.rows),
        len(pairs),
        len(work),
        left_out,
        ended,
        plan.unasked,
        tuple(q for q in release.questions if not asks(plan, q)),
        tuple(f"{text} ({count})" for text, count in problems.most_common(5)),
        bool(accepted),
        sum(map(len, plan.asked.values())),
        tuple(answered.weak(pairs)),
        tuple(answered.strict(pairs)),
    )


def write_audit(
    folder: Path,
    course: Path | None,
    jobs: int | None,
    say: Callable[[str], None],
    tell: Callable[[int, int], None],
) -> None:
    """Write the page of an audit into ``insight/`` of a graded class.

    Args:
        folder: the output folder of ``autograder grade``.
        course, jobs, tell: see ``audit``.
        say: told what was found and where it is.

    Raises:
        AutograderError: a folder does not hold what is needed.
        OSError: the page cannot be written.
    """
    with open_class(folder) as opened:
        found = audit(opened, course, jobs, tell, say)
    path = folder / PAGES / PAGE
    write_whole(path, audit_page(found))
    say(found.summary)
    say(f"open {path}")


def audit_page(found: Audit) -> str:
    """Return the page: HTML that needs nothing else, without names."""
    template = environment().get_template("audit.html")
    return template.render(found=found, most=MOST_SHOWN)
