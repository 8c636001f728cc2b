"""Wrong solutions of A1 that students write: the question each one loses, and what they read then.

Names of the notebook (np, torch, nn, random) are there; everything else stands in each definition.
"""

import random

import numpy as np
import torch
from torch import nn

from autograder.checks import misconception

# ---------------------------------------------------------------- q1: fit_numpy


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


# ---------------------------------------------------------------- q2: polynomial_gradients


@misconception(
    "q2",
    "All four gradients are half of what they should be: what does the derivative of a square "
    "begin with?",
)
def polynomial_gradients(params, x, y):
    """The factor 2 is forgotten"""
    a, b, c, d = params
    error = a + b * x + c * x**2 + d * x**3 - y
    return error.sum(), (error * x).sum(), (error * x**2).sum(), (error * x**3).sum()


@misconception(
    "q2",
    "The sizes are right, the signs are not: these gradients point downhill. Is the error you "
    "begin with y_hat - y?",
)
def polynomial_gradients(params, x, y):
    """The opposite sign"""
    a, b, c, d = params
    error = 2 * (y - (a + b * x + c * x**2 + d * x**3))
    return error.sum(), (error * x).sum(), (error * x**2).sum(), (error * x**3).sum()


@misconception(
    "q2",
    "Your gradients belong to the mean of the squared errors. Look at the formula of L above the "
    "question: what happens to the N terms?",
)
def polynomial_gradients(params, x, y):
    """Means in place of sums"""
    a, b, c, d = params
    error = 2 * (a + b * x + c * x**2 + d * x**3 - y)
    return error.mean(), (error * x).mean(), (error * x**2).mean(), (error * x**3).mean()


@misconception(
    "q2",
    "You return one number per point and parameter, and there is one gradient per parameter. All "
    "points have a share in it: how do the shares come together?",
)
def polynomial_gradients(params, x, y):
    """One gradient per point: nothing is summed up"""
    a, b, c, d = params
    error = 2 * (a + b * x + c * x**2 + d * x**3 - y)
    return error, error * x, error * x**2, error * x**3


@misconception(
    "q2",
    "c_grad and d_grad contain the slopes of x^2 and x^3. That is how y_hat changes with x; the "
    "question is how it changes with c and d.",
)
def polynomial_gradients(params, x, y):
    """The powers are differentiated with respect to x"""
    a, b, c, d = params
    error = 2 * (a + b * x + c * x**2 + d * x**3 - y)
    return error.sum(), (error * x).sum(), (error * 2 * x).sum(), (error * 3 * x**2).sum()


@misconception(
    "q2",
    "The right numbers in another order: params holds the constant term first, and the gradients "
    "come in the order of params.",
)
def polynomial_gradients(params, x, y):
    """From the highest power to the lowest, as in numpy.polyval"""
    a, b, c, d = params
    error = 2 * (a + b * x + c * x**2 + d * x**3 - y)
    return (error * x**3).sum(), (error * x**2).sum(), (error * x).sum(), error.sum()


@misconception(
    "q2",
    "Put params = (1, 1, 1, 1) and x = 2 into your first line by hand: is y_hat 15? Count the "
    "terms of the cubic.",
)
def polynomial_gradients(params, x, y):
    """The constant term is missing in y_hat"""
    a, b, c, d = params
    error = 2 * (b * x + c * x**2 + d * x**3 - y)
    return error.sum(), (error * x).sum(), (error * x**2).sum(), (error * x**3).sum()


@misconception(
    "q2",
    "A product of sums is not the sum of the products. Point n contributes its own error times a "
    "power of its own x: in which order do you multiply and add up?",
)
def polynomial_gradients(params, x, y):
    """The errors are summed up before they are multiplied by the powers"""
    a, b, c, d = params
    total = 2 * (a + b * x + c * x**2 + d * x**3 - y).sum()
    return total, total * x.sum(), total * (x**2).sum(), total * (x**3).sum()


@misconception(
    "q2",
    "These gradients were found by autograd. Here the derivation is yours; outside the function, "
    "autograd is welcome as a check.",
    finding="autograd",
)
def polynomial_gradients(params, x, y):
    """Lets autograd find the gradients"""
    w = params.detach().clone().requires_grad_()
    ((w[0] + w[1] * x + w[2] * x**2 + w[3] * x**3 - y) ** 2).sum().backward()
    return tuple(w.grad)


