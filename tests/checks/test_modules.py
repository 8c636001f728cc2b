"""Modules are judged by what they compute, whatever their attributes are called."""

import os
import socket

import pytest
import torch
from torch import nn

from autograder.checks import CheckError, check_fresh_initialisation, check_module, fresh
from autograder.checks.session import session_with
from autograder.sandbox.connection import Connection
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.student.serve import Server
from autograder.sandbox.wire.channel import Channel

torch.set_num_threads(1)  # with more, a forked child hangs


def architecture():
    return nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Sigmoid())


class ToyModel(nn.Module):
    """Layers registered from the last to the first."""

    def __init__(self):
        super().__init__()
        self.b = nn.Linear(4, 2)
        self.a = nn.Linear(3, 4)

    def forward(self, x):
        return torch.sigmoid(self.b(torch.relu(self.a(x))))


class Functional(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.ParameterList([torch.randn(2, 4), torch.randn(4, 3), torch.randn(2)])
        self.c = nn.Parameter(torch.randn(4))

    def forward(self, x):
        return (self.w[2] + (x @ self.w[1].T + self.c).clamp(min=0) @ self.w[0].T).sigmoid()


class Single(ToyModel):
    def forward(self, x):
        return super().forward(x.float())

    def to(self, *_):
        return self


def wrong(forward=None, init=None):
    """Return a class with another forward, or other layers."""

    class Wrong(ToyModel):
        def __init__(self):
            super().__init__()
            if init:
                init(self)

    if forward:
        Wrong.forward = forward
    return Wrong


def batches():
    return [fresh(40 + n, x=(n, 3))["x"] for n in (7, 1, 40)]


def found(check, *args, **options):
    """Return the error of a check that has to fail."""
    with pytest.raises(CheckError) as caught:
        check(*args, **options)
    return caught.value


@pytest.mark.parametrize("base", range(20))
def test_right_modules_pass_for_every_base_seed(base):
    with session_with(base_seed=base):
        for right in (ToyModel, architecture, Functional):
            check_module({"M": right}, "M", architecture, inputs=batches())


def in_list(model):
    del model.a, model.b
    model.layers = [nn.Linear(3, 4), nn.Linear(4, 2)]


def bare(model):
    model.a = nn.Linear(3, 4, bias=False)
    model.bias = torch.zeros(4, requires_grad=True)


def layers(first, last, **options):
    def set_layers(model):
        model.a, model.b = nn.Linear(*first, **options), nn.Linear(*last)

    return set_layers


def frozen(model):
    model.a.weight.requires_grad_(False)


def extra(model):
    model.c = nn.Linear(2, 2)


def no_layers(model):
    del model.a, model.b


HELD = torch.ones(5, 3)
WRONG = {
    "no relu": (wrong(lambda m, x: m.b(m.a(x)).sigmoid()), "wrong activation", "without its first"),
    "no sigmoid": (
        wrong(lambda m, x: m.b(m.a(x).relu())),
        "wrong activation",
        "without its second",
    ),
    "linear": (wrong(lambda m, x: m.b(m.a(x))), "wrong activation", "without any activation"),
    "softmax": (
        wrong(lambda m, x: m.b(m.a(x).relu()).softmax(-1)),
        "wrong activation",
        "with a softmax in place of its second activation",
    ),
    "tanh": (
        wrong(lambda m, x: m.b(m.a(x).tanh()).sigmoid()),
        "wrong activation",
        "with a tanh in place of its first activation",
    ),
    "sigmoids": (
        wrong(lambda m, x: m.b(m.a(x).sigmoid()).sigmoid().sigmoid()),
        "other outputs",
        "",
    ),
    "twice": (
        wrong(lambda m, x: m.b(m.a(x).relu()).relu().sigmoid()),
        "wrong activation",
        "with a ReLU more, before its second",
    ),
    "swapped": (
        wrong(lambda m, x: m.b(m.a(x).sigmoid()).relu()),
        "wrong activation",
        "its first activation and its second activation exchanged",
    ),
    "squeezed": (
        wrong(lambda m, x: ToyModel.forward(m, x).squeeze()),
        "other outputs",
        "right for batches of 7, 40, and wrong for 1",
    ),
    "global": (
        wrong(lambda m, _x: ToyModel.forward(m, HELD.to(m.a.weight.dtype))),
        "same output for every input",
        "global variable",
    ),
    "unused": (
        wrong(lambda m, x: (m.b(m.a(x).relu()) - m.b.bias + 0).sigmoid()),
        "other outputs",
        "",
    ),
    "new layers": (
        wrong(lambda m, x: m.b(nn.Linear(3, 4, dtype=x.dtype)(x).relu()).sigmoid()),
        "unused parameters",
        r"shape (4,), (4, 3)",
    ),
    "list": (wrong(init=in_list), "wrong architecture", "plain Python list"),
    "bare tensor": (wrong(init=bare), "wrong architecture", "not an nn.Parameter"),
    "turned": (wrong(init=layers((4, 3), (2, 4))), "wrong architecture", "wrong way round"),
    "wide": (wrong(init=layers((3, 5), (5, 2))), "wrong architecture", "size 5 should be 4"),
    "no bias": (
        wrong(init=layers((3, 4), (4, 2), bias=False)),
        "wrong architecture",
        "no parameter of shape (4,)",
    ),
    "extra": (wrong(init=extra), "wrong architecture", "a layer too many"),
    "nothing": (wrong(init=no_layers), "wrong architecture", "there are none"),
    "frozen": (wrong(init=frozen), "not trainable", ""),
    "instance": (ToyModel(), "an instance", ""),
    "function": (lambda: torch.relu, "not a module", ""),
}


@pytest.mark.parametrize("label", WRONG)
def test_a_wrong_module_fails_with_its_reason(label):
    model, finding, explanation = WRONG[label]
    for base in range(3):
        with session_with(base_seed=base):
            error = found(check_module, {"M": model}, "M", architecture, inputs=batches())
        assert error.finding == finding, str(error)
        assert explanation in error.explanation
        assert explanation or not error.explanation


def test_exceptions_are_told_in_one_line():
    class NoSuper(nn.Module):
        def __init__(self):
            self.a = nn.Linear(3, 4)

    class Unwritten(ToyModel):
        def forward(self, x):
            raise NotImplementedError("later")

    class Crash(ToyModel):
        def forward(self, x):
            return self.a(self.b(x))

    for model, message, explanation in (
        (NoSuper, "raised AttributeError", "super().__init__()"),
        (Unwritten, "M is not written yet", ""),
        (Crash, "raised RuntimeError", ""),
        (None, "there is no M", ""),
    ):
        error = found(check_module, {"M": model}, "M", architecture, inputs=batches())
        assert message in error.message
        assert explanation in error.explanation
        assert "\n" not in error.message


class Deep(nn.Module):
    """Three layers of one shape, used from the last registered to the first."""

    def __init__(self, width):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(width, width) for _ in range(3))

    def forward(self, x):
        c, b, a = self.layers
        return c(b(a(x).relu()).relu())

    def encode(self, x):
        return self.layers[2](x)


