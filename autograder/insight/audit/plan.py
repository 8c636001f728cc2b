"""What answers are asked, and what is right: found on the reference and the accepted variants."""

import math
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from autograder.checks.misconceptions import Variant, run_declarations
from autograder.checks.reference import reference_names
from autograder.checks.session import session_with
from autograder.grading.hidden import HiddenTests
from autograder.grading.otter_tests import TestFile
from autograder.grading.testing import question_name, run_case
from autograder.insight.audit.calls import (
    Call,
    NotPlainError,
    Recorder,
    choose,
    plain_copy,
)
from autograder.insight.audit.compare import differences, is_finite, starts_differ
from autograder.insight.audit.conversations import (
    WAY,
    Conversation,
    cases_of,
    conversations,
    local,
    said_otherwise,
)
from autograder.insight.audit.edges import edges_of, in_double
from autograder.insight.audit.observe import observe
from autograder.release_format import ACCEPTED
from autograder.release_zip import Release
from autograder.sandbox.environment import StudentEnvironment

SEEDS = (0, 1_000_003, 2_000_029)
"""Base seeds of the draws that tests are looked at with; the first is what mistakes are explained
with."""
_MOST_CALLS, _MOST_EDGED = 12, 3
"""Calls of a name that tests make, and those of them that are brought to edges."""
_ALIKE = 4
"""Parameters of one shape whose orders are tried; where there are more, it is left open what a
module with these computes."""
_ORDERS = math.factorial(_ALIKE)
_SLOW = 3.0
"""Seconds of the processor that calls of one name may take; beyond, there are fewer."""
_SECONDS = 300.0
"""Seconds of the processor after which no further accepted variant is looked at."""
_PARTS = ("result", "shape", "arguments", "globals", "gradients", "parameters", "training",
          "alike")  # fmt: skip
"""What calls are compared by, the plainest first."""
_LESS_CERTAIN = ("shape", "gradients", "training", "again", "starts", "kind")
"""Parts that are compared only where accepted variants say what need not be so."""
Seen = dict[str, Any]
"""What a call came to; see ``observe``."""


@dataclass
class AskedCall:
    """A call that answers are asked for, and what is right."""

    call: Call
    expected: Seen
    free: set[tuple[str, ...]] = field(default_factory=set)  # parts that need not be so


@dataclass
class Plan:
    """All that answers are asked, by question."""

    asked: dict[str, list[AskedCall]]
    unasked: tuple[tuple[str, str], ...]  # question and graded name that no test asks for
    accepted: dict[str, int]  # how many accepted variants were looked at, by question
    # what the reference says to tests, by question
    conversations: dict[str, list[Conversation]] = field(default_factory=dict)
    # what the notebook comes with: plain data that no answer binds, by name
    given: dict[str, Any] = field(default_factory=dict)


def ask_for(environment: Any, calls: Sequence[Call], seed: int = 1, order: int = 0) -> list[Seen]:
    """Return what calls of one name come to, in an environment.

    Raises:
        StudentError: the code ended, or did not come to an end.
    """
    data = {"name": calls[0].name, "calls": [c.as_data() for c in calls]}
    found = environment.run_probe(observe, {**data, "seed": seed, "order": order})
    if not isinstance(found, list) or len(found) != len(calls):
        return [{"raises": "nothing that can be read"} for _ in calls]
    return [one if isinstance(one, dict) else {} for one in found]


