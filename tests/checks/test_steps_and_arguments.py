"""Training takes its steps, arguments are read, parameters are drawn, and autograd is asked."""

import pytest
import torch
from torch import nn

from autograder.checks import (
    CheckError,
    check_autograd_function,
    check_finds_with_autograd,
    check_reads_arguments,
    check_standard_normal,
    check_takes_all_steps,
    fresh,
)
from autograder.checks.session import session_with

GLOBAL_RATE = 0.1


def descend(x, rate, steps, *, until=lambda _losses: False, at_least=0, keep=min):
    """Minimise the sum of x squared; the last values, or those with the loss that keep chooses."""
    losses, values = [], [x]
    while len(losses) < max(steps, at_least) and not until(losses):
        losses.append(float((x**2).sum()))
        x = x - rate * 2 * x
        values.append(x)
    if keep is min:
        return x, losses
    return min(values, key=lambda value: float((value**2).sum())), losses


def fit(x, rate, steps):
    return descend(x, rate, steps)


def run(env, name, x, rate, steps):
    x, losses = env[name](x, rate, steps)
    return {"losses": losses, "parameters": [x]}


def rises(losses):
    return len(losses) > 1 and losses[-1] > losses[-2]


def rests(losses):
    return len(losses) > 1 and losses[-1] == losses[-2]


STEPS = {
    "stops early": [
        lambda x, rate, steps: descend(x, rate, steps, until=rises),
        lambda x, rate, steps: descend(x, rate, steps, until=rests),
    ],
    "not the last parameters": [lambda x, rate, steps: descend(x, rate, steps, keep=None)],
    "moves without steps": [lambda x, rate, steps: descend(x, rate, steps, at_least=1)],
    "other values": [lambda x, rate, steps: descend(x, min(rate, 1.5), steps)],
}


def found_by(check, *arguments, **options):
    """Return the finding of a check that fails."""
    with pytest.raises(CheckError) as failed:
        check(*arguments, **options)
    return failed.value.finding


@pytest.mark.parametrize(
    ("finding", "wrong"), [(name, one) for name, several in STEPS.items() for one in several]
)
def test_steps_that_are_not_taken_are_found(finding, wrong):
    x = fresh(1, x=(3,))["x"]
    options = {
        "reference": {"fit": fit},
        "rising": {"x": x, "rate": 2.0, "steps": 5},
        "resting": {"x": x, "rate": 0.0, "steps": 4},
    }
    check_takes_all_steps({"fit": fit}, "fit", run, **options)
    assert found_by(check_takes_all_steps, {"fit": wrong}, "fit", run, **options) == finding


def test_an_argument_that_is_ignored_is_named():
    first, other = fresh(2, x=(3,)), fresh(3, x=(3,))
    first |= {"rate": 0.1, "steps": 2}
    other |= {"rate": 0.2, "steps": 3}
    check_reads_arguments({"fit": fit}, "fit", run, first=first, other=other)
    wrong = {
        "ignores rate": lambda x, _rate, steps: fit(x, GLOBAL_RATE, steps),
        "ignores steps": lambda x, rate, _steps: fit(x, rate, 2),
        "ignores x": lambda _x, rate, steps: fit(torch.ones(3), rate, steps),
    }
    for finding, one in wrong.items():
        check = check_reads_arguments
        assert found_by(check, {"fit": one}, "fit", run, first=first, other=other) == finding


def squares(x):
    return (x**2).sum()


def slope_by(way):
    """Return a function that finds a slope in a way."""

    def slope(x):
        if way == "backward":
            x = x.clone().requires_grad_()
            squares(x).backward()
            return x.grad
        return {"grad": torch.func.grad, "jacfwd": torch.func.jacfwd}[way](squares)(x)

    return slope


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what jacfwd is built on
def test_autograd_may_be_asked_in_any_way():
    x = fresh(4, x=(3,))["x"]
    for way in ("backward", "grad"):
        check_finds_with_autograd({"slope": slope_by(way)}, "slope", x)
    source = "def slope(x):\n    return torch.func.jacfwd(squares)(x)"
    check_finds_with_autograd({"slope": slope_by("jacfwd"), "In": [source]}, "slope", x)
    assert found_by(check_finds_with_autograd, {"slope": lambda x: 2 * x}, "slope", x) == "by hand"


def made_of(draw):
    """Return a class of modules with four numbers."""

    class Made(nn.Module):
        def __init__(self):
            super().__init__()
            self.numbers = nn.ParameterList(nn.Parameter(value) for value in draw())

    return Made


def test_parameters_are_drawn_from_the_standard_normal_distribution():
    for seed in range(20):
        with session_with(base_seed=seed):
            right = {"Made": made_of(lambda: torch.randn(4))}
            check_standard_normal(right, "Made", number=5)
    for draw in (
        lambda: torch.rand(4),
        lambda: 2 * torch.randn(4),
        lambda: torch.randn(4) + 1,
        lambda: (torch.rand(4) - 0.5) * 12**0.5,
    ):
        found = found_by(check_standard_normal, {"Made": made_of(draw)}, "Made", number=5)
        assert found == "other distribution"
    alike = {"Made": made_of(lambda: torch.randn(()).repeat(4))}
    assert found_by(check_standard_normal, alike, "Made", number=5) == "one draw for all"


def test_what_backward_does_with_the_gradient_from_above_is_told():
    def function(combine):
        class Made(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                ctx.save_for_backward(x)
                return x**2

            @staticmethod
            def backward(ctx, above):
                return combine(2 * ctx.saved_tensors[0], above)

        return {"Made": Made}

    options = {"inputs": [fresh(6, x=(7,))["x"], fresh(7, x=(2, 3))["x"]]}
    check_autograd_function(function(torch.mul), "Made", torch.square, **options)
    added = function(lambda slope, above: slope + above - 1)
    check = check_autograd_function
    assert found_by(check, added, "Made", torch.square, **options) == "adds grad_output"
    with pytest.raises(CheckError, match="right where grad_output is 1"):
        check(function(lambda slope, up: slope * up.mean()), "Made", torch.square, **options)
