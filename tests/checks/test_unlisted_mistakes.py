"""What students read about mistakes of A0: the right explanation or none, never a wrong one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from coverage import Coverage
from otter.test_files import TestFile

from autograder.checks.misconceptions import Variant, run_declarations
from autograder.checks.reference import reference_names
from autograder.checks.session import session_with
from autograder.grading.diagnosis import Diagnostician
from autograder.grading.hidden import HiddenTests
from autograder.grading.testing import QuestionVerdicts, question_name, run_on
from autograder.release.contents import autograder_files
from autograder.release.declarations import read_declarations
from autograder.release.master import read_master
from autograder.release_zip import read_release
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.local import LocalConnection
from tests.support.unlisted import MISTAKES, SOLUTIONS, Mistake

A0 = Path(__file__).parents[2] / "solutions" / "a0-pytorch-review"
SECONDS = 60.0
NO_WHEEL = ("none.whl", b"")
"""Nothing is installed from the files here."""


def declared(name: str) -> list[Variant]:
    """Return the definitions that a file of A0 declares, without those that are cells."""
    # names of the notebook are used in the definitions, but none is needed to declare them
    found = read_declarations(read_master(A0 / "a0-pytorch-review.ipynb"), name)
    assert found is not None
    variants = [variant for variant, _ in run_declarations(found.text, name, {}).variants]
    return [variant for variant in variants if variant.name]


@dataclass
class Grader:
    """A0's tests and misconceptions."""

    tests: dict[str, TestFile]
    diagnostician: Diagnostician

    def grade(self, question: str, source: str) -> QuestionVerdicts:
        """Run the tests of a question on code that stands in a notebook beside right solutions."""
        names = reference_names().data
        exec(source, names)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            state = StudentEnvironment(LocalConnection(names).fork, SECONDS, [source])
            found = run_on(self.tests[question], state)
        return QuestionVerdicts(question, found, 0.0)

    def diagnose(self, tested: QuestionVerdicts) -> Variant | None:
        """Return the misconception that the tests' failures are put down to."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)  # a new module may meet a public test by luck
            return self.diagnostician.diagnose(self.tests[tested.name], tested)


@pytest.fixture(scope="module", autouse=True)
def uncounted() -> Iterator[None]:
    """Let coverage rest: hundreds of times the same lines would cost it half a minute."""
    counting = Coverage.current()
    if counting:
        counting.stop()
    yield
    if counting:
        counting.start()


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    folder = tmp_path_factory.mktemp("a0")
    files = autograder_files(read_master(A0 / "a0-pytorch-review.ipynb"), NO_WHEEL)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    package = read_release(folder)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # as in grading; matrices are small
    hidden = HiddenTests(package)
    tests = {question_name(file): file for file in hidden.make_tests()}
    diagnostician = hidden.diagnostician()
    assert diagnostician is not None
    yield Grader(tests, diagnostician)
    torch.set_num_threads(threads)


def sentences(tested: QuestionVerdicts) -> list[str]:
    """Return the sentences of all explanations."""
    return [
        sentence
        for verdict in tested.verdicts
        for sentence in re.split(r"(?<=[.?]) (?=[A-Z])", verdict.explanation)
        if sentence
    ]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m.question}: {m.what}")
def test_an_unlisted_mistake_is_explained_rightly_or_not_at_all(mistake: Mistake, grader: Grader):
    tested = grader.grade(mistake.question, mistake.source)
    assert any(not verdict.passed for verdict in tested.verdicts)
    said = sentences(tested)
    for sentence in said:
        assert any(re.search(pattern, sentence) for pattern in mistake.says), sentence
    for pattern in mistake.says:
        assert any(re.search(pattern, sentence) for sentence in said), said
    found = grader.diagnose(tested)
    assert (found.label if found else "") == mistake.hint


@pytest.mark.parametrize("question", SOLUTIONS)
def test_what_is_spoilt_is_right_before(question: str, grader: Grader):
    tested = grader.grade(question, SOLUTIONS[question])
    assert all(verdict.passed for verdict in tested.verdicts)
    assert grader.diagnose(tested) is None


def test_mistakes_are_not_listed():
    listed = {re.sub(r"\s", "", variant.source) for variant in declared("misconceptions.py")}
    assert not listed & {re.sub(r"\s", "", mistake.source) for mistake in MISTAKES}
    assert len({(mistake.question, mistake.what) for mistake in MISTAKES}) == len(MISTAKES)


@pytest.mark.parametrize(
    "known", [pytest.param(v, id=f"{v.question}: {v.label}") for v in declared("misconceptions.py")]
)
def test_a_misconception_is_recognised_as_itself(known: Variant, grader: Grader):
    tested = grader.grade(known.question, known.source)
    assert any(verdict.hidden and not verdict.passed for verdict in tested.verdicts)
    found = grader.diagnose(tested)
    assert found is not None
    assert found.label == known.label


@pytest.mark.parametrize(
    "right", [pytest.param(v, id=f"{v.question}: {v.label}") for v in declared("accepted.py")]
)
def test_an_unusual_right_solution_passes_for_every_draw(right: Variant, grader: Grader):
    for base in range(5):
        with session_with(base_seed=base):
            tested = grader.grade(right.question, right.source)
        assert [v.message for v in tested.verdicts if not v.passed] == [], f"base seed {base}"