@misconception(
    "q2",
    "Nudging a parameter and looking at the loss checks a gradient, and costs digits. The question "
    "asks for the formula: which derivative stands in front of x^2, say, for c?",
    finding="finite differences",
)
def polynomial_gradients(params, x, y):
    """Nudges each parameter, in both directions"""

    def loss(p):
        return ((p[0] + p[1] * x + p[2] * x**2 + p[3] * x**3 - y) ** 2).sum()

    gradients = []
    for k in range(4):
        nudge = torch.zeros_like(params)
        nudge[k] = 1e-3
        gradients.append((loss(params + nudge) - loss(params - nudge)) / 2e-3)
    return tuple(gradients)


@misconception(
    "q2",
    "The function is asked for gradients only, and it moves the parameters as well. Who else may "
    "still need params as they were?",
    finding="changed in place",
)
def polynomial_gradients(params, x, y):
    """Takes a step, too: params is changed in place"""
    a, b, c, d = params
    error = 2 * (a + b * x + c * x**2 + d * x**3 - y)
    gradients = torch.stack([(error * x**k).sum() for k in range(4)])
    params -= 1e-6 * gradients
    return tuple(gradients)


@misconception(
    "q2",
    "One argument does not matter to your function. Which curve do your points belong to: the "
    "sine, or whatever y is?",
    finding="ignores y",
)
def polynomial_gradients(params, x, y):
    """The targets are always the sine"""
    a, b, c, d = params
    error = 2 * (a + b * x + c * x**2 + d * x**3 - torch.sin(x))
    return error.sum(), (error * x).sum(), (error * x**2).sum(), (error * x**3).sum()


@misconception(
    "q2",
    "Some points have no part in your gradients. Where in your code is the number of points, and "
    "what is it for any N?",
    finding="not all points",
)
def polynomial_gradients(params, x, y):
    """Loops over six points, however many there are"""
    a, b, c, d = params
    grads = [torch.zeros(()) for _ in range(4)]
    for n in range(6):
        error = 2 * (a + b * x[n] + c * x[n] ** 2 + d * x[n] ** 3 - y[n])
        grads = [g + error * x[n] ** k for k, g in enumerate(grads)]
    return tuple(grads)


# ---------------------------------------------------------------- q3: fit_autograd


@misconception(
    "q3",
    "Your first step is right and the second goes too far, as if the first gradient were still in "
    "it. What does backward() do with an old gradient that it finds in .grad?",
)
def fit_autograd(x, y, init, lr, steps):
    """The gradients are never reset"""
    parameters = [torch.tensor(value, requires_grad=True) for value in init]
    a, b, c, d = parameters
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p in parameters:
                p -= lr * p.grad
    return tuple(p.item() for p in parameters), losses


@misconception(
    "q3",
    "The parameters stay where they are. Look at what is in .grad at the moment of the update, and "
    "at the line before it.",
)
def fit_autograd(x, y, init, lr, steps):
    """The gradients are reset before the update"""
    parameters = [torch.tensor(value, requires_grad=True) for value in init]
    a, b, c, d = parameters
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p in parameters:
                p.grad.zero_()
                p -= lr * p.grad
    return tuple(p.item() for p in parameters), losses


@misconception(
    "q3",
    "One of the four parameters goes astray from the second step on. Is each of the four treated "
    "in the same way at the end of a step?",
)
def fit_autograd(x, y, init, lr, steps):
    """The reset leaves out d"""
    a, b, c, d = (torch.tensor(value, requires_grad=True) for value in init)
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p in (a, b, c, d):
                p -= lr * p.grad
        for p in (a, b, c):
            p.grad.zero_()
    return (a.item(), b.item(), c.item(), d.item()), losses


@misconception(
    "q3",
    "Your steps shrink as points are added: they belong to the mean of the squared errors. Which "
    "loss does the question name?",
)
def fit_autograd(x, y, init, lr, steps):
    """The mean in place of the sum"""
    parameters = [torch.tensor(value, requires_grad=True) for value in init]
    a, b, c, d = parameters
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p in parameters:
                p -= lr * p.grad
                p.grad = None
    return tuple(p.item() for p in parameters), losses


@misconception(
    "q3",
    "The loss climbs. A gradient points uphill: what sign does a step downhill have?",
)
def fit_autograd(x, y, init, lr, steps):
    """Uphill: the gradient is added"""
    parameters = [torch.tensor(value, requires_grad=True) for value in init]
    a, b, c, d = parameters
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p in parameters:
                p += lr * p.grad
                p.grad = None
    return tuple(p.item() for p in parameters), losses


