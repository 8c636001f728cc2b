"""What the answers page reads: the class's answers, and what people decided about them."""

import asyncio
import functools
import multiprocessing
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from autograder.desk.class_answers import ClassQuestion, Coded, coded, collect_answers
from autograder.desk.leases import Holder, Leases
from autograder.desk.likeness import Text, groups
from autograder.desk.queue import UNGRADED, Item, Progress, Queue
from autograder.desk.state import Desk
from autograder.gradebook.decisions import AnswerGrade, Apart, Event, Rubric
from autograder.release_zip import Release

_REST = 20.0
"""How many times as long as it takes to find like answers they stay as they were found."""
_SMALL = 500
"""Answers for which a page waits until those that are alike are found."""
_PAUSE = 1.0
"""Seconds between two looks at whether there are answers that nobody has asked for yet."""
_LATER = 60.0
"""Seconds after which like answers are looked for again where that has failed."""
_AT_A_TIME = 20
"""Results that are read between two requests."""
_MOST_COMMENTS = 12


@dataclass(frozen=True)
class Notice:
    """What a grader is told on the next page."""

    text: str
    is_bad: bool = False


@dataclass(frozen=True)
class OpenQuestion:
    """A question as it is now."""

    asked: ClassQuestion
    rubric: Rubric
    queue: Queue
    grades: Mapping[str, AnswerGrade]  # by code, of those that have one

    @property
    def most(self) -> float:
        """Its points."""
        return self.asked.question.points

    def grade(self, code: str) -> AnswerGrade:
        """Return what an answer has."""
        return self.grades.get(code, UNGRADED)


@dataclass(frozen=True, eq=False)
class _Alike:
    """Like answers of a question as they were found."""

    codes: frozenset[str]  # of all answers there were
    groups: list[tuple[str, ...]]
    until: float  # the time until which they stay as they are, though there are other answers


_NOTHING = _Alike(frozenset(), [], 0.0)


class Grading:
    """The answers of a class while people grade them. State: what the desk knew when last asked.

    Attributes:
        desk: knows the class and what people decide.
        leases: who has which answer open.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.leases = Leases()
        self._notices: dict[Holder, Notice] = {}
        self._read: tuple[object, object] = (None, None)  # the class and the call that were read
        self._handed_in: list[tuple[str, str, str]] = []
        self._edition = 0  # how often the class was read
        self._kept: dict[tuple[str, str], Coded] = {}
        self._questions: dict[str, ClassQuestion] = {}
        self._last = 0  # the number of the last event that was read
        self._grades: dict[str, AnswerGrade] = {}
        self._rubrics: dict[str, Rubric] = {}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)
        self._graders: dict[str, str] = {}
        self._history: defaultdict[str, list[Event]] = defaultdict(list)
        self._alike: dict[str, _Alike] = {}
        self._queues: dict[str, tuple[object, Queue]] = {}
        self._finding: dict[str, asyncio.Task[None]] = {}

    def refresh(self) -> None:
        """Read what has been written since, here or by another process."""
        members, call = self.desk.members, self.desk.call
        if self._read[0] is not members or self._read[1] is not call:
            handed_in = [(one.name, one.content, one.release) for one in members.values()]
            if handed_in != self._handed_in or self._read[1] is not call:
                self._read_class(handed_in, call.release)
            self._read = (members, call)
        for event in self.desk.decisions.events(self._last):
            self._take(event)
            self._last = event.number

    def _read_class(self, handed_in: list[tuple[str, str, str]], release: Release) -> None:
        """Read who has answered what.

        Args:
            handed_in: names of submissions, what they are, and of which release their results are.
        """
        answers = [(name, self._answers(*key)) for name, *key in handed_in]
        self._kept = {(key[0], key[1]): self._answers(*key) for _, *key in handed_in}
        self._handed_in = handed_in
        self._edition += 1
        self._questions = collect_answers(answers, release.manual, release.guides())

    def _answers(self, content: str, release: str) -> Coded:
        """Return what a submission has answered; a result that was read is not read again."""
        key = (content, release)
        if key not in self._kept:
            outcome = self.desk.journal.outcome(*key)
            self._kept[key] = coded(outcome.answers if outcome else ())
        return self._kept[key]

    async def read(self) -> None:
        """Read what has been written since, and answer requests meanwhile."""
        members = self.desk.members
        for at, member in enumerate(members.values() if members is not self._read[0] else ()):
            self._answers(member.content, member.release)
            if at % _AT_A_TIME == 0:
                await asyncio.sleep(0)
        self.refresh()

    async def keep_ready(self) -> None:
        """Read answers and find like ones before anybody asks, for as long as the desk is open."""
        while True:
            await self.read()
            for name in tuple(self._questions):
                finding = self.prepare(name) if self._waits(name) else None
                if finding:
                    await asyncio.wait({finding})
                    if name in self._questions:
                        await self.open(name)  # so that its queue is there, too
            await asyncio.sleep(_PAUSE)

    def _waits(self, name: str) -> bool:
        """Whether there is a question of this name still, with an answer that nobody has graded."""
        if name not in self._questions:
            return False
        grades = (self._grades.get(code, UNGRADED) for code in self._questions[name].answers)
        return not all(grade.done for grade in grades)

    def _take(self, event: Event) -> None:
        match event.kind:
            case "answer":
                (code,) = event.key
                self._history[code].append(event)
                if isinstance(event.after, AnswerGrade):
                    self._grades[code] = event.after
                    self._graders[code] = event.who
                else:
                    self._grades.pop(code, None)
            case "rubric":
                (question,) = event.key
                rubric = event.after if isinstance(event.after, Rubric) else Rubric()
                self._rubrics[question] = rubric
            case "apart":
                question, code = event.key
                self._history[code].append(event)
                if isinstance(event.after, Apart) and event.after.apart:
                    self._apart[question].add(code)
                else:
                    self._apart[question].discard(code)

    def prepare(self, name: str) -> asyncio.Task[None] | None:
        """Begin to look for like answers to a question; None where all is known."""
        asked = self._questions[name]
        known = self._alike.get(name)
        if known and (known.codes == asked.answers.keys() or time.monotonic() < known.until):
            return None
        if name not in self._finding:
            self._finding[name] = asyncio.create_task(self._find(name, asked))
        return self._finding[name]

    async def _find(self, name: str, asked: ClassQuestion) -> None:
        """Find like answers, while the desk answers others; where that fails, there are none."""
        codes, start = frozenset(asked.answers), time.monotonic()
        try:
            found = await asyncio.to_thread(_find_groups, _texts(asked, codes))
            end = time.monotonic()
            self._alike[name] = _Alike(codes, found, end + _REST * (end - start))
        except (OSError, BrokenProcessPool):  # there is no memory for another process
            self._alike[name] = _Alike(frozenset(), [], time.monotonic() + _LATER)
        finally:
            del self._finding[name]

    def progress(self, name: str) -> Progress:
        """Return how far a question is."""
        asked = self._questions[name]
        alone = [(code,) for code in asked.answers]
        rubric = self._rubrics.get(name, Rubric())
        return Queue(alone, self._grades, rubric, asked.question.points).progress

    @property
    def questions(self) -> Mapping[str, ClassQuestion]:
        """The questions that people grade, by name."""
        return self._questions

    async def open(self, name: str) -> OpenQuestion:
        """Return a question as it is now.

        Raises:
            KeyError: there is none of this name.
        """
        asked = self._questions[name]
        found = await self._groups(asked)
        # behind the pause: others may have decided something meanwhile
        rubric = self._rubrics.get(name, Rubric())
        grades = {code: self._grades[code] for code in asked.answers if code in self._grades}
        key = (self._edition, self._last, self._alike.get(name), len(found))
        known = self._queues.get(name)
        if known is None or known[0] != key:
            queue = Queue(found, grades, rubric, asked.question.points)
            known = self._queues[name] = (key, queue)
        return OpenQuestion(asked, rubric, known[1], grades)

    async def _groups(self, asked: ClassQuestion) -> list[tuple[str, ...]]:
        """Return like answers together, and those apart that people have taken apart.

        In a large class, what is not found yet stands alone until it is.
        """
        name, codes = asked.question.name, frozenset(asked.answers)
        finding = self.prepare(name)
        if finding and len(codes) <= _SMALL:
            await asyncio.wait({finding})
        alike = self._alike.get(name, _NOTHING)
        apart = self._apart[name] & codes
        made: list[tuple[str, ...]] = []
        for group in alike.groups:
            if not codes.issuperset(group):  # somebody has handed in again
                made += groups(_texts(asked, codes.intersection(group)), apart)
            elif apart.isdisjoint(group):
                made.append(group)
            else:
                made += groups(_texts(asked, group), apart)
        return made + [(code,) for code in sorted(codes - alike.codes)]

    def take(self, holder: Holder, item: Item) -> Holder | None:
        """Give an item to a tab, or say who has it."""
        return self.leases.take(holder, item.codes)

    def take_next(
        self, holder: Holder, question: OpenQuestion, behind: str, *, back: bool = False
    ) -> Item | None:
        """Give the next item that waits to a tab; None where nothing waits that is free."""

        def is_free(item: Item) -> bool:
            return self.leases.other(holder, item.codes) is None

        item = question.queue.waiting(behind, is_free, back=back)
        self.leases.take(holder, item.codes if item else ())
        return item

    def notify(self, holder: Holder, text: str, *, is_bad: bool = False) -> None:
        """Tell a tab something on its next page."""
        self._notices[holder] = Notice(text, is_bad)

    def notice(self, holder: Holder) -> Notice | None:
        """Return what a tab is to be told, once."""
        return self._notices.pop(holder, None)

    def is_apart(self, question: str, code: str) -> bool:
        """Whether somebody has taken an answer apart."""
        return code in self._apart[question]

    def history(self, code: str) -> list[Event]:
        """Return what was decided about an answer, the last first."""
        return self._history[code][::-1] if code in self._history else []

    def graders(self, name: str) -> list[tuple[str, int]]:
        """Return who has graded how many of a question's answers, the most first."""
        grades = self._grades
        done = (
            code for code in self._questions[name].answers if code in grades and grades[code].done
        )
        counts = Counter(self._graders[code] for code in done)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    def at_work(self, question: OpenQuestion) -> list[str]:
        """Return who has answers to a question open."""
        holders = self.leases.holders()
        return sorted({holders[code].who for code in question.asked.answers if code in holders})

    def place_of(self, action: int) -> tuple[str, str] | None:
        """Return the question, and the code or "", of what an action decided first, if any."""
        asked = {code: name for name, one in self._questions.items() for code in one.answers}
        for event in self.desk.decisions.events(action - 1):
            if event.action != action:
                continue
            match event.kind:
                case "answer" if event.key[0] in asked:
                    return asked[event.key[0]], event.key[0]
                case "apart":
                    return event.key[0], event.key[1]
                case "rubric":
                    return event.key[0], ""
        return None


def _find_groups(texts: list[Text]) -> list[tuple[str, ...]]:
    """Find like answers; in a large class beside this process, which answers requests meanwhile."""
    if len(texts) <= _SMALL:
        return groups(texts)
    ignore_interrupts = functools.partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    beside = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=beside, initializer=ignore_interrupts) as pool:
        return pool.submit(groups, texts).result()


def _texts(asked: ClassQuestion, codes: Iterable[str]) -> list[Text]:
    """Return answers as they are compared."""
    return [
        Text(
            code,
            asked.answers[code].text,
            tuple(picture.digest for picture in asked.answers[code].pictures),
            asked.question.code,
        )
        for code in codes
    ]


def used_comments(question: OpenQuestion) -> list[str]:
    """Return the comments on answers to a question, those that were used most first."""
    counts = Counter(grade.comment for grade in question.grades.values() if grade.comment)
    return [text for text, _ in counts.most_common(_MOST_COMMENTS)]
