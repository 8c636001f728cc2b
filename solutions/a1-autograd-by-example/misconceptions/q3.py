"""What students get wrong in A1, q3 (fit_autograd), and what they read then."""

import torch

from autograder.checks import misconception


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