def parts_otherwise(asked: AskedCall, got: Seen) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield the parts in which a call came to something else than is right."""
    expected = asked.expected
    if "raises" in got:
        yield ("raises",), "no exception", f"{got['raises']}: {got.get('message', '')}"
        return
    for part in _PARTS:
        if part in expected:
            for one in differences(expected[part], got.get(part), (part,)):
                yield one.path, one.expected, one.got
    if expected.get("again") is True and got.get("again") is not True:
        yield ("again",), "the same when it is called again", "something else"
    if starts_differ(expected.get("starts"), got.get("starts")):
        yield ("starts",), str(expected["starts"]), str(got["starts"])
    if expected.get("kind") != got.get("kind"):
        yield ("kind",), str(expected.get("kind")), str(got.get("kind"))


def make_plan(release: Release, hidden: HiddenTests, accepted: str) -> Plan:
    """Find out what answers are to be asked. The instructor's code runs, and no other.

    Args:
        hidden: the tests, made before; see ``HiddenTests.make_tests``.
        accepted: the text of the course's accepted variants, or "".
    """
    seen = _calls_of_tests(release, hidden)
    asked: dict[str, list[AskedCall]] = {}
    unasked = []
    mentioned = set(re.findall(r"\w+", "".join(map(hidden.source, release.questions))))
    for question, names in release.binds.items():
        asked[question] = []
        for name in names:
            calls = choose(seen[question, name], _MOST_CALLS)
            asked[question] += _expected(question, name, calls)
            if not seen[question, name] and name not in mentioned:
                unasked.append((question, name))
    files = {question_name(file): file for file in hidden.make_tests()}
    plan = Plan(asked, tuple(unasked), defaultdict(int), given=_given(release))
    if accepted:
        plan.conversations = {name: conversations(name, file) for name, file in files.items()}
        _free_what_variants_do(plan, accepted, files)
    for question, several in asked.items():
        if not plan.accepted[question]:
            asked[question] = [one for one in several if not one.call.how]
            for one in asked[question]:
                one.free |= {(part,) for part in _LESS_CERTAIN}
    return plan


def _given(release: Release) -> dict[str, Any]:
    """Return the plain data of the reference that no answer binds, and that are always the same."""
    graded = {name for names in release.binds.values() for name in names}
    first, second = reference_names().data, reference_names().data
    found = {}
    for name in first.keys() - graded:
        if isinstance(first[name], torch.Tensor | np.ndarray | int | float):
            with suppress(NotPlainError):
                value = plain_copy(first[name])
                if not list(differences(value, second[name])):
                    found[name] = value
    return found


def changed_given(plan: Plan, environment: StudentEnvironment) -> bool:
    """Say whether a notebook has changed what it comes with.

    Raises:
        StudentError: its code ended.
    """
    return any(
        list(differences(value, environment.get(name))) for name, value in plan.given.items()
    )


def _calls_of_tests(release: Release, hidden: HiddenTests) -> dict[tuple[str, str], list[Call]]:
    """Run all tests on the reference, and return the calls of graded names by question and name."""
    seen: dict[tuple[str, str], list[Call]] = defaultdict(list)
    for file in hidden.make_tests():
        for seed in SEEDS:
            names = reference_names().data
            recorder = Recorder(names, release.binds)
            environment = local(names)
            for case in getattr(file, "test_cases", ()):
                with session_with(base_seed=seed, explaining=False), suppress(Exception):
                    run_case(case, environment)
                for call in recorder.take():
                    seen[call.question, call.name].append(call)
    return seen


def _expected(question: str, name: str, calls: Sequence[Call]) -> Iterator[AskedCall]:
    """Yield the calls whose right results can be told, with these."""
    names = reference_names().data
    if not calls:
        value = names.get(name)
        if value is None or callable(value):
            return
        calls = [Call(question, name, None, [])]
    first = {repr(call.made): call for call in reversed(calls) if call.made is not None}
    for call in first.values():
        call.first = True
    edged = [edge for call in calls[:_MOST_EDGED] for edge in edges_of(call)]
    every = [*calls, *edged]
    start = time.process_time()
    right = ask_for(local(reference_names().data), every, 1)
    if (seconds := time.process_time() - start) > _SLOW:
        every = every[: max(1, int(len(every) * _SLOW / seconds))]
        right = right[: len(every)]
    other = ask_for(local(reference_names().data), every, 2)
    doubled = ask_for(local(reference_names().data), [in_double(call) for call in every], 1)
    for call, seen, again, double in zip(every, right, other, doubled, strict=True):
        if "raises" in seen or not is_finite(seen.get("result")):
            continue
        asked = AskedCall(call, seen)
        shapes = Counter(map(str, seen.get("parameters", ())))
        if max(shapes.values(), default=0) > _ALIKE:
            asked.free |= {("result",), ("gradients",)}
        for path, *_ in parts_otherwise(asked, again):
            asked.free.add(path)
        if "raises" not in double:
            for path, *_ in parts_otherwise(asked, double):
                if path[0] in ("result", "gradients"):
                    asked.free.add(path)
        yield asked


def _free_what_variants_do(plan: Plan, text: str, files: Mapping[str, TestFile]) -> None:
    """Free all parts in which an accepted variant does something else than the solution."""
    end = time.process_time() + _SECONDS
    for variant, names in variants(text):
        if time.process_time() > end:
            break
        question = variant.question
        if not plan.asked.get(question) and not plan.conversations.get(question):
            continue
        plan.accepted[question] += 1
        for asked, otherwise in ask_question(plan, question, local(names)):
            asked.free.update(path for path, *_ in otherwise)
        for known in plan.conversations.get(question, ()):
            case = cases_of(files[question])[known.test]
            said = list(said_otherwise(known, case, local(names)))
            known.free.update((str(one.step), *one.path) for one in said if one.path != WAY)


def variants(text: str) -> Iterator[tuple[Variant, dict[str, Any]]]:
    """Yield accepted variants, each with the names of a notebook that holds it until the next."""
    names = reference_names().data
    solution = dict(names)
    with torch.random.fork_rng(devices=[]):
        declared = run_declarations(text, ACCEPTED, names)
    names.update(solution)
    for variant, definition in declared.variants:
        before = {k: v.clone() for k, v in names.items() if isinstance(v, torch.Tensor)}
        with suppress(Exception):
            if variant.name:
                names[variant.name] = definition
            else:
                with torch.random.fork_rng(devices=[]):
                    exec(variant.source, names)
            yield variant, names
        names.update(solution)
        names.update(before)


def ask_question(
    plan: Plan, question: str, environment: StudentEnvironment
) -> Iterator[tuple[AskedCall, list[tuple[tuple[str, ...], str, str]]]]:
    """Yield what is asked of a question, each with the parts that are otherwise and not free.

    Raises:
        StudentError: the code ended, or did not come to an end.
    """
    by_name: dict[str, list[AskedCall]] = defaultdict(list)
    for asked in plan.asked.get(question, ()):
        by_name[asked.call.name].append(asked)
    for several in by_name.values():
        calls = [asked.call for asked in several]
        best: list[tuple[AskedCall, list[tuple[tuple[str, ...], str, str]]]] = []
        for order in range(_ORDERS if calls[0].made is not None else 1):
            found = ask_for(environment, calls, 1, order)
            judged = [
                (asked, [p for p in parts_otherwise(asked, got) if not is_free(asked, p[0])])
                for asked, got in zip(several, found, strict=True)
            ]
            if not best or _wrong(judged) < _wrong(best):
                best = judged
            if not _wrong(best):
                break
        yield from best


def _wrong(judged: Sequence[tuple[AskedCall, list[Any]]]) -> int:
    return sum(bool(parts) for _, parts in judged)


def is_free(asked: AskedCall, path: tuple[str, ...]) -> bool:
    """Say whether a part, or what it is a part of, need not be as in the reference."""
    return any(path[: len(free)] == free for free in asked.free)
