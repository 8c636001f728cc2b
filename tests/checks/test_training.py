"""Trained weights are judged in our own network."""

import os
import socket

import pytest
import torch
from torch import nn

from autograder.checks import (
    CheckError,
    check_loss_below,
    check_score_at_least,
    check_train_step,
    fresh,
)
from autograder.sandbox.connection import Connection
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.student.serve import Server
from autograder.sandbox.wire.channel import Channel

torch.set_num_threads(1)  # with more, a forked child hangs


def architecture():
    return nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Sigmoid())


class ToyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.b = nn.Linear(4, 2)
        self.a = nn.Linear(3, 4)

    def forward(self, x):
        return torch.sigmoid(self.b(torch.relu(self.a(x))))


class NoRelu(ToyModel):
    def forward(self, x):
        return torch.sigmoid(self.b(self.a(x)))


def data(seed=0):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        x = torch.randn(20, 3)
    return x, torch.stack([x[:, 0] > 0.3, x[:, 1] < x[:, 2]], dim=1).float()


def trained(kind=ToyModel, steps=600, seed=0):
    with torch.random.fork_rng():
        torch.manual_seed(1)
        model = kind()
    x, y = data(seed)
    adam = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(steps):
        adam.zero_grad()
        ((model(x) - y) ** 2).mean().backward()
        adam.step()
    return model


def changed(change):
    model = trained(steps=0)
    with torch.no_grad():
        change(model)
    return model


def found(check, *args, **options):
    """Return the error of a check that has to fail."""
    with pytest.raises(CheckError) as caught:
        check(*args, **options)
    return caught.value


def check_model(env, below=0.01, **options):
    check_loss_below(
        env, "model", architecture, *data(), below=below, student_data=("X", "Y"), **options
    )


def names(model):
    x, y = data()
    return {"model": model, "X": x, "Y": y}


def test_weights_that_reach_the_goal_pass_whatever_the_module_is_called():
    model = trained()
    layers = nn.Sequential(model.a, nn.ReLU(), model.b, nn.Sigmoid())
    for right in (model, layers, layers.double()):
        before = [p.detach().clone() for p in right.parameters()]
        check_model(names(right))
        assert right.training
        assert all(torch.equal(p, q) for p, q in zip(right.parameters(), before, strict=True))
    check_loss_below(
        {"train": lambda steps: trained(steps=steps)}, "train", architecture, *data(),
        below=0.01, arguments=[600],
    )  # fmt: skip


def dead(model):
    model.a.bias.fill_(-100)


def constant(model):
    model.b.weight.zero_()
    model.b.bias.zero_()


def bad(model):
    model.b.weight.mul_(-30)


def nan(model):
    model.a.weight[0, 0] = float("nan")


WRONG = {
    "class": (ToyModel, "a class", ""),
    "number": (3, "not a module", ""),
    "linear": (nn.Linear(3, 2), "wrong architecture", ""),
    "nan": (changed(nan), "diverged", "too large"),
    "dead": (changed(dead), "same answer for every input", "a ReLU whose inputs are all negative"),
    "constant": (changed(constant), "same answer for every input", "does not look at"),
    "fresh": (trained(steps=0), "not trained", "range that layers begin in"),
    "bad": (changed(bad), "no better than a constant", "One and the same answer"),
    "forward": (trained(NoRelu, 400), "wrong architecture", "its forward computes something else"),
}


@pytest.mark.parametrize("label", WRONG)
def test_a_module_that_misses_the_goal_fails_with_its_reason(label):
    model, finding, explanation = WRONG[label]
    error = found(check_model, names(model), below=0.04 if label == "forward" else 0.01)
    assert error.finding == finding, str(error)
    assert explanation in error.explanation
    assert "\n" not in error.message


def test_the_message_says_how_much_is_missing():
    model, (x, y) = trained(steps=600), data()
    with torch.no_grad():
        loss = float(((model(x) - y) ** 2).mean())
    error = found(check_model, names(model), below=loss / 2)
    assert error.finding == "just short of the goal"
    assert f"a loss of {loss:.4g} on the original data" in error.message
    assert f"({loss / 2:.4g} too much)" in error.message
    assert (
        found(check_model, names(trained(steps=100)), below=0.0001).finding == "far from the goal"
    )


