"""What students get wrong in A2, q3 (one_step), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q3",
    (
        "The variables do not move. Which of the three moves fills in the gradients that the "
        "optimiser needs?",
        "An optimiser reads what is in .grad, and only one of the three moves writes there.",
        "If every .grad is None, an optimiser has nothing to go by: 3 stays 3, whatever the "
        "learning rate.",
    ),
    finding="no backward",
)
def one_step(var_1, var_2, target, optimizer):
    """No backward"""
    loss = (target - var_1 * var_2) ** 2
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    (
        "The gradients are worked out and thrown away. Which of the three moves uses them?",
        "Gradients say where to go, and nothing goes by itself. One of the three moves is made "
        "by the optimiser.",
        "A variable at 10 with gradient 4 and a learning rate of 0.5 is at 8 behind that move, "
        "and still at 10 without it.",
    ),
    finding="no step",
)
def one_step(var_1, var_2, target, optimizer):
    """No step"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.zero_grad()


@misconception(
    "q3",
    (
        "The first call is right, the second goes too far. What is in .grad when the second "
        "backward begins?",
        "Each backward adds to what .grad holds. What belongs to an earlier call has to be "
        "taken out of there once it has been used.",
        "If the gradients of two calls are 4 and 3, then without a reset the second step uses 7.",
    ),
)
def one_step(var_1, var_2, target, optimizer):
    """No reset"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.step()


@misconception(
    "q3",
    "The variables go the right way, but the last gradient is left behind. In which order does the "
    "question name the three moves?",
)
def one_step(var_1, var_2, target, optimizer):
    """The reset comes first"""
    optimizer.zero_grad()
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.step()


@misconception(
    "q3",
    (
        "All three moves are there, and yet nothing moves. What does the optimiser find in "
        ".grad at the moment when it steps?",
        "The order matters: what one move writes, the next one uses. A reset throws away what "
        "is in .grad at that moment.",
        "backward writes 4, the reset makes 0 of it, and the step goes 0.5 * 0. Where could the"
        " reset stand, so that the 4 is used and then gone?",
    ),
    finding="reset before the step",
)
def one_step(var_1, var_2, target, optimizer):
    """The reset comes between backprop and step"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()


@misconception(
    "q3",
    "Your optimiser steps before there is anything to step with. What has to come first?",
    finding="step first",
)
def one_step(var_1, var_2, target, optimizer):
    """The step comes before backprop"""
    loss = (target - var_1 * var_2) ** 2
    optimizer.step()
    loss.backward()
    optimizer.zero_grad()


@misconception(
    "q3", "Call your function with another target. Does it make a difference to where you end up?"
)
def one_step():
    """The target is always 15"""
    edit("latent = var_1 * var_2", "")
    edit("target - latent", "15.0 - var_1 * var_2")


@misconception(
    "q3",
    "Somebody hands you an optimiser that knows how to step, and how far. Does your function use "
    "that one, or does it find its own way?",
    finding="optimiser not used",
)
def one_step(var_1, var_2, target, optimizer):
    """Makes an optimiser of its own"""
    optimizer = torch.optim.SGD([var_1, var_2], lr=3e-3)
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "Somebody hands you an optimiser that knows how to step, and how far. Does your function use "
    "that one, or does it find its own way?",
    finding="optimiser not used",
)
def one_step(var_1, var_2, target, optimizer):
    """Updates the variables by hand"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    with torch.no_grad():
        var_1 -= 3e-3 * var_1.grad
        var_2 -= 3e-3 * var_2.grad
    var_1.grad = None
    var_2.grad = None


@misconception(
    "q3",
    "Without its square the loss has no lowest point: the steps never get smaller. Compare it with "
    "question 2.",
)
def one_step(var_1, var_2, target, optimizer):
    """The loss is not squared"""
    loss = target - var_1 * var_2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "Each call moves the variables further than it should: count your calls of step().",
)
def one_step(var_1, var_2, target, optimizer):
    """Steps twice with the same gradients"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.step()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "The variables move away from the target. What do you go backward from: something that should "
    "become small, or something that should become large?",
)
def one_step():
    """Goes uphill: the loss has the wrong sign"""
    edit("latent = var_1 * var_2", "")
    edit("(target - latent) ** 2", "-((target - var_1 * var_2) ** 2)")


@misconception(
    "q3",
    "What do you build the loss from? The step changes the tensors that you are given, so PyTorch "
    "has to see these on the way to the loss, not copies of their numbers.",
    finding="backward elsewhere",
)
def one_step(var_1, var_2, target, optimizer):
    """Works on copies of the variables"""
    first = torch.tensor(var_1.item(), requires_grad=True)
    second = torch.tensor(var_2.item(), requires_grad=True)
    loss = (target - first * second) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "Somebody hands you an optimiser that knows how to step, and how far. Does your function use "
    "that one, or does it find its own way?",
    finding="optimiser not used",
)
def one_step(var_1, var_2, target, optimizer):
    """Makes a new optimiser of the same class, which has no memory of earlier steps"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    other = type(optimizer)([var_1, var_2], lr=optimizer.param_groups[0]["lr"])
    other.step()
    other.zero_grad()


@misconception(
    "q3",
    "Read the question again: what does your function hand back, and what should it?",
    finding="returns something",
)
def one_step(var_1, var_2, target, optimizer):
    """Returns the loss"""
    loss = (target - var_1 * var_2) ** 2
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


@misconception(
    "q3",
    "Try a product that is larger than the target, and one that is smaller. Which way should each "
    "go, and does it?",
    finding="no step on one side",
)
def one_step(var_1, var_2, target, optimizer):
    """Stops where the product has passed the target"""
    loss = (target - var_1 * var_2) ** 2
    if var_1.item() * var_2.item() >= target:
        return
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


@misconception(
    "q3",
    "Begin close to the target: a small step is a step, too. Who decides that it is not worth it?",
    finding="no step when close",
)
def one_step(var_1, var_2, target, optimizer):
    """Stops where the loss is small"""
    loss = (target - var_1 * var_2) ** 2
    if loss.item() < 0.01:
        return
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