@misconception(
    "q3",
    "Every element of your losses carries its whole computation along, and memory fills up. Which "
    "method takes the plain number out of a tensor?",
    finding="loss returned as a tensor",
)
def fit_autograd(x, y, init, lr, steps):
    """The losses are tensors"""
    parameters = [torch.tensor(value, requires_grad=True) for value in init]
    a, b, c, d = parameters
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        loss.backward()
        losses.append(loss)
        with torch.no_grad():
            for p in parameters:
                p -= lr * p.grad
                p.grad = None
    return tuple(p.item() for p in parameters), losses


@misconception(
    "q3",
    "The first number of your list should be the loss of init itself. Is the parameter update "
    "above or below the line that keeps the loss, and which y_hat does that loss come from?",
    finding="loss after the step",
)
def fit_autograd(x, y, init, lr, steps):
    """The losses are those after each step"""
    parameters = [torch.tensor(value, requires_grad=True) for value in init]
    a, b, c, d = parameters
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        loss.backward()
        with torch.no_grad():
            for p in parameters:
                p -= lr * p.grad
                p.grad = None
            losses.append(((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum().item())
    return tuple(p.item() for p in parameters), losses


@misconception(
    "q3",
    "The numbers are right, and they come from formulas of your own, as in q1. This time, let "
    "autograd work: where does a derivative appear after backward()?",
    finding="by hand",
)
def fit_autograd(x, y, init, lr, steps):
    """Gradients by hand again, with tensors"""
    a, b, c, d = init
    losses = []
    for _ in range(steps):
        error = a + b * x + c * x**2 + d * x**3 - y
        losses.append((error**2).sum().item())
        grads = [(2 * error * x**k).sum().item() for k in range(4)]
        a, b, c, d = (p - lr * g for p, g in zip((a, b, c, d), grads, strict=True))
    return (a, b, c, d), losses


@misconception(
    "q3",
    "Wherever init says to begin, you begin elsewhere. What becomes of init in your function?",
)
def fit_autograd(x, y, init, lr, steps):
    """init is ignored: it starts from zeros"""
    parameters = [torch.zeros((), requires_grad=True) for _ in init]
    a, b, c, d = parameters
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p in parameters:
                p -= lr * p.grad
                p.grad = None
    return tuple(p.item() for p in parameters), losses


@misconception(
    "q3",
    "After one step, something called a, b, c or d is no longer the tensor that autograd knows. "
    "Read in Part 3 what w = w - ... does to the name w.",
)
def fit_autograd(x, y, init, lr, steps):
    """New tensors under the old names, under no_grad"""
    a, b, c, d = (torch.tensor(value, requires_grad=True) for value in init)
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            a = a - lr * a.grad
            b = b - lr * b.grad
            c = c - lr * c.grad
            d = d - lr * d.grad
    return (a.item(), b.item(), c.item(), d.item()), losses


@misconception(
    "q3",
    "PyTorch stops at your update and says what it minds: a leaf that requires grad must not be "
    "changed in place while autograd is watching. How do you tell it to look away?",
)
def fit_autograd(x, y, init, lr, steps):
    """The update is not under no_grad"""
    parameters = [torch.tensor(value, requires_grad=True) for value in init]
    a, b, c, d = parameters
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        for p in parameters:
            p -= lr * p.grad
            p.grad = None
    return tuple(p.item() for p in parameters), losses


@misconception(
    "q3",
    "Your function stops early. Whether the loss rises or stays is for the caller to see: how many "
    "steps, and how many losses, does the question ask for?",
    finding="stops early",
)
def fit_autograd(x, y, init, lr, steps):
    """Stops where the loss rises"""
    parameters = [torch.tensor(value, requires_grad=True) for value in init]
    a, b, c, d = parameters
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        if losses and loss.item() > losses[-1]:
            break
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p in parameters:
                p -= lr * p.grad
                p.grad = None
    return tuple(p.item() for p in parameters), losses


@misconception(
    "q3",
    "An argument is ignored: your function does the same, whatever is given for it. Which of the "
    "five names in the first line never comes again, or is given another value?",
    finding="ignores lr",
)
def fit_autograd(x, y, init, lr, steps):
    """The learning rate is a fixed one"""
    parameters = [torch.tensor(value, requires_grad=True) for value in init]
    a, b, c, d = parameters
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p in parameters:
                p -= 1e-6 * p.grad
                p.grad = None
    return tuple(p.item() for p in parameters), losses


@misconception(
    "q3",
    "loss.detach().numpy() looks like a number when it is printed, and it is an array that shares "
    "its memory with the tensor. Which method of a tensor gives a number?",
    finding="losses are arrays",
)
def fit_autograd(x, y, init, lr, steps):
    """The losses are arrays without dimensions"""
    parameters = [torch.tensor(value, requires_grad=True) for value in init]
    a, b, c, d = parameters
    losses = []
    for _ in range(steps):
        loss = ((a + b * x + c * x**2 + d * x**3 - y) ** 2).sum()
        loss.backward()
        losses.append(loss.detach().numpy())
        with torch.no_grad():
            for p in parameters:
                p -= lr * p.grad
                p.grad = None
    return tuple(p.item() for p in parameters), losses


# ---------------------------------------------------------------- q4: LegendrePolynomial3


@misconception(
    "q4",
    "Your backward returns P3'(x), whatever arrives from above. The chain rule has two factors: "
    "which one is missing?",
    finding="ignores grad_output",
)
class LegendrePolynomial3(torch.autograd.Function):
    """backward returns the derivative alone"""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):  # noqa: ARG004
        (x,) = ctx.saved_tensors
        return 1.5 * (5 * x**2 - 1)


@misconception(
    "q4",
    "In your backward, grad_output and the derivative are added. Look at the formula of the chain "
    "rule in this part: what is between the two factors?",
    finding="adds grad_output",
)
class LegendrePolynomial3(torch.autograd.Function):
    """backward adds where it should multiply"""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output + 1.5 * (5 * x**2 - 1)


@misconception(
    "q4",
    "forward is right, and your gradient is twice what it should be. P3 has a denominator: is it "
    "still there in the derivative?",
)
class LegendrePolynomial3(torch.autograd.Function):
    """The denominator is lost in the derivative"""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * (15 * x**2 - 3)


@misconception(
    "q4",
    "Check P3(1) = 1 by hand with your forward. Which brackets, and which fraction, does the "
    "formula have?",
)
class LegendrePolynomial3(torch.autograd.Function):
    """Both passes lack the denominator"""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 5 * x**3 - 3 * x

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * (15 * x**2 - 3)


@misconception(
    "q4",
    "At x = 0 your slope is -1, and a look at the picture of P3 says it is steeper there. Which "
    "terms does the factor in front belong to?",
)
class LegendrePolynomial3(torch.autograd.Function):
    """The brackets of the derivative are lost"""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * (1.5 * 5 * x**2 - 1)


@misconception(
    "q4",
    "forward is right. In your derivative, the power of x has come down as a factor, and stayed "
    "as a power too: differentiate x^3 once more.",
)
class LegendrePolynomial3(torch.autograd.Function):
    """x^3 is differentiated to 3 x^3"""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * 1.5 * (5 * x**3 - 1)


@misconception(
    "q4",
    "Your backward sends grad_output through P3 once more. What belongs there is not the function "
    "but how steep it is.",
)
class LegendrePolynomial3(torch.autograd.Function):
    """backward multiplies by P3 in place of its derivative"""

    @staticmethod
    def forward(ctx, x):
        y = 0.5 * (5 * x**3 - 3 * x)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, grad_output):
        (y,) = ctx.saved_tensors
        return grad_output * y


