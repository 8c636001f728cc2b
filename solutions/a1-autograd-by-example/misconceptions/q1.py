"""What students get wrong in A1, q1 (fit_numpy), and what they read then."""

import numpy as np
import torch

from autograder.checks import misconception


@misconception(
    "q1",
    "All your gradients have the right direction and half of the right size. Differentiate the "
    "square of the error once more: what comes to the front?",
)
def fit_numpy(x, y, init, lr, steps):
    """The factor 2 of the derivative is forgotten"""
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        a_grad, b_grad = error.sum(), (error * x).sum()
        c_grad, d_grad = (error * x**2).sum(), (error * x**3).sum()
        a, b, c, d = a - lr * a_grad, b - lr * b_grad, c - lr * c_grad, d - lr * d_grad
    return (a, b, c, d), losses


@misconception(
    "q1",
    "The steps get smaller, the more points there are. Is the loss of this assignment a sum or a "
    "mean over the points, and which of the two do your gradients belong to?",
)
def fit_numpy(x, y, init, lr, steps):
    """Gradients of the mean in place of the sum"""
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        grads = [(2 * error * x**k).mean() for k in range(4)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses


@misconception(
    "q1",
    "Your parameters are those of gradient descent, your losses are not those of the task: read "
    "the definition of L again. Is there an N in its denominator?",
)
def fit_numpy(x, y, init, lr, steps):
    """The losses are means; the gradients are right"""
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).mean())
        grads = [(2 * error * x**k).sum() for k in range(4)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses


@misconception(
    "q1",
    "Plot your losses: they rise. The error enters your formulas as y_hat - y or as y - y_hat; "
    "follow this sign through to the update.",
)
def fit_numpy(x, y, init, lr, steps):
    """Uphill: the error is y - y_hat, and the sign of the gradients is not turned"""
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = y - (a + b * x + c * x**2 + d * x**3)
        losses.append((error**2).sum())
        grads = [(2 * error * x**k).sum() for k in range(4)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses


@misconception(
    "q1",
    "The parameters are right. The list should begin with the loss of the starting values, before "
    "anything has moved: at which place in the loop is each loss worked out?",
    finding="loss after the step",
)
def fit_numpy(x, y, init, lr, steps):
    """The losses are those after each step"""
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        grads = [(2 * error * x**k).sum() for k in range(4)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
        losses.append(((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum())
    return (a, b, c, d), losses


@misconception(
    "q1",
    "All four gradients belong to the same place, the one where the step begins. In your code, "
    "have some parameters moved already when the gradient of the next one is worked out?",
)
def fit_numpy(x, y, init, lr, steps):
    """One parameter after another, each with a new error"""
    p = list(init)
    losses = []
    for _ in range(steps):
        losses.append(((p[0] + p[1] * x + p[2] * x**2 + p[3] * x**3 - y) ** 2).sum())
        for k in range(4):
            error = p[0] + p[1] * x + p[2] * x**2 + p[3] * x**3 - y
            p[k] = p[k] - lr * (2 * error * x**k).sum()
    return tuple(p), losses


@misconception(
    "q1",
    "c_grad and d_grad are off: they look like derivatives with respect to x. Here x is given, and "
    "c and d are what you turn. How much does y_hat grow if only c grows?",
)
def fit_numpy(x, y, init, lr, steps):
    """The powers are differentiated with respect to x"""
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        slopes = (np.ones_like(x), x, 2 * x, 3 * x**2)
        grads = [(2 * error * slope).sum() for slope in slopes]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses


@misconception(
    "q1",
    "Each descent starts at the same place, whatever init is. Where in your code is init used?",
)
def fit_numpy(x, y, init, lr, steps):
    """init is ignored: it starts from zero"""
    a = b = c = d = 0.0
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        grads = [(2 * error * x**k).sum() for k in range(4)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses


@misconception(
    "q1",
    "Three of the four gradients are right. Compare the powers of x in your four lines.",
)
def fit_numpy(x, y, init, lr, steps):
    """The gradient of d is that of c: copied, and not changed"""
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        grads = [(2 * error * x**k).sum() for k in (0, 1, 2, 2)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses


@misconception(
    "q1",
    "Your list of losses is one too long or too short. Count the losses for steps = 1.",
    finding="another number of losses",
)
def fit_numpy(x, y, init, lr, steps):
    """One more loss, that of the end"""
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        grads = [(2 * error * x**k).sum() for k in range(4)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    losses.append(((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum())
    return (a, b, c, d), losses


@misconception(
    "q1",
    "It works, but PyTorch has derived the gradients. In this question you are to be the one who "
    "does; autograd comes in Part 3.",
    finding="autograd",
)
def fit_numpy(x, y, init, lr, steps):
    """Asks PyTorch for the gradients"""
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    w = torch.tensor(init, dtype=torch.float64, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((w[0] + w[1] * x + w[2] * x**2 + w[3] * x**3 - y) ** 2).sum()
        losses.append(loss.item())
        (gradient,) = torch.autograd.grad(loss, w)
        w = (w - lr * gradient).detach().requires_grad_()
    return tuple(w.tolist()), losses


@misconception(
    "q1",
    "Nearly there: no autograd, and your own formulas, but tensors do the work. Which of your "
    "lines need PyTorch, and what does NumPy call the same?",
    finding="PyTorch",
)
def fit_numpy(x, y, init, lr, steps):
    """Formulas of its own, in tensors"""
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append(float((error**2).sum()))
        grads = [float((2 * error * x**k).sum()) for k in range(4)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses


@misconception(
    "q1",
    "Your function stops early. Whether the loss rises or stays is for the caller to see: how many "
    "steps, and how many losses, does the question ask for?",
    finding="stops early",
)
def fit_numpy(x, y, init, lr, steps):
    """Stops where the loss rises"""
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        if losses and (error**2).sum() > losses[-1]:
            break
        losses.append((error**2).sum())
        grads = [(2 * error * x**k).sum() for k in range(4)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses


@misconception(
    "q1",
    "You keep the parameters with the lowest loss. Which ones does the question want to have?",
    finding="not the last parameters",
)
def fit_numpy(x, y, init, lr, steps):
    """Returns the best parameters in place of the last"""
    w = best = np.array(init)
    powers = np.stack([x**k for k in range(4)])
    losses = []
    for _ in range(steps):
        error = w @ powers - y
        losses.append((error**2).sum())
        w = w - lr * 2 * powers @ error
        if ((w @ powers - y) ** 2).sum() < ((best @ powers - y) ** 2).sum():
            best = w
    return tuple(best), losses


@misconception(
    "q1",
    "An argument is ignored: your function does the same, whatever is given for it. Which of the "
    "five names in the first line never comes again, or is given another value?",
    finding="ignores lr",
)
def fit_numpy(x, y, init, lr, steps):
    """The learning rate is a fixed one"""
    lr = 1e-6
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum())
        grads = [(2 * error * x**k).sum() for k in range(4)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses


@misconception(
    "q1",
    "An argument is ignored: your function does the same, whatever is given for it. Which of the "
    "five names in the first line never comes again, or is given another value?",
    finding="ignores y",
)
def fit_numpy(x, y, init, lr, steps):
    """The targets are always the sine"""
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - np.sin(x)
        losses.append((error**2).sum())
        grads = [(2 * error * x**k).sum() for k in range(4)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses
