"""What students get wrong in A1, q2 (polynomial_gradients), and what they read then."""

import torch

from autograder.checks import misconception


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
