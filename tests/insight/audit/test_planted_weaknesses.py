"""Planted weaknesses of the shipped tests are found, and the shipped tests have none of them."""

from collections import Counter
from pathlib import Path

import pytest

from autograder.insight.audit.found import Audit
from autograder.insight.audit.write_audit import audit
from autograder.insight.class_folder import open_class
from autograder.release.archive import zip_bytes
from autograder.release.contents import EXECUTABLE, autograder_files
from autograder.release.master import read_master
from tests.support.audit_class import Planted, pools_of, weakened, write_side_by_side
from tests.support.class_folder import NO_WHEEL
from tests.support.class_of_200 import COURSE
from tests.support.repository import REPOSITORY, run_command

pytestmark = pytest.mark.slow

A0, A2, A3 = "a0-pytorch-review", "a2-first-network", "a3-training-pipeline"
A4 = "a4-digit-classifier"
WIDE = ("cases=cases)", "cases=cases, atol=50.0)")
PLANTED = (
    (
        A0,
        Planted("q1", "The hidden units are cut off at 1",
                change=("network, cases)", "network, cases, atol=1.0)")),
        Planted("q4", "The weights are drawn anew, from a normal distribution",
                without="start from different weights"),
    ),
    (
        A0,
        Planted("q1", "x becomes a matrix of columns, in place",
                without="leaves its input and the weights"),
        Planted("q4", "Softmax in place of the sigmoid", without="computes the network"),
    ),
    (
        A2,
        Planted("q2", "The target is always 15",
                change=("** 2, cases", "** 2, cases, atol=1e6")),
        Planted("q4", "The learning rate is always 0.003",
                without="works for other targets rates and steps"),
        Planted("q5", "ReLU between the layers", without="two linear layers and nothing else"),
    ),
    (
        A2,
        Planted("q1", "Adds b to a in place", without="leaves its arguments"),
        Planted("q5", "The numbers in the middle are detached",
                without="gradients reach every parameter"),
    ),
    (
        A3,
        Planted("q1", "Cuts the number of rows off, in place of rounding it",
                without="is a random partition"),
        Planted("q3", "Always uses the learning rate 0.1", change=WIDE),
        Planted("q4", "Always uses the learning rate 0.1",
                change=("rtol=1e-3, atol=1e-4)", "atol=50.0)")),
        Planted("q6", "rand in place of randn", without="numbers from the right distributions"),
        Planted("q9", "Always uses the squared error", change=("rtol=1e-5)", "atol=50.0)")),
    ),
    (
        A4,
        Planted("q2", "Returns the best x, not the last one",
                without="makes all steps and keeps the dtype"),
        Planted("q3", "Changes init in place", without="leaves init and the points"),
        Planted("q4", "No ReLU between the layers", without="logits for any stack of widths"),
    ),
)  # fmt: skip
"""Tests that are taken out or widened: first an assignment, then weaknesses of its questions."""


def release_of(slug: str, folder: Path) -> Path:
    path = folder / f"{slug}-autograder.zip"
    master = read_master(COURSE / slug / f"{slug}.ipynb")
    path.write_bytes(zip_bytes(autograder_files(master, NO_WHEEL), EXECUTABLE))
    return path


def audited(archive: Path, folder: Path) -> Audit:
    out = folder / "grades"
    done = run_command(folder, "grade", str(archive), str(folder / "class"), "--out", str(out))
    assert done.returncode == 0, done.stderr
    with open_class(out) as opened:
        found = audit(opened, REPOSITORY, 2, lambda *_: None)
    assert not found.not_run
    return found


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: f"{one[0][:2]}-{one[1].question}")
def test_planted_weaknesses_are_found_and_no_others(planted, tmp_path):
    slug, *weaknesses = planted
    weak = tmp_path / "weak.zip"
    weakened(release_of(slug, tmp_path), weaknesses, weak)
    pools = pools_of(slug)
    right = {question: pool.right[:4] for question, pool in pools.items()}
    write_side_by_side(slug, right, tmp_path / "class", "right")
    for one in weaknesses:
        wrong = {question: pool.right[:1] for question, pool in pools.items()}
        wrong[one.question] = [w for w in pools[one.question].known if w.label == one.lets_through]
        write_side_by_side(slug, wrong, tmp_path / "class", f"wrong-{one.question}")
    found = audited(weak, tmp_path)
    told = Counter[str]()
    for one in found.weak:
        told[one.question] += one.count
    assert told == {one.question: 1 for one in weaknesses}
    assert not found.strict
    assert not found.unasked


@pytest.mark.parametrize("slug", [A0, A2, A3, A4])
def test_nothing_is_said_of_the_shipped_tests(slug, tmp_path):
    pools = pools_of(slug)
    right = {question: pool.right for question, pool in pools.items()}
    known = {question: [pool.right[0], *pool.known] for question, pool in pools.items()}
    write_side_by_side(slug, right, tmp_path / "class", "right")
    write_side_by_side(slug, known, tmp_path / "class", "known")
    found = audited(release_of(slug, tmp_path), tmp_path)
    assert [(one.question, one.call, one.code) for one in found.weak] == []
    assert [(one.question, one.tests, one.code) for one in found.strict] == []
    assert not found.unasked