@misconception(
    "q4",
    "The derivative has to be taken at x. What have you put aside in forward: what came in, or "
    "what goes out?",
)
class LegendrePolynomial3(torch.autograd.Function):
    """The output is saved in place of the input"""

    @staticmethod
    def forward(ctx, x):
        y = 0.5 * (5 * x**3 - 3 * x)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * 1.5 * (5 * x**2 - 1)


@misconception(
    "q4",
    "What one call puts aside is overwritten by the next one before backward comes. Each call has "
    "a place of its own for such things: what is the first argument of forward for?",
    finding="saved outside ctx",
)
class LegendrePolynomial3(torch.autograd.Function):
    """The input is kept on the class"""

    @staticmethod
    def forward(ctx, x):  # noqa: ARG004
        LegendrePolynomial3.kept = x.detach()
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):  # noqa: ARG004
        x = LegendrePolynomial3.kept
        return grad_output * 1.5 * (5 * x**2 - 1)


@misconception(
    "q4",
    "A module lets autograd derive its backward pass; this class is to bring its own. Compare the "
    "first line of your class with that of the example.",
    finding="not an autograd function",
)
class LegendrePolynomial3(nn.Module):
    """A module"""

    def forward(self, x):
        return 0.5 * (5 * x**3 - 3 * x)


