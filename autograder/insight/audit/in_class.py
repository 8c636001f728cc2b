"""Ask the answers of a class: each in the sandbox, side by side, in processes of their own."""

import functools
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from autograder.batch.pool import Context, Receive, run_tasks
from autograder.errors import AutograderError, StudentError, SubmissionError
from autograder.files import working_among
from autograder.grading.grade import sandbox_of
from autograder.grading.hidden import HiddenTests, hidden_tests
from autograder.grading.process import GradingProcess
from autograder.grading.testing import question_name
from autograder.insight.audit.compare import Path
from autograder.insight.audit.conversations import Said, cases_of, looks_at, said_otherwise
from autograder.insight.audit.plan import Plan, ask_question, changed_given, make_plan
from autograder.intake.handed_in import unpack_notebook
from autograder.limits import Limits
from autograder.release_zip import Release, longest_grading
from autograder.sandbox.confine.scratch import remove_stale_scratch
from autograder.sandbox.confine.zygote import ZygoteError
from autograder.sandbox.control import StartError

_RENEW = 50
"""Notebooks after which a process makes room for a new one."""
_PLANNING = 1_800.0
"""Seconds after which finding out what is right is given up."""


@dataclass(frozen=True)
class Asking:
    """A notebook, and which of its answers are asked."""

    content: str
    kept: bytes  # see ``intake/handed_in.py``
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Otherwise:
    """A part of what a call came to that is not as in the reference."""

    asked: int  # which of the question's calls
    path: tuple[str, ...]
    expected: str
    got: str


@dataclass(frozen=True)
class Reply:
    """What came of asking a notebook."""

    content: str
    # by question that was asked: where calls came to something else, and where tests were told so
    otherwise: dict[str, list[Otherwise]] = field(default_factory=dict)
    said: dict[str, list[Said]] = field(default_factory=dict)
    # questions at which what the notebook comes with was changed: tests may fail for that
    changed: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()  # questions at which its code ended, or took too long
    problem: str = ""  # why it could not be asked


@contextmanager
def _planner(receive: Receive) -> Iterator[Callable[[str], bytes | str]]:
    """Make a process ready to find out what is right; no student code ever runs in it."""
    release: Release = receive()

    def plan(accepted: str) -> bytes | str:
        try:
            with working_among(release.data_files()):
                hidden = HiddenTests(release)
                hidden.make_tests()
                return pickle.dumps(make_plan(release, hidden, accepted))
        except Exception as error:
            return f"{type(error).__name__}: {error}"

    yield plan


Place = tuple[str, int, int, Path]
"""A question, its test, a request of that and a part of what comes of it."""


@contextmanager
def _looker(receive: Receive) -> Iterator[Callable[[list[Place]], set[Place]]]:
    """Make a process ready to see what tests look at."""
    release: Release = receive()

    def look(places: list[Place]) -> set[Place]:
        with working_among(release.data_files()):
            files = {question_name(file): file for file in HiddenTests(release).make_tests()}
            return {
                (question, test, step, path)
                for question, test, step, path in places
                if looks_at(cases_of(files[question])[test], step, path)
            }

    yield look


def looked_at(context: Context, release: Release, places: list[Place]) -> set[Place]:
    """Return the places that tests look at: those that fail where something far off comes."""
    if not places:
        return set()
    (done,) = run_tasks(context, _looker, [places], 1, _PLANNING, 1, release)
    return done.result or set()


def plan_audit(context: Context, release: Release, accepted: str) -> Plan:
    """Return what the answers to a release are to be asked.

    Args:
        context: the fork server's.
        accepted: the text of the course's accepted variants, or "".

    Raises:
        AutograderError: the release's tests or the accepted variants cannot be run.
    """
    (done,) = run_tasks(context, _planner, [accepted], 1, _PLANNING, 1, release)
    if not isinstance(done.result, bytes):
        why = done.result or "it takes too long, or ends its process"
        raise AutograderError(f"{release.path}: its tests cannot be looked at: {why}")
    plan = pickle.loads(done.result)  # our own process made it, of our own data
    assert isinstance(plan, Plan)
    return plan


@contextmanager
def _asker(limits: Limits, receive: Receive) -> Iterator[Callable[[Asking], Reply]]:
    """Make a process ready to ask notebooks."""
    packed = b""

    def receive_release() -> Release:
        nonlocal packed
        release: Release
        release, packed = receive()
        return release

    with GradingProcess(receive_release, limits) as process:
        plan: Plan = pickle.loads(packed)

        def ask(asking: Asking) -> Reply:
            try:
                return _ask(process, plan, asking)
            except ZygoteError:
                os._exit(1)  # a new process takes over, with a zygote of its own
            except (AutograderError, StartError) as error:
                return Reply(asking.content, problem=str(error))

        yield ask


def _ask(process: GradingProcess, plan: Plan, asking: Asking) -> Reply:
    try:
        submission = unpack_notebook(asking.kept)
    except SubmissionError as error:
        return Reply(asking.content, problem=str(error))
    otherwise: dict[str, list[Otherwise]] = {}
    said: dict[str, list[Said]] = {}
    changed: set[str] = set()
    ended: set[str] = set()
    files = {question_name(file): file for file in hidden_tests(process).make_tests()}
    stack = working_among(process.release.data_files())
    with stack, sandbox_of(process, submission) as sandbox:
        sandbox.begin()
        sandbox.follow()
        for question in asking.questions:
            found = otherwise.setdefault(question, [])
            try:
                with sandbox.environment(question, sandbox.limits.question_seconds) as environment:
                    if changed_given(plan, environment):
                        changed.add(question)
                    judged = list(ask_question(plan, question, environment))
                    environment.allow(1)
                    known = plan.conversations.get(question, ()) if question not in changed else ()
                    said[question] = [
                        one
                        for each in known
                        for one in said_otherwise(
                            each, cases_of(files[question])[each.test], environment
                        )
                    ]
                for number, (_, parts) in enumerate(judged):
                    found += [Otherwise(number, *part) for part in parts]
            except StudentError:
                ended.add(question)
    return Reply(asking.content, otherwise, said, frozenset(changed), frozenset(ended))


def ask_class(
    context: Context,
    release: Release,
    plan: Plan,
    work: Sequence[Asking],
    limits: Limits,
    jobs: int | None,
) -> Iterator[Reply]:
    """Ask notebooks, and yield what came of each when it is known.

    Args:
        context: the fork server's.
        jobs: how many at a time; by default as many as there are cores.
    """
    remove_stale_scratch()
    given: Any = release, pickle.dumps(plan)
    prepare = functools.partial(_asker, limits)
    longest = 2 * longest_grading(release, limits)
    for done in run_tasks(context, prepare, work, jobs, longest, _RENEW, given):
        yield done.result or Reply(done.task.content, problem="its process ended or hung")
