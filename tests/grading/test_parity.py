"""Honest submissions get from us, question by question, what plain Otter gives them."""

from pathlib import Path

import pytest

from tests.support.command import Run, Scores, grade, plain_otter
from tests.support.honest import COMMON, Honest
from tests.support.rare import RARE

SLUG = "a0-pytorch-review"
MAXIMA = {"q1": 2, "q2": 4, "q4": 3, "q5": 3}
HONEST = COMMON + RARE
MENDED = {"check of q2 deleted"}
"""Right answers that cost points in plain Otter, which tests them where the notebook ends."""


@pytest.fixture(scope="module")
def release(built) -> Path:
    return built / "dist" / SLUG


@pytest.fixture(scope="module")
def notebooks(release, tmp_path_factory) -> dict[str, Path]:
    """Return the path of each honest submission, by its name."""
    folder = tmp_path_factory.mktemp("honest")
    blank = release / "student" / f"{SLUG}.ipynb"
    return {honest.name: honest.write(blank, folder) for honest in HONEST}


@pytest.fixture(scope="module")
def run(release, notebooks, tmp_path_factory) -> Run:
    """Return our results for all of them, from one call."""
    out = tmp_path_factory.mktemp("ours")
    return grade(release / f"{SLUG}-autograder.zip", notebooks.values(), out)


def scores_by_otter(
    release: Path, notebooks: dict[str, Path], folder: Path, chosen: list[Honest]
) -> dict[str, Scores]:
    """Grade with plain Otter, which takes some seconds a submission."""
    archive = release / f"{SLUG}-autograder.zip"

    def scores(honest: Honest) -> Scores:
        out = folder / honest.file_name
        return plain_otter(archive, notebooks[honest.name], out, f"{SLUG}.ipynb")

    return {honest.name: scores(honest) for honest in chosen}


def test_names_of_submissions_are_unique():
    assert len({h.file_name for h in HONEST}) == len(HONEST)


def test_every_submission_is_graded_to_its_end(run):
    assert run.status == 0, run.terminal
    assert len(run.graded) == len(HONEST)
    assert {name: g.status for name, g in run.graded.items() if g.status != "graded"} == {}


@pytest.mark.parametrize("honest", HONEST, ids=lambda h: h.file_name)
def test_a_submission_gets_what_it_is_worth(honest, run):
    graded = run.graded[honest.file_name]
    worth = dict(zip(MAXIMA, zip(honest.scores, MAXIMA.values(), strict=True), strict=True))
    assert graded.scores == worth, graded.text


def test_results_are_what_gradescope_reads_and_the_table_says_the_same(run):
    keys = {"name", "score", "max_score", "output", "output_format", "visibility"}
    for graded in run.graded.values():
        tests = {t["name"]: t for t in graded.result["tests"] if t["name"] in MAXIMA}
        assert tests.keys() == MAXIMA.keys()
        assert all(keys <= test.keys() for test in tests.values())
        assert graded.result["execution_time"] >= 0
        assert {q: float(graded.row[q]) for q in MAXIMA} == {
            q: t["score"] for q, t in tests.items()
        }
        assert float(graded.row["score"]) == sum(test["score"] for test in tests.values())
        assert float(graded.row["max_score"]) == sum(MAXIMA.values())
        assert graded.row["status"] == graded.status


def compare(ours: Run, otter: dict[str, Scores]) -> None:
    """Fail with every submission that the two grade differently."""
    different = {
        name: {"otter": scores, "ours": got}
        for name, scores in otter.items()
        if name not in MENDED and (got := ours.graded[Honest(name, ()).file_name].scores) != scores
    }
    assert different == {}


def test_plain_otter_gives_the_same_scores(release, notebooks, run, tmp_path):
    compare(run, scores_by_otter(release, notebooks, tmp_path, COMMON[::8]))


@pytest.mark.slow
def test_plain_otter_gives_the_same_scores_to_all_the_others(release, notebooks, run, tmp_path):
    others = [honest for number, honest in enumerate(COMMON) if number % 8]
    compare(run, scores_by_otter(release, notebooks, tmp_path, [*others, *RARE]))