@misconception(
    "q4",
    "There is a line above each def in the example that yours lacks. Who calls forward: an object "
    "of the class, or apply?",
    finding="not static",
)
class LegendrePolynomial3(torch.autograd.Function):
    """Methods with self, and not static"""

    def forward(self, x):
        self.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    def backward(self, grad_output):
        (x,) = self.saved_tensors
        return grad_output * 1.5 * (5 * x**2 - 1)


@misconception(
    "q4",
    "Right numbers, but autograd has derived P3 for you inside of backward. A formula is wanted.",
    finding="autograd inside",
)
class LegendrePolynomial3(torch.autograd.Function):
    """backward asks autograd"""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        with torch.enable_grad():
            u = x.detach().requires_grad_()
            y = 0.5 * (5 * u**3 - 3 * u)
            return torch.autograd.grad(y, u, grad_output)[0]


@misconception(
    "q4",
    "Differences of neighbouring values are what gradcheck works with, to check a formula. Which "
    "one is it to check here?",
    finding="finite differences",
)
class LegendrePolynomial3(torch.autograd.Function):
    """backward nudges x in both directions"""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        up, down = ((5 * t**3 - 3 * t) / 2 for t in (x + 1e-5, x - 1e-5))
        return grad_output * (up - down) / 2e-5


@misconception(
    "q4",
    "gradcheck wants float64, and your function does not keep it: which of your lines makes other "
    "numbers of x?",
    finding="other dtype",
)
class LegendrePolynomial3(torch.autograd.Function):
    """Everything is turned into float32"""

    @staticmethod
    def forward(ctx, x):
        x = x.float()
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * 1.5 * (5 * x**2 - 1)


# ---------------------------------------------------------------- q5: make_model


@misconception(
    "q5",
    "Your predictions form a column, and y is a row: the trap that the parcels fell into. What "
    "made their shapes agree? (If you have used it: at which dimension does yours begin?)",
)
def make_model():
    """The linear layer alone: outputs of shape (N, 1)"""
    return nn.Sequential(nn.Linear(3, 1))


@misconception(
    "q5",
    "Your predictions form a column, and y is a row: the trap that the parcels fell into. What "
    "made their shapes agree? (If you have used it: at which dimension does yours begin?)",
)
def make_model():
    """nn.Flatten() begins at dimension 1, so (N, 1) stays (N, 1)"""
    return nn.Sequential(nn.Linear(3, 1), nn.Flatten())


@misconception(
    "q5",
    "Count what goes into the layer for one point: it is a row of the features, not x alone.",
    finding="one input",
)
def make_model():
    """One input in place of three"""
    return nn.Sequential(nn.Linear(1, 1), nn.Flatten(0, 1))


@misconception(
    "q5",
    "A cubic has four numbers: a, b, c and d. Which of them does your layer leave out?",
    finding="no bias",
)
def make_model():
    """No bias"""
    return nn.Sequential(nn.Linear(3, 1, bias=False), nn.Flatten(0, 1))


@misconception(
    "q5",
    "Of the two sizes that a linear layer is given, which one is that of its input?",
    finding="sizes exchanged",
)
def make_model():
    """The sizes of the layer are exchanged"""
    return nn.Sequential(nn.Linear(1, 3), nn.Flatten(0, 1))


@misconception(
    "q5",
    "Each call should return a new model. Where is your layer made: in the function, or once and "
    "for all outside of it?",
    finding="shared parameters",
    cell=True,
)
def shared_model():
    """One model, returned again and again"""
    model_for_all = nn.Sequential(nn.Linear(3, 1), nn.Flatten(0, 1))

    def make_model():
        return model_for_all


@misconception(
    "q5",
    "Your model works for many points and not for a single one. Which dimensions does your last "
    "step remove when N is 1?",
)
def make_model():
    """squeeze() removes the batch dimension as well, where N is 1"""

    class Squeezed(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(3, 1)

        def forward(self, features):
            return self.linear(features).squeeze()

    return Squeezed()


@misconception(
    "q5",
    "A cubic can be negative. What does your model do with a negative number, and does the "
    "question ask for that?",
    finding="wrong activation",
)
def make_model():
    """A ReLU that nobody asked for"""
    return nn.Sequential(nn.Linear(3, 1), nn.ReLU(), nn.Flatten(0, 1))


@misconception(
    "q5",
    "Two calls of make_model give two models that start alike. Each should draw its own weights: "
    "where are the layers made, or what do you set before?",
    finding="same weights every time",
)
def make_model():
    """The weights begin at zero"""
    linear = nn.Linear(3, 1)
    nn.init.zeros_(linear.weight)
    nn.init.zeros_(linear.bias)
    return nn.Sequential(linear, nn.Flatten(0, 1))


@misconception(
    "q5",
    "A seed inside make_model makes all models alike, and every random number after it too. Where "
    "did the examples set their seeds?",
    finding="seeded inside",
)
def make_model():
    """Sets a seed inside"""
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 1), nn.Flatten(0, 1))


