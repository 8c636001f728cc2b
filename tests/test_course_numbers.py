"""The numbers that the course promises are printed by the solution notebooks when they run."""

import itertools
import operator
import os
import re
import resource
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell
from otter.utils import NOTEBOOK_METADATA_KEY

from autograder.notebook import write_notebook
from autograder.release.master import read_master
from autograder.release.views import make_notebook, render_tests
from tests.support.claims.trained import DOWNHILL, FACTS, SEEDS, STARTS
from tests.support.repository import REPOSITORY

pytestmark = pytest.mark.slow

SLUGS = sorted(path.name for path in (REPOSITORY / "solutions").iterdir() if path.is_dir())
A0, A1, A2, A3, A4, A5, A6 = SLUGS

# A line that the notebook prints, with # for each number and ... for anything; the numbers; by how
# much they may be off. That is half of the last digit, and more after thousands of steps in
# float32, whose rounding differs between processors.
VALUES = [
    (A0, "X (#, #) Y (#, #)", (20, 3, 20, 2), 0),
    (A0, "a column and a row: (#, #)", (3, 4), 0),
    (A0, "loss: #", (10.392,), 5e-4),
    (A0, "loss before: # after: #", (10.392, 10.335), 5e-4),
    (A0, "slope #, intercept #", (1.5, -2), 0.2),
    (A0, "last loss #", (0.16,), 0.01),
    (A0, "the last thirty steps of the line take # of it", (0.02,), 0.01),  # "nearly flat"
    (A1, "(#,) float64", (2000,), 0),
    (A1, "best cubic (a, b, c, d): [#, #, #, #]", (0, 0.85674, 0, -0.09333), 5e-6),
    (A1, "its squared error: #", (8.8172,), 5e-5),
    (A1, "first and last loss: ... #", (8.8172,), 1e-4),
    (A1, "lr 3.5e-06: loss # before step 300", (18.8,), 0.5),
    (A1, "lr 3.6e-06: loss # before step 300", (2.6e8,), 0.2e8),
    (A1, "sum: tensor(#) shape of the sum: ()", (-4.5,), 0),
    (A1, "first loss 461... last loss #", (8.9436,), 1e-4),
    (A1, "a = #, b = #, c = #, d = #", (0, -2.2085, 0, 0.25549), 1e-4),
    *(
        (
            A1,
            f"gradient {g}, length of step 1: #, 2: #, 10: #, 50: #, 100: #, 500: #",
            lengths,
            0.04,
        )
        for g, lengths in itertools.product((5, 5000), [(10, 7.1, 3.2, 1.6, 1.26, 1)])
    ),
    (A1, "first loss 731... last loss #", (8.92,), 0.01),
    (A1, "a wave # high, shifted by # loss ...", (1, 1.571), 5e-4),
    (A1, "step 30000: loss #", (8.87,), 0.02),
    (A1, "RMSprop is ahead from step #", (1300,), 50),
    (A1, "it is near the best cubic after #", (15000,), 2000),
    (A1, "of the last 3,000 steps, # lie below it", (0.33,), 0.03),  # "the smaller one"
    (A2, "loss: ... gradients: # and #", (-24, -18), 0),
    (A2, "gradient after backward: tensor(#)", (-16,), 0),
    (A2, "old gradient + new one: #", (-19.2,), 0),
    (A2, "the new one alone: #", (-3.2,), 0),
    (A2, "after step 1: # * # = ...", (3.0720, 4.0540), 5e-5),
    (A2, "after 100 steps: # * # = #", (3.4505, 4.3472, 15), 1e-4),
    (A2, "step 1: loss before it #, speed after it #", (16, 3.8), 0),
    (A2, "learned: # c + #", (1.8, 32), 0.05),
    (A2, "MyNetwork mean absolute error #", (2.5,), 0.7),
    (A2, "MyNetwork has a map of rank #", (2,), 0),
    (A3, "training: (#, 1) validation: (#, 1)", (80, 20), 0),
    (
        A3,
        "all 80 rows, away from least squares: # after 40 epochs, # after 200, ...",
        (0.505, 0.079),
        5e-4,
    ),
    (
        A3,
        "batches of 16, away from least squares: # after 40 epochs, # after 200, # ...",
        (0.076, 0.003, 0.0025),
        5e-4,
    ),
    (A3, "100 epochs, momentum 0.0: # away from least squares", (0.25,), 5e-3),
    (A3, "100 epochs, momentum 0.9: # away from least squares", (0.0057,), 1e-4),  # "a fortieth"
    (A3, "the validation loss is the lower one in # of 100 epochs", (94,), 1),
    (A3, "100 # # #", (0.0105, 0.0105, 0.0064), 1e-4),  # lower "by about two fifths"
    (A4, "# images of # x # pixels: ...", (1797, 8, 8), 0),
    (A4, "# to train, # to choose, # to judge", (1077, 360, 360), 0),
    (A4, "lr 0.1, 1 step(s): tensor([#, #])", (0.2, 0.2), 5e-5),
    (A4, "lr 0.1, 2 step(s): tensor([#, #])", (0.36, 0.36), 5e-5),
    (A4, "lr 0.1, 3 step(s): tensor([#, #])", (0.488, 0.488), 5e-5),
    (A4, "lr 0.1, 4 step(s): tensor([#, #])", (0.5904, 0.5904), 5e-5),
    (A4, "lr 0.5, 1 step: tensor([#, #])", (1, 1), 5e-5),
    (A4, "-ln(e / (e + 9)) = #", (1.4612,), 5e-5),
    (A4, "the best and the worst of ten seeds differ by #", (0.04,), 0.015),
    (A5, "mean image, 0 numbers #", (0.0738,), 5e-5),
    (A5, "2x2 blocks, 16 numbers #", (0.0490,), 5e-5),
    (A5, "PCA, 8 numbers #", (0.0251,), 5e-5),
    (A5, "autoencoder, 8 numbers #", (0.0164,), 3e-4),
    (A6, "to train, to choose, to judge: # # #", (1077, 360, 360), 0),
    (A6, "[#, #, #, #, #]", (0, 1, 2, 0, -1), 0),
    (A6, "weights of the convolution: #", (50,), 0),
    (A6, "after # step(s): 7.2...", (1,), 0),
    (A6, "after 10 step(s): #", (2.789,), 5e-4),
    (A6, "below 0.01: # and #", (100, 5000), 100),  # "about 1 % and about half"
    (A6, "0.0 tensor([#, #, #])", (0.422, 0.422, 0.155), 5e-4),
    (A6, "-inf tensor([#, #, #])", (0.5, 0.5, 0), 0),
    (A6, "0.1 [#, #, #]", (1, 0, 0), 1e-3),
    (A6, "pairs: #", (1.8,), 5e-4),
    (A6, "at the end: mean #, root of the variance #", (5, 2), 0.3),
    (A6, "dense: # parameters, ...", (2410,), 0),
    (A6, "after 30 batches: mean #, root of the variance #", (5, 2), 0.3),
]

