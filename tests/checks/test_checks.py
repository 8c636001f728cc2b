"""The tools that hidden tests are written with."""

import numpy as np
import pytest
import torch

from autograder.checks import (
    Case,
    assert_by_hand,
    assert_close,
    bound,
    check_same_function,
    fresh,
    run_probe,
)


def test_bound_names_are_restored_even_when_the_block_fails():
    env = {"w": 1}
    seen = {}

    def fail():
        seen.update(env)
        raise ValueError

    with pytest.raises(ValueError), bound(env, w=2, new=3):  # noqa: PT011
        fail()
    assert seen == {"w": 2, "new": 3}
    assert env == {"w": 1}


def test_a_probe_gets_student_names_data_and_the_globals():
    env = {"a": 1}
    seen = run_probe(env, lambda a, b, missing, env: (a, b, missing, len(env)), b=2)
    assert seen == (1, 2, None, 1)


def test_a_probe_that_closes_over_a_name_is_refused():
    expected = 5
    with pytest.raises(TypeError, match="uses expected from outside"):
        run_probe({}, lambda: expected)


@pytest.mark.parametrize("value", [torch.ones(2), np.ones(2), [1.0, 1], (1, 1)])
def test_tensors_arrays_and_lists_are_compared_by_value(value):
    assert_close(value, torch.ones(2), "value")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "y is None; did you forget the return"),
        ("1", "y should be a tensor, but it is a str"),
        (torch.ones(3), r"y has shape \(3,\); it should be \(2, 2\)"),
        (
            torch.tensor([[1.0, 1.0], [1.0, 3.0]]),
            r"y: 1 of 4 elements differ \(25 %\); the greatest absolute difference is 2 at "
            r"\(1, 1\) \(3 instead of 1\), the greatest relative one 2",
        ),
        (torch.full((2, 2), float("nan")), "4 of 4 elements differ"),
    ],
)
def test_a_mismatch_says_what_and_where(value, message):
    with pytest.raises(AssertionError, match=message):
        assert_close(value, torch.ones(2, 2), "y")


def network():
    generator = torch.Generator().manual_seed(0)
    w1, w2 = (torch.randn(s, generator=generator) for s in ((3, 4), (4, 2)))
    return {"W1": w1, "W2": w2, "torch": torch}, torch.randn(1, 3, generator=generator)


def by_hand(env):
    def backprop(x):
        z = x @ env["W1"]
        y = torch.sigmoid(torch.relu(z) @ env["W2"])
        g = 2 * y * y * (1 - y)
        return x.T @ ((g @ env["W2"].T) * (z > 0)), torch.relu(z).T @ g

    return backprop


def by_autograd(env):
    def backprop(x):
        w = env["W1"].clone().requires_grad_()
        (torch.sigmoid(torch.relu(x @ w) @ env["W2"]) ** 2).sum().backward()
        return w.grad

    return backprop


def by_functional_autograd(env):
    def backprop(x):
        return torch.func.grad(lambda w: (torch.sigmoid(torch.relu(x @ w) @ env["W2"]) ** 2).sum())(
            env["W1"]
        )

    return backprop


def by_autograd_backward(env):
    def backprop(x):
        w = env["W1"].clone().requires_grad_()
        torch.autograd.backward((torch.sigmoid(torch.relu(x @ w) @ env["W2"]) ** 2).sum())
        return w.grad

    return backprop


def by_jacobian(env):
    def backprop(x):
        def loss(w):
            return (torch.sigmoid(torch.relu(x @ w) @ env["W2"]) ** 2).sum()

        return torch.autograd.functional.jacobian(loss, env["W1"])

    return backprop


def by_finite_differences(env):
    def backprop(x):
        def loss(w):
            return (torch.sigmoid(torch.relu(x @ w) @ env["W2"]) ** 2).sum()

        gradient = torch.zeros(3, 4)
        for i in range(12):
            step = torch.zeros(12)
            step[i] = 1e-3
            step = step.view(3, 4)
            gradient.view(-1)[i] = (loss(env["W1"] + step) - loss(env["W1"] - step)) / 2e-3
        return gradient

    return backprop


def test_a_chain_rule_by_hand_is_by_hand():
    env, x = network()
    env["backprop"] = by_hand(env)
    assert_by_hand(env, "backprop", x)


@pytest.mark.parametrize(
    "short_cut", [by_autograd, by_autograd_backward, by_functional_autograd, by_jacobian]
)
def test_autograd_is_recognised(short_cut):
    env, x = network()
    env["backprop"] = short_cut(env)
    with pytest.raises(AssertionError, match="uses autograd"):
        assert_by_hand(env, "backprop", x)


def test_a_function_of_numbers_and_arrays_is_by_hand_too_unless_it_turns_to_autograd():
    def by_hand(w, x):
        return 2 * w * np.mean(x**2)

    def by_autograd(w, x):
        leaf = torch.tensor(w, requires_grad=True)
        ((leaf * torch.from_numpy(x)) ** 2).mean().backward()
        return leaf.grad.item()

    arguments = (0.5, np.array([[2.0]]))
    assert_by_hand({"gradient": by_hand}, "gradient", *arguments)
    with pytest.raises(AssertionError, match="uses autograd"):
        assert_by_hand({"gradient": by_autograd}, "gradient", *arguments)


def test_finite_differences_are_recognised():
    env, x = network()
    env["backprop"] = by_finite_differences(env)
    with pytest.raises(AssertionError, match="as finite differences do"):
        assert_by_hand(env, "backprop", x)


def test_several_results_may_come_as_one_stacked_tensor():
    def both(x):
        return x.sum(), (x**2).sum()

    cases = [Case(fresh(n, x=(n,))) for n in (7, 1)]
    stacked = {"both": lambda x: torch.stack(both(x))}
    check_same_function(stacked, "both", both, cases, outputs=["first", "second"])
    other = {"both": lambda x: torch.stack(both(x)[::-1])}
    with pytest.raises(AssertionError, match="in another order"):
        check_same_function(other, "both", both, cases, outputs=["first", "second"])


def test_the_batch_may_be_another_argument_than_the_first():
    def gradient(w, x):
        return (w[0] * x).sum()

    mean = {"gradient": lambda w, x: (w[0] * x).mean()}
    cases = [Case(fresh(n, w=(4,), x=(n,)), batch="x") for n in (7, 20)]
    with pytest.raises(AssertionError, match="the right one divided by N"):
        check_same_function(mean, "gradient", gradient, cases)