class Line(nn.Module):
    """Scalars, used in another order than the right module uses them."""

    def __init__(self):
        super().__init__()
        self.slope, self.start = (nn.Parameter(torch.randn(1)) for _ in range(2))

    def forward(self, x):
        return self.slope * x + self.start


class RightLine(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = (nn.Parameter(torch.randn(1)) for _ in range(2))

    def forward(self, x):
        return self.a + self.b * x


def test_parameters_of_equal_shapes_are_matched_by_use_or_by_trying():
    deep = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))
    for base in range(20):
        with session_with(base_seed=base):
            check_module({"M": Deep}, "M", deep, inputs=batches(), arguments=[3])
            check_module({"M": Line}, "M", RightLine, inputs=batches())


def test_a_method_is_compared_in_place_of_the_call():
    class Right(Deep):
        def encode(self, x):
            return self.layers[2](x).relu()

    for right, passes in ((Deep(3), True), (Right(3), False)):
        options = {"inputs": batches(), "arguments": [3], "method": "encode"}
        if passes:
            check_module({"M": Deep}, "M", right, **options)
        else:
            error = found(check_module, {"M": Deep}, "M", right, **options)
            assert "M(3).encode(x)" in error.message
            assert error.finding == "other outputs"  # it has no use for the other layers either


class Seeded(ToyModel):
    def __init__(self):
        torch.manual_seed(0)
        super().__init__()


def zeroed(model):
    nn.init.zeros_(model.a.weight)


def test_each_module_starts_from_weights_of_its_own():
    shared = ToyModel()
    state = torch.get_rng_state()
    check_fresh_initialisation({"M": ToyModel}, "M")
    check_fresh_initialisation({"M": Deep}, "M", arguments=[3])
    assert found(check_fresh_initialisation, {"M": Seeded}, "M").finding == "seeded inside"
    error = found(check_fresh_initialisation, {"M": lambda: shared}, "M")
    assert error.finding == "same weights every time"
    error = found(check_fresh_initialisation, {"M": wrong(init=zeroed)}, "M")
    assert error.finding == "same weights every time"
    assert "shape (4, 3)" in error.message
    assert torch.equal(state, torch.get_rng_state())


def test_checks_run_beside_code_in_another_process():
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        names = {"M": ToyModel, "Linear": WRONG["linear"][0], "Lies": Lies}
        Server(names, Channel(theirs, "requests"), 10).run()
    theirs.close()
    state = Connection(Channel(ours, "replies"), 10)
    env = StudentEnvironment(state.fork, 60)
    try:
        check_module(env, "M", architecture, inputs=batches())
        check_fresh_initialisation(env, "M")
        error = found(check_module, env, "Linear", architecture, inputs=batches())
        assert "without any activation" in error.explanation
        error = found(check_module, env, "Lies", architecture, inputs=batches())
        assert "should be a tensor" in error.message
    finally:
        env.close()
        state.close()
        os.waitpid(child, 0)


class Anything:
    def __eq__(self, _):
        return True

    __hash__ = None


class Lies(ToyModel):
    def forward(self, _x):
        return Anything()