@misconception(
    "q5",
    "You return a plan for models, not a model. What is missing after its name?",
)
def make_model():
    """Returns a class"""

    class Cubic(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(3, 1)

        def forward(self, features):
            return self.linear(features).flatten()

    return Cubic


# ---------------------------------------------------------------- q6: train


@misconception(
    "q6",
    "The first step is right, and later ones go too far. What is in .grad when backward() is "
    "called for the second time?",
)
def train(model, features, y, optimizer, steps):
    """zero_grad is forgotten"""
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return losses


@misconception(
    "q6",
    "The weights are the same before and after your steps. Follow one gradient through the loop: "
    "who makes it, who uses it, who throws it away, and in which order?",
)
def train(model, features, y, optimizer, steps):
    """zero_grad stands between backward and step"""
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    return losses


@misconception(
    "q6",
    "Your loss is the right one divided by N. What does nn.MSELoss do with the squared errors if "
    "you do not tell it otherwise?",
)
def train(model, features, y, optimizer, steps):
    """The mean in place of the sum"""
    loss_of = nn.MSELoss()
    losses = []
    for _ in range(steps):
        loss = loss_of(model(features), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@misconception(
    "q6",
    "The weights are right. Your list begins with the loss after the first step; which one should "
    "it begin with?",
    finding="loss after the step",
)
def train(model, features, y, optimizer, steps):
    """The losses are those after each step"""
    loss_of = nn.MSELoss(reduction="sum")
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss_of(model(features), y).backward()
        optimizer.step()
        losses.append(loss_of(model(features), y).item())
    return losses


@misconception(
    "q6",
    "losses holds tensors, and each of them holds a whole graph. A number is enough.",
    finding="loss returned as a tensor",
)
def train(model, features, y, optimizer, steps):
    """The losses are tensors"""
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        losses.append(loss)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@misconception(
    "q6",
    "Whoever calls train chooses how to descend, and your function descends in its own way. Which "
    "of its arguments do you never use?",
    finding="ignores optimizer",
)
def train(model, features, y, optimizer, steps):
    """Makes an optimizer of its own"""
    optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-3)
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@misconception(
    "q6",
    "You return a single number. The picture of a loss curve needs one for each step.",
    finding="not a list of losses",
)
def train(model, features, y, optimizer, steps):
    """Returns the last loss only"""
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


@misconception(
    "q6",
    "Your function stops early. Whether the loss rises or stays is for the caller to see: how many "
    "steps, and how many losses, does the question ask for?",
    finding="stops early",
)
def train(model, features, y, optimizer, steps):
    """Stops where the loss rises"""
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        if losses and loss.item() > losses[-1]:
            break
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@misconception(
    "q6",
    "The number of your losses does not hang on steps in the right way. Which losses do you keep, "
    "and when does your function return?",
    finding="another number of losses",
)
def train(model, features, y, optimizer, steps):
    """The return is inside the loop"""
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return losses
    return losses


@misconception(
    "q6",
    "The weights are the same before and after your steps. Follow one gradient through the loop: "
    "who makes it, who uses it, who throws it away, and in which order?",
)
def train(model, features, y, optimizer, steps):
    """optimizer.step() is forgotten, and the gradients are reset at the end"""
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        optimizer.zero_grad()
    return losses


@misconception(
    "q6",
    "Your loop changes the shape of y, and that suits some models only: a column minus a row is a "
    "whole table, as with the parcels. Which shape does y have when train gets it?",
    finding="y as a column",
)
def train(model, features, y, optimizer, steps):
    """y is turned into a column, whatever the model returns"""
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y.view(-1, 1)) ** 2).sum()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@misconception(
    "q6",
    "Your loop changes the shape of y, and that suits some models only: a column minus a row is a "
    "whole table, as with the parcels. Which shape does y have when train gets it?",
)
def train(model, features, y, optimizer, steps):
    """y is turned into a row, whatever the model returns"""
    losses = []
    for _ in range(steps):
        loss = ((model(features) - y.flatten()) ** 2).sum()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


# ---------------------------------------------------------------- q7: Polynomial3


@misconception(
    "q7",
    "parameters() does not list your tensors, so no optimiser will ever see them. What do the two "
    "numbers of the wave have around them that yours lack?",
    finding="wrong architecture",
)
class Polynomial3(nn.Module):
    """Plain tensors in place of parameters"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (torch.randn((), requires_grad=True) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "Each new polynomial starts with the same coefficients. The question asks for random ones: "
    "which function draws a number from the normal distribution?",
    finding="same weights every time",
)
class Polynomial3(nn.Module):
    """All parameters start at zero"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.zeros(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "In your cubic, a power is missing or comes twice. Put all parameters to 1 and x to 2: each "
    "term should be twice the one before.",
)
class Polynomial3(nn.Module):
    """The term with d has x^2"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**2

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "The constant term of your polynomial does not show: at x = 0, y should be a.",
    finding="unused parameters",
)
class Polynomial3(nn.Module):
    """forward leaves out a"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "Nothing can be trained here: between the parameters and y_hat, the record breaks off. item() "
    "is for texts and prints; what does it do inside forward?",
    finding="cut off",
)
class Polynomial3(nn.Module):
    """forward takes the numbers out of the parameters"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return a + b * x + c * x**2 + d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "The text still shows numbers that the module had earlier. At which moment are yours put into "
    "it, and when does training change them?",
    finding="other numbers",
)
class Polynomial3(nn.Module):
    """The text is made once, in __init__"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        self.text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        return self.text


@misconception(
    "q7",
    "Print what string() gives you: between the numbers there is more than a polynomial, or it is "
    "not written as in the example. How does the wave get its number out of a parameter?",
    finding="unreadable text",
)
class Polynomial3(nn.Module):
    """The parameters themselves are put into the text"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        return f"y = {self.a} + {self.b} x + {self.c} x^2 + {self.d} x^3"


@misconception(
    "q7",
    "string() shows its text on the screen, and hands back nothing. Which word gives a value to "
    "the caller?",
    finding="no text",
)
class Polynomial3(nn.Module):
    """string() prints"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        print(f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3")


@misconception(
    "q7",
    "Python complains before the first parameter is there. With which line does every __init__ of "
    "a module begin?",
)
class Polynomial3(nn.Module):
    """super().__init__() is forgotten"""

    def __init__(self):
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "Draw a histogram of a for a thousand new polynomials. Which of torch.rand and torch.randn "
    "draws from the normal distribution, which knows negative numbers, too?",
    finding="other distribution",
)
class Polynomial3(nn.Module):
    """Uniform numbers, as torch.rand draws them"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.rand(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "One number is drawn, and used more than once. How many draws do four parameters need?",
    finding="one draw for all",
)
class Polynomial3(nn.Module):
    """All four parameters begin with the same random number"""

    def __init__(self):
        super().__init__()
        start = torch.randn(())
        self.a, self.b, self.c, self.d = (nn.Parameter(start.clone()) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "Your text holds the right polynomial, written backwards. Which term does the example begin "
    "with?",
    finding="other order of powers",
)
class Polynomial3(nn.Module):
    """The text begins with the highest power"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {d:.4f} x^3 + {c:.4f} x^2 + {b:.4f} x + {a:.4f}"