def test_the_message_calls_measure_and_data_what_the_test_calls_them():
    options = {"what": "mean absolute error", "data": "fresh points"}
    message = found(check_model, names(trained(steps=100)), below=0.0001, **options).message
    assert "has a mean absolute error of" in message
    assert "on fresh points; it should be below 0.0001" in message


def test_a_single_example_is_not_compared_with_a_constant():
    x, y = (part[:1] for part in data())
    for steps, finding in ((0, "not trained"), (100, "far from the goal")):
        env = names(trained(steps=steps))
        error = found(check_loss_below, env, "model", architecture, x, y, below=1e-9)
        assert error.finding == finding
        assert "same answer" not in error.explanation


def test_training_on_other_data_is_recognised():
    x, y = data(seed=7)
    model = trained(seed=7, steps=1500)
    error = found(check_model, {"model": model, "X": x, "Y": y}, below=0.01)
    assert error.finding == "other data"
    assert "On the X and Y that the notebook holds now" in error.explanation
    assert found(check_model, names(model)).finding != "other data"


class Swapped(nn.Module):
    """Two layers of one shape, registered and used in another order than ours."""

    def __init__(self):
        super().__init__()
        self.last, self.second, self.first = (nn.Linear(3, 3) for _ in range(3))

    def forward(self, x):
        return self.last(self.second(self.first(x).relu()).relu())


def classes(number=3):
    x = fresh(number, x=(90, 3))["x"].float()
    return x, x.argmax(dim=1)


def classifier(steps):
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = Swapped()
    adam, (x, y) = torch.optim.Adam(model.parameters(), lr=0.02), classes()
    for _ in range(steps):
        adam.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        adam.step()
    return model


def test_accuracy_is_judged_with_the_weights_in_our_network():
    right = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))
    model = classifier(300)
    for network in (right, None):
        check_score_at_least({"m": model}, "m", network, *classes(), at_least=0.95)
    zero = Swapped()
    nn.init.zeros_(zero.last.weight)
    error = found(check_score_at_least, {"m": zero}, "m", right, *classes(), at_least=0.95)
    assert error.finding == "same answer for every input"
    assert "has an accuracy of" in error.message
    assert "too little" in error.message
    error = found(check_score_at_least, {"m": model}, "m", right, *classes(), at_least=1.01)
    assert error.finding == "just short of the goal"


def test_a_new_network_is_not_trained_even_where_it_beats_a_constant_by_chance():
    def linear():
        model = nn.Linear(3, 3)
        with torch.no_grad():
            model.weight.copy_(torch.eye(3) * 0.5)
            model.bias.copy_(torch.tensor([0.4, 0.0, 0.0]))
        return model

    right, (x, y) = nn.Linear(3, 3), classes()
    error = found(check_score_at_least, {"m": linear()}, "m", right, x, y, at_least=0.95)
    assert error.finding == "not trained", str(error)
    assert error.explanation.startswith("All weights")


def test_without_an_architecture_the_outputs_are_judged():
    check_loss_below({"model": trained()}, "model", None, *data(), below=0.01)
    error = found(check_loss_below, {"model": ToyModel()}, "model", None, *data(), below=0.01)
    assert error.finding in ("no better than a constant", "far from the goal")
    for outputs in (7, 1):
        env = {"model": nn.Linear(3, outputs)}
        error = found(check_loss_below, env, "model", None, *data(), below=0.01)
        assert error.finding == "wrong shape"


def make_train_step(model, loss_fn, optimizer):
    def step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def test_checks_run_beside_code_in_another_process():
    served = {**names(trained()), "make_train_step": make_train_step, "dead": changed(dead)}
    served["train"] = lambda: trained(steps=600)
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        Server(served, Channel(theirs, "requests"), 10).run()
    theirs.close()
    state = Connection(Channel(ours, "replies"), 10)
    env = StudentEnvironment(state.fork, 60)
    try:
        check_model(env)
        check_train_step(env, number=4)
        check_loss_below(env, "train", architecture, *data(), below=0.01, arguments=[])
        assert len(list(env)) == 6
        error = found(check_loss_below, env, "dead", architecture, *data(), below=0.01)
        assert error.finding == "same answer for every input"
        error = found(check_loss_below, env, "train", architecture, *data(), below=0.01)
        assert error.finding == "not a module"
    finally:
        env.close()
        state.close()
        os.waitpid(child, 0)
