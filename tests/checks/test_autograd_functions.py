"""Functions with a backward of their own are compared with autograd."""

import os
import socket

import pytest
import torch
from torch import nn
from torch.autograd import Function

from autograder.checks import (
    CheckError,
    check_autograd_function,
    check_gradients_reach_parameters,
    fresh,
)
from autograder.checks.session import session_with
from autograder.sandbox.connection import Connection
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.student.serve import Server
from autograder.sandbox.wire.channel import Channel

torch.set_num_threads(1)  # with more, a forked child hangs


def p3(x):
    return (5 * x**3 - 3 * x) / 2


class Legendre(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * 1.5 * (5 * x**2 - 1)


class InContext(Function):
    @staticmethod
    def forward(context, t):
        context.t = t.clone()
        return (5 * t * t * t - 3 * t) / 2

    @staticmethod
    def backward(context, g):
        return (7.5 * context.t.pow(2) - 1.5) * g


def changed(backward=None, forward=None):
    """Return Legendre with another backward or forward."""
    parts = {"backward": staticmethod(backward)} if backward else {}
    parts |= {"forward": staticmethod(forward)} if forward else {}
    return type("Changed", (Legendre,), parts)


def saved(ctx):
    return ctx.saved_tensors[0]


class Shared(Legendre):
    """Keeps its input in the class."""

    @staticmethod
    def forward(ctx, x):
        Shared.x = x.detach().clone()
        ctx.shape = x.shape
        return p3(x)

    @staticmethod
    def backward(_ctx, g):
        x = Shared.x
        return g * 1.5 * (5 * x**2 - 1)


class Bound(Function):
    def forward(self, x):
        return p3(x)

    def backward(self, g):
        return g


class OnlyForward(Function):
    @staticmethod
    def forward(_ctx, x):
        return p3(x)


def in_place(ctx, x):
    ctx.save_for_backward(x.clone())
    y = p3(x)
    x.data.mul_(2)
    return y


def unwritten(ctx, x):
    raise NotImplementedError


WRONG = {
    "ignores": (
        changed(lambda c, _g: 1.5 * (5 * saved(c) ** 2 - 1)),
        "ignores grad_output",
        "by the chain rule",
    ),
    "half": (
        changed(lambda c, g: g * 0.75 * (5 * saved(c) ** 2 - 1)),
        "other gradients",
        "The gradient is half of the right one",
    ),
    "sign": (
        changed(lambda c, g: g * 1.5 * (1 - 5 * saved(c) ** 2)),
        "other gradients",
        "opposite sign",
    ),
    "other": (changed(lambda c, g: g * (7.5 * saved(c) ** 2 + 1)), "other gradients", ""),
    "none": (changed(lambda _c, _g: None), "no gradient", ""),
    "values": (
        changed(forward=lambda c, x: (c.save_for_backward(x), 2 * p3(x))[1]),
        "other values",
        "The output is twice the right one",
    ),
    "shared": (Shared, "saved outside ctx", "into ctx"),
    "in place": (changed(forward=in_place), "changed in place", ""),
    "bound": (Bound, "not static", "without an object"),
    "only forward": (OnlyForward, "no backward", ""),
    "module": (nn.Linear, "not an autograd function", ""),
    "function": (p3, "not an autograd function", ""),
    "unwritten": (changed(forward=unwritten), "not implemented", ""),
}


def found(check, *args, **options):
    """Return the error of a check that has to fail."""
    with pytest.raises(CheckError) as caught:
        check(*args, **options)
    return caught.value


def inputs():
    return [fresh(60 + i, x=shape)["x"] for i, shape in enumerate([(7,), (1,), (3, 4), ()])]


def check(env, name="F"):
    check_autograd_function(env, name, p3, inputs=inputs())


@pytest.mark.parametrize("base", range(20))
def test_right_functions_pass_for_every_base_seed(base):
    with session_with(base_seed=base):
        check({"F": Legendre})
        check({"F": InContext})


@pytest.mark.parametrize("label", WRONG)
def test_a_wrong_function_fails_with_its_reason(label):
    function, finding, explanation = WRONG[label]
    error = found(check_autograd_function, {"F": function}, "F", p3, inputs=inputs()[:1])
    assert error.finding == finding, str(error)
    assert explanation in error.explanation
    assert "\n" not in error.message


def test_functions_of_several_inputs():
    class Product(Function):
        @staticmethod
        def forward(ctx, a, b):
            ctx.save_for_backward(a, b)
            return (a * b).sum()

        @staticmethod
        def backward(ctx, g):
            a, b = ctx.saved_tensors
            return g * b, g * a

    class Exchanged(Product):
        @staticmethod
        def backward(ctx, g):
            a, b = ctx.saved_tensors
            return g * a, g * b

    pairs = [tuple(fresh(70 + n, a=(n,), b=(n,)).values()) for n in (5, 1)]
    check_autograd_function({"F": Product}, "F", lambda a, b: (a * b).sum(), inputs=pairs)
    error = found(
        check_autograd_function, {"F": Exchanged}, "F", lambda a, b: (a * b).sum(), inputs=pairs
    )
    assert "another order" in error.explanation


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(3, 4), nn.Linear(4, 2)

    def forward(self, x):
        return self.b(self.a(x).relu())


class Cut(Net):
    def forward(self, x):
        return torch.tensor(self.b(self.a(x).relu()).tolist())


class HalfCut(Net):
    def forward(self, x):
        return self.b(self.a(x).relu().detach())


def test_gradients_have_to_reach_every_parameter():
    for base in range(20):
        with session_with(base_seed=base):
            x = fresh(5, x=(40, 3))["x"]
            check_gradients_reach_parameters({"M": Net}, "M", inputs=x)
    for model, finding, text in (
        (Cut, "cut off", "does not require gradients"),
        (HalfCut, "parameters without gradient", "(4,), (4, 3)"),
        (nn.ReLU, "no parameters", ""),
    ):
        error = found(check_gradients_reach_parameters, {"M": model}, "M", inputs=x)
        assert error.finding == finding
        assert text in error.message


def test_checks_run_beside_code_in_another_process():
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        names = {"F": Legendre, "Half": WRONG["half"][0], "M": Net, "HalfCut": HalfCut}
        Server(names, Channel(theirs, "requests"), 10).run()
    theirs.close()
    state = Connection(Channel(ours, "replies"), 10)
    env = StudentEnvironment(state.fork, 60)
    try:
        check(env)
        x = fresh(5, x=(40, 3))["x"]
        check_gradients_reach_parameters(env, "M", inputs=x)
        error = found(check, env, "Half")
        assert "half of the right one" in error.explanation
        error = found(check_gradients_reach_parameters, env, "HalfCut", inputs=x)
        assert error.finding == "parameters without gradient"
    finally:
        env.close()
        state.close()
        os.waitpid(child, 0)
