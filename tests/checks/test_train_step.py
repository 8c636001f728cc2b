"""A step of training is judged by the parameters it leaves, and by the loss it returns."""

import numpy as np
import pytest
import torch

from autograder.checks import CheckError, check_train_step
from autograder.checks.session import session_with

torch.set_num_threads(1)  # the tensors are small


def found(check, *args, **options):
    """Return the error of a check that has to fail."""
    with pytest.raises(CheckError) as caught:
        check(*args, **options)
    return caught.value


def make_step(body):
    """Return a make_train_step whose inner function has this body."""
    source = "def make_train_step(model, loss_fn, optimizer):\n    def step(x, y):\n"
    source += "".join(f"        {line}\n" for line in body.split("; "))
    space = {"np": np, "torch": torch}
    exec(source + "    return step\n", space)
    return {"make_train_step": space["make_train_step"]}


RIGHT_STEPS = [
    "model.train(); loss = loss_fn(model(x), y); loss.backward(); optimizer.step(); "
    "optimizer.zero_grad(); return loss.item()",
    "model.train(); optimizer.zero_grad(); loss = loss_fn(model(x), y); loss.backward(); "
    "optimizer.step(); return float(loss)",
    "model.train(True); loss = loss_fn(model(x), y); model.zero_grad(); loss.backward(); "
    "optimizer.step(); return loss.detach().numpy()[()]",
    "model.train(); loss = loss_fn(model(x.float()).double(), y).float(); loss.backward(); "
    "optimizer.step(); optimizer.zero_grad(); return loss.tolist()",
]
LOSS = "model.train(); loss = loss_fn(model(x), y); "
WRONG_STEPS = {
    "gradients left behind": LOSS + "loss.backward(); optimizer.step(); return loss.item()",
    "no step": LOSS + "loss.backward(); optimizer.zero_grad(); return loss.item()",
    "reset before the step": LOSS + "loss.backward(); optimizer.zero_grad(); optimizer.step(); "
    "return loss.item()",
    "stepped twice": LOSS + "loss.backward(); optimizer.step(); optimizer.step(); "
    "optimizer.zero_grad(); return loss.item()",
    "trained twice": "\n        ".join(
        ["for _ in range(2):", " model.train()", " loss = loss_fn(model(x), y)",
         " optimizer.zero_grad()", " loss.backward()", " optimizer.step()", "return loss.item()"]
    ),
    "wrong direction": LOSS + "(-loss).backward(); optimizer.step(); optimizer.zero_grad(); "
    "return loss.item()",
    "model left in eval mode": "loss = loss_fn(model(x), y); loss.backward(); optimizer.step(); "
    "optimizer.zero_grad(); return loss.item()",
    "loss returned as a tensor": LOSS + "loss.backward(); optimizer.step(); "
    "optimizer.zero_grad(); return loss",
    "loss not returned": LOSS + "loss.backward(); optimizer.step(); optimizer.zero_grad()",
    "loss after the step": LOSS + "loss.backward(); optimizer.step(); optimizer.zero_grad(); "
    "return loss_fn(model(x), y).item()",
    "other loss": LOSS + "loss.backward(); optimizer.step(); optimizer.zero_grad(); "
    "return 2 * loss.item()",
    "other parameters": LOSS + "(2.5 * loss).backward(); optimizer.step(); "
    "optimizer.zero_grad(); return loss.item()",
    "model not used": "return 0.5",
    "another optimiser": "optimizer = torch.optim.SGD(model.parameters(), lr=0.1); " + LOSS
    + "loss.backward(); optimizer.step(); optimizer.zero_grad(); return loss.item()",
    "loss_fn swapped": "model.train(); loss = loss_fn(y, model(x)); loss.backward(); "
    "optimizer.step(); optimizer.zero_grad(); return loss.item()",
    "loss_fn ignored": "model.train(); loss = ((model(x) - y) ** 2).mean(); loss.backward(); "
    "optimizer.step(); optimizer.zero_grad(); return loss.item()",
}  # fmt: skip


@pytest.mark.parametrize("body", RIGHT_STEPS)
def test_a_right_step_passes_for_every_base_seed(body):
    for base in range(20):
        with session_with(base_seed=base):
            check_train_step(make_step(body), number=3)


@pytest.mark.parametrize("finding", WRONG_STEPS)
def test_a_wrong_step_is_recognised(finding):
    for base in range(5):
        with session_with(base_seed=base):
            error = found(check_train_step, make_step(WRONG_STEPS[finding]), number=3)
        assert error.finding == finding, str(error)


def test_a_loss_that_is_rounded_is_another_one():
    rounded = RIGHT_STEPS[0].replace("loss.item()", "round(loss.item(), 4)")
    error = found(check_train_step, make_step(rounded), number=3)
    assert error.finding == "other loss"
    assert "rounded to 4 digits" in error.explanation


def test_other_ends_of_a_step_function():
    def immediate(*_):
        return 0.5

    def unwritten(*_):
        raise NotImplementedError

    for function, finding in ((immediate, "not a function"), (unwritten, "not implemented")):
        env = {"make_train_step": function}
        assert found(check_train_step, env, number=3).finding == finding
    env = make_step(RIGHT_STEPS[1])
    error = found(check_train_step, env, number=3, reset_after=True)
    assert error.finding == "gradients left behind"
    check_train_step(make_step(RIGHT_STEPS[0]), number=3, reset_after=True)
    error = found(check_train_step, make_step("return model(y)"), number=3)
    assert "raised RuntimeError" in error.message
