"""Ask the answers of a class: each in the sandbox, side by side, in processes of their own."""

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
from autograder.grading.hidden import HiddenTests
from autograder.grading.process import GradingProcess
from autograder.insight.audit.plan import Plan, ask_question, make_plan
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
class Asked:
    """What came of asking a notebook."""

    content: str
    otherwise: dict[str, list[Otherwise]] = field(
        default_factory=dict
    )  # by question that was asked
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
def _asker(limits: Limits, receive: Receive) -> Iterator[Callable[[Asking], Asked]]:
    """Make a process ready to ask notebooks."""
    packed = b""

    def receive_release() -> Release:
        nonlocal packed
        release: Release
        release, packed = receive()
        return release

    with GradingProcess(receive_release, limits) as process:
        plan: Plan = pickle.loads(packed)

        def ask(asking: Asking) -> Asked:
            try:
                return _ask(process, plan, asking)
            except ZygoteError:
                os._exit(1)  # a new process takes over, with a zygote of its own
            except (AutograderError, StartError) as error:
                return Asked(asking.content, problem=str(error))

        yield ask


def _ask(process: GradingProcess, plan: Plan, asking: Asking) -> Asked:
    try:
        submission = unpack_notebook(asking.kept)
    except SubmissionError as error:
        return Asked(asking.content, problem=str(error))
    otherwise: dict[str, list[Otherwise]] = {}
    with sandbox_of(process, submission) as sandbox:
        sandbox.begin()
        sandbox.follow()
        for question in asking.questions:
            found = otherwise.setdefault(question, [])
            try:
                with sandbox.environment(question, sandbox.limits.question_seconds) as environment:
                    judged = list(ask_question(plan, question, environment))
                for number, (_, parts) in enumerate(judged):
                    found += [Otherwise(number, *part) for part in parts]
            except StudentError as error:
                found.append(Otherwise(-1, ("ended",), "that it comes to an end", str(error)))
    return Asked(asking.content, otherwise)


def ask_class(
    context: Context,
    release: Release,
    plan: Plan,
    work: Sequence[Asking],
    limits: Limits,
    jobs: int | None,
) -> Iterator[Asked]:
    """Ask notebooks, and yield what came of each when it is known.

    Args:
        context: the fork server's.
        jobs: how many at a time; by default as many as there are cores.
    """
    remove_stale_scratch()
    given: Any = release, pickle.dumps(plan)

    def longest() -> float:
        return 2 * longest_grading(release, limits)

    import functools

    prepare = functools.partial(_asker, limits)
    for done in run_tasks(context, prepare, work, jobs, longest(), _RENEW, given):
        yield done.result or Asked(done.task.content, problem="its process ended or hung")
