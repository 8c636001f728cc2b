"""Grade one attempt as a submission is graded."""

import functools
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace

from otter.test_files import TestFile

from autograder.checks.session import session_with
from autograder.errors import StudentError
from autograder.grading.hidden import hidden_tests
from autograder.grading.process import GradingProcess
from autograder.grading.testing import TracedVerdict, question_name, run_case, run_tests
from autograder.sandbox.environment import StudentEnvironment
from autograder.verify.attempts import Attempt, Kind


@dataclass(frozen=True)
class GradedAttempt:
    """What came of an attempt."""

    attempt: Attempt
    # score and maximum by question, with the first seed
    scores: dict[str, tuple[float, float]] = field(default_factory=dict)
    # for each seed, whether the attempt's own question (or all of them) passed all tests
    full: dict[int, bool] = field(default_factory=dict)
    # hints of recognised misconceptions, by question
    hints: dict[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()  # what the staff should look at
    message: str = ""  # what the first failed test said, or why the notebook stopped
    seconds: float = 0.0  # how long it took
    failure: str = ""  # why it could not be graded at all, or ""
    problem: str = ""  # what falls short, once it is judged, or ""
    equivalent: str = ""  # for a mutant that is listed as good, the reason; else ""

    def is_full(self, question: str) -> bool:
        """Say whether a question got all its points."""
        score, maximum = self.scores[question]
        return score == maximum


def grade_attempt(attempt: Attempt, process: GradingProcess) -> GradedAttempt:
    """Grade an attempt with the release's own tests."""
    start = time.perf_counter()
    try:
        graded = _grade(attempt, process)
    except Exception as error:
        graded = GradedAttempt(attempt, failure=f"{type(error).__name__}: {error}")
    return replace(graded, seconds=time.perf_counter() - start)


def _grade(attempt: Attempt, process: GradingProcess) -> GradedAttempt:
    first, *others = attempt.seeds
    with process.sandbox(attempt.cells, attempt.tested) as sandbox:
        sandbox.begin()
        hidden = hidden_tests(process)
        files = [file for file in hidden.make_tests() if question_name(file) in attempt.tested]
        sandbox.follow()
        own = [file for file in files if question_name(file) == attempt.question] or files
        full = dict.fromkeys(attempt.seeds, False)  # until it is seen
        tested = {}
        for file in files:
            again = functools.partial(_test_again, file, others, full) if file in own else None
            with session_with(base_seed=first):
                tested[question_name(file)] = run_tests(file, sandbox, again)
    failed = [v for file in own for v in tested[question_name(file)].verdicts if not v.passed]
    full[first] = not failed
    hints = {}
    if attempt.kind is Kind.MISCONCEPTION:
        diagnostician = hidden.diagnostician()
        assert diagnostician is not None
        for file in own:
            found = diagnostician.diagnose(file, tested[question_name(file)])
            if found is not None:
                hints[question_name(file)] = found.hint
    stop = sandbox.record.stop
    message = stop.message if stop else failed[0].message if failed else ""
    scores = {question_name(file): (float(file.score), float(file.possible)) for file in files}
    flags = [
        flag for file in files for v in tested[question_name(file)].verdicts for flag in v.flags
    ]
    return GradedAttempt(attempt, scores, full, hints, tuple(flags), message)


def _test_again(
    file: TestFile,
    seeds: list[int],
    full: dict[int, bool],
    environment: StudentEnvironment,
    verdicts: tuple[TracedVerdict, ...],
) -> None:
    """Test a question with other draws; only hidden tests draw, and one that fails is enough.

    Tests leave the state as they found it, so one copy of it serves all draws.

    Args:
        seeds: the base seeds of the draws.
        full: takes whether all passed, by seed; False until then.
        verdicts: what came of the first draw.
    """
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