@misconception(
    "q7",
    "Compare the signs in your text with those of the parameters. How does the example write the "
    "negative number in front of x^2?",
    finding="other signs",
)
class Polynomial3(nn.Module):
    """The signs are lost in the text"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (abs(p.item()) for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q7",
    "A text that lacks something of the form in the question: with what does it begin there?",
    finding="no y =",
)
class Polynomial3(nn.Module):
    """The text is the polynomial without y ="""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = (nn.Parameter(torch.randn(())) for _ in range(4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x**2 + self.d * x**3

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"{a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


# ---------------------------------------------------------------- q8: DynamicNet


@misconception(
    "q8",
    "One net keeps its order for life. The question wants a new one with each call: which method "
    "runs once per net, and which once per call?",
    finding="one order for each net",
)
class DynamicNet(nn.Module):
    """The order is drawn in __init__"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))
        self.order = random.randint(3, 5)

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, self.order + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "The order is the same in each call. Does your forward make random begin at the same place "
    "again and again?",
    finding="always the same order",
)
class DynamicNet(nn.Module):
    """A seed is set in forward"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        random.seed(0)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randint(3, 5) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "The highest order never comes, though you surely meant it to. Does the upper end belong to "
    "the range, in the function that draws and in the loop over the powers?",
    finding="order 5 never comes",
)
class DynamicNet(nn.Module):
    """randrange(3, 5) draws 3 or 4"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randrange(3, 5) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "There is a parameter too many. The task says of x^4 and x^5 that they have something in "
    "common.",
    finding="6 parameters",
)
class DynamicNet(nn.Module):
    """x^4 and x^5 have a parameter each"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))
        self.f = nn.Parameter(torch.randn(()))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        if order >= 4:
            y = y + self.e * x**4
        if order == 5:
            y = y + self.f * x**5
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {self.f.item():.5f} x^5 ?"


@misconception(
    "q8",
    "With order 5, your polynomial has no term with x^4. Read the third of the three lines in the "
    "question again.",
    finding="x^5 without x^4",
)
class DynamicNet(nn.Module):
    """Order 5 has x^5 and not x^4"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        order = random.randint(3, 5)
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        if order > 3:
            y = y + self.e * x**order
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "Your orders are fair, but they do not hang on random.seed: they are drawn elsewhere, or a "
    "seed is set on the way. Which module does the question name, and who may set its seed?",
    finding="not from random",
)
class DynamicNet(nn.Module):
    """The order is drawn by PyTorch"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, int(torch.randint(3, 6, ())) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "Your polynomial sometimes lacks x^3, or never is a plain cubic. Which is the lowest order, "
    "and which terms are there in any case?",
    finding="lower terms change",
)
class DynamicNet(nn.Module):
    """The cubic term is drawn, too"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        coefficients = [self.a, self.b, self.c, self.d, self.e, self.e]
        order = random.randint(3, 5)
        return sum(c * x**k for k, c in enumerate(coefficients[:order]))

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "The plain cubic never appears. What should happen if the lowest of the three orders is drawn?",
    finding="order 3 never comes",
)
class DynamicNet(nn.Module):
    """x^4 is always there"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3 + self.e * x**4
        if random.randint(3, 5) == 5:
            y = y + self.e * x**5
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "string() tells only half of the story: which of the five parameters does a reader not find "
    "in it, and at which powers does it belong?",
    finding="text without e",
)
class DynamicNet(nn.Module):
    """The text is that of a cubic"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randint(3, 5) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d = (p.item() for p in (self.a, self.b, self.c, self.d))
        return f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"


@misconception(
    "q8",
    "All three orders come, and not equally often. Write down each of your draws with its "
    "probability, and how likely each order is then.",
    finding="not uniform",
)
class DynamicNet(nn.Module):
    """A coin for x^4, and another one for x^5"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        if random.random() < 0.5:
            y = y + self.e * x**4
            if random.random() < 0.5:
                y = y + self.e * x**5
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "Draw a histogram of a for a thousand new nets. Which of torch.rand and torch.randn draws from "
    "the normal distribution, which knows negative numbers, too?",
    finding="other distribution",
)
class DynamicNet(nn.Module):
    """Uniform numbers, as torch.rand draws them"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.rand(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randint(3, 5) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "Making a net, or reading its text, makes random begin at the same place again and again. Who "
    "is to set the seed: the class, or whoever uses it?",
    finding="random seeded inside",
)
class DynamicNet(nn.Module):
    """A seed is set in __init__"""

    def __init__(self):
        super().__init__()
        random.seed(0)
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randint(3, 5) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "The values are right, and a gradient is not: in one of the terms, autograd does not see the "
    "parameter. The gradient of e is a sum over both of its places; do all your terms stay in the "
    "record?",
    finding="term without gradient",
)
class DynamicNet(nn.Module):
    """e is detached in the term with x^5"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randint(3, 5) + 1):
            y = y + (self.e if power == 4 else self.e.detach()) * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 ? + {e:.5f} x^5 ?"


@misconception(
    "q8",
    "A reader of your text cannot tell the terms that are always there from those that come and "
    "go. With what does the example mark them?",
    finding="other question marks",
)
class DynamicNet(nn.Module):
    """No question marks in the text"""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d, self.e = (nn.Parameter(torch.randn(())) for _ in range(5))

    def forward(self, x):
        y = self.a + self.b * x + self.c * x**2 + self.d * x**3
        for power in range(4, random.randint(3, 5) + 1):
            y = y + self.e * x**power
        return y

    def string(self):
        a, b, c, d, e = (p.item() for p in (self.a, self.b, self.c, self.d, self.e))
        text = f"y = {a:.4f} + {b:.4f} x + {c:.4f} x^2 + {d:.4f} x^3"
        return f"{text} + {e:.5f} x^4 + {e:.5f} x^5"
