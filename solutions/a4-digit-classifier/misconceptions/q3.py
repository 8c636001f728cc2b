"""What students get wrong in A4, q3 (fit_sine), and what they read then."""

import torch

from autograder.checks import misconception


@misconception(
    "q3",
    "These are the steps of plain gradient descent. What does the rule do to a gradient before it "
    "is multiplied by step?",
)
def fit_sine(x, y, init, step, steps):
    """Steps that are not limited"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "Every step of yours has the same length, however gentle the slope. What else stands below the "
    "fraction line, beside |g|?",
)
def fit_sine(x, y, init, step, steps):
    """Divides by |g|, without the 1"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / g.norm()
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "The direction of your step is not that of the gradient. By how many different numbers do you "
    "divide its elements, and by how many does the rule?",
)
def fit_sine(x, y, init, step, steps):
    """Limits each element by itself: |g| is taken element by element"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.abs())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "The direction is right and the length is not. For g = (3, 4), what is |g| by the formula, and "
    "what is it in your code?",
)
def fit_sine(x, y, init, step, steps):
    """|g| as the sum of the absolute values"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.abs().sum())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "The direction is right, but where it is steep your steps are tiny. Is a root missing in your "
    "length of g?",
)
def fit_sine(x, y, init, step, steps):
    """The squared length below the fraction line"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + (g**2).sum())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "What does Python divide first in your step? Try step * g / 1 + |g| with numbers, by hand.",
)
def fit_sine(x, y, init, step, steps):
    """The brackets below the fraction line are missing"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / 1 + g.norm()
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "The first step is right and the later ones are not. What is left in a.grad, from the step "
    "before, when the second backward begins?",
)
def fit_sine(x, y, init, step, steps):
    """Gradients are never reset"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            a -= step * a.grad / (1 + a.grad.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3", "Your losses grow with the number of points. Is L a sum or a mean over the points?"
)
def fit_sine(x, y, init, step, steps):
    """The sum of the squared errors in place of their mean"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).sum()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "Which of the two parameters is the height of the wave, and which is its frequency? Compare "
    "your model with the formula.",
)
def fit_sine(x, y, init, step, steps):
    """The two parameters exchanged: a1 sin(a0 x)"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[1] * torch.sin(a[0] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "Your losses rise from the start. Which way does a gradient point, uphill or downhill?",
)
def fit_sine(x, y, init, step, steps):
    """Steps uphill"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a += step * g / (1 + g.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "The parameters are right. For which parameters is the first of your losses: those of init, or "
    "those after the first step?",
)
def fit_sine(x, y, init, step, steps):
    """Losses after the steps"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
            losses.append(((a[0] * torch.sin(a[1] * x) - y) ** 2).mean().item())
    return a.detach(), losses


@misconception(
    "q3",
    "The numbers are right, but your list holds on to the record of every step. How do you take a "
    "plain number out of a tensor?",
    finding="loss returned as a tensor",
)
def fit_sine(x, y, init, step, steps):
    """Keeps the losses as tensors"""
    a = init.clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
        losses.append(loss)
    return a.detach(), losses


@misconception(
    "q3",
    "Print init before and after a call. Your a and the caller's init: two tensors, or two names "
    "for one?",
    finding="changed in place",
)
def fit_sine(x, y, init, step, steps):
    """Changes init in place"""
    a = init.requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception("q3", "Your function always starts from the same place. What is init for?")
def fit_sine(x, y, init, step, steps):
    """Starts from (1, 1), whatever init is"""
    a = torch.ones(2, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
        losses.append(loss.item())
    return a.detach(), losses


@misconception(
    "q3",
    "With a long step the loss may rise. Which parameters do you return then: those after the last "
    "step, or the best ones?",
)
def fit_sine(x, y, init, step, steps):
    """Returns the best parameters, not the last ones"""
    a = init.detach().clone().requires_grad_()
    losses, best, lowest = [], a.detach().clone(), float("inf")
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
            now = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean().item()
        if now < lowest:
            best, lowest = a.detach().clone(), now
    return best, losses


@misconception(
    "q3",
    "Begin where the fit is perfect already. How many losses come back, and how many steps were "
    "asked for? Does your loop stop early?",
)
def fit_sine(x, y, init, step, steps):
    """Stops early, where the gradient vanishes"""
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        losses.append(loss.item())
        if g.norm() < 1e-6:
            break
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
    return a.detach(), losses


@misconception(
    "q3",
    "Does your step keep its length? Look at what your function does with step when the loss "
    "rises.",
)
def fit_sine(x, y, init, step, steps):
    """Halves the step when the loss rises"""
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        if losses and loss.item() > losses[-1]:
            step = step / 2
        losses.append(loss.item())
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
    return a.detach(), losses


@misconception(
    "q3",
    "Print the type of one of your losses. How do you take a plain number out of a tensor?",
    finding="arrays",
)
def fit_sine(x, y, init, step, steps):
    """Keeps the losses as arrays of NumPy"""
    a = init.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((a[0] * torch.sin(a[1] * x) - y) ** 2).mean()
        (g,) = torch.autograd.grad(loss, a)
        losses.append(loss.detach().numpy())
        with torch.no_grad():
            a -= step * g / (1 + g.norm())
    return a.detach(), losses
