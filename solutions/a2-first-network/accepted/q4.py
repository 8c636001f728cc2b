"""Unusual right solutions of A2, q4 (optimise_product)."""

import torch

from autograder.checks import accepted, equivalent


@accepted("q4")
def optimise_product(target, lr, steps):
    """The reset first, and a while loop"""
    variables = [torch.tensor(value, requires_grad=True) for value in (3.0, 4.0)]
    optimizer = torch.optim.SGD(variables, lr=lr)
    done = 0
    while done < steps:
        optimizer.zero_grad()
        loss = (variables[0] * variables[1] - target) ** 2
        loss.backward()
        optimizer.step()
        done += 1
    return float(variables[0]), float(variables[1])


@accepted("q4")
def optimise_product(target, lr, steps):
    """One tensor with both numbers"""
    both = torch.tensor([3.0, 4.0], requires_grad=True)
    optimizer = torch.optim.SGD([both], lr=lr)
    for _ in range(steps):
        (target - both.prod()).square().backward()
        optimizer.step()
        optimizer.zero_grad()
    return both.tolist()


@accepted("q4")
def optimise_product(target, lr, steps):
    """A helper for the step, and a new optimiser in each round, in float64"""

    def step(variables):
        optimizer = torch.optim.SGD(variables, lr=lr)
        ((target - variables[0] * variables[1]) ** 2).backward()
        optimizer.step()
        optimizer.zero_grad()

    variables = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (3, 4)]
    for _ in range(steps):
        step(variables)
    return tuple(v.item() for v in variables)


@accepted("q4")
def optimise_product(target, lr, steps):
    """Vectors of one number"""
    var_1 = torch.tensor([3.0], requires_grad=True)
    var_2 = torch.tensor([4.0], requires_grad=True)
    optimizer = torch.optim.SGD([{"params": var_1}, {"params": var_2}], lr=lr)
    for _ in range(steps):
        loss = ((target - var_1 * var_2) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return var_1.item(), var_2.item()


equivalent(
    "q4",
    "loss = (var_1 * var_2 - target) ** 2",
    "the square of a difference is that of its opposite",
)


@accepted("q4")
def optimise_product(target, lr, steps):
    """Gradient descent written out, without an optimiser"""
    var_1 = torch.tensor(3.0, requires_grad=True)
    var_2 = torch.tensor(4.0, requires_grad=True)
    for _ in range(steps):
        loss = (target - var_1 * var_2) ** 2
        loss.backward()
        with torch.no_grad():
            for variable in (var_1, var_2):
                variable -= lr * variable.grad
                variable.grad = None
    return float(var_1), float(var_2)


@accepted("q4")
def optimise_product(target, lr, steps):
    """NumPy's numbers"""
    both = torch.tensor([3.0, 4.0], requires_grad=True)
    optimizer = torch.optim.SGD([both], lr=lr)
    for _ in range(steps):
        loss = (target - both[0] * both[1]) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    var_1, var_2 = both.detach().numpy()
    return var_1, var_2