# The same for what only has to reach a goal.
GOALS = [
    (A0, "on its 20 points : loss #, ...", "<", 0.01),
    (A0, "fresh points have # times the loss of its own", ">", 5),  # "many times higher"
    (A0, "same points: at least # of the first score", "<", 1),
    (A0, "same points: in the end # of the first score", ">", 1),
    (A0, "fresh points: in the end # of the first score", "<", 0.5),
    (A1, "largest relative difference of the losses: #", "<", 1e-4),
    (A1, "the dynamic loss comes from #", ">", 1e7),
    (A1, "and # between the humps", "<", 30),  # "two humps"
    (A2, "sum of squared errors: # ...", "<", 1e-3),
    (A2, "mean absolute error: # ...", "<", 0.05),
    (A3, "all 80 rows, away from least squares: ..., # after 1,000", "<", 1.5e-5),
    (A3, "largest difference between not stopped and resumed: #", "<", 1e-6),
    (A4, "after 20 epochs: ... validation: # right", ">=", 0.94),
    (A4, "judged by: # of the test images are right", ">=", 0.94),
    (A4, "softmax last loss # ...", ">", 1.4612),
    (A5, "error on X_val: #", "<", 0.024),
    (A5, "autoencoder, 8 numbers #", "<", 0.025),
    (A6, "convolutional: ... parameters, # of the judging part", ">=", 0.96),
    (A6, "the loss of characters begins at #", ">", 3),
    (A6, "best: {..., 'score': #}", ">", 0.9),
    (A6, "best: {'lr': #, ...}", ">", 0.003),
    (A6, "best: {'lr': #, ...}", "<", 0.1),
    (A6, "with the mask: loss #, ...", "<", 1.2),
    (A6, "without: loss #, ...", "<", 0.2),  # "far lower"
    (A6, "without: ... at the last place of each piece #", ">", 1.2),
]
COMPARE = {"<": operator.lt, ">": operator.gt, ">=": operator.ge}

