"""What students get wrong in A3, q4 (fit_autograd), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception(
    "q4",
    "The first step is right, the second is too long, the third longer still. What does backward() "
    "do with the gradient that is already there?",
)
def fit_autograd():
    """Never resets the gradients"""
    edit("a.grad.zero_()", "")
    edit("b.grad.zero_()", "")


@misconception(
    "q4",
    "One of your two parameters goes astray from the second step on. Compare what you do with "
    "their gradients at the end of an epoch.",
)
def fit_autograd():
    """Resets only the gradient of a"""
    edit("b.grad.zero_()", "")


@misconception(
    "q4",
    "Your parameters never move. Put the things that an epoch does in the order in which you do "
    "them: what is in .grad when the update reads it?",
)
def fit_autograd():
    """Resets between backward and update"""
    edit("loss.backward()", "loss.backward()\na.grad.zero_()\nb.grad.zero_()")


@misconception(
    "q4",
    "The message says that a leaf is changed in place. The cell with the pitfalls shows where an "
    "update is allowed.",
)
def fit_autograd():
    """Updates in place outside of no_grad"""
    edit("with torch.no_grad():", "if True:")


@misconception(
    "q4",
    "After your update, a is a new tensor. Is it still a leaf with a .grad? The cell with the "
    "pitfalls has such a case.",
)
def fit_autograd():
    """Makes new tensors that are no leaves, and asks them for .grad"""
    edit("with torch.no_grad():", "if True:")
    edit("a -= lr * a_velocity", "a = a - lr * a_velocity")
    edit("b -= lr * b_velocity", "b = b - lr * b_velocity")


@misconception(
    "q4",
    "Your update makes new tensors under no_grad. Do those want a gradient in the next epoch?",
)
def fit_autograd():
    """Makes new tensors under no_grad, which need no gradient any more"""
    edit("a -= lr * a_velocity", "a = a - lr * a_velocity")
    edit("b -= lr * b_velocity", "b = b - lr * b_velocity")
    edit("a.grad.zero_()", "")
    edit("b.grad.zero_()", "")


@misconception("q4", "Print the loss in each epoch: it rises. In which direction does .grad point?")
def fit_autograd():
    """Goes uphill"""
    edit("a -= lr * a_velocity", "a += lr * a_velocity")
    edit("b -= lr * b_velocity", "b += lr * b_velocity")


@misconception(
    "q4", "Your steps grow with the number of points. Which loss do you call backward() on?"
)
def fit_autograd():
    """Sums the squared errors"""
    edit("mean()", "sum()")


@misconception(
    "q4",
    "The result is right, but these are your formulas from paper. Here, autograd should find the "
    "gradients.",
    finding="no autograd",
)
def fit_autograd(x, y, a, b, lr, epochs, momentum):
    """Uses the formulas of question 2"""
    a, b = torch.tensor(a), torch.tensor(b)
    a_velocity = b_velocity = 0.0
    for _ in range(epochs):
        error = a + b * x - y
        a_velocity = momentum * a_velocity + 2 * error.mean()
        b_velocity = momentum * b_velocity + 2 * (error * x).mean()
        a, b = a - lr * a_velocity, b - lr * b_velocity
    return a, b


@misconception("q4", "Call it with two different learning rates and compare. Is lr used at all?")
def fit_autograd():
    """Always uses the learning rate 0.1"""
    edit("a -= lr * a_velocity", "a -= 0.1 * a_velocity")
    edit("b -= lr * b_velocity", "b -= 0.1 * b_velocity")


@misconception(
    "q4",
    "You call backward(), and then move by your formulas from paper. What stands in a.grad and "
    "b.grad when you do?",
    finding="autograd asked, not used",
)
def fit_autograd():
    """Calls backward, and moves by the formulas"""
    edit("loss.backward()", "loss.backward()\nerror = a.detach() + b.detach() * x - y")
    edit("momentum * a_velocity + a.grad", "momentum * a_velocity + 2 * error.mean()")
    edit("momentum * b_velocity + b.grad", "momentum * b_velocity + 2 * (error * x).mean()")


@misconception(
    "q4",
    "Your loop ends before all epochs are made. Who says that the steps that are left do not "
    "count, where all numbers are small?",
    finding="stops early",
)
def fit_autograd():
    """Stops when the loss is small"""
    edit("loss.backward()", "if loss < 1e-8:\n    break\nloss.backward()")


@misconception(
    "q4",
    "Without momentum your steps are right; with it, only the first is. What is left of the old "
    "velocity when a new gradient comes? Print it before you add the gradient.",
)
def fit_autograd():
    """The velocity is made anew in each epoch"""
    edit("a_velocity = b_velocity = 0.0", "")
    edit("loss.backward()", "loss.backward()\na_velocity = b_velocity = 0.0")


@misconception(
    "q4",
    "Already your first step is too short where there is momentum. Compare your velocity with the "
    "formula: is the gradient multiplied by anything?",
)
def fit_autograd():
    """A weighted average in place of a sum: the gradient is scaled by 1 - momentum"""
    edit("momentum * a_velocity + a.grad", "momentum * a_velocity + (1 - momentum) * a.grad")
    edit("momentum * b_velocity + b.grad", "momentum * b_velocity + (1 - momentum) * b.grad")


@misconception(
    "q4",
    "Your first step goes nowhere, and each later one is that of the step before. Which comes "
    "first, the velocity or the parameter?",
)
def fit_autograd():
    """Moves by the old velocity, and updates it afterwards"""
    edit("a_velocity = momentum * a_velocity + a.grad", "a -= lr * a_velocity")
    edit("b_velocity = momentum * b_velocity + b.grad", "b -= lr * b_velocity")
    edit("a -= lr * a_velocity", "a_velocity = momentum * a_velocity + a.grad")
    edit("b -= lr * b_velocity", "b_velocity = momentum * b_velocity + b.grad")


@misconception(
    "q4",
    "The steps of a are right. Those of b have what a left in the velocity; how many velocities "
    "do two parameters need?",
)
def fit_autograd():
    """Both parameters share one velocity"""
    edit("a_velocity = momentum * a_velocity + a.grad", "velocity = momentum * a_velocity + a.grad")
    edit("b_velocity = momentum * b_velocity + b.grad", "a -= lr * velocity")
    edit("a -= lr * a_velocity", "a_velocity = momentum * velocity + b.grad")
    edit("b -= lr * b_velocity", "b -= lr * a_velocity")


@misconception(
    "q4",
    "Print the velocity behind the reset: it is 0. Which tensor is it, and what does zero_() do to "
    "that one?",
)
def fit_autograd(x, y, a, b, lr, epochs, momentum):
    """The velocity is the tensor in .grad, and is reset with it"""
    a, b = torch.tensor(a, requires_grad=True), torch.tensor(b, requires_grad=True)
    velocities = None
    for _ in range(epochs):
        ((a + b * x - y) ** 2).mean().backward()
        with torch.no_grad():
            if velocities is None:
                velocities = [a.grad, b.grad]
            else:
                velocities = [
                    momentum * v + p.grad for v, p in zip(velocities, (a, b), strict=True)
                ]
            a -= lr * velocities[0]
            b -= lr * velocities[1]
        a.grad.zero_()
        b.grad.zero_()
    return a, b


@misconception(
    "q4",
    "Your first two steps have the right direction and are too long where there is momentum: that "
    "is another method, Nesterov's. Here, the parameter moves by the velocity alone.",
)
def fit_autograd():
    """Nesterov's momentum: looks ahead by one more velocity"""
    edit("a -= lr * a_velocity", "a -= lr * (a.grad + momentum * a_velocity)")
    edit("b -= lr * b_velocity", "b -= lr * (b.grad + momentum * b_velocity)")
