"""Grade one attempt as a submission is graded."""

from __future__ import annotations

import functools
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.checks.session import session_with
from autograder.errors import StudentError
from autograder.grading.process import GradingProcess
from autograder.grading.verdicts import Verdict
from autograder.sandbox.environment import StudentEnvironment
from autograder.verify.attempts import Attempt, Kind

if TYPE_CHECKING:  # Otter takes seconds to import
    from otter.test_files import TestFile


@dataclass(frozen=True)
class Graded:
    """What came of an attempt.

    Attributes:
        attempt: what was graded.
        scores: score and maximum by question, with the first seed.
        full: for each seed, whether the attempt's own question (or all of them) passed all tests.
        hints: hints of recognised misconceptions, by question.
        message: what the first failed test said, or why the notebook stopped.
        seconds: how long it took.
        failure: why it could not be graded at all, or "".
    """

    attempt: Attempt
    scores: dict[str, tuple[float, float]]
    full: dict[int, bool]
    hints: dict[str, str]
    message: str
    seconds: float
    failure: str = ""

    def is_full(self, question: str) -> bool:
        """Say whether a question got all its points."""
        score, maximum = self.scores[question]
        return score == maximum


def grade_attempt(attempt: Attempt, process: GradingProcess) -> Graded:
    """Grade an attempt with the release's own tests."""
    start = time.perf_counter()
    try:
        return _grade(attempt, process, start)
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
        return Graded(attempt, {}, {}, {}, "", time.perf_counter() - start, problem)


def _grade(attempt: Attempt, process: GradingProcess, start: float) -> Graded:
    from autograder.grading.testing import question_name, run_tests

    first, *others = attempt.seeds
    with process.sandbox(attempt.cells, attempt.tested) as sandbox:
        sandbox.begin()
        hidden = process.hidden()
        files = [file for file in hidden.make_tests() if question_name(file) in attempt.tested]
        sandbox.follow()
        own = [file for file in files if question_name(file) == attempt.question] or files
        full = dict.fromkeys(attempt.seeds, False)  # until it is seen
        tested = {}
        for file in files:
            again = functools.partial(_test_again, file, others, full) if file in own else None
            with session_with(base_seed=first):
                tested[question_name(file)] = run_tests(file, sandbox, again)
    verdicts = {file: tested[question_name(file)].verdicts for file in own}
    full[first] = all(v.passed for of_file in verdicts.values() for v in of_file)
    hints = {}
    if attempt.kind is Kind.MISCONCEPTION:
        diagnostician = hidden.diagnostician()
        assert diagnostician is not None
        for file in own:
            found = diagnostician.diagnose(file, tested[question_name(file)])
            if found is not None:
                hints[question_name(file)] = found.hint
    failed = [verdict for file in own for verdict in verdicts[file] if not verdict.passed]
    stop = sandbox.record.stop
    message = stop.message if stop else failed[0].message if failed else ""
    return Graded(
        attempt,
        {question_name(file): (float(file.score), float(file.possible)) for file in files},
        full,
        hints,
        message,
        time.perf_counter() - start,
    )


def _test_again(
    file: TestFile,
    seeds: list[int],
    full: dict[int, bool],
    environment: StudentEnvironment,
    verdicts: tuple[Verdict, ...],
) -> None:
    """Test a question with other draws; only hidden tests draw, and one that fails is enough.

    Tests leave the state as they found it, so one copy of it serves all draws.

    Args:
        file: the question's tests.
        seeds: the base seeds of the draws.
        full: takes whether all passed, by seed; False until then.
        environment: the state.
        verdicts: what came of the first draw.
    """
    from autograder.grading.testing import run_case

    pairs = [
        (case, verdict)
        for case, verdict in zip(file.test_cases, verdicts, strict=True)
        if verdict.hidden or not verdict.passed
    ]
    order = sorted(pairs, key=lambda pair: (pair[1].passed, not pair[1].hidden))
    environment.allow(len(seeds))
    for seed in seeds:
        with suppress(StudentError), session_with(base_seed=seed, explaining=False):
            full[seed] = all(run_case(case, environment).passed for case, _ in order)