NUMBER = r"(-?\d+(?:,\d{3})*(?:\.\d*)?(?:e[-+]\d+)?)"


def run_solved(slug: str, *extra: str) -> tuple[list[str], float]:
    """Run what a student with every answer hands in; return printed lines and seconds of CPU."""
    master = read_master(REPOSITORY / "solutions" / slug / f"{slug}.ipynb")
    notebook = make_notebook(master, student=False)
    tests = render_tests(master, hidden=False)
    notebook.metadata[NOTEBOOK_METADATA_KEY].update(OK_FORMAT=False, tests=tests)
    notebook.cells += [new_code_cell(source) for source in extra]
    with TemporaryDirectory() as folder:
        write_notebook(notebook, Path(folder) / f"{slug}.ipynb")
        client = NotebookClient(notebook, resources={"metadata": {"path": folder}})
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        client.execute(env={**os.environ, "OMP_NUM_THREADS": "1"})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    text = "".join(output.text for output in outputs if output.get("name") == "stdout")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return text.splitlines(), seconds


@cache
def solved(slug: str) -> tuple[list[str], float]:
    """Run a solved notebook, and print what its texts say besides."""
    return run_solved(slug, *(FACTS[name] for name in FACTS if slug.startswith(name)))


def numbers_in(lines: list[str], template: str) -> tuple[float, ...]:
    """Return the numbers at the # of a template, from the one line that looks like it."""
    pattern = re.escape(re.sub(r" +", " ", template)).replace(r"\.\.\.", ".*?")
    pattern = pattern.replace(r"\#", NUMBER).replace(r"\ ", " +")
    found = [match for line in lines if (match := re.fullmatch(pattern, line.strip()))]
    assert len(found) == 1, f"{len(found)} lines look like {template!r}"
    return tuple(float(number.replace(",", "")) for number in found[0].groups())


@pytest.mark.parametrize("slug", SLUGS)
def test_the_solution_prints_the_numbers_that_the_course_quotes(slug):
    lines, _ = solved(slug)
    rows = [row[1:] for row in VALUES if row[0] == slug]
    assert rows
    for template, values, tolerance in rows:
        assert numbers_in(lines, template) == pytest.approx(values, abs=tolerance, rel=0), template


@pytest.mark.parametrize("slug", SLUGS)
def test_the_solution_reaches_the_goals_that_the_course_sets(slug):
    lines, _ = solved(slug)
    rows = [row[1:] for row in GOALS if row[0] == slug]
    assert rows
    for template, sign, goal in rows:
        (reached,) = numbers_in(lines, template)
        assert COMPARE[sign](reached, goal), f"{template}: {reached} is not {sign} {goal}"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_solved_notebook_takes_less_than_a_minute_of_one_core(slug):
    _, seconds = solved(slug)
    assert 0 < seconds < 60


def test_most_starts_of_a0_are_stuck_and_ten_of_them_reach_the_goal_from_nearly_every_seed():
    lines, _ = run_solved(A0, STARTS)
    assert numbers_in(lines, "of all starts, after 500 steps: #") == pytest.approx(
        (0.37,), abs=0.02
    )
    assert numbers_in(lines, "of all starts, after 2000 steps: #") == pytest.approx(
        (0.43,), abs=0.02
    )
    (seeds,) = numbers_in(lines, "seeds, after 500 steps: #")
    assert seeds >= 49


def test_the_step_of_a0_goes_uphill_now_and_then():
    lines, _ = run_solved(A0, DOWNHILL)
    assert numbers_in(lines, "with rate 1: # to #") == pytest.approx((10.39, 11.77), abs=0.005)
    step, before, after = numbers_in(lines, "first rise near step #: # to #")
    assert (before, after) == pytest.approx((6.82053, 6.82055), abs=5e-5)
    assert step == pytest.approx(680, abs=5)


@pytest.mark.parametrize("name", SEEDS)
def test_every_seed_reaches_the_marks_with_the_settings_of_the_solution(name):
    slug = next(slug for slug in SLUGS if slug.startswith(name))
    lines, _ = run_solved(slug, SEEDS[name])
    good, count = numbers_in(lines, "seeds that reach both marks: # of #")
    assert good == count == 10
