"""What students get wrong in A3, q2 (mse_gradients), and what they read then."""

import torch

from autograder.checks import edit, misconception


@misconception("q2", "Both are too small by the same factor. What is the derivative of a square?")
def mse_gradients(a, b, x, y):
    """The factor 2 is missing"""
    error = a + b * x - y
    return error.mean(), (error * x).mean()


@misconception(
    "q2", "Both point the wrong way. If y_hat is above y and a grows, does the loss grow or shrink?"
)
def mse_gradients():
    """The sign is flipped"""
    edit("a + b * x - y", "y - (a + b * x)")


@misconception("q2", "Your gradients grow with the number of points. Is this loss a sum or a mean?")
def mse_gradients(a, b, x, y):
    """Sums over the points"""
    error = a + b * x - y
    return 2 * error.sum(), 2 * (error * x).sum()


@misconception(
    "q2",
    "a_grad is right. By the chain rule, b_grad has one more factor, the derivative of y_hat with "
    "respect to b: what is it for a single point?",
)
def mse_gradients():
    """b_grad lacks the factor x"""
    edit("(error * x).mean()", "error.mean()")


@misconception(
    "q2",
    "a_grad is right. In b_grad you multiply two means; is the mean of products the same as the "
    "product of means? Try two points.",
)
def mse_gradients():
    """The product of the means in place of the mean of the products"""
    edit("2 * (error * x).mean()", "2 * error.mean() * x.mean()")


@misconception("q2", "Both numbers are right. Which of them does the question want first?")
def mse_gradients(a, b, x, y):
    """b_grad comes first"""
    error = a + b * x - y
    return 2 * (error * x).mean(), 2 * error.mean()


@misconception(
    "q2",
    "a_grad is right. Your b_grad comes from the example with the parabola: what stands beside "
    "the parameter in this model?",
)
def mse_gradients():
    """b_grad with the square of x, as in the example"""
    edit("(error * x).mean()", "(error * x**2).mean()")


@misconception(
    "q2", "Compare your error with the formula of y_hat: does every parameter take part in it?"
)
def mse_gradients():
    """The error lacks the intercept"""
    edit("a + b * x", "b * x")


@misconception(
    "q2",
    "Each point still has a derivative of its own in your result. The loss is one number, and so "
    "is its derivative: what does the loss do with the points?",
)
def mse_gradients(a, b, x, y):
    """No mean at all"""
    error = a + b * x - y
    return 2 * error, 2 * error * x


@misconception(
    "q2",
    "The numbers are right, but they are PyTorch's derivation. This question wants yours, from "
    "paper.",
    finding="autograd",
)
def mse_gradients(a, b, x, y):
    """Asks autograd"""
    leaves = torch.tensor([a, b], dtype=torch.float64, requires_grad=True)
    loss = ((leaves[0] + leaves[1] * torch.tensor(x) - torch.tensor(y)) ** 2).mean()
    loss.backward()
    return leaves.grad[0].item(), leaves.grad[1].item()


@misconception(
    "q2",
    "The derivatives are right, but print y before and after the call. What does -= do to an array "
    "that somebody else still uses?",
)
def mse_gradients(a, b, x, y):
    """Changes y in place"""
    error = y
    error -= a + b * x
    return -2 * error.mean(), -2 * (error * x).mean()


@misconception(
    "q2",
    "A nudge is a way to check a derivative, and only nearly right. Which formula did you find on "
    "paper?",
    finding="finite differences",
)
def mse_gradients(a, b, x, y):
    """Nudges in place of derivatives"""

    def loss(p, q):
        return ((p + q * x - y) ** 2).mean()

    h = 1e-5
    a_grad = (loss(a + h, b) - loss(a - h, b)) / (2 * h)
    return a_grad, (loss(a, b + h) - loss(a, b - h)) / (2 * h)
